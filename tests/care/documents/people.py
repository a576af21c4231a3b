"""The organisations, the people and the letters of these tests."""

from __future__ import annotations

from datetime import date

from tests.writing import patient, put
from toldonce.care.documents import actions
from toldonce.care.documents.letters import ActionLine, LetterText, MedicineLine
from toldonce.care.documents.models import Delivery, Letter
from toldonce.care.documents.receivers import Receiver, receiver
from toldonce.directory.actors import Actor
from toldonce.directory.models import Account, Organisation, Place, Post
from toldonce.record import identity
from toldonce.record.opening import open_record

HOSPITAL, PRACTICE, OTHER_PRACTICE, FAR = "RBD", "J81010", "J81011", "J83001"
GRACE = Actor("grace", "Grace Whitlock", "nurse", HOSPITAL)
OKAFOR = Actor("amara", "Dr Amara Okafor", "gp", PRACTICE)
HALLETT = Actor("tom", "Tom Hallett", "nurse", OTHER_PRACTICE)
NUMBER = "9990000093"


def organisations() -> None:
    """A hospital and two practices that read here, and a practice far away that does not."""
    place = Place.objects.create(code="somewhere", name="Somewhere")
    for code, kind in (
        (HOSPITAL, "acute_trust"),
        (PRACTICE, "practice"),
        (OTHER_PRACTICE, "practice"),
        (FAR, "practice"),
    ):
        Organisation.objects.create(
            code=code, place=place, kind=kind, name=f"Organisation {code}", source="test"
        )
    for actor in (GRACE, OKAFOR, HALLETT):
        account = Account.objects.create(username=actor.account, name=actor.name)
        Post.objects.create(
            account=account, role=actor.role, organisation_id=actor.organisation, since=date(2020, 1, 1)
        )


def someone() -> int:
    """Ada Hansford, registered at the practice, who left hospital a week ago with a new medicine."""
    stay = {
        "resourceType": "Encounter",
        "id": "stay-1",
        "status": "finished",
        "class": {"code": "IMP", "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode"},
        "subject": {"reference": "Patient/h1"},
        "period": {"start": "2026-11-02T10:00:00Z", "end": "2026-11-19T14:00:00Z"},
        "reasonCode": [{"text": "Fracture of neck of femur"}],
        "serviceProvider": {"reference": f"Organization/ods-{HOSPITAL}"},
        "location": [{"location": {"display": "Alder Ward"}, "physicalType": {"coding": [{"code": "wa"}]}}],
    }
    allergy = {
        "resourceType": "AllergyIntolerance",
        "id": "allergy-1",
        "clinicalStatus": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
                    "code": "active",
                }
            ]
        },
        "code": {"text": "Penicillin"},
        "patient": {"reference": "Patient/g1"},
    }
    medicine = {
        "resourceType": "MedicationRequest",
        "id": "medicine-1",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "Apixaban 2.5mg tablets"},
        "subject": {"reference": "Patient/g1"},
        "authoredOn": "2021-11-02",
        "dosageInstruction": [{"text": "One twice a day"}],
    }
    registered = {
        "resourceType": "EpisodeOfCare",
        "id": "registered-1",
        "status": "active",
        "type": [{"text": "Registration"}],
        "patient": {"reference": "Patient/g1"},
        "managingOrganization": {"reference": f"Organization/ods-{PRACTICE}"},
    }
    put(patient("g1", NUMBER, "Hansford", "1942-03-04"), registered, allergy, medicine, source=PRACTICE)
    put(patient("h1", NUMBER, "Hansford", "1942-03-04"), stay, source=HOSPITAL)
    return identity.find(nhs=NUMBER)[0].person


def opened(person: int, by: Actor = GRACE):
    """The record as a reader sees it."""
    return open_record(reader=by, person=person, purpose="direct_care")


def written(letter: Letter, **parts: str) -> LetterText:
    """What somebody makes of a prefilled letter."""
    text = letter.text
    return LetterText(
        text.kind,
        {**text.parts, "summary": "A fall, a hip repaired, home with care.", "discharge": "Home.", **parts},
        (*text.medicines, MedicineLine("Alendronic acid 70mg", "One a week", "started", "Bone protection")),
        (ActionLine("Check kidney function", date(2026, 12, 3)),),
    )


def signed(person: int, *codes: str) -> Letter:
    """A signed discharge summary to these receivers; the first is to act, others get copies."""
    letter = actions.begin_letter(by=GRACE, record=opened(person), kind="discharge")
    to = [receiver(code, is_copy=number > 0) for number, code in enumerate(codes or (PRACTICE,))]
    receivers: list[Receiver] = [each for each in to if each]
    actions.rewrite_letter(by=GRACE, letter=letter, text=written(letter), receivers=receivers)
    return actions.sign_letter(by=GRACE, letter=letter, record=opened(person))


def sent(person: int, *codes: str) -> list[Delivery]:
    """The deliveries of a letter that was signed and sent."""
    return actions.send_letter(by=GRACE, letter=signed(person, *codes))
