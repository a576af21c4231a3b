"""Periods: a day, week, month, quarter or year known by its first day; how they are written, and how they are read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from toldonce.figures.kinds import Every

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
FINANCIAL_YEAR, FINANCIAL_MONTH, QUARTER_END = "financial-year", "financial-month", "quarter-end"
YEAR_BEGINS = {Every.FINANCIAL_YEAR: 4, Every.YEAR: 1}
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.FINANCIAL_YEAR: 12, Every.YEAR: 12}


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


def following(period: date, every: str) -> date:
    """The first day of the period after this one."""
    if every in (Every.DAY, Every.WEEK):
        return period + timedelta(1 if every == Every.DAY else 7)
    months = period.year * 12 + period.month - 1 + MONTHS[Every(every)]
    return date(months // 12, months % 12 + 1, period.day)


def words(period: date, every: str) -> str:
    """A period as a reader knows it: 5 April 2022, week of 4 April 2022, April 2022, Q1 2022/23, 2022/23, 2022."""
    if every in (Every.DAY, Every.WEEK):
        said = f"{period.day} {period:%B %Y}"
        return said if every == Every.DAY else f"week of {said}"
    if every == Every.MONTH:
        return f"{period:%B %Y}"
    if every == Every.YEAR:
        return f"{period.year}"
    begun = period.year - (period.month < 4)
    year = f"{begun}/{(begun + 1) % 100:02}"
    return year if every == Every.FINANCIAL_YEAR else f"Q{(period.month - 4) % 12 // 3 + 1} {year}"


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
