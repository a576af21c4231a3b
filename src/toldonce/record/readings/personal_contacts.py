"""The people around the person: next of kin, carers, proxies, emergency contacts."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import (
    address_lines,
    first,
    listed,
    period_of,
    person_name,
    plain,
    text_of,
    words,
)
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.record import Provenance, Record, Resource, Section


@dataclass(frozen=True, slots=True)
class PersonalContact:
    """One person close to the person."""

    name: str
    relationship: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    address: tuple[str, ...]
    is_next_of_kin: bool
    is_emergency_contact: bool
    is_carer: bool
    is_current: bool
    provenance: Provenance


def personal_contacts(record: Record) -> Section[PersonalContact]:
    """Next of kin and emergency contacts first; one person whom two sources name is one."""
    related, patients = record.resources_of("RelatedPerson"), record.resources_of("Patient")
    found = [_contact(record, each, each) for each in related]
    found += [
        _contact(record, each, patient) for patient in patients for each in listed(patient.get("contact"))
    ]
    found = _once(each for each in found if each.name or each.phones or each.relationship)
    found.sort(
        key=lambda each: (
            not each.is_current,
            not (each.is_next_of_kin or each.is_emergency_contact),
            each.name,
        )
    )
    return section(record, "contacts", found, related)


def _contact(record: Record, element: dict, resource: Resource) -> PersonalContact:
    said = words(element.get("relationship"))
    plainly = said.lower()
    _, until = period_of(element)
    codes = {
        text_of(c.get("code")) for r in listed(element.get("relationship")) for c in listed(r.get("coding"))
    }
    return PersonalContact(
        name=person_name(element.get("name")) or record.name_of(first(element.get("organization")), resource),
        relationship=said,
        phones=_telecoms(element, "phone", "sms"),
        emails=_telecoms(element, "email"),
        address=address_lines(element.get("address")),
        is_next_of_kin="next of kin" in plainly or "N" in codes or "NOK" in codes,
        is_emergency_contact="emergency" in plainly or "C" in codes or "ECON" in codes,
        is_carer="carer" in plainly or "caregiver" in plainly,
        is_current=element.get("active") is not False and (until is None or until.last_instant >= record.at),
        provenance=record.provenance(resource),
    )


def _telecoms(element: dict, *systems: str) -> tuple[str, ...]:
    told = (
        text_of(each.get("value")) for each in listed(element.get("telecom")) if each.get("system") in systems
    )
    return tuple(dict.fromkeys(filter(None, told)))


def _once(found) -> list[PersonalContact]:
    """The first telling of each name; a contact without a name is always kept."""
    kept: dict = {}
    for each in found:
        kept.setdefault(plain(each.name) or id(each), each)
    return list(kept.values())
