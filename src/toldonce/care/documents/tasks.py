"""The actions that a document asks for, as tasks of the organisation that accepted it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from toldonce.care.documents.keeping import organisation
from toldonce.care.documents.models import Delivery
from toldonce.directory.actors import Actor
from toldonce.record.identity import source_patients
from toldonce.record.readings.record import SOURCE_ADDRESS


def tasks_for(delivery: Delivery, by: Actor) -> list[dict[str, Any]]:
    """One Task for each action; its id follows from the delivery, so that accepting twice makes none twice."""
    patient = source_patients([delivery.pid])[0].id
    return [_task(delivery, by, number, each, patient) for number, each in enumerate(delivery.actions)]


def _task(delivery: Delivery, by: Actor, number: int, action: dict, patient: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Task",
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{delivery.local_id}/{number}")),
        "meta": {"source": f"{SOURCE_ADDRESS}{by.organisation}"},
        "status": "requested",
        "intent": "order",
        "priority": "routine",
        "code": {"text": "Asked in a letter"},
        "description": action["what"],
        "focus": {"reference": f"DocumentReference/{delivery.document}", "display": delivery.title},
        "for": {"reference": f"Patient/{patient}"},
        "authoredOn": datetime.now(UTC).isoformat(timespec="seconds"),
        "requester": organisation(delivery.sender),
        "owner": organisation(by.organisation),
    }
    if action["due"]:
        made["restriction"] = {"period": {"end": action["due"]}}
    return made
