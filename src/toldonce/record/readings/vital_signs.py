"""Vital signs: the latest of each with its trend, and the sets in which they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toldonce.record.readings.emptiness import section
from toldonce.record.readings.measurements import Measurement, Series, series_of
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Record, Resource, Section
from toldonce.record.readings.signs import NAME_OF_SIGN, SIGN_OF_CODE

ORDER = {slug: position for position, slug in enumerate(NAME_OF_SIGN)}


@dataclass(frozen=True, slots=True)
class SetOfSigns:
    """What was measured at one time."""

    taken: Moment | None
    signs: tuple[Measurement, ...]


def vital_signs(record: Record) -> Section[Series]:
    """Each sign with all its values, in the order of the chart; a panel is split into its signs."""
    told = _told(record)
    found = [_named(each) for each in series_of(record, told, {})]
    found.sort(key=lambda each: (ORDER.get(each.slug, len(ORDER)), each.name))
    return section(record, "vital-signs", found, told)


def sets_of_signs(record: Record) -> tuple[SetOfSigns, ...]:
    """The signs by the time at which they were taken, newest first."""
    by_time: dict[Moment | None, list[Measurement]] = {}
    for series in record.once(vital_signs).items:
        for value in series.values:
            by_time.setdefault(value.taken, []).append(value)
    sets = [SetOfSigns(taken, tuple(signs)) for taken, signs in by_time.items()]
    return tuple(sorted(sets, key=newest_first(lambda each: each.taken)))


def early_warning_score(record: Record) -> Series | None:
    """The NEWS2 totals that were recorded; the score is never worked out here."""
    return next((each for each in record.once(vital_signs).items if each.slug == "news2"), None)


def _told(record: Record) -> Sequence[Resource]:
    return [each for each in record.resources_of("Observation") if each.section == "vital-signs"]


def _named(series: Series) -> Series:
    """The sign under our name for it, where one of its codes is known."""
    slug = next((SIGN_OF_CODE[code] for _, code in series.codes if code in SIGN_OF_CODE), "")
    return replace(series, slug=slug, name=NAME_OF_SIGN[slug]) if slug else series
