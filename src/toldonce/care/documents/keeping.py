"""How a document lies in the record: a DocumentReference with the paper and, where there is one, the FHIR document."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from toldonce.care.documents.bundles import PROFILE, Signing
from toldonce.care.documents.headings import Kind
from toldonce.directory.actors import Actor
from toldonce.record import store
from toldonce.record.access import ADDRESSED_TO
from toldonce.record.actions import Arrival, Incoming, put
from toldonce.record.readings.elements import ODS, SNOMED
from toldonce.record.readings.record import SOURCE_ADDRESS, Record, Resource

FEED = "documents"
PDF, FHIR = "application/pdf", "application/fhir+json"


def own_patient(record: Record, organisation: str) -> Resource:
    """The Patient of an organisation where it has one, so that a document lies with its other papers."""
    patients = record.resources_of("Patient")
    return next((each for each in patients if each.source == organisation), patients[0])


def reference_of(
    *,
    id: str,
    patient: str,
    source: str,
    kind: Kind | None,
    title: str,
    author: str,
    at: datetime,
    receivers: Iterable[str],
    contents: Sequence[tuple[str, bytes]],
    identifier: str,
    replaces: str = "",
) -> dict[str, Any]:
    """A document as the record keeps it; the organisations to which it is addressed may read it whatever else holds."""
    made: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "id": id,
        "meta": {"source": f"{SOURCE_ADDRESS}{source}", "profile": [f"{PROFILE}DocumentReference"]},
        "extension": [{"url": ADDRESSED_TO, "valueReference": organisation(each)} for each in receivers],
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": identifier},
        "status": "current",
        "docStatus": "final",
        "type": _type(kind, title),
        "subject": {"reference": f"Patient/{patient}"},
        "date": _instant(at),
        "author": [{"display": author}] if author else [],
        "custodian": organisation(source),
        "description": title,
        "content": [{"attachment": _attachment(title, at, *each)} for each in contents],
    }
    if replaces:
        made["relatesTo"] = [{"code": "replaces", "target": {"reference": f"DocumentReference/{replaces}"}}]
    return {name: value for name, value in made.items() if value != []}


def signed_reference(
    patient: str, kind: Kind, signing: Signing, paper: bytes, bundle: bytes
) -> dict[str, Any]:
    """A signed letter as the record keeps it."""
    return reference_of(
        id=signing.number,
        patient=patient,
        source=signing.organisation,
        kind=kind,
        title=kind.title,
        author=signing.name,
        at=signing.at,
        receivers=[each.code for each in signing.receivers],
        contents=[(PDF, paper), (FHIR, bundle)],
        identifier=f"urn:uuid:{signing.number}",
        replaces=signing.replaces,
    )


def superseded(document: str) -> dict[str, Any] | None:
    """The document with the status of one that was replaced; None where it is not there or says so already."""
    stored = store.read("DocumentReference", document)
    found = body_of(stored)
    if found is None or found.get("status") == "superseded":
        return None
    return {**found, "status": "superseded"}


def body_of(stored: store.Stored | None) -> dict[str, Any] | None:
    """A stored version as a dict; None where there is none."""
    return orjson.loads(stored.body) if stored and stored.body else None


def contents_of(document: str) -> dict[str, bytes]:
    """The bytes of a document by their media type."""
    found = body_of(store.read("DocumentReference", document)) or {}
    attachments = [each["attachment"] for each in found.get("content", [])]
    return {
        each.get("contentType", ""): base64.b64decode(each["data"]) for each in attachments if "data" in each
    }


def with_paper(bundle: bytes, paper: bytes) -> bytes:
    """A FHIR document that carries its paper as a Binary, for receivers who show nothing else."""
    made = orjson.loads(bundle)
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, made["identifier"]["value"]))
    binary = {
        "resourceType": "Binary",
        "id": name,
        "contentType": PDF,
        "data": base64.b64encode(paper).decode(),
    }
    made["entry"].append({"fullUrl": f"urn:uuid:{name}", "resource": binary})
    return orjson.dumps(made)


def write(by: Actor, source: str, resources: Sequence[dict], why: str) -> None:
    """Write resources into the record as told by an organisation."""
    arrival = Arrival(source=source, feed=FEED, author=by.name)
    put(by=by, arrival=arrival, incoming=[Incoming(each) for each in resources], why=why)


def organisation(code: str) -> dict[str, Any]:
    """A reference to an organisation of the directory."""
    return {"reference": f"Organization/ods-{code}", "identifier": {"system": ODS, "value": code}}


def _type(kind: Kind | None, title: str) -> dict[str, Any]:
    if kind is None:
        return {"text": title}
    return {"coding": [{"system": SNOMED, "code": kind.code, "display": kind.display}], "text": kind.title}


def _attachment(title: str, at: datetime, media_type: str, body: bytes) -> dict[str, Any]:
    return {
        "contentType": media_type,
        "language": "en-GB",
        "data": base64.b64encode(body).decode(),
        "size": len(body),
        "title": title if media_type == PDF else f"{title} as data",
        "creation": _instant(at),
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
