"""Who the person is, as each source tells it, with the differences shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from toldonce.record.readings.elements import (
    NHS_NUMBER,
    address_lines,
    codes,
    extension,
    first,
    listed,
    person_name,
    strings,
    text_of,
    words,
)
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment, moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section
from toldonce.record.readings.registration import registered_at

VERIFIED = {"number-present-and-verified", "01"}  # UKCore-NHSNumberVerificationStatus and its older form


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact of identity on which the sources disagree."""

    fact: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Demographics:
    """The identity of a person for the banner and the first section."""

    name: str
    family: str
    given: str
    former_names: tuple[str, ...]
    nhs_number: str
    local_numbers: tuple[tuple[str, str], ...]
    birth_date: Moment | None
    death: Moment | None
    is_dead: bool
    age: int | None
    gender: str
    address: tuple[str, ...]
    postcode: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    language: str
    needs_interpreter: bool
    ethnicity: str
    marital_status: str
    religion: str
    sealed: bool
    differences: tuple[Difference, ...]
    told_by: tuple[Provenance, ...]


def demographics(record: Record) -> Section[Demographics]:
    """One merged identity: each fact from the first source of `patients_of` that tells it."""
    patients = patients_of(record)
    if not patients:
        return section(record, "demographics", ())
    return section(record, "demographics", (_merged(record, patients),), patients)


def patients_of(record: Record) -> list[Resource]:
    """Each source's Patient: those of the best standing first, then the newest."""
    newest = newest_first(lambda each: moment(first(each.get("meta")).get("lastUpdated")))
    return sorted(record.resources_of("Patient"), key=lambda each: (_standing(record, each), newest(each)))


def _standing(record: Record, patient: Resource) -> tuple[bool, bool, bool]:
    """The lower, the better: in use, then of the registered practice, then with a verified NHS number."""
    practices = record.once(registered_at)
    return patient.get("active") is False, patient.source not in practices, not is_verified(patient)


def is_verified(patient: Resource) -> bool:
    """Whether the source says that its NHS number was traced and verified."""
    told = (extension(each, "verificationstatus") for each in listed(patient.get("identifier")))
    return any(not codes(each).isdisjoint(VERIFIED) for each in told if each is not None)


def _merged(record: Record, patients: list[Resource]) -> Demographics:
    name = _name(record, patients)
    born = next((told for each in patients if (told := moment(each.get("birthDate")))), None)
    died, is_dead = _death(patients)
    address = next((each for each in map(_home, patients) if each), {})
    return Demographics(
        name=person_name(name),
        family=text_of(name.get("family")),
        given=" ".join(strings(name.get("given"))),
        former_names=_former_names(patients, person_name(name)),
        nhs_number=next((told for each in patients if (told := nhs_number(each))), ""),
        local_numbers=tuple(_local_numbers(record, patients)),
        birth_date=born,
        death=died,
        is_dead=is_dead,
        age=age(born, died.day if died else record.at.date()),
        gender=next((told for each in patients if (told := text_of(each.get("gender")))), ""),
        address=address_lines(address),
        postcode=text_of(address.get("postalCode")),
        phones=_telecoms(patients, "phone", "sms"),
        emails=_telecoms(patients, "email"),
        language=next((told for each in patients if (told := _language(each))), ""),
        needs_interpreter=any(extension(each, "interpreterrequired") is True for each in patients),
        ethnicity=_told_in_extension(patients, "ethnic"),
        marital_status=next((told for each in patients if (told := words(each.get("maritalStatus")))), ""),
        religion=_told_in_extension(patients, "religio"),
        sealed=record.sealed,
        differences=tuple(_differences(record, patients)),
        told_by=tuple(record.provenance(each) for each in patients),
    )


def age(born: Moment | None, on: date) -> int | None:
    """Whole years on a day; None when it cannot be told."""
    if born is None or born.day > on:
        return None
    birthday_to_come = (on.month, on.day) < (born.day.month, born.day.day)
    return on.year - born.day.year - birthday_to_come


