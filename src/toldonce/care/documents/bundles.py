"""A signed letter as a FHIR document: one Bundle that stands by itself, whatever system opens it.

The resources carry UK Core profiles as claims. Copies hold only the elements that lead to nothing outside the Bundle.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from toldonce.care.documents.headings import ACTIONS, MEDICINES, Heading
from toldonce.care.documents.letters import CHANGES, STOPPED, LetterText, MedicineLine
from toldonce.care.documents.receivers import Receiver
from toldonce.record.readings.allergies import allergies
from toldonce.record.readings.demographics import patients_of
from toldonce.record.readings.elements import ODS, SNOMED
from toldonce.record.readings.record import Record

PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"
XHTML = "http://www.w3.org/1999/xhtml"
WHERE = ("telecom", "address")  # left out where the whereabouts are sealed, whoever wrote them
KEPT = {
    "Patient": ("identifier", "name", "gender", "birthDate", *WHERE),
    "Encounter": ("status", "class", "type", "period", "reasonCode"),
    "AllergyIntolerance": (
        "clinicalStatus",
        "verificationStatus",
        "type",
        "category",
        "criticality",
        "code",
        "reaction",
    ),
}


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed a letter, when, for which organisation, for whom, and which letter it replaces."""

    number: str  # the identifier of the document, a UUID
    name: str
    role: str
    organisation: str
    organisation_name: str
    at: datetime
    receivers: tuple[Receiver, ...]
    replaces: str = ""


def document(record: Record, text: LetterText, signing: Signing, encounter: str = "") -> dict[str, Any]:
    """The letter as a Bundle of type document, its Composition first."""
    entries = _Entries(signing.number)
    patient = entries.add(_patient(record))
    author = entries.add(_practitioner(signing))
    owner = entries.add(_organisation(signing.organisation, signing.organisation_name))
    for each in signing.receivers:
        entries.add(_organisation(each.code, each.name))
    told = {
        "allergies": [entries.add(_about(_copy(each), "patient", patient)) for each in _allergies(record)],
        "diagnoses": [
            entries.add(_condition(line, patient)) for line in text.part("diagnoses").splitlines() if line
        ],
        MEDICINES: [entries.add(_medicine(each, patient, signing.at)) for each in text.medicines],
    }
    composition = _composition(text, signing, patient, author, owner, told)
    visit = record.find({"reference": f"Encounter/{encounter}"}) if encounter else None
    if visit is not None:
        composition["encounter"] = entries.add(_about(_copy(visit), "subject", patient))
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [f"{PROFILE}Bundle"]},
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{signing.number}"},
        "type": "document",
        "timestamp": signing.at.isoformat(timespec="seconds"),
        "entry": [entries.entry(composition), *entries.made],
    }


class _Entries:
    """The entries of one Bundle, each under a name that follows from the document's own."""

    def __init__(self, number: str) -> None:
        self.space = uuid.UUID(number)
        self.made: list[dict] = []

    def add(self, resource: dict) -> dict:
        """Put a resource in and return the reference to it."""
        self.made.append(self.entry(resource))
        return {"reference": self.made[-1]["fullUrl"]}

    def entry(self, resource: dict) -> dict:
        """An entry of the Bundle."""
        name = str(uuid.uuid5(self.space, f"{resource['resourceType']}/{len(self.made)}"))
        return {"fullUrl": f"urn:uuid:{name}", "resource": {**resource, "id": name}}


def _allergies(record: Record) -> Iterable[Mapping[str, Any]]:
    """The first telling of each current allergy."""
    for each in record.once(allergies):
        told = (
            record.find({"reference": each.told_by[0].reference})
            if each.is_current and each.told_by
            else None
        )
        if told is not None:
            yield told


def _patient(record: Record) -> dict:
    made = _copy(patients_of(record)[0])
    return {name: value for name, value in made.items() if not record.sealed or name not in WHERE}


def _copy(resource: Mapping[str, Any]) -> dict:
    rtype = resource["resourceType"]
    kept = {name: resource[name] for name in KEPT[rtype] if name in resource}
    return {"resourceType": rtype, "meta": {"profile": [f"{PROFILE}{rtype}"]}, **kept}


def _about(resource: dict, element: str, patient: dict) -> dict:
    return {**resource, element: patient}


