"""A series: the figures of one indicator at one place in order, each with its value or the reason why it has none."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from toldonce.figures import periods
from toldonce.figures.kinds import Every, Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc.errors import BadSeries

NOT_GIVEN = Missing("no figure was given for this period")
LATEST_DAY_OF_A_MONTH = 28
BEYOND_FLOATS = 9  # decimals after which a product of floats is no longer what was meant
LARGEST = 1e15  # beyond it a float no longer holds every whole number


@dataclass(frozen=True, slots=True)
class Unit:
    """How a value is printed: times `scale` (100 for a share), with `decimals`, between its words."""

    suffix: str = ""
    decimals: int = 0
    scale: float = 1.0
    prefix: str = ""
    after: str = ""
    least: float | None = None  # below which there can be no value, and above which
    most: float | None = None

    def words(self, value: float, more: int = 0) -> str:
        """Return the value with its unit, with `more` decimals than usual where it has them."""
        return self.number(value, more) + self.after

    def number(self, value: float, more: int = 0) -> str:
        """Return the value without the words of its unit, as it stands beside a drawing."""
        shown = Decimal(repr(round(value * self.scale, BEYOND_FLOATS)))
        exact = shown == round(shown, self.decimals)
        printed = f"{_half_up(shown, self.decimals if exact else self.decimals + more):,}"
        sign = "-" if printed.startswith("-") and printed.strip("-0.,") else ""
        return sign + self.prefix + printed.removeprefix("-") + self.suffix


def _half_up(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


SHARE = Unit("%", 1, 100.0, least=0.0, most=1.0)
PERCENT = Unit("%", 1, least=0.0, most=100.0)
COUNT = Unit(least=0.0)
DAYS = Unit(decimals=1, after=" days", least=0.0)


@dataclass(frozen=True, slots=True)
class Point:
    """One period, known by its first day, with its value or the reason why it has none."""

    on: date
    value: float | Missing


@dataclass(frozen=True, slots=True)
class Series:
    """Points in order without a hole between the first and the last; made by `series`."""

    name: str
    place: str
    unit: Unit
    every: Every | None  # None: a series without a clock, one figure for each event
    good: Good
    points: tuple[Point, ...]
    notes: tuple[str, ...] = ()

    def period(self, on: date) -> str:
        """Return how the period that begins on a day is called."""
        return periods.words(on, self.every)


def series(
    figures: Iterable[tuple[date, float | Decimal | Missing]],
    *,
    name: str,
    place: str = "",
    unit: Unit = COUNT,
    every: Every | None = Every.MONTH,
    good: Good = Good.NEITHER,
) -> Series:
    """Put figures of (first day of the period, value) in order and give every period between them a point.

    Raises `BadSeries` for no figure at all, for a period that stands there twice, for a value that is no number, and
    for a date that is not the beginning of a period counted from the first.
    """
    points = [Point(_plain_day(on), _number(on, value)) for on, value in figures]
    if not points:
        raise BadSeries(f"{name} has no figures: a chart needs at least one")
    ordered = sorted(points, key=lambda point: point.on)
    notes = () if ordered == points else ("The periods came out of order and were sorted by date.",)
    if every is not None:
        ordered = _without_holes(ordered, every)
    return Series(name, place, unit, every, good, tuple(ordered), notes)


def _plain_day(on: date) -> date:
    return on.date() if isinstance(on, datetime) else on


def _number(on: date, value: float | Decimal | Missing) -> float | Missing:
    if isinstance(value, Missing):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise BadSeries(f"the value for {on:%d %B %Y} is {value!r}: give a number, or say why it is missing")
    if (not isinstance(value, int) and math.isnan(value)) or abs(value) > LARGEST:
        raise BadSeries(f"the value for {on:%d %B %Y} is {value}: no figure of health care is that")
    return float(value)


def _without_holes(ordered: list[Point], every: Every) -> list[Point]:
    first = ordered[0].on
    if every in periods.MONTHS and first.day > LATEST_DAY_OF_A_MONTH:
        raise BadSeries(
            f"a period cannot begin on day {first.day}, which not every month has: give its first day"
        )
    for before, point in pairwise(ordered):
        if point.on == before.on:
            raise BadSeries(f"{point.on:%d %B %Y} stands there twice: say which of the figures holds")
    known = {point.on: point for point in ordered}
    for on in known:
        if not periods.begins(on, every, first):
            raise BadSeries(
                f"no {every.label.lower()} begins on {on:%d %B %Y} when the first one begins on {first:%d %B %Y}: "
                f"give the first day of each {every.label.lower()}"
            )
    return [known.get(on, Point(on, NOT_GIVEN)) for on in periods.from_to(first, ordered[-1].on, every)]
