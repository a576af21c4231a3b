"""Entries of a list: allergies of a patient, diagnoses and procedures of a stay.

What a later message does not name stays; it goes when an action code takes it away (IAM-6, DG1-21, PR1-20).
"""

from __future__ import annotations

from typing import Any

from toldonce.exchange.hl7v2.segments import Segment
from toldonce.exchange.hl7v2.state import Address, State
from toldonce.exchange.hl7v2.things.elements import (
    Setting,
    Telling,
    fields_of,
    name_of,
    resource,
    said,
    subject_of,
)

HL7 = "http://terminology.hl7.org/CodeSystem/"
KIND_OF_SEGMENT = {"AL1": "allergy", "IAM": "allergy", "DG1": "diagnosis", "PR1": "procedure"}
NUMBER_OF_ENTRY = {"AL1": 0, "IAM": 7, "DG1": 20, "PR1": 19}
RESOLVED = {"resolved", "inactive"}


def tell(patient: Address, visit: Address | None, telling: Telling) -> None:
    """Take every entry of a message."""
    for segment in telling.message.segments:
        if segment.name in KIND_OF_SEGMENT:
            _entry(segment, patient, visit, telling)


def _entry(segment: Segment, patient: Address, visit: Address | None, telling: Telling) -> None:
    fields = fields_of([segment], telling.reader)
    what = _what(segment)
    if not what:
        return
    _describe(fields, segment)
    kind = KIND_OF_SEGMENT[segment.name]
    about = patient if kind == "allergy" or visit is None else visit
    fields["+patient"] = list(patient)
    if kind != "allergy" and visit:
        fields["+visit"] = list(visit)
    telling.fact((about[0], kind, f"{about[2]}|{what}"), fields)


def _what(segment: Segment) -> str:
    """What is known again: the entry's own number, or the code or the words of what it is."""
    number = NUMBER_OF_ENTRY[segment.name]
    own = segment.part(number)(1).strip() if number else ""
    part = segment.part(3)
    when = segment.text(5) if segment.name == "PR1" else ""
    said = part(1) or part(2) or part(5) or (segment.text(4) if segment.name in ("DG1", "PR1") else "")
    return own or f"{said.strip().casefold()}{when}".strip()


def _describe(fields: dict[str, Any], segment: Segment) -> None:
    """DG1-4 and PR1-4 are the words of a code that was sent without them."""
    words = segment.text(4) if segment.name in ("DG1", "PR1") else ""
    if not words:
        return
    name = f"code#{segment.name}-3"
    if not fields.get(name):
        fields[name] = {"text": words}
    elif not segment.part(3)(2):
        fields[name] = {**fields[name], "text": words}


def render_allergy(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as an AllergyIntolerance."""
    told, status = said(state), state.told("+status") or "active"
    wrong = state.told("+action") == "delete" or status == "entered-in-error"
    sure = {"unconfirmed": "unconfirmed", "refuted": "refuted"}.get(status, "confirmed")
    made: dict[str, Any] = {"verificationStatus": _one("allergyintolerance-verification", sure)}
    if wrong:
        made["verificationStatus"] = _one("allergyintolerance-verification", "entered-in-error")
    else:
        clinical = status if status in RESOLVED else "active"
        made["clinicalStatus"] = _one("allergyintolerance-clinical", clinical)
    severity = state.told("+severity")
    if severity == "severe":
        made["criticality"] = "high"
    reactions = [{"text": each} for each in state.told("+reactions") or []]
    if reactions:
        rated = {"severity": severity} if severity in ("mild", "moderate", "severe") else {}
        made["reaction"] = [{"manifestation": reactions, **rated}]
    return [resource("AllergyIntolerance", address, {**made, **told, "patient": subject_of(state)})]


def render_diagnosis(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as the Condition of an encounter."""
    made: dict[str, Any] = {"verificationStatus": _one("condition-ver-status", "confirmed"), **said(state)}
    if state.told("+action") == "delete":
        made["verificationStatus"] = _one("condition-ver-status", "entered-in-error")
    else:
        made["clinicalStatus"] = _one("condition-clinical", "active")
    made["category"] = [_one("condition-category", "encounter-diagnosis", "Encounter Diagnosis")]
    return [resource("Condition", address, {**made, **_of_visit(state)})]


def render_procedure(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as a Procedure."""
    status = "entered-in-error" if state.told("+action") == "delete" else "completed"
    return [resource("Procedure", address, {"status": status, **said(state), **_of_visit(state)})]


def _of_visit(state: State) -> dict[str, Any]:
    made: dict[str, Any] = {"subject": subject_of(state)}
    visit = state.told("+visit")
    if visit:
        made["encounter"] = {"reference": f"Encounter/{name_of(tuple(visit))}"}
    return made


def _one(system: str, code: str, words: str = "") -> dict[str, Any]:
    coding = {"system": f"{HL7}{system}", "code": code}
    return {"coding": [{**coding, "display": words} if words else coding]}
