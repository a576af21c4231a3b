"""Whoever asks our FHIR API for pointers finds the one in force, and with it the plan."""

from tests.care.plans.drawing import NURSE, signed, somebody
from tests.exchange.fhir_api.conftest import Speaker, fhir, token  # noqa: F401 the same client

TYPE = "http://snomed.info/sct|735324008"


def test_pointers_are_found_by_person_type_and_state_and_lead_to_the_plan(fhir: Speaker):  # noqa: F811
    person = somebody()
    first = signed(person)
    second = signed(person, by=NURSE, seen=first)
    asked = f"DocumentReference?patient=p1&type={TYPE}"
    assert sorted(fhir.get(asked).ids) == sorted([f"{first}-pointer", f"{second}-pointer"])
    current = fhir.get(f"{asked}&status=current")
    assert current.ids == [f"{second}-pointer"]
    (entry,) = current.json["entry"]
    plan = fhir.get(entry["resource"]["content"][0]["attachment"]["url"])
    assert (plan.status, plan.json["replaces"]) == (200, [{"reference": f"CarePlan/{first}"}])
    assert fhir.get("DocumentReference?patient=p1&type=http://snomed.info/sct|736366004").ids == []
