"""Vaccinations given, and those refused or not given."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import first, listed, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.merging import names_of, newest_told, together
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section


@dataclass(frozen=True, slots=True)
class Vaccination:
    """One dose, or the note that it was not given."""

    vaccine: str
    against: str
    given: Moment | None
    was_given: bool
    why_not: str
    dose: str
    batch: str
    site: str
    by: str
    told_by: tuple[Provenance, ...]


def vaccinations(record: Record) -> Section[Vaccination]:
    """Vaccinations newest first; a dose that two sources tell of the same day is one."""
    told = record.resources_of("Immunization")
    groups = together(told, _keys)
    found = [_vaccination(record, group) for group in groups]
    return section(record, "vaccinations", sorted(found, key=newest_first(lambda each: each.given)), told)


def _keys(resource: Resource) -> list:
    """The vaccine on its day; without a day nothing is brought together."""
    given = when(resource, "occurrenceDateTime")
    if given is None:
        return [id(resource)]
    return [(name, given.day, resource.get("status")) for name in names_of(resource.get("vaccineCode"))]


def _vaccination(record: Record, group: list[Resource]) -> Vaccination:
    told = newest_told(record, group, "occurrenceDateTime")
    newest = told[0][0]
    protocol = first(newest.get("protocolApplied"))
    number = protocol.get("doseNumberPositiveInt") or protocol.get("doseNumberString")
    return Vaccination(
        vaccine=words(newest.get("vaccineCode")) or "Vaccine without a name",
        against=words(protocol.get("targetDisease")),
        given=when(newest, "occurrenceDateTime"),
        was_given=newest.get("status") != "not-done",
        why_not=words(newest.get("statusReason")),
        dose=str(number) if number is not None else text_of(newest.get("occurrenceString")),
        batch=next((batch for each, _ in told if (batch := text_of(each.get("lotNumber")))), ""),
        site=words(newest.get("site")),
        by=_by(record, newest),
        told_by=tuple(provenance for _, provenance in told),
    )


def _by(record: Record, resource: Resource) -> str:
    actors = (record.name_of(each.get("actor"), resource) for each in listed(resource.get("performer")))
    return next(filter(None, actors), "")
