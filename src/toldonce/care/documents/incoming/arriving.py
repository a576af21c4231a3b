"""Documents that come in from systems outside: what they say, and whose they are."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import orjson

from toldonce.care.documents.errors import Unreadable
from toldonce.care.documents.headings import KINDS, OF_WORKFLOW
from toldonce.codes import nhs_number
from toldonce.record import identity
from toldonce.record.readings.demographics import nhs_number as told_number
from toldonce.record.readings.elements import codes, first, listed, narrative, person_name, text_of, words
from toldonce.record.readings.record import Resource

SPACE = uuid.UUID("5f0a2b0e-9d39-4a52-9d0b-6d8f6f3f7d11")  # under which the documents of others get their ids
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A document as the mailbox hands it over: from whom, to whom, and its bytes."""

    sender: str
    receiver: str
    workflow: str
    local_id: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """What a document says of itself and of the person."""

    title: str = "Document without a title"
    kind: str = OTHER
    identifier: str = ""
    replaces: str = ""
    nhs_number: str = ""
    family: str = ""
    given: str = ""
    born: str = ""
    author: str = ""
    written: str = ""

    def kept(self) -> dict[str, str]:
        """What a row keeps of it."""
        return asdict(self)


def document_id(sender: str, identifier: str) -> str:
    """The id under which a document of somebody else's is kept: always the same for the same document."""
    return str(uuid.uuid5(SPACE, f"{sender}/{identifier}"))


def told_by(envelope: Envelope) -> Told:
    """What a document says; of anything but a FHIR document only its workflow is known."""
    kind = OF_WORKFLOW.get(envelope.workflow)
    if "json" not in envelope.media_type:
        return Told(kind.title if kind else "Document", kind.slug if kind else OTHER, envelope.local_id)
    bundle = _bundle(envelope.body)
    resources = [first(each.get("resource")) for each in listed(bundle.get("entry"))]
    composition = next((each for each in resources if each.get("resourceType") == "Composition"), {})
    patient = next((each for each in resources if each.get("resourceType") == "Patient"), {})
    author = next((each for each in resources if each.get("resourceType") == "Practitioner"), {})
    slug = kind.slug if kind else _kind_of(composition)
    name = first(patient.get("name"))
    return Told(
        title=text_of(composition.get("title"))
        or words(composition.get("type"))
        or "Document without a title",
        kind=slug,
        identifier=text_of(first(bundle.get("identifier")).get("value")) or envelope.local_id,
        replaces=_replaced(composition),
        nhs_number=told_number(Resource(patient)),
        family=text_of(name.get("family")),
        given=_given(name.get("given")),
        born=text_of(patient.get("birthDate")),
        author=person_name(author.get("name")),
        written=text_of(composition.get("date")),
    )


def _given(names: object) -> str:
    return " ".join(each for each in names if isinstance(each, str)) if isinstance(names, list) else ""


def _bundle(body: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as trouble:
        raise Unreadable(
            f"It says that it is JSON and is not ({trouble}). Ask the sender to send it again."
        ) from None
    if (
        not isinstance(found, dict)
        or found.get("resourceType") != "Bundle"
        or found.get("type") != "document"
    ):
        raise Unreadable(
            "It is JSON and no FHIR document (a Bundle of type document). Ask the sender what it is."
        )
    return found


def _kind_of(composition: Mapping[str, Any]) -> str:
    told = codes(composition.get("type"))
    return next((slug for slug, each in KINDS.items() if each.code in told), OTHER)


def _replaced(composition: Mapping[str, Any]) -> str:
    for each in listed(composition.get("relatesTo")):
        if each.get("code") == "replaces":
            return text_of(first(each.get("targetIdentifier")).get("value"))
    return ""


def whose(told: Told) -> tuple[int, str]:
    """The person whose document it is, or 0 with the reason: the NHS number, the birth date and one name must agree."""
    if not told.nhs_number:
        return 0, "It names no NHS number."
    if not nhs_number.is_valid(told.nhs_number):
        return 0, "Its NHS number fails its check."
    found = identity.find(nhs=told.nhs_number)
    persons = {each.person for each in found}
    if not persons:
        return 0, "Nobody in the record has this NHS number."
    if len(persons) > 1:
        return 0, "The NHS number is on more than one person in the record."
    if any(_agrees(told, each) for each in found):
        return persons.pop(), ""
    return 0, "The NHS number is known, and the name or the birth date is another one."


def _agrees(told: Told, known: identity.SourcePatient) -> bool:
    names = (identity.searched(told.family) == known.family, _same_given(told.given, known.given or ""))
    return _day(told.born) == known.birth_date and known.birth_date is not None and any(names)


def _same_given(one: str, other: str) -> bool:
    first_of_one, first_of_other = (identity.searched(each).split(" ")[0] for each in (one, other))
    return bool(first_of_one) and first_of_one == first_of_other


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parts_of(body: bytes) -> list[tuple[str, str]]:
    """The headings and words of a FHIR document, for somebody who has no viewer for it."""
    resources = (first(each.get("resource")) for each in listed(_bundle(body).get("entry")))
    composition = next((each for each in resources if each.get("resourceType") == "Composition"), {})
    return [(text_of(each.get("title")), narrative(each)) for each in listed(composition.get("section"))]


def paper_inside(body: bytes) -> bytes:
    """The PDF that a FHIR document carries in a Binary or a DocumentReference; empty when it carries none."""
    for each in listed(_bundle(body).get("entry")):
        resource = first(each.get("resource"))
        attachment = first(first(resource.get("content")).get("attachment"))
        for held in (resource, attachment):
            if held.get("contentType") == "application/pdf" and (data := text_of(held.get("data"))):
                return _decoded(data)
    return b""


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return b""
