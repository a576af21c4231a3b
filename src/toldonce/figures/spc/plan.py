"""How a chart is to be made: the length of a run, the screening, the fixed baseline, and where a person begins anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from toldonce.figures.spc.errors import BadPlan
from toldonce.figures.spc.series import Series

RUN_LENGTHS = (6, 7)
SHORTEST_BASELINE = 12


@dataclass(frozen=True, slots=True)
class Rebase:
    """From the period that begins on this day on the process is another one: somebody says so, and why."""

    on: date
    by: str
    reason: str

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise BadPlan(
                f"a rebase at {self.on:%d %B %Y} needs the person who decides it and the reason: "
                "limits are never moved by themselves"
            )


@dataclass(frozen=True, slots=True)
class Plan:
    """The choices of one chart; without any, those of NHS Making Data Count as NHSRplotthedots makes them.

    `run` points in a row are a run or a trend. With `baseline`, the limits of a part rest on its first figures.
    """

    run: int = 7
    screen: bool = True
    baseline: int | None = None
    rebases: tuple[Rebase, ...] = ()

    def __post_init__(self) -> None:
        if self.run not in RUN_LENGTHS:
            raise BadPlan(f"{self.run} points in a row are no rule: choose 6 or 7")
        if self.baseline is not None and self.baseline < SHORTEST_BASELINE:
            raise BadPlan(
                f"a baseline of {self.baseline} points is too short: "
                f"fix it at {SHORTEST_BASELINE} or more, or leave it open"
            )
        days = [rebase.on for rebase in self.rebases]
        if len(set(days)) < len(days):
            raise BadPlan("two rebases begin on one day: keep the one that holds")


AS_PUBLISHED = Plan()


def parts(series: Series, plan: Plan) -> list[tuple[range, Rebase | None]]:
    """Cut the points of a series where a person began anew; the first part has no rebase.

    Raises `BadPlan` for a day on which no period of the series begins. One at or before the first point cuts nothing.
    """
    places = {point.on: at for at, point in enumerate(series.points)}
    starts: list[tuple[int, Rebase | None]] = [(0, None)]
    for rebase in sorted(plan.rebases, key=lambda each: each.on):
        if rebase.on not in places:
            _refuse(series, rebase)
        starts.append((places[rebase.on], rebase))
    return _ranges([*starts], len(series.points))


def _refuse(series: Series, rebase: Rebase) -> None:
    first, last = series.points[0].on, series.points[-1].on
    where = (
        f"no {series.every.label.lower() if series.every else 'event'} of {series.name} begins on {rebase.on:%d %B %Y}"
        if first < rebase.on < last
        else f"{rebase.on:%d %B %Y} lies outside {series.name}, which runs from {first:%d %B %Y} to {last:%d %B %Y}"
    )
    raise BadPlan(f"{where}: rebase at the first day of one of its periods")


def _ranges(starts: Sequence[tuple[int, Rebase | None]], length: int) -> list[tuple[range, Rebase | None]]:
    ends = [at for at, _ in starts[1:]] + [length]
    cut = [(range(start, end), rebase) for (start, rebase), end in zip(starts, ends, strict=True)]
    return [(part, rebase) for part, rebase in cut if part]
