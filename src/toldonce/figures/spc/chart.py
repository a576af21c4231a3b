"""The chart of a series: points with lines, signals and labels; made by `xmr`, `counts.p` and their like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc import limits, rules
from toldonce.figures.spc.plan import AS_PUBLISHED, Plan, Rebase, parts
from toldonce.figures.spc.rules import Lines, Signal
from toldonce.figures.spc.series import Series
from toldonce.figures.spc.targets import NO_AIMS, Aims

FEWEST_FOR_FIRM_LIMITS = 13
NO_FIGURES = Missing("no period has a figure")

# The lines of each point of a part, made of the points at these places; or the reason why there are none.
Fit = Callable[[Sequence[int]], Sequence[Lines] | Missing]


@dataclass(frozen=True, slots=True)
class Mark:
    """One period on the chart: its value, the lines that it is compared with, and the signals it is part of."""

    on: date
    value: float | Missing
    lines: Lines | Missing
    signals: tuple[Signal, ...] = ()

    @property
    def label(self) -> Signal | None:
        """The signal that names the point; None when it shows no more than usual variation."""
        return self.signals[0] if self.signals else None


@dataclass(frozen=True, slots=True)
class Latest:
    """The last point that has a figure: by it the chart is judged."""

    at: int
    mark: Mark
    value: float


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the chart with limits of its own: where it begins, why, and how many figures its limits rest on."""

    at: range
    rebase: Rebase | None
    figures: int
    behind_limits: int
    limits: Missing | None = None  # why there are none

    @property
    def trial(self) -> bool:
        """Whether its limits will still move: it has fewer than 13 figures."""
        return self.figures < FEWEST_FOR_FIRM_LIMITS


@dataclass(frozen=True, slots=True)
class Chart:
    """A series with its limits and labels, its targets, and what a reader must be told of them."""

    kind: str
    series: Series
    plan: Plan
    marks: tuple[Mark, ...]
    parts: tuple[Part, ...]
    targets: Aims = NO_AIMS
    trajectory: Aims = NO_AIMS
    notes: tuple[str, ...] = ()
    middle: str = "average"  # what its centre is

    @property
    def good(self) -> Good:
        """Which way is good."""
        return self.series.good

    @property
    def latest(self) -> Latest | Missing:
        """The last point that has a figure, or the reason why there is none."""
        for at in range(len(self.marks) - 1, -1, -1):
            mark = self.marks[at]
            if not isinstance(mark.value, Missing):
                return Latest(at, mark, mark.value)
        return NO_FIGURES

    def part_of(self, at: int) -> Part:
        """Return the part in which a point lies."""
        return next(part for part in self.parts if at in part.at)


def xmr(
    series: Series, plan: Plan = AS_PUBLISHED, *, targets: Aims = NO_AIMS, trajectory: Aims = NO_AIMS
) -> Chart:
    """Return the XmR chart of a series by the rules of NHS Making Data Count."""
    values = [None if isinstance(point.value, Missing) else point.value for point in series.points]
    known, unit = [value for value in values if value is not None], series.unit

    def fit(behind: Sequence[int]) -> Sequence[Lines] | Missing:
        lines = limits.xmr([values[at] for at in behind], screen=plan.screen)
        if isinstance(lines, Missing):
            return lines
        return [limits.within(lines, known, unit.least, unit.most)] * len(values)

    return draft("XmR", series, plan, fit, targets, trajectory)


def draft(
    kind: str,
    series: Series,
    plan: Plan,
    fit: Fit,
    targets: Aims = NO_AIMS,
    trajectory: Aims = NO_AIMS,
    middle: str = "average",
) -> Chart:
    """Cut a series into parts, fit the lines of each and label its points: what all charts have in common."""
    marks: list[Mark] = []
    made: list[Part] = []
    for at, rebase in parts(series, plan):
        part, lines = _fitted(series, plan, at, rebase, fit)
        made.append(part)
        marks += _labelled(series, plan, at, lines)
    told = (*series.notes, *targets.notes)
    return Chart(kind, series, plan, tuple(marks), tuple(made), targets, trajectory, told, middle)


def _fitted(
    series: Series, plan: Plan, at: range, rebase: Rebase | None, fit: Fit
) -> tuple[Part, Sequence[Lines] | Missing]:
    figures = [place for place in at if not isinstance(series.points[place].value, Missing)]
    behind = figures[: plan.baseline]
    if not behind:
        why = Missing("this part of the chart has no figures")
        return Part(at, rebase, 0, 0, why), why
    # Gaps between them stay in: figures on both sides of a gap are no neighbours.
    lines = fit(range(behind[0], behind[-1] + 1))
    why = lines if isinstance(lines, Missing) else None
    return Part(at, rebase, len(figures), len(behind), why), lines


def _labelled(series: Series, plan: Plan, at: range, lines: Sequence[Lines] | Missing) -> list[Mark]:
    points = [series.points[place] for place in at]
    each = [lines if isinstance(lines, Missing) else lines[place] for place in at]
    found = rules.signals(
        [None if isinstance(point.value, Missing) else point.value for point in points],
        [None if isinstance(line, Missing) else line for line in each],
        plan.run,
    )
    return [
        Mark(point.on, point.value, line, signals)
        for point, line, signals in zip(points, each, found, strict=True)
    ]
