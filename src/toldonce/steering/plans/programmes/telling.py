"""Days, pounds, values and names of a portfolio as sentences say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from toldonce.steering.plans.programmes.plan import Benefit
from toldonce.steering.sheets.saying import listed

MOST_NAMED, MOST_OF_A_RING = 3, 12
PREFIXES = ("£", "$", "€")


def amount(benefit: Benefit, value: Decimal) -> str:
    """A value of a benefit with its unit, rounded as it is said: £1,200, 84%, 12 days."""
    said = round(value, decimals(benefit))
    number = f"{said.normalize():,f}" if said else "0"
    unit = benefit.unit.strip()
    for prefix in PREFIXES:
        if unit.startswith(prefix):
            return f"{prefix}{number}{unit[len(prefix) :]}"
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}".rstrip()


def decimals(benefit: Benefit) -> int:
    """With how many decimals its values are said: one more than is planned, and as many as were typed."""
    planned, typed = (
        max((-int(point.value.as_tuple().exponent) for point in points), default=0)
        for points in (benefit.planned, benefit.measured)
    )
    return max(planned + 1, typed, 1)


def days(number: int) -> str:
    """So many days."""
    return counted(number, "day")


def counted(number: int, thing: str) -> str:
    """So many of a thing."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def said_day(day: date) -> str:
    """A day as people say it."""
    return f"{day.day} {day:%B %Y}"


def several(named: Sequence[str]) -> str:
    """The first few of many, and how many more there are."""
    more = len(named) - MOST_NAMED
    if more <= 0:
        return listed(named)
    return listed([*named[:MOST_NAMED], f"{more} more"])


def in_a_row(names: Sequence[str]) -> str:
    """Names with arrows between them; of many the last ones are counted, but for the end."""
    if len(names) > MOST_OF_A_RING:
        names = [*names[: MOST_OF_A_RING - 2], f"{len(names) - MOST_OF_A_RING + 1} more", names[-1]]
    return " → ".join(names)
