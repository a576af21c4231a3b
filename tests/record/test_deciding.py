"""What is read in order to decide leads to the same answers as the whole record does."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.readings.shapes import any_resource
from tests.writing import NURSE, patient, put
from toldonce.care.alerts.glance import address_of
from toldonce.record import store
from toldonce.record.access import Purpose, decide, sieve
from toldonce.record.deciding import DECIDING, REFERENCE
from toldonce.record.opening import let_through
from toldonce.record.readings.assembly import is_sealed, record_from
from toldonce.record.readings.consents import objections

DATABASE = pytest.mark.usefixtures("own_database")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
ADA = {"reference": "Patient/ada"}
OTHERS = ("Observation", "Condition", "DocumentReference", "MedicationRequest", "Communication", "Procedure")
SOURCE = {"source": "https://toldonce.example/source/RBD"}
PRACTICE = {"reference": f"Organization/ods-{NURSE.organisation}"}


def ada() -> int:
    """Ada, registered where the nurse works."""
    return put(patient("ada", "9990000018", "Shaw", "1950-05-01", generalPractitioner=[PRACTICE]))[0].pid


def condition(id: str, **elements) -> dict:
    return {
        "resourceType": "Condition",
        "id": id,
        "meta": SOURCE,
        "subject": ADA,
        "code": {"text": id},
        **elements,
    }


def observation(id: str, **elements) -> dict:
    told = {"status": "final", "code": {"text": id}, "subject": ADA, "meta": SOURCE}
    return {"resourceType": "Observation", "id": id, **told, **elements}


def seen(*references: str) -> list[str]:
    """Which of these the nurse may see."""
    stored = store.read_many([address_of(each) for each in references])
    return sorted(f"{each.rtype}/{each.id}" for each in let_through(NURSE, stored, Purpose.DIRECT_CARE))


@DATABASE
def test_what_is_sensitive_withholds_itself_and_what_refers_to_it():
    ada()
    put(
        condition("secret", meta=SOURCE | {"security": [{"code": "R"}]}),
        condition("plain"),
        observation("repeats", focus=[{"reference": "Condition/secret"}]),
        observation("other", focus=[{"reference": "Condition/plain"}]),
        source="RBD",
    )
    told = ("Condition/secret", "Condition/plain", "Observation/repeats", "Observation/other")
    assert seen(*told) == ["Condition/plain", "Observation/other"]
    assert [each for each in told if seen(each)] == [
        "Condition/plain",
        "Observation/other",
    ]  # asked one by one


@DATABASE
def test_an_earlier_version_of_what_is_sensitive_now_is_withheld():
    ada()
    put(condition("c"), source="RBD")
    earlier = store.vread("Condition", "c", 1)
    assert earlier is not None
    put(condition("c", meta=SOURCE | {"security": [{"code": "R"}]}), source="RBD")
    assert let_through(NURSE, [earlier], Purpose.DIRECT_CARE) == []


def deciders() -> list[dict]:
    """One resource of each kind that makes a relationship with the nurse's practice, or withholds."""
    ada, now = {"reference": "Patient/ada"}, f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    deny = {"type": "deny"}
    return [
        {"resourceType": "Patient", "id": "ada", "generalPractitioner": [PRACTICE]},
        {"resourceType": "EpisodeOfCare", "id": "e", "status": "active", "patient": ada,
         "managingOrganization": PRACTICE,
         "type": [{"text": "GP registration"}]},
        {"resourceType": "CareTeam", "id": "t", "status": "active", "subject": ada,
         "managingOrganization": [PRACTICE]},
        {"resourceType": "CarePlan", "id": "p", "status": "active", "subject": ada, "author": PRACTICE},
        {"resourceType": "Encounter", "id": "v", "status": "in-progress", "class": {"code": "IMP"}, "subject": ada,
         "serviceProvider": PRACTICE, "period": {"start": now}},
        {"resourceType": "ServiceRequest", "id": "r", "status": "active", "subject": ada, "authoredOn": now,
         "performer": [PRACTICE], "category": [{"text": "Referral"}]},
        {"resourceType": "Consent", "id": "n", "status": "active", "patient": ada, "provision": deny,
         "scope": {"coding": [{"code": "patient-privacy"}]}, "category": [{"text": "Sharing"}]},
        {"resourceType": "Flag", "id": "f", "status": "active", "subject": ada, "code": {"text": "Address is sealed"}},
    ]  # fmt: skip


def test_there_is_a_resource_that_decides_of_each_type():
    assert [each["resourceType"] for each in deciders()] == list(DECIDING)
    nothing = record_from([], at=NOW)
    for each in deciders():
        alone = record_from([each], at=NOW)
        decides = decide(NURSE, alone, Purpose.DIRECT_CARE) != decide(NURSE, nothing, Purpose.DIRECT_CARE)
        assert decides or is_sealed(alone) or objections(alone)


@given(st.sets(st.sampled_from(range(len(DECIDING)))), st.integers())
def test_no_other_type_changes_the_decision_or_what_is_withheld(drawn, seed):
    random = Random(seed)
    noise = [{**any_resource(rtype, random), "id": id} for rtype in random.sample(OTHERS, 2) for id in "cp"]
    whole = record_from([*(deciders()[number] for number in drawn), *noise], at=NOW)
    asked = random.choice([each for each in whole if each.rtype in OTHERS])
    named = {asked.reference.encode(), *(b"/".join(each) for each in REFERENCE.findall(orjson.dumps(asked)))}
    kept = [each for each in whole if each.rtype in DECIDING or each.reference.encode() in named]
    part = record_from(kept, at=NOW)
    decision = decide(NURSE, whole, Purpose.DIRECT_CARE)
    assert decide(NURSE, part, Purpose.DIRECT_CARE) == decision
    assert is_sealed(part) == is_sealed(whole)
    assert sieve(NURSE, part, decision, [asked]) == sieve(NURSE, whole, decision, [asked])
