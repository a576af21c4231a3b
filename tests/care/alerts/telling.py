"""Tells stories about invented people by the one door for change, and lets the alerts hear them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from tests.directory.conftest import TINYSHIRE
from tests.writing import patient, put
from toldonce.care.alerts.models import Alert, Event
from toldonce.care.alerts.raising import LISTENER
from toldonce.directory import places
from toldonce.directory.actors import Actor
from toldonce.directory.models import Account
from toldonce.directory.queries import actor_in_post, posts_of
from toldonce.record.listening import is_waiting, listen_once
from toldonce.record.readings.record import SOURCE_ADDRESS

PRACTICE, OTHER_PRACTICE, HOSPITAL = "TP1", "TP2", "TH1"
NHS = "9990000018"
GP, HOSPITAL_PATIENT = "gp-ada", "hospital-ada"


def settle_tinyshire() -> None:
    """Load Tinyshire with its two personas, and let the alerts begin to listen."""
    places.load(TINYSHIRE)
    places.load_personas(TINYSHIRE)
    listen_once(LISTENER)


def doctor(organisation: str = PRACTICE) -> Actor:
    """Dr Ida Tiny in her post at one of the practices."""
    return _actor("ida.tiny", organisation)


def nurse() -> Actor:
    """Ned Tiny, the nurse of the only ward."""
    return _actor("ned.tiny", HOSPITAL)


def _actor(username: str, organisation: str) -> Actor:
    account = Account.objects.get(username=username)
    return actor_in_post(posts_of(account).get(organisation=organisation))


def register(practice: str = PRACTICE, **elements) -> int:
    """Ada is registered at a practice; the hospital knows her by the same NHS number. Returns the practice's pid."""
    made = patient(GP, NHS, "Shaw", "1950-05-01", generalPractitioner=[org(practice)], **elements)
    outcome = put(of(practice, made), source=practice)
    put(of(HOSPITAL, patient(HOSPITAL_PATIENT, NHS, "Shaw", "1950-05-01")), source=HOSPITAL)
    hear()
    return outcome[0].pid


def hear() -> list[str]:
    """Let the alerts hear everything, and return the kinds of the alerts that this raised, in order."""
    before = set(Alert.objects.values_list("pk", flat=True))
    end = time.monotonic() + 20
    while time.monotonic() < end:
        while listen_once(LISTENER):
            pass
        if not is_waiting(LISTENER):
            break
    raised = Alert.objects.exclude(pk__in=before).order_by("pk")
    return list(raised.values_list("event__kind", flat=True))


def withdrawn() -> list[str]:
    """The kinds of the events that were taken back."""
    return list(Event.objects.exclude(withdrawn=None).order_by("pk").values_list("kind", flat=True))


def ago(**how_long: float) -> str:
    """A moment before now, as FHIR writes it."""
    return (datetime.now(UTC) - timedelta(**how_long)).isoformat(timespec="seconds")


def org(code: str) -> dict:
    return {"reference": f"Organization/ods-{code}"}


def of(source: str, resource: dict) -> dict:
    """The resource as this source tells it."""
    return {**resource, "meta": {"source": SOURCE_ADDRESS + source}}


def stay(
    id: str,
    start: str,
    end: str = "",
    *,
    status: str = "",
    kind: str = "IMP",
    source: str = HOSPITAL,
    **elements,
) -> dict:
    """A stay, or with kind EMER an attendance; finished where it has an end."""
    period = {"start": start, "end": end} if end else {"start": start}
    made = {
        "resourceType": "Encounter",
        "id": id,
        "status": status or ("finished" if end else "in-progress"),
        "class": {"code": kind},
        "subject": {"reference": f"Patient/{HOSPITAL_PATIENT}"},
        "period": period,
        "serviceProvider": org(HOSPITAL),
        **elements,
    }
    return of(source, made)


def result(id: str, value: float, flag: str, taken: str, *, test: str = "Potassium", **elements) -> dict:
    """A laboratory result of the hospital."""
    made = {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"text": test},
        "subject": {"reference": f"Patient/{HOSPITAL_PATIENT}"},
        "effectiveDateTime": taken,
        "valueQuantity": {"value": value, "unit": "mmol/L"},
        "interpretation": [{"coding": [{"code": flag}]}],
        **elements,
    }
    return of(HOSPITAL, made)


def medicine(
    id: str, name: str, status: str, ordered: str, dose: str = "", *, source: str = HOSPITAL, to: str = ""
) -> dict:
    """A prescription."""
    subject = to or (HOSPITAL_PATIENT if source == HOSPITAL else GP)
    made = {
        "resourceType": "MedicationRequest",
        "id": id,
        "status": status,
        "intent": "order",
        "medicationCodeableConcept": {"text": name},
        "subject": {"reference": f"Patient/{subject}"},
        "authoredOn": ordered,
    }
    if dose:
        made["dosageInstruction"] = [{"text": dose}]
    return of(source, made)


def letter(id: str, title: str, date: str, **elements) -> dict:
    """A document of the hospital."""
    made = {
        "resourceType": "DocumentReference",
        "id": id,
        "status": "current",
        "type": {"text": "Letter"},
        "description": title,
        "subject": {"reference": f"Patient/{HOSPITAL_PATIENT}"},
        "date": date,
        "content": [{"attachment": {"contentType": "text/plain", "data": "aGVsbG8="}}],
        **elements,
    }
    return of(HOSPITAL, made)


def told(*resources: dict, source: str = HOSPITAL) -> list[str]:
    """Write as one arrival of a source, and return the kinds of the alerts that this raised."""
    put(*resources, source=source)
    return hear()
