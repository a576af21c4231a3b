"""The twelve months of a financial year, April first: as columns of a sheet, and as places 0 to 11."""

from __future__ import annotations

from datetime import date
from operator import itemgetter

from toldonce.steering.sheets.declaring import Column, Row
from toldonce.steering.sheets.kinds import Kind, Value

MONTHS = ("apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar")
NAMES = (
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "January",
    "February",
    "March",
)
of_the_months = itemgetter(*MONTHS)


def month_columns(kind: Kind) -> tuple[Column, ...]:
    """A column for each month."""
    return tuple(Column(key, name, kind) for key, name in zip(MONTHS, NAMES, strict=True))


def by_month(row: Row) -> tuple[Value, ...]:
    """What a row says of the twelve months."""
    return of_the_months(row.values)


def place_of(year: int, day: date) -> int:
    """The place of the month of a day in the financial year that begins in `year`; below 0 or above 11 outside it."""
    return (day.year - year) * 12 + day.month - 4


def first_day(year: int, place: int) -> date:
    """The first day of a month by its place."""
    return date(year + (place + 3) // 12, (place + 3) % 12 + 1, 1)


def named(year: int, place: int) -> str:
    """A month with its year, such as April 2015."""
    return f"{first_day(year, place):%B %Y}"
