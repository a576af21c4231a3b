"""A person, those who care for them, and plans as they are written."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.record.readings.tables import resource
from toldonce.care.plans import actions
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.record.actions import Arrival, Incoming, put
from toldonce.record.identity import person_of
from toldonce.record.opening import open_record
from toldonce.record.readings.record import Record

GP = Actor("gwen", "Gwen Pascoe", "gp", "J81016")
NURSE = Actor("nora", "Nora Urse", "nurse", "RDY")
CREW = Actor("kelly", "Kelly Stride", "paramedic", "RYF")
NHS = "https://fhir.nhs.uk/Id/nhs-number"
ESC = "treatment-escalation"
CPR, NOT_CPR = "450475007", "450476008"
REVIEW = (timezone.localdate() + timedelta(days=90)).isoformat()
MADE = {"capacity": ["has-capacity"], "discussed": ["person", "family"], "review": [REVIEW]}
ESCALATION = {
    "cpr": [NOT_CPR], "cpr-why": ["It would not work."], "priority": ["comfort"], "hospital": ["do-not-admit"],
    "intensive-care": ["no-intensive-care"], "breathing": ["no-ventilation"], "do-not-give": ["Drips"],
    "relevant": ["Heart failure"], **MADE,
}  # fmt: skip
SUPPORT = {
    "about-me": ["A sailor."], "matters": ["The sea."], "goal": ["Walk to the quay", "Sleep"],
    "actions": ["Walk daily: me"], "if-worse": ["Short of breath: telephone the team"],
    "coordinator-name": ["Anne Oakes"], "coordinator-role": ["community matron"], "coordinator-phone": ["01202 000000"],
    **MADE,
}  # fmt: skip


def store(*resources: dict, source: str = "J81016"):
    return put(by=SYSTEM, arrival=Arrival(source, "test"), incoming=[Incoming(each) for each in resources])


def somebody(*more: dict) -> int:
    """A person registered with J81016 and on the caseload of RDY."""
    told = resource("Patient", "J81016", id="p1", identifier=[{"system": NHS, "value": "9990000018"}])
    told |= {
        "name": [{"family": "Legg", "given": ["Ann"]}],
        "birthDate": "1940-02-03",
        "generalPractitioner": [{"reference": "Organization/ods-J81016"}],
    }
    caseload = resource("EpisodeOfCare", "RDY", id="e1", status="active", patient={"reference": "Patient/p1"})
    caseload["managingOrganization"] = {"reference": "Organization/ods-RDY"}
    return person_of(store(told, caseload, *more)[0].pid)


def opened(person: int, reader: Actor = GP, purpose: str = "direct_care", **more) -> Record:
    return open_record(reader=reader, person=person, purpose=purpose, **more)


def begun(person: int, answers: dict, by: Actor = GP, slug: str = ESC):
    """A draft with answers."""
    return actions.begin(by=by, record=opened(person, by), slug=slug, answers=answers)


def signed(
    person: int,
    answers: dict | None = None,
    by: Actor = GP,
    slug: str = "treatment-escalation",
    seen: str = "",
) -> str:
    """A plan that was written and signed."""
    draft = begun(person, answers or ESCALATION, by, slug)
    return actions.sign(
        by=by, record=opened(person, by), draft=draft.pk, seen=seen, reason="News." if seen else ""
    )
