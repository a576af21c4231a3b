"""Periods of a series: days, weeks, months, quarters and years, each known by its first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum


class Every(StrEnum):
    """How often a series has a figure; `EVENT` is a series without a clock, one figure for each event."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    EVENT = "event"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
DAYS = {Every.DAY: 1, Every.WEEK: 7}
IN_A_YEAR = {Every.DAY: 364, Every.WEEK: 52, Every.MONTH: 12, Every.QUARTER: 4, Every.YEAR: 1}

PREFIX = {Every.MONTH: "month from", Every.QUARTER: "quarter from", Every.YEAR: "year from"}
BEGINS_IN = {Every.MONTH: range(1, 13), Every.QUARTER: (1, 4, 7, 10), Every.YEAR: (1, 4)}


def later(day: date, every: Every, steps: int = 1) -> date:
    """Return the first day of the period that many steps after the one that begins on a day."""
    if every in DAYS:
        return day + timedelta(days=steps * DAYS[every])
    months = day.year * 12 + day.month - 1 + steps * MONTHS[every]
    return date(months // 12, months % 12 + 1, day.day)


def begins(day: date, every: Every, first: date) -> bool:
    """Whether a period begins on this day, in a series whose first period begins on `first`."""
    if every in DAYS:
        return (day - first).days % DAYS[every] == 0
    apart = (day.year - first.year) * 12 + day.month - first.month
    return day.day == first.day and apart % MONTHS[every] == 0


def from_to(first: date, last: date, every: Every) -> Iterator[date]:
    """Yield the first day of every period from one to another, both included."""
    steps, day = 0, first
    while day <= last:
        yield day
        steps += 1
        day = later(first, every, steps)


def words(day: date, every: Every) -> str:
    """Return how a period is called: March 2025, week of 3 March 2025, Q4 2024/25, 2024/25, 2025."""
    if every in PREFIX and (day.day != 1 or day.month not in BEGINS_IN[every]):
        return f"{PREFIX[every]} {_day(day)}"
    if every is Every.MONTH:
        return f"{day:%B %Y}"
    if every is Every.QUARTER:
        return f"Q{(day.month - 4) % 12 // 3 + 1} {_financial_year(day)}"
    if every is Every.YEAR:
        return f"{day.year}" if day.month == 1 else _financial_year(day)
    return f"week of {_day(day)}" if every is Every.WEEK else _day(day)


def when(day: date, every: Every) -> str:
    """Return a period with its preposition: "in March 2025", "on 3 March 2025", "in the week of 3 March 2025"."""
    called = words(day, every)
    if every in (Every.DAY, Every.EVENT):
        return f"on {called}"
    return f"in {called}" if called[0].isupper() or called[0].isdigit() else f"in the {called}"


def _financial_year(day: date) -> str:
    begun = day.year - (day.month < 4)
    return f"{begun}/{(begun + 1) % 100:02}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
