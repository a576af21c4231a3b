"""Which figures a proposal is about: those that count now, of its indicators, places, parts and periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

CHOSEN = """
select id, indicator_id, place, part, period, numerator, denominator, value, low, high, missing, suppressed
from figures_current
where indicator_id = any(%s) and (%s = '{}' or place = any(%s)) and (%s = '{}' or part = any(%s))
    and (%s::date is null or period >= %s) and (%s::date is null or period <= %s)
order by indicator_id, place, part, period
"""


@dataclass(frozen=True, slots=True)
class Extent:
    """Which places, parts and periods; what is empty or None leaves nothing out."""

    places: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


class Said(NamedTuple):
    """A figure as it counts now, exactly; never shown to the public before it went through control."""

    figure: int
    indicator: int
    place: str
    part: str
    period: date
    numerator: float | None
    denominator: float | None
    value: float | None
    low: float | None
    high: float | None
    missing: str
    suppressed: bool


class Shown(NamedTuple):
    """A figure as the public would see it: its value, or the reason that the public is told."""

    said: Said
    numerator: float | None
    denominator: float | None
    value: float | None
    low: float | None
    high: float | None
    missing: str
    hidden: bool
    rule: str = ""
    behind: int | None = None  # the exact count that went through control
    behind_denominator: int | None = None


def chosen(indicators: Sequence[int], extent: Extent) -> Iterator[Said]:
    """The figures of these indicators within an extent, in the order of indicator, place, part and period."""
    places, parts = list(extent.places), list(extent.parts)
    asked = [
        list(indicators),
        places,
        places,
        parts,
        parts,
        extent.since,
        extent.since,
        extent.until,
        extent.until,
    ]
    with connection.cursor() as cursor:
        cursor.execute(CHOSEN, asked)
        yield from map(Said._make, cursor.fetchall())
