"""The rules that tell signal from noise, in the order in which a point takes its label.

They read values and lines alone: what a chart is of, and which way is good, is not known here. Rules and order are
those of NHS Making Data Count as NHSRplotthedots 0.2 applies them; `docs/reference/spc.md` says them in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from itertools import pairwise

# A difference that only the rounding of floats makes is no difference: a constant series lies on its own mean.
GRAIN = 1e-12


class Rule(StrEnum):
    """Why a point is a signal; the order is the order of labels."""

    OUTSIDE = "outside the limits"
    TREND = "trend"
    TWO_OF_THREE = "two of three close to a limit"
    RUN = "run on one side"


class Side(IntEnum):
    """Where a point or a movement lies: above or upwards, below or downwards."""

    LOW = -1
    HIGH = 1


@dataclass(frozen=True, slots=True)
class Lines:
    """What one point is compared with; a limit of None does not exist on that side."""

    centre: float
    lower: float | None
    upper: float | None
    near_lower: float | None = None
    near_upper: float | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One rule that a point meets, on which side, and how many points in a row up to this one meet it."""

    rule: Rule
    side: Side
    in_a_row: int = 1


def signals(
    values: Sequence[float | None], lines: Sequence[Lines | None], run: int
) -> list[tuple[Signal, ...]]:
    """Return for each point the signals it is part of, the one that labels it first.

    A value of None is a gap: it breaks every run, trend and group of three. `run` is how many points make a run or a
    trend.
    """
    grain = GRAIN * max((abs(value) for value in values if value is not None), default=0.0)
    sides = [_sides(value, line, grain) for value, line in zip(values, lines, strict=True)]
    found: list[dict[Rule, Signal]] = [{} for _ in values]
    for signal, at in (
        *_outside(values, lines, grain),
        *_trends(values, grain, run),
        *_two_of_three(values, lines, sides, grain),
        *_runs(sides, run),
    ):
        found[at][signal.rule] = signal
    return [tuple(each[rule] for rule in Rule if rule in each) for each in found]


def compared(value: float, other: float, grain: float) -> int:
    """Return 1, 0 or -1 as a value is more than another, the same within a grain, or less."""
    difference = value - other
    if difference > grain:
        return 1
    return -1 if difference < -grain else 0


def weighed(value: float, other: float) -> int:
    """Compare two numbers that stand alone, with the grain of the larger."""
    return compared(value, other, GRAIN * max(abs(value), abs(other)))


def _sides(value: float | None, line: Lines | None, grain: float) -> int:
    return 0 if value is None or line is None else compared(value, line.centre, grain)


def _beyond(value: float, lower: float | None, upper: float | None, grain: float) -> int:
    if upper is not None and compared(value, upper, grain) > 0:
        return 1
    if lower is not None and compared(value, lower, grain) < 0:
        return -1
    return 0


def _outside(
    values: Sequence[float | None], lines: Sequence[Lines | None], grain: float
) -> Iterator[tuple[Signal, int]]:
    for at, (value, line) in enumerate(zip(values, lines, strict=True)):
        if value is not None and line is not None:
            side = _beyond(value, line.lower, line.upper, grain)
            if side:
                yield Signal(Rule.OUTSIDE, Side(side)), at


def _trends(values: Sequence[float | None], grain: float, run: int) -> Iterator[tuple[Signal, int]]:
    steps = [
        0 if before is None or after is None else compared(after, before, grain)
        for before, after in pairwise(values)
    ]
    # The point where one trend turns into the other belongs to the later one, whose signals come later.
    for side, start, length in _stretches(steps):
        if length + 1 >= run:
            for place in range(length + 1):
                yield Signal(Rule.TREND, Side(side), place + 1), start + place


def _runs(sides: Sequence[int], run: int) -> Iterator[tuple[Signal, int]]:
    for side, start, length in _stretches(sides):
        if length >= run:
            for place in range(length):
                yield Signal(Rule.RUN, Side(side), place + 1), start + place


def _two_of_three(
    values: Sequence[float | None], lines: Sequence[Lines | None], sides: Sequence[int], grain: float
) -> Iterator[tuple[Signal, int]]:
    close = [_is_close(value, line, grain) for value, line in zip(values, lines, strict=True)]
    for start in range(len(values) - 2):
        three = range(start, start + 3)
        if abs(sum(sides[at] for at in three)) == 3 and sum(close[at] for at in three) >= 2:
            for at in three:
                if close[at]:
                    yield Signal(Rule.TWO_OF_THREE, Side(sides[at])), at


def _is_close(value: float | None, line: Lines | None, grain: float) -> bool:
    """Whether a point lies between a near-limit and its limit; one outside the limits is not close to them."""
    if value is None or line is None or _beyond(value, line.lower, line.upper, grain):
        return False
    return _beyond(value, line.near_lower, line.near_upper, grain) != 0


def _stretches(signs: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield (sign, start, length) of every longest stretch of one sign, leaving out zeros."""
    start = 0
    for at in range(1, len(signs) + 1):
        if at == len(signs) or signs[at] != signs[start]:
            if signs[start]:
                yield signs[start], start, at - start
            start = at
