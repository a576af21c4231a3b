"""Who people are as a list shows them before a record is opened: as much as it takes to choose the right one.

A list is shown to readers who have no right to the record yet, so where somebody's whereabouts are sealed, it tells
neither postcode nor address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from toldonce.record import identity, store
from toldonce.record.gathering import resources_of
from toldonce.record.readings.assembly import is_sealed, record_from
from toldonce.record.readings.demographics import demographics
from toldonce.record.readings.record import Resource

LOOKED_AT = ("Patient", "Flag")  # a seal is a label of the one or a flag


@dataclass(frozen=True, slots=True)
class Introduction:
    """One person: named as on the banner of the record."""

    person: int
    family: str
    given: str
    born: date | None
    gender: str
    nhs_number: str
    postcode: str
    is_dead: bool
    sealed: bool
    sources: tuple[str, ...]


def introduced(persons: Sequence[int]) -> list[Introduction]:
    """These persons in this order, each once; who is not known any more is left out."""
    told: dict[int, list[Resource]] = {person: [] for person in persons}
    person_of = {each.pid: each.person for each in identity.of_persons(list(told))}
    for resource in resources_of(store.compartment(list(person_of), LOOKED_AT)):
        told[person_of[resource.pid]].append(resource)
    known = set(person_of.values())
    return [_introduction(person, theirs) for person, theirs in told.items() if person in known]


def _introduction(person: int, told: Sequence[Resource]) -> Introduction:
    record = record_from(told, person=person)
    sealed = is_sealed(record)
    who = next(iter(demographics(record)), None)
    if who is None:
        return Introduction(person, "", "", None, "", "", "", False, sealed, ())
    return Introduction(
        person=person,
        family=who.family or who.name,
        given=who.given if who.family else "",
        born=who.birth_date.day if who.birth_date else None,
        gender=who.gender,
        nhs_number=who.nhs_number,
        postcode="" if sealed else who.postcode,
        is_dead=who.is_dead,
        sealed=sealed,
        sources=tuple(dict.fromkeys(each.source for each in who.told_by if each.source)),
    )
