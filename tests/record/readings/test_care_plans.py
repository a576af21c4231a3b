from tests.record.readings.tables import record, resource
from toldonce.record.readings.care_plans import care_plans, ceilings_of_treatment, emergency_plans
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
