"""Charts of counts: P for shares, U for rates of events, C for events where the opportunity stays the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from toldonce.figures.kinds import Every, Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc import limits
from toldonce.figures.spc.chart import Chart, Fit, Mark, draft
from toldonce.figures.spc.errors import BadSeries
from toldonce.figures.spc.plan import AS_PUBLISHED, Plan
from toldonce.figures.spc.rules import Lines
from toldonce.figures.spc.series import COUNT, SHARE, Series, Unit, series
from toldonce.figures.spc.targets import NO_AIMS, Aims

SIGMAS, NEAR_SIGMAS = 3.0, 2.0
FAR_MORE_THAN_CHANCE = 1.5
ALWAYS_OR_NEVER = Missing("every figure behind the limits is 0% or 100%: chance alone would have no width")
NOTHING_COUNTED = Missing("nothing was counted in the periods behind the limits")


@dataclass(frozen=True, slots=True)
class Share:
    """A numerator of a denominator, for the period that begins on a day; or why there is none."""

    on: date
    numerator: float
    denominator: float
    why: Missing | None = None


def p(
    shares: Iterable[Share],
    *,
    name: str,
    place: str = "",
    unit: Unit = SHARE,
    every: Every = Every.MONTH,
    good: Good = Good.NEITHER,
    plan: Plan = AS_PUBLISHED,
    targets: Aims = NO_AIMS,
    trajectory: Aims = NO_AIMS,
    per: float = 1.0,
) -> Chart:
    """Return the P chart: limits p -/+ 3 sqrt(p (1 - p) / n), wider where fewer were counted.

    With `per` 100, values and lines are percentages. A denominator of zero makes a gap with its reason. Raises
    `BadSeries` for a share outside 0 to 1. Source: Montgomery, Introduction to Statistical Quality Control.
    """
    told = list(shares)
    figures = ((share.on, _share(share, per)) for share in told)
    ordered = series(figures, name=name, place=place, unit=unit, every=every, good=good)

    def spread(centre: float, size: float) -> float:
        return math.sqrt(centre * (1 - centre) / size)

    fit = _pooled(told, ordered, spread, per, most=1.0)
    return _warned(draft("P", ordered, plan, fit, targets, trajectory))


def u(
    shares: Iterable[Share],
    *,
    name: str,
    place: str = "",
    unit: Unit = COUNT,
    every: Every = Every.MONTH,
    good: Good = Good.NEITHER,
    plan: Plan = AS_PUBLISHED,
    targets: Aims = NO_AIMS,
    trajectory: Aims = NO_AIMS,
    per: float = 1.0,
) -> Chart:
    """Return the U chart of events for each `per` of a denominator: limits u -/+ 3 sqrt(u / n).

    A denominator of zero makes a gap with its reason. Raises `BadSeries` for a negative number. Source: Montgomery.
    """
    told = list(shares)
    figures = ((share.on, _rate(share, per)) for share in told)
    ordered = series(figures, name=name, place=place, unit=unit, every=every, good=good)

    def spread(centre: float, size: float) -> float:
        return math.sqrt(centre / size)

    fit = _pooled(told, ordered, spread, per, most=math.inf)
    return _warned(draft("U", ordered, plan, fit, targets, trajectory))


def _pooled(
    told: Sequence[Share], ordered: Series, spread: Callable[[float, float], float], per: float, most: float
) -> Fit:
    """Return how lines are made about all that was counted together; `spread` is one sigma for a centre and a size."""
    known = {share.on: share for share in told if share.why is None}
    sizes = [known[point.on].denominator if point.on in known else 0 for point in ordered.points]
    tops = [known[point.on].numerator if point.on in known else 0 for point in ordered.points]

    def fit(behind: Sequence[int]) -> Sequence[Lines] | Missing:
        centre = math.fsum(tops[at] for at in behind) / math.fsum(sizes[at] for at in behind)
        if centre in (0, most):
            return ALWAYS_OR_NEVER if most == 1 else NOTHING_COUNTED
        return [
            _lines(per * centre, per * spread(centre, size) if size else math.inf, per * most)
            for size in sizes
        ]

    return fit


def c(
    counted: Series, plan: Plan = AS_PUBLISHED, *, targets: Aims = NO_AIMS, trajectory: Aims = NO_AIMS
) -> Chart:
    """Return the C chart of counts of events: limits c -/+ 3 sqrt(c).

    Raises `BadSeries` for a negative count or a part of one. Source: Montgomery.
    """
    values = [None if isinstance(point.value, Missing) else point.value for point in counted.points]
    for point in counted.points:
        if not isinstance(point.value, Missing) and (point.value < 0 or point.value % 1):
            raise BadSeries(
                f"{counted.period(point.on)}: {point.value:g} is no count of events; a C chart takes whole numbers"
            )

    def fit(behind: Sequence[int]) -> Sequence[Lines] | Missing:
        centre = limits.mean([value for at in behind if (value := values[at]) is not None])
        return [_lines(centre, math.sqrt(centre), math.inf)] * len(values) if centre else NOTHING_COUNTED

    return _warned(draft("C", counted, plan, fit, targets, trajectory))


def _share(share: Share, per: float) -> float | Missing:
    if share.why is None and not 0 <= share.numerator <= share.denominator:
        raise BadSeries(
            f"{share.on:%d %B %Y}: {share.numerator:g} of {share.denominator:g} is no share: "
            "both must count the same people"
        )
    return _quotient(share, per)


def _rate(share: Share, per: float) -> float | Missing:
    if share.why is None and (share.numerator < 0 or share.denominator < 0):
        raise BadSeries(
            f"{share.on:%d %B %Y}: {share.numerator:g} for {share.denominator:g} is no rate: "
            "neither number can be below zero"
        )
    return _quotient(share, per)


def _quotient(share: Share, per: float) -> float | Missing:
    if share.why is not None:
        return share.why
    if share.denominator == 0:
        return Missing("the denominator is zero: there is nothing to take a share of")
    return per * share.numerator / share.denominator


def _warned(chart: Chart) -> Chart:
    """Say so where neighbouring figures differ far more than counting alone makes them (sigma z; Laney 2002)."""
    ranges = limits.moving_ranges([_in_sigmas(mark) for mark in chart.marks])
    times = limits.mean(ranges) / 1.128 if ranges else 0.0
    if times <= FAR_MORE_THAN_CHANCE:
        return chart
    warning = (
        f"Neighbouring figures differ {times:.1f} times as much as counting by chance would make them: "
        f"the limits of this {chart.kind} chart are too narrow, and an XmR chart is the safer one."
    )
    return replace(chart, notes=(*chart.notes, warning))


def _in_sigmas(mark: Mark) -> float | None:
    if isinstance(mark.value, Missing) or isinstance(mark.lines, Missing):
        return None
    lines = mark.lines
    limit = lines.upper if lines.upper is not None else lines.lower
    return SIGMAS * (mark.value - lines.centre) / abs(limit - lines.centre) if limit is not None else None


def _lines(centre: float, sigma: float, most: float) -> Lines:
    """Return the lines at 3 and 2 sigma; a limit beyond what can be counted does not exist."""

    def low(sigmas: float) -> float | None:
        return centre - sigmas * sigma if centre - sigmas * sigma > 0 else None

    def high(sigmas: float) -> float | None:
        return centre + sigmas * sigma if centre + sigmas * sigma < most else None

    return Lines(centre, low(SIGMAS), high(SIGMAS), low(NEAR_SIGMAS), high(NEAR_SIGMAS))
