import pytest

from tests.record.readings.tables import record, resource
from toldonce.record.readings.assessments import assessments
from toldonce.record.readings.care_plans import (
    REVIEW_DUE,
    care_plans,
    ceilings_of_treatment,
    disagreement_on_resuscitation,
    emergency_plans,
)
from toldonce.record.readings.emergency import emergency


def plan(title, code="", status="active", **period):
    category = [{"coding": [{"system": "http://snomed.info/sct", "code": code}]}] if code else []
    return resource("CarePlan", status=status, title=title, category=category, period=period)


ADVANCE, RESPECT = "736366004", "1382601000000107"


def test_plans_for_emergencies_come_first_and_those_that_are_over_last():
    whole = record(
        plan("Diabetes plan", start="2026-06-01"),
        plan("Old advance plan", ADVANCE, "revoked", start="2026-05-01"),
        plan("Advance plan", ADVANCE, start="2024-01-01"),
    )
    assert [each.title for each in care_plans(whole)] == ["Advance plan", "Diabetes plan", "Old advance plan"]
    assert [each.title for each in emergency_plans(whole)] == ["Advance plan"]


def test_a_plan_whose_time_has_passed_is_not_current_whatever_its_status():
    whole = record(plan("Advance plan", ADVANCE, start="2019-01-01", end="2020-01-01"))
    assert emergency_plans(whole) == ()


def test_a_respect_form_that_is_a_document_is_a_plan_and_can_be_opened():
    form = resource(
        "DocumentReference",
        status="current",
        type={"coding": [{"code": RESPECT}], "text": "ReSPECT form"},
        content=[{"attachment": {"url": "Binary/b1", "contentType": "application/pdf", "title": "ReSPECT"}}],
    )
    (found,) = emergency_plans(record(form))
    assert (found.title, found.kind, found.content) == ("ReSPECT", "ReSPECT form", "Binary/b1")


def test_a_decision_on_resuscitation_is_a_ceiling_wherever_it_is_recorded_and_only_while_it_holds():
    def decision(status):
        return resource(
            "Flag", status=status, code={"text": "Not for attempted cardiopulmonary resuscitation"}
        )

    assert len(ceilings_of_treatment(record(decision("active")))) == 1
    assert ceilings_of_treatment(record(decision("inactive"))) == ()


def test_the_ambulance_sees_plan_wishes_allergies_medicines_contacts_and_alerts_at_once():
    whole = record(
        plan("Advance plan", ADVANCE),
        resource("Observation", code={"text": "Preferred place of care"}, valueString="Home"),
        resource("AllergyIntolerance", code={"text": "Penicillin"}),
        resource("MedicationRequest", status="active", medicationCodeableConcept={"text": "Warfarin"}),
        resource("RelatedPerson", name=[{"text": "Bob"}], telecom=[{"system": "phone", "value": "01202 1"}]),
        resource("Flag", status="active", code={"text": "Dog bites"}),
    )
    seen = emergency(whole)
    assert [each.title for each in seen.plans] == ["Advance plan"]
    assert [each.detail for each in seen.wishes] == ["Home"]
    assert [each.substance for each in seen.allergies] == ["Penicillin"]
    assert [each.name for each in seen.medicines] == ["Warfarin"]
    assert [each.phones for each in seen.contacts] == [("01202 1",)]
    assert [each.title for each in seen.alerts] == ["Dog bites"]


NOT_FOR, FOR = "450476008", "450475007"
FORM = "https://toldonce.example/Questionnaire/plan-treatment-escalation|1"


def signed(decision: str, **more) -> list[dict]:
    """A treatment escalation plan with its answers, as a signature writes it."""
    item = {"linkId": "cpr", "answer": [{"valueCoding": {"code": decision, "display": f"Code {decision}"}}]}
    answers = resource("QuestionnaireResponse", id="a1", status="completed", questionnaire=FORM)
    escalation = plan("Treatment escalation plan", "735324008", start="2026-06-01") | {
        "id": "p1",
        "instantiatesCanonical": [FORM],
        "description": f"Code {decision}. Comfort matters most.",
        "supportingInfo": [{"reference": "QuestionnaireResponse/a1"}],
    }
    return [escalation | more, answers | {"item": [{"linkId": "g", "text": "If", "item": [item]}]}]


def flag(code: str, status: str = "active") -> dict:
    return resource("Flag", status=status, code={"coding": [{"code": code}], "text": "resuscitation"})


@pytest.mark.parametrize(
    ("decided", "flagged", "status", "differs"),
    [
        (FOR, NOT_FOR, "active", True),
        (NOT_FOR, NOT_FOR, "active", False),
        (FOR, NOT_FOR, "inactive", False),
    ],
)
def test_when_sources_differ_on_resuscitation_it_is_said(decided, flagged, status, differs):
    whole = record(*signed(decided), flag(flagged, status))
    assert bool(disagreement_on_resuscitation(whole)) is differs


def test_a_superseded_plan_differs_from_nothing():
    whole = record(*signed(FOR, status="completed"), flag(NOT_FOR))
    assert disagreement_on_resuscitation(whole) == ""


def test_how_far_treatment_goes_comes_before_newer_plans_of_other_kinds():
    whole = record(*signed(NOT_FOR), plan("Advance plan", ADVANCE, start="2026-06-10"))
    assert [each.title for each in emergency_plans(whole)] == ["Treatment escalation plan", "Advance plan"]


def test_the_answers_of_a_plan_are_read_with_the_plan_and_are_no_assessment():
    whole = record(*signed(NOT_FOR))
    assert list(assessments(whole)) == []
    assert care_plans(whole).items[0].decision == f"Code {NOT_FOR}"


def test_a_plan_whose_review_is_late_is_current_and_overdue():
    late = {"extension": [{"url": REVIEW_DUE, "valueDate": "2026-06-14"}]}
    (found,) = emergency_plans(record(*signed(NOT_FOR, **late)))
    assert (found.is_current, found.is_overdue, str(found.review)) == (True, True, "14 June 2026")
