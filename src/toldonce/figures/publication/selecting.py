"""Which figures a proposal is about: those that count now, of its indicators, places, parts and periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

WITHIN = """indicator_id = any(%(indicators)s)
    and (%(places)s::text[] = '{}' or place = any(%(places)s)) and (%(parts)s::text[] = '{}' or part = any(%(parts)s))
    and (%(since)s::date is null or period >= %(since)s) and (%(until)s::date is null or period <= %(until)s)"""
CHOSEN = f"""
select id, indicator_id, place, part, period, numerator, denominator, value, low, high, missing, suppressed
from figures_current where {WITHIN} order by indicator_id, place, part, period
"""


@dataclass(frozen=True, slots=True)
class Extent:
    """Which places, parts and periods; what is empty or None leaves nothing out."""

    places: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def asked(self, indicators: Sequence[int]) -> dict[str, Any]:
        """The values that `WITHIN` takes."""
        return {"indicators": list(indicators), "places": list(self.places), "parts": list(self.parts),
                "since": self.since, "until": self.until}  # fmt: skip


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
    with connection.cursor() as cursor:
        cursor.execute(CHOSEN, extent.asked(indicators))
        yield from map(Said._make, cursor.fetchall())
