"""Social context: smoking, alcohol, housing, household, work, caring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toldonce.record.readings.emptiness import section
from toldonce.record.readings.measurements import Measurement, Series, series_of
from toldonce.record.readings.moments import Moment
from toldonce.record.readings.record import Provenance, Record, Section


@dataclass(frozen=True, slots=True)
class Circumstance:
    """One side of the person's life: what was last said of it, and what was said before."""

    title: str
    words: str
    unit: str
    recorded: Moment | None
    earlier: tuple[Measurement, ...]
    told_by: tuple[Provenance, ...]


def social_context(record: Record) -> Section[Circumstance]:
    """Each circumstance by its last word, newest first."""
    told = [each for each in record.resources_of("Observation") if each.section == "social"]
    return section(record, "social", [_circumstance(each) for each in _series(record, told)], told)


def _series(record: Record, told: Sequence) -> list[Series]:
    return series_of(record, told, {})


def _circumstance(series: Series) -> Circumstance:
    latest = series.latest
    return Circumstance(
        title=series.name,
        words=latest.words or ("Yes" if latest.value is None else ""),
        unit=latest.unit,
        recorded=latest.taken,
        earlier=series.values[1:],
        told_by=series.told_by,
    )
