"""What a practitioner writes: a note of their own, and an error reported to the source of a line."""

import base64
import uuid
from datetime import UTC, datetime

from toldonce.directory.actors import Actor
from toldonce.record.actions import Arrival, Incoming, Outcome, put
from toldonce.record.readings.elements import words
from toldonce.record.readings.record import SOURCE_ADDRESS, Record, Resource
from toldonce.web.practitioner.origins import spoken

FEED = "pages"
SHORTEST, LONGEST = 3, 20_000
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


def write_note(*, by: Actor, record: Record, title: str, text: str) -> Outcome:
    """Keep a note as a document of the writer's own organisation."""
    note = {
        "resourceType": "DocumentReference",
        "id": _name(by, record, title, text),
        "meta": _meta(by),
        "status": "current",
        "type": {"text": "Note"},
        "subject": _subject(by, record),
        "date": _now(),
        "author": [{"display": by.name}],
        "custodian": _organisation(by.organisation),
        "description": title.strip(),
        "content": [{"attachment": _plain(title, text)}],
    }
    return _put(by, note, "a note of one's own")


def report_error(*, by: Actor, record: Record, resource: Resource, text: str) -> Outcome:
    """Ask the source of a resource to put it right, as a task for that organisation."""
    task = {
        "resourceType": "Task",
        "id": _name(by, record, resource.reference, text),
        "meta": _meta(by),
        "status": "requested",
        "intent": "proposal",
        "priority": "routine",
        "code": {"text": "Error reported in the record"},
        "description": text.strip(),
        "focus": {"reference": resource.reference, "display": what_it_is(resource)},
        "for": _subject(by, record),
        "authoredOn": _now(),
        "requester": {"display": by.name},
        "owner": _organisation(resource.source) if resource.source else {"display": "Source not told"},
    }
    return _put(by, task, "an error reported to its source")


def what_it_is(resource: Resource) -> str:
    """A few words for a resource: its own words, or its type."""
    said = (
        words(resource.get("code"))
        or words(resource.get("type"))
        or words(resource.get("medicationCodeableConcept"))
    )
    return said or spoken(resource.rtype)


def problems_of(text: str, field: str) -> dict[str, str]:
    """What is wrong with words that were written, by field."""
    if len(text.strip()) < SHORTEST:
        return {field: "Nothing was written yet. Write what the reader must know."}
    if len(text) > LONGEST:
        return {field: f"The text has {len(text):,} characters. At most {LONGEST:,} can be kept: shorten it."}
    return {}


def _put(by: Actor, resource: dict, why: str) -> Outcome:
    arrival = Arrival(source=by.organisation, feed=FEED, author=by.name)
    return put(by=by, arrival=arrival, incoming=[Incoming(resource)], why=why)[0]


def _name(by: Actor, record: Record, about: str, text: str) -> str:
    """An id that follows from the words and the day: a button that was pressed twice writes once."""
    said = [by.account, by.organisation, str(record.person), _now()[:10], about.strip(), text.strip()]
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(said)))


def _meta(by: Actor) -> dict:
    return {"source": f"{SOURCE_ADDRESS}{by.organisation}"}


def _subject(by: Actor, record: Record) -> dict:
    """The Patient of the writer's own organisation where it has one, so that the note lies with its own papers."""
    patients = record.resources_of("Patient")
    own = next((each for each in patients if each.source == by.organisation), patients[0])
    return {"reference": own.reference}


def _organisation(code: str) -> dict:
    return {"reference": f"Organization/ods-{code}", "identifier": {"system": ODS, "value": code}}


def _plain(title: str, text: str) -> dict:
    data = base64.b64encode(text.strip().encode()).decode()
    return {"contentType": "text/plain; charset=utf-8", "data": data, "title": title.strip()}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
