"""Run charts: figures about their median, when there are too few for limits; their rules are not those of XmR charts.

A shift is six or more in a row on one side of the median, a trend five or more that go one way, and the number of
runs may be too small or too large for chance. Source: Perla, Provost, Murray, BMJ Quality & Safety 20 (2011); Swed
and Eisenhart 1943 for the runs, computed exactly instead of looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import pairwise
from math import comb
from statistics import median, quantiles

from toldonce.figures.missing import Missing
from toldonce.figures.spc.errors import BadPlan
from toldonce.figures.spc.rules import GRAIN, Side, compared
from toldonce.figures.spc.series import Series

SHIFT, TREND = 6, 5
FAR_OUT = 3.0  # times the distance of the quartiles beyond them: "far out" (Tukey 1977)
TAIL = 0.025  # of chance, on either side, for too few and for too many runs
FEWEST_FOR_RUNS = 10
TOO_SHORT = Missing(
    f"fewer than {FEWEST_FOR_RUNS} figures lie off the median: the number of runs says nothing yet"
)


class RunSignal(StrEnum):
    """Why a point of a run chart is no chance."""

    ASTRONOMICAL = "far off the others"
    SHIFT = "shift"
    TREND = "trend"


class Count(StrEnum):
    """How the number of runs compares with chance."""

    TOO_FEW = "too few runs"
    AS_EXPECTED = "as many runs as chance makes"
    TOO_MANY = "too many runs"


@dataclass(frozen=True, slots=True)
class RunMark:
    """One period of a run chart, with the signals that it is part of and their sides."""

    on: date
    value: float | Missing
    signals: tuple[tuple[RunSignal, Side], ...] = ()


@dataclass(frozen=True, slots=True)
class RunChart:
    """A series about its median; `useful` points lie off it, and `expected` is how many runs chance makes of them."""

    series: Series
    median: float
    marks: tuple[RunMark, ...]
    useful: int
    runs: int
    expected: tuple[int, int] | Missing
    count: Count | Missing


def run_chart(series: Series, *, baseline: int | None = None) -> RunChart:
    """Return the run chart of a series; with `baseline`, the median is that of its first figures.

    Raises `BadPlan` when no period has a figure. A gap ends shifts and trends; a point on the median neither ends nor
    lengthens a shift, and one like its neighbour neither ends nor lengthens a trend.
    """
    values = [None if isinstance(point.value, Missing) else point.value for point in series.points]
    known = [value for value in values if value is not None]
    if not known:
        raise BadPlan(f"{series.name} has no figures: a run chart needs some")
    middle = median(known[:baseline])
    grain = GRAIN * max(abs(value) for value in known)
    sides = [None if value is None else compared(value, middle, grain) for value in values]
    found = _signals(values, sides, grain)
    useful = [side for side in sides if side]
    return RunChart(
        series=series,
        median=middle,
        marks=tuple(
            RunMark(point.on, point.value, tuple(signals))
            for point, signals in zip(series.points, found, strict=True)
        ),
        useful=len(useful),
        runs=sum(1 for at, side in enumerate(useful) if at == 0 or side != useful[at - 1]),
        expected=_expected(useful),
        count=_count(useful),
    )


def _signals(
    values: Sequence[float | None], sides: Sequence[int | None], grain: float
) -> list[list[tuple[RunSignal, Side]]]:
    found: list[list[tuple[RunSignal, Side]]] = [[] for _ in values]
    for at, side in _astronomical(values, grain):
        found[at].append((RunSignal.ASTRONOMICAL, side))
    for places, side in _stretches(sides):
        if len(places) >= SHIFT:
            for at in places:
                found[at].append((RunSignal.SHIFT, side))
    for places, side in _trends(values, grain):
        for at in places:
            found[at].append((RunSignal.TREND, side))
    return found


def _astronomical(values: Sequence[float | None], grain: float) -> Iterator[tuple[int, Side]]:
    known = [value for value in values if value is not None]
    low, _, high = quantiles(known, n=4, method="inclusive") if len(known) > 1 else (known[0],) * 3
    room = FAR_OUT * (high - low)
    for at, value in enumerate(values):
        if room and value is not None and compared(value, high + room, grain) > 0:
            yield at, Side.HIGH
        if room and value is not None and compared(value, low - room, grain) < 0:
            yield at, Side.LOW


def _stretches(signs: Sequence[int | None]) -> Iterator[tuple[list[int], Side]]:
    """Yield (places, side) of every longest stretch of one sign; a zero is passed over, None ends it."""
    places: list[int] = []
    for at, sign in enumerate([*signs, None]):
        if places and sign not in (0, signs[places[0]]):
            yield places, Side(signs[places[0]] or 0)
            places = []
        if sign:
            places.append(at)


def _trends(values: Sequence[float | None], grain: float) -> Iterator[tuple[list[int], Side]]:
    steps = [
        None if before is None or after is None else compared(after, before, grain)
        for before, after in pairwise(values)
    ]
    for ends, side in _stretches(steps):
        # The steps' ends are points; the one before the first step, back over its equals, is where the trend begins.
        if len(ends) + 1 >= TREND:
            yield [ends[0], *(at + 1 for at in ends)], side


def _expected(useful: Sequence[int]) -> tuple[int, int] | Missing:
    if len(useful) < FEWEST_FOR_RUNS:
        return TOO_SHORT
    above = sum(1 for side in useful if side > 0)
    return expected_runs(above, len(useful) - above)


def _count(useful: Sequence[int]) -> Count | Missing:
    expected = _expected(useful)
    if isinstance(expected, Missing):
        return expected
    runs = sum(1 for at, side in enumerate(useful) if at == 0 or side != useful[at - 1])
    return (
        Count.TOO_FEW if runs < expected[0] else Count.TOO_MANY if runs > expected[1] else Count.AS_EXPECTED
    )


@cache
def expected_runs(above: int, below: int) -> tuple[int, int]:
    """Return the fewest and the most runs of which chance makes fewer, and more, in at most 2.5% of the orders each."""
    chances = [_chance(runs, above, below) for runs in range(above + below + 1)]
    fewest = next(runs for runs in range(1, len(chances)) if sum(chances[: runs + 1]) > TAIL)
    most = next(runs for runs in range(len(chances) - 1, 0, -1) if sum(chances[runs:]) > TAIL)
    return fewest, most


def _chance(runs: int, above: int, below: int) -> float:
    """Return how often so many points above and below make exactly so many runs, were they in any order."""
    if runs < 1 or not above or not below:
        return float(runs == 1 and above + below > 0)
    half = runs // 2
    if runs % 2 == 0:
        ways = 2 * comb(above - 1, half - 1) * comb(below - 1, half - 1)
    elif half:
        ways = comb(above - 1, half) * comb(below - 1, half - 1) + comb(above - 1, half - 1) * comb(
            below - 1, half
        )
    else:
        ways = 0
    return ways / comb(above + below, above)
