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
from toldonce.record import store
from toldonce.record.access import Purpose, decide, sieve
from toldonce.record.deciding import DECIDING, REFERENCE
from toldonce.record.opening import let_through
from toldonce.record.readings.assembly import is_sealed, record_from

DATABASE = pytest.mark.usefixtures("own_database")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
ADA = {"reference": "Patient/ada"}
OTHERS = ("Observation", "Condition", "DocumentReference", "MedicationRequest", "Communication", "Procedure")
SOURCE = {"source": "https://toldonce.example/source/RBD"}
PRACTICE = {"reference": f"Organization/ods-{NURSE.organisation}"}
REGISTERED = {"resourceType": "Patient", "id": "registered", "generalPractitioner": [PRACTICE]}


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
    stored = store.read_many([tuple(each.split("/")) for each in references])
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


@DATABASE
def test_an_earlier_version_of_what_is_sensitive_now_is_withheld():
    ada()
    put(condition("c"), source="RBD")
    earlier = store.vread("Condition", "c", 1)
    put(condition("c", meta=SOURCE | {"security": [{"code": "R"}]}), source="RBD")
    assert let_through(NURSE, [earlier], Purpose.DIRECT_CARE) == []


@given(st.integers())
def test_no_other_type_changes_the_decision_or_what_is_withheld(seed):
    random = Random(seed)
    told = [{**any_resource(rtype, random), "id": id} for rtype in (*DECIDING, *OTHERS) for id in ("c", "p")]
    whole = record_from([*told, REGISTERED], at=NOW)
    asked = random.choice([*whole])
    named = {asked.reference.encode(), *(b"/".join(each) for each in REFERENCE.findall(orjson.dumps(asked)))}
    kept = [each for each in whole if each.rtype in DECIDING or each.reference.encode() in named]
    part = record_from(kept, at=NOW)
    decision = decide(NURSE, whole, Purpose.DIRECT_CARE)
    assert decide(NURSE, part, Purpose.DIRECT_CARE) == decision
    assert is_sealed(part) == is_sealed(whole)
    assert sieve(NURSE, part, decision, [asked]) == sieve(NURSE, whole, decision, [asked])
