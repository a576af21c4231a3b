"""A request as FHIR: ServiceRequest for what is asked, Task for how far it is, both kept in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from toldonce.care.referrals.states import IN_FHIR, Kind, State
from toldonce.directory.actors import Actor
from toldonce.record.readings.elements import ODS, SNOMED
from toldonce.record.readings.record import SOURCE_ADDRESS

PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"
CATEGORY: Mapping[str, dict[str, Any]] = {
    Kind.REFERRAL: {"coding": [{"system": SNOMED, "code": "3457005", "display": "Patient referral"}]},
    Kind.ADVICE: {"text": "Advice and guidance"},
}


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody writes to ask something of another organisation."""

    kind: str
    to: str
    service: str
    question: str
    priority: str = "routine"
    due: date | None = None
    documents: tuple[str, ...] = ()


def service_request(asking: Asking, by: Actor, *, id: str, patient: str, at: datetime) -> dict[str, Any]:
    """A referral or a question for advice."""
    made: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "id": id,
        "meta": {"source": f"{SOURCE_ADDRESS}{by.organisation}", "profile": [f"{PROFILE}ServiceRequest"]},
        "status": "active",
        "intent": "order" if asking.kind == Kind.REFERRAL else "proposal",
        "category": [CATEGORY[asking.kind]],
        "priority": asking.priority,
        "code": {"text": asking.service},
        "subject": {"reference": f"Patient/{patient}"},
        "authoredOn": instant(at),
        "requester": {**organisation(by.organisation), "display": by.name},
        "performer": [organisation(asking.to)],
        "reasonCode": [{"text": asking.question}],
        "supportingInfo": [{"reference": f"DocumentReference/{each}"} for each in asking.documents],
    }
    return {name: value for name, value in made.items() if value != []}


def task(
    asking: Asking, by: Actor, *, id: str, patient: str, at: datetime, due: datetime, request: str = ""
) -> dict[str, Any]:
    """How far a request is; a task of its own where nothing else was written."""
    made: dict[str, Any] = {
        "resourceType": "Task",
        "id": id,
        "meta": {"source": f"{SOURCE_ADDRESS}{by.organisation}", "profile": [f"{PROFILE}Task"]},
        "status": "requested",
        "intent": "order",
        "priority": asking.priority,
        "code": {"text": Kind(asking.kind).label},
        "description": asking.question if asking.kind == Kind.TASK else asking.service,
        "for": {"reference": f"Patient/{patient}"},
        "authoredOn": instant(at),
        "lastModified": instant(at),
        "requester": {**organisation(by.organisation), "display": by.name},
        "owner": organisation(asking.to),
        "restriction": {"period": {"end": instant(due)}},
    }
    if request:
        made["focus"] = {"reference": f"ServiceRequest/{request}"}
    return made


def moved_task(
    kept: Mapping[str, Any], state: str, by: Actor, at: datetime, words: str, owner: str, due: datetime
) -> dict[str, Any]:
    """The Task after a move, with what was said as a note."""
    said = IN_FHIR[State(state)]
    made = {**kept, "status": said.task, "lastModified": instant(at), "owner": organisation(owner)}
    made.pop("businessStatus", None)
    if said.business:
        made["businessStatus"] = {"text": said.business}
    if words:
        note = {"authorString": f"{by.name}, {by.organisation}", "time": instant(at), "text": words}
        made["note"] = [*kept.get("note", []), note]
    if state in (State.REJECTED, State.WITHDRAWN) and words:
        made["statusReason"] = {"text": words}
    if state == State.COMPLETED and words:
        made["output"] = [*kept.get("output", []), {"type": {"text": "Outcome"}, "valueString": words}]
    made["restriction"] = {**kept.get("restriction", {}), "period": {"end": instant(due)}}
    return made


def moved_request(kept: Mapping[str, Any], state: str, owner: str) -> dict[str, Any]:
    """The ServiceRequest after a move; it stays the asker's own words."""
    return {**kept, "status": IN_FHIR[State(state)].request, "performer": [organisation(owner)]}


def answer(
    by: Actor, *, id: str, patient: str, request: str, to: str, words: str, at: datetime
) -> dict[str, Any]:
    """The answer to a question for advice, for everybody who opens the record."""
    return {
        "resourceType": "Communication",
        "id": id,
        "meta": {"source": f"{SOURCE_ADDRESS}{by.organisation}"},
        "basedOn": [{"reference": f"ServiceRequest/{request}"}],
        "status": "completed",
        "category": [{"text": "Advice and guidance"}],
        "subject": {"reference": f"Patient/{patient}"},
        "sent": instant(at),
        "sender": {**organisation(by.organisation), "display": by.name},
        "recipient": [organisation(to)],
        "payload": [{"contentString": words}],
    }


def appointment(
    by: Actor, *, id: str, patient: str, request: str, service: str, at: datetime, until: datetime, where: str
) -> dict[str, Any]:
    """The appointment that a referral led to."""
    return {
        "resourceType": "Appointment",
        "id": id,
        "meta": {"source": f"{SOURCE_ADDRESS}{by.organisation}", "profile": [f"{PROFILE}Appointment"]},
        "status": "booked",
        "serviceType": [{"text": service}],
        "description": service,
        "basedOn": [{"reference": f"ServiceRequest/{request}"}],
        "start": instant(at),
        "end": instant(until),
        "created": instant(datetime.now(UTC)),
        "participant": [
            {"actor": {"reference": f"Patient/{patient}"}, "status": "accepted"},
            {"actor": {"display": where or service}, "status": "accepted"},
        ],
    }


def organisation(code: str) -> dict[str, Any]:
    """A reference to an organisation of the directory."""
    return {"reference": f"Organization/ods-{code}", "identifier": {"system": ODS, "value": code}}


def instant(at: datetime) -> str:
    """A moment as FHIR writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def problems_of(asking: Asking, known: Sequence[str], by: Actor) -> dict[str, str]:
    """What keeps a request from being sent, by field; `known` are the organisations that the directory knows."""
    found = {}
    if asking.to not in known:
        found["to"] = "Nobody is chosen to receive it. Choose an organisation from the list."
    elif asking.to == by.organisation and asking.kind != Kind.TASK:
        found["to"] = "It is addressed to your own organisation. Choose another one, or write a task instead."
    if not asking.service.strip() and asking.kind != Kind.TASK:
        found["service"] = "The service or specialty is not named, and the receiver has many. Write it."
    if len(asking.question.strip()) < 5:
        found["question"] = (
            "It does not say what is asked. Write it so that somebody who does not know the person can act."
        )
    if len(asking.question) > 10_000:
        found["question"] = "The text is longer than 10,000 characters. Shorten it, or attach a letter."
    return found