def nhs_number(patient: Resource) -> str:
    """The NHS number of a Patient, empty when it tells none."""
    for identifier in listed(patient.get("identifier")):
        if identifier.get("system") == NHS_NUMBER and identifier.get("use") != "old":
            return text_of(identifier.get("value")).replace(" ", "")
    return ""


def _name(record: Record, patients: list[Resource]) -> dict:
    """The name told by the best standing; where several have it, the one that most sources spell so."""
    named = [each for each in patients if _usual_name(each)]
    spelt = Counter(person_name(_usual_name(each)) for each in named)
    best = min(
        named,
        key=lambda each: (_standing(record, each), -spelt[person_name(_usual_name(each))]),
        default=None,
    )
    return _usual_name(best) if best else {}


def _usual_name(patient: Resource) -> dict:
    names = [
        each for each in listed(patient.get("name")) if each.get("use") not in ("old", "maiden", "nickname")
    ]
    rank = {"usual": 0, "official": 1}
    return min(names, key=lambda each: rank.get(text_of(each.get("use")), 2), default={})


def _former_names(patients: list[Resource], current: str) -> tuple[str, ...]:
    told = [person_name(name) for patient in patients for name in listed(patient.get("name"))]
    return tuple(dict.fromkeys(name for name in told if name and name != current))


def _home(patient: Resource) -> dict:
    places = [each for each in listed(patient.get("address")) if each.get("use") not in ("old", "billing")]
    current = [each for each in places if not text_of(first(each.get("period")).get("end"))] or places
    rank = {"home": 0, "temp": 2}
    return min(current, key=lambda each: rank.get(text_of(each.get("use")), 1), default={})


def death(record: Record) -> tuple[Moment | None, bool]:
    """When the person died, as far as it is told, and whether any source says so."""
    return _death(record.resources_of("Patient"))


def _death(patients: list[Resource]) -> tuple[Moment | None, bool]:
    told = [moment(each.get("deceasedDateTime")) for each in patients]
    dated = next((each for each in told if each), None)
    return dated, bool(dated) or any(each.get("deceasedBoolean") is True for each in patients)


def _local_numbers(record: Record, patients: list[Resource]):
    for patient in patients:
        for identifier in listed(patient.get("identifier")):
            value = text_of(identifier.get("value"))
            if value and identifier.get("system") != NHS_NUMBER:
                yield words(identifier.get("type")) or record.source_named(patient.source), value


def _telecoms(patients: list[Resource], *systems: str) -> tuple[str, ...]:
    told = [
        text_of(each.get("value"))
        for patient in patients
        for each in listed(patient.get("telecom"))
        if each.get("system") in systems and each.get("use") != "old"
    ]
    return tuple(dict.fromkeys(filter(None, told)))


def _language(patient: Resource) -> str:
    spoken = listed(patient.get("communication"))
    preferred = [each for each in spoken if each.get("preferred") is True] or spoken
    return words(first(preferred).get("language"))


def _told_in_extension(patients: list[Resource], fragment: str) -> str:
    for patient in patients:
        told = extension(patient, fragment)
        if isinstance(told, dict) and (said := words(told) or text_of(told.get("display"))):
            return said
        if isinstance(told, str):
            return told
    return ""


COMPARED = {
    "name": lambda patient: person_name(_usual_name(patient)),
    "date of birth": lambda patient: text_of(patient.get("birthDate")),
    "NHS number": nhs_number,
    "gender": lambda patient: text_of(patient.get("gender")),
    "address": lambda patient: ", ".join(address_lines(_home(patient))),
}


def _differences(record: Record, patients: list[Resource]):
    for fact, told_in in COMPARED.items():
        told = [(record.source_named(each.source), told_in(each)) for each in patients]
        told = [each for each in told if each[1]]
        if len({value.casefold() for _, value in told}) > 1:
            yield Difference(fact, tuple(told))
