"""Patients, those close to them, and which of them were merged into which."""

from __future__ import annotations

import hashlib
from typing import Any

from toldonce.exchange.hl7v2 import authorities
from toldonce.exchange.hl7v2.people import identifiers
from toldonce.exchange.hl7v2.segments import Part, Segment
from toldonce.exchange.hl7v2.state import Address, State
from toldonce.exchange.hl7v2.things.elements import (
    MOVEMENT,
    REPEATED,
    Setting,
    Telling,
    elements_of,
    fields_of,
    name_of,
    patient_address,
    resource,
    rows_of,
    said,
)

NHS_STATUS = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus"
NHS_STATUS_URL = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
NHS_STATUS_WORDS = {
    "01": "Number present and verified",
    "02": "Number present but not traced",
    "03": "Trace required",
    "04": "Trace attempted - No match or multiple match found",
    "05": "Trace needs to be resolved - (NHS Number or patient detail conflict)",
    "06": "Trace in progress",
    "07": "Number not present and trace not required",
    "08": "Trace postponed (baby under six weeks old)",
}


def address_of(person: Segment, telling: Telling) -> Address | None:
    """Which patient a PID means."""
    feed = telling.reader.feed
    for number in (3, 2, 4):
        found = patient_address(person.parts(number), feed.code, feed.source)
        if found:
            return found
    return None


def tell(person: Segment, telling: Telling, *, kin: bool = True) -> Address | None:
    """Take what a PID and the segments about the patient say; None where nobody is named."""
    address = address_of(person, telling)
    if address is None:
        return None
    reader, message = telling.reader, telling.message
    rank = MOVEMENT if telling.kind.code.startswith("ADT") else REPEATED
    more = {table.name for table in reader.mapping.about("patient")} - {"PID"}
    fields = fields_of([person, *(each for each in message.segments if each.name in more and kin)], reader)
    if kin:
        fields |= _kin(message.all("NK1"), telling)
    if telling.kind.code in ("ADT^A28", "ADT^A29", "ADT^A31"):
        fields["+deleted"] = telling.kind.event == "delete_person"
    telling.fact(address, fields, rank=rank)
    telling.patients.append(address)
    return address


def _kin(segments: list[Segment], telling: Telling) -> dict[str, Any]:
    """A message that names contacts names all of them; a contact is known again by name and relationship."""
    found: dict[str, Any] = {}
    for segment in segments:
        fields = fields_of([segment], telling.reader)
        known = (
            f"{segment.part(2).text}|{segment.text(3)}"
            if segment.raw(2)
            else f"{segment.text(1)}|{segment.raw(5)}"
        )
        if elements_of(fields):
            found[f"+contact.{hashlib.sha256(known.casefold().encode()).hexdigest()[:16]}"] = fields
    return {**found, "+contacts": sorted(found)} if segments else {}


def tell_merge(telling: Telling) -> None:
    """Take who was merged into whom: each MRG names the one that the PID before it survives."""
    survivor: Segment | None = None
    for segment in telling.message.segments:
        if segment.name == "PID":
            survivor = segment
        elif segment.name == "MRG" and survivor is not None:
            _merge(survivor, segment, telling)


def _merge(person: Segment, merged: Segment, telling: Telling) -> None:
    kept = tell(person, telling, kin=False)
    parts = _with_authority(merged.parts(1) or merged.parts(4), person)
    feed = telling.reader.feed
    away = patient_address(parts, feed.code, feed.source)
    if kept is None or away is None or kept == away:
        return
    row = rows_of(telling.reader.mapping.segments["PID"], "identifier")
    numbers = {
        f"identifier#{system}": each for system, each in identifiers(parts, row, telling.reader).items()
    }
    telling.fact(away, {**numbers, "+merged": list(kept)})
    telling.fact(kept, {"+merged": None})
    telling.merges.append((away, kept))


def _with_authority(parts: list[Part], person: Segment) -> list[Part]:
    """Numbers of an MRG that do not say whose they are, are those of the authority of the survivor."""
    survivors = next(iter(person.parts(3) or person.parts(2)), None)
    if survivors is None:
        return parts
    mark, message = survivors.message.separators.component, survivors.message
    rest = survivors.raw.split(mark, 1)[1] if mark in survivors.raw else ""
    return [
        Part(f"{part.raw.split(mark)[0]}{mark}{rest}", message)
        if rest and not authorities.authority_of(part) and not part(5)
        else part
        for part in parts
    ]


def render(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as a Patient and its RelatedPersons."""
    made = said(state)
    if "deceasedDateTime" in made:
        made.pop("deceasedBoolean", None)
    if "multipleBirthInteger" in made:
        made.pop("multipleBirthBoolean", None)
    _mark_traced(made, state.told("+trace"))
    survivor = state.told("+merged")
    made["active"] = not survivor and not state.told("+deleted")
    if survivor:
        made["link"] = [
            {"other": {"reference": f"Patient/{name_of(tuple(survivor))}"}, "type": "replaced-by"}
        ]
    made["managingOrganization"] = {"reference": f"Organization/ods-{setting.source}"}
    return [resource("Patient", address, made), *_related(address, state)]


def _mark_traced(made: dict[str, Any], trace: str | None) -> None:
    if not trace:
        return
    coding = {"system": NHS_STATUS, "code": trace, "display": NHS_STATUS_WORDS[trace]}
    mark = {"url": NHS_STATUS_URL, "valueCodeableConcept": {"coding": [coding]}}
    made["identifier"] = [
        {"extension": [mark], **each} if each["system"] == authorities.NHS_NUMBER else each
        for each in made.get("identifier", [])
    ]


def _related(address: Address, state: State) -> list[dict[str, Any]]:
    """Those close to the patient; whom the last list does not name any more is not current."""
    current = set(state.told("+contacts") or [])
    found = []
    for name, (_, fields) in sorted(state.fields.items()):
        if name.startswith("+contact."):
            made = {"active": name in current, "patient": {"reference": f"Patient/{name_of(address)}"}}
            found.append(resource("RelatedPerson", address, {**made, **elements_of(fields)}, name))
    return found