def _practitioner(signing: Signing) -> dict:
    return {
        "resourceType": "Practitioner",
        "meta": {"profile": [f"{PROFILE}Practitioner"]},
        "name": [{"text": signing.name}],
        "qualification": [{"code": {"text": signing.role}}],
    }


def _organisation(code: str, name: str) -> dict:
    return {
        "resourceType": "Organization",
        "meta": {"profile": [f"{PROFILE}Organization"]},
        "identifier": [{"system": ODS, "value": code}],
        "name": name,
    }


def _condition(line: str, patient: dict) -> dict:
    return {
        "resourceType": "Condition",
        "meta": {"profile": [f"{PROFILE}Condition"]},
        "clinicalStatus": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}
            ]
        },
        "code": {"text": line.strip()},
        "subject": patient,
    }


def _medicine(line: MedicineLine, patient: dict, at: datetime) -> dict:
    made: dict[str, Any] = {
        "resourceType": "MedicationStatement",
        "meta": {"profile": [f"{PROFILE}MedicationStatement"]},
        "status": "stopped" if line.change == STOPPED else "active",
        "medicationCodeableConcept": {"text": line.name},
        "subject": patient,
        "dateAsserted": at.isoformat(timespec="seconds"),
        "note": [{"text": f"{CHANGES[line.change]}{': ' + line.reason if line.reason else ''}"}],
    }
    if line.dose:
        made["dosage"] = [{"text": line.dose}]
    if line.reason and line.change == STOPPED:
        made["statusReason"] = [{"text": line.reason}]
    return made


def _composition(
    text: LetterText,
    signing: Signing,
    patient: dict,
    author: dict,
    owner: dict,
    told: Mapping[str, list[dict]],
) -> dict:
    kind = text.of_kind
    made: dict[str, Any] = {
        "resourceType": "Composition",
        "meta": {"profile": [f"{PROFILE}Composition"]},
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{signing.number}"},
        "status": "amended" if signing.replaces else "final",
        "type": {
            "coding": [{"system": SNOMED, "code": kind.code, "display": kind.display}],
            "text": kind.title,
        },
        "subject": patient,
        "date": signing.at.isoformat(timespec="seconds"),
        "author": [author],
        "attester": [
            {"mode": "professional", "time": signing.at.isoformat(timespec="seconds"), "party": author}
        ],
        "title": kind.title,
        "custodian": owner,
        "section": [
            each for heading in kind.headings if (each := _section(heading, text, told.get(heading.slug, ())))
        ],
    }
    if signing.replaces:
        earlier = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{signing.replaces}"}
        made["relatesTo"] = [{"code": "replaces", "targetIdentifier": earlier}]
    return made


def _section(heading: Heading, text: LetterText, entries: Sequence[dict]) -> dict | None:
    """A section with its words; None where nothing was written under the heading."""
    inside = _words(heading, text)
    if not inside:
        return None
    made: dict[str, Any] = {
        "title": heading.title,
        "text": {"status": "generated", "div": f'<div xmlns="{XHTML}">{inside}</div>'},
    }
    if heading.code:
        made["code"] = {"coding": [{"system": SNOMED, "code": heading.code, "display": heading.title}]}
    if entries:
        made["entry"] = list(entries)
    return made


def _words(heading: Heading, text: LetterText) -> str:
    if heading.slug == MEDICINES:
        return (
            _table(("Medicine", "Dose", "Change", "Reason"), _medicine_rows(text)) if text.medicines else ""
        )
    said = "".join(f"<p>{escape(line)}</p>" for line in text.part(heading.slug).splitlines() if line.strip())
    if heading.slug == "plan" and text.actions:
        rows = [(each.what, f"{each.due:%d %b %Y}" if each.due else "") for each in text.actions]
        said += _table((ACTIONS.capitalize(), "By"), rows)
    return said


def _medicine_rows(text: LetterText) -> list[tuple[str, ...]]:
    return [(each.name, each.dose, CHANGES[each.change], each.reason) for each in text.medicines]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def row(cells: Sequence[str], tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{escape(each)}</{tag}>' for each in cells)}</tr>"

    body = "".join(row(each, "td") for each in rows)
    return f"<table><thead>{row(heads, 'th')}</thead><tbody>{body}</tbody></table>"
