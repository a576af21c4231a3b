"""Periods: a day, week, month, quarter or year known by its first day; how they are written, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from toldonce.figures.kinds import Every

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
FINANCIAL_YEAR, FINANCIAL_MONTH, QUARTER_END = "financial-year", "financial-month", "quarter-end"
YEAR_BEGINS = {Every.FINANCIAL_YEAR: 4, Every.YEAR: 1}
DAYS = {Every.DAY: 1, Every.WEEK: 7}
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.FINANCIAL_YEAR: 12, Every.YEAR: 12}
IN_A_YEAR = {
    Every.DAY: 364,
    Every.WEEK: 52,
    Every.MONTH: 12,
    Every.QUARTER: 4,
    Every.FINANCIAL_YEAR: 1,
    Every.YEAR: 1,
}
BEGINS_IN = {
    Every.MONTH: range(1, 13), Every.QUARTER: (1, 4, 7, 10), Every.FINANCIAL_YEAR: (4,), Every.YEAR: (1,)
}  # fmt: skip
PREFIX = {
    Every.MONTH: "month from", Every.QUARTER: "quarter from", Every.FINANCIAL_YEAR: "year from", Every.YEAR: "year from"
}  # fmt: skip


class NoPeriod(ValueError):
    """The words are no period in the ways that are allowed; the message says why."""


def first_day(day: date, every: str) -> date:
    """The first day of the period in which a day lies; weeks begin on Monday, quarters in January."""
    if every == Every.DAY:
        return day
    if every == Every.WEEK:
        return day - timedelta(day.weekday())
    if every == Every.MONTH:
        return day.replace(day=1)
    if every == Every.QUARTER:
        return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    begins = YEAR_BEGINS[Every(every)]
    return date(day.year - (day.month < begins), begins, 1)


def following(period: date, every: str, steps: int = 1) -> date:
    """The first day of the period after this one, or so many after it (before it, where `steps` is negative)."""
    if every in DAYS:
        return period + timedelta(steps * DAYS[Every(every)])
    months = period.year * 12 + period.month - 1 + steps * MONTHS[Every(every)]
    return date(months // 12, months % 12 + 1, period.day)


def begins(day: date, every: str, first: date) -> bool:
    """Whether a period begins on this day, in a series whose first period begins on `first`."""
    if every in DAYS:
        return (day - first).days % DAYS[Every(every)] == 0
    apart = (day.year - first.year) * 12 + day.month - first.month
    return day.day == first.day and apart % MONTHS[Every(every)] == 0


def from_to(first: date, last: date, every: str) -> Iterator[date]:
    """Yield the first day of every period from one to another, both included."""
    steps, day = 0, first
    while day <= last:
        yield day
        steps += 1
        day = following(first, every, steps)


def words(period: date, every: str | None) -> str:
    """A period as a reader knows it: 5 April 2022, week of 4 April 2022, April 2022, Q1 2022/23, 2022/23, 2022.

    Without `every` it is the day of an event. One that begins where none does says so: year from 1 March 2024.
    """
    said = f"{period.day} {period:%B %Y}"
    if every is None or every in DAYS:
        return f"week of {said}" if every == Every.WEEK else said
    if period.day != 1 or period.month not in BEGINS_IN[Every(every)]:
        return f"{PREFIX[Every(every)]} {said}"
    if every == Every.MONTH:
        return f"{period:%B %Y}"
    if every == Every.YEAR:
        return f"{period.year}"
    begun = period.year - (period.month < 4)
    year = f"{begun}/{(begun + 1) % 100:02}"
    return year if every == Every.FINANCIAL_YEAR else f"Q{(period.month - 4) % 12 // 3 + 1} {year}"


def when(period: date, every: str | None) -> str:
    """A period with its preposition: in March 2025, on 3 March 2025, in the week of 3 March 2025."""
    called = words(period, every)
    if every is None or every == Every.DAY:
        return f"on {called}"
    return f"in {called}" if called[0].isupper() or called[0].isdigit() else f"in the {called}"


@lru_cache(1 << 14)  # the same few hundred periods stand in a file again and again, and strptime is slow
def read(said: str, ways: tuple[str, ...]) -> tuple[date, str]:
    """The day that words name and the way in which they are written; raises NoPeriod.

    A way is a pattern of strptime, or one of `financial-year` (2012-13), `financial-month` (2012-13 April) and
    `quarter-end` (June 2021, the last month of a quarter).
    """
    for way in ways:
        try:
            found = _SPECIAL[way](said) if way in _SPECIAL else datetime.strptime(said, way).date()
        except ValueError:
            continue
        if not EARLIEST <= found <= LATEST:
            raise NoPeriod(f"the year {found.year} is not believable")
        return found, way
    raise NoPeriod(f"“{said}” is not written as {' or '.join(ways)}")


def _financial_year(said: str) -> date:
    begun, _, ended = said.strip().replace("/", "-").partition("-")
    year = int(begun)
    if len(begun) != 4 or int(ended) % 100 != (year + 1) % 100:
        raise ValueError(said)
    return date(year, 4, 1)


def _financial_month(said: str) -> date:
    year, _, month = said.strip().partition(" ")
    begun, number = _financial_year(year).year, datetime.strptime(month.strip(), "%B").month
    return date(begun + (number < 4), number, 1)


def _quarter_end(said: str) -> date:
    ended = datetime.strptime(said, "%B %Y").date()
    if ended.month % 3:
        raise ValueError(said)
    return date(ended.year, ended.month - 2, 1)


_SPECIAL = {
    FINANCIAL_YEAR: _financial_year,
    FINANCIAL_MONTH: _financial_month,
    QUARTER_END: _quarter_end,
}
