"""PATCH over HTTP: a small difference, the decimals of the rest untouched."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.fhir_api.conftest import Json, Speaker, patient, weight
from tests.exchange.fhir_api.test_bad_input import is_answered, quick, trees, written

STEPS = "application/json-patch+json"
MERGE = "application/merge-patch+json"


@pytest.fixture
def weighed(fhir: Speaker) -> Speaker:
    fhir.store(weight("w1", "p1"), patient("p1", gender="female", telecom=[{"value": "1"}, {"value": "2"}]))
    return fhir


@pytest.mark.parametrize(
    ("steps", "changed"),
    [
        ([{"op": "add", "path": "/birthDate", "value": "1950-02-03"}], {"birthDate": "1950-02-03"}),
        ([{"op": "replace", "path": "/name/0/family", "value": "Storm"}], {"name": [{"family": "Storm"}]}),
        ([{"op": "remove", "path": "/gender"}], {"gender": None}),
        ([{"op": "remove", "path": "/telecom/0"}], {"telecom": [{"value": "2"}]}),
        (
            [{"op": "add", "path": "/telecom/-", "value": {"value": "3"}}],
            {"telecom": [{"value": v} for v in "123"]},
        ),
        (
            [{"op": "add", "path": "/telecom/1", "value": {"value": "3"}}],
            {"telecom": [{"value": v} for v in "132"]},
        ),
        (
            [{"op": "move", "from": "/telecom/0", "path": "/telecom/1"}],
            {"telecom": [{"value": v} for v in "21"]},
        ),
        (
            [{"op": "copy", "from": "/telecom/0", "path": "/telecom/-"}],
            {"telecom": [{"value": v} for v in "121"]},
        ),
        (
            [
                {"op": "test", "path": "/gender", "value": "female"},
                {"op": "add", "path": "/gender", "value": "other"},
            ],
            {"gender": "other"},
        ),
        ([], {}),
    ],
)
def test_steps_are_applied_in_order(weighed: Speaker, steps: list[Json], changed: Json):
    before = weighed.get("Patient/p1").json
    said = weighed.ask("PATCH", "Patient/p1", steps, STEPS)
    assert said.status == 200, said.raw
    assert said.headers["ETag"] == ('W/"2"' if steps else 'W/"1"')
    after = weighed.get("Patient/p1").json
    assert {**after, "meta": None} == {
        k: v for k, v in ({**before, "meta": None} | changed).items() if v or k == "meta"
    }


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([{"op": "test", "path": "/gender", "value": "male"}], 412),
        ([{"op": "fly", "path": "/gender"}], 400),
        ([{"op": "remove", "path": "/nothing"}], 400),
        ([{"op": "remove", "path": ""}], 400),
        ([{"op": "remove", "path": "gender"}], 400),
        ([{"op": "remove", "path": "/telecom/7"}], 400),
        ([{"op": "remove", "path": "/telecom/-1"}], 400),
        ([{"op": "add", "path": "/gender/x", "value": 1}], 400),
        ([{"op": "add", "path": "/gender"}], 400),
        ([{"op": "replace", "path": "", "value": []}], 400),
        ([{"op": "replace", "path": "/id", "value": "p2"}], 400),
        ([{"op": "replace", "path": "/gender", "value": 7}], 400),
        ([{"op": "move", "from": "/name", "path": "/name/0"}], 400),
        ([7], 400),
        ({"gender": "male"}, 400),
    ],
)
def test_a_patch_that_cannot_be_applied_changes_nothing(weighed: Speaker, steps: Any, status: int):
    assert weighed.ask("PATCH", "Patient/p1", steps, STEPS).status == status
    assert weighed.get("Patient/p1").headers["ETag"] == 'W/"1"'


def test_a_merge_patch_replaces_adds_and_takes_away(weighed: Speaker):
    difference = {"gender": None, "birthDate": "1950-02-03", "maritalStatus": {"text": "married"}}
    for media in (MERGE, "application/json"):
        assert weighed.ask("PATCH", "Patient/p1", difference, media).status == 200
    after = weighed.get("Patient/p1").json
    assert (after.get("gender"), after["birthDate"], after["maritalStatus"]) == (
        None,
        "1950-02-03",
        {"text": "married"},
    )


def test_decimals_keep_their_digits_through_a_patch(fhir: Speaker):
    head = b'{"resourceType":"Observation","id":"w1","status":"final","code":{"text":"x"},'
    fhir.put("Observation/w1", head + b'"valueQuantity":{"value":70.50}}')
    fhir.ask("PATCH", "Observation/w1", [{"op": "replace", "path": "/status", "value": "amended"}], STEPS)
    assert b'"status":"amended"' in fhir.get("Observation/w1").raw
    assert b"70.50" in fhir.get("Observation/w1").raw
    fhir.ask(
        "PATCH", "Observation/w1", b'[{"op":"replace","path":"/valueQuantity/value","value":71.00}]', STEPS
    )
    assert b"71.00" in fhir.get("Observation/w1").raw


def test_a_patch_holds_to_its_condition_and_to_the_type_of_its_body(weighed: Speaker):
    steps = [{"op": "remove", "path": "/gender"}]
    assert weighed.ask("PATCH", "Patient/p1", steps, STEPS, If_Match='W/"7"').status == 412
    assert weighed.ask("PATCH", "Patient/p1", steps, "application/fhir+json").status == 415
    assert weighed.ask("PATCH", "Patient/nobody", steps, STEPS).status == 404
    assert weighed.ask("PATCH", "Patient?family=nobody", steps, STEPS).status == 404
    assert weighed.ask("PATCH", "Patient?family=gale", steps, STEPS, If_Match='W/"1"').status == 200


@quick
@given(patch=trees)
def test_any_patch_is_answered(weighed: Speaker, patch: Any):
    for media in (STEPS, MERGE):
        is_answered(weighed.ask("PATCH", "Patient/p1", written(patch), media))


paths = st.sampled_from(
    ["", "/", "/name", "/name/0", "/name/-", "/name/0/family", "/telecom/1", "/id", "/~1", "/gender/x"]
)


@quick
@given(
    steps=st.lists(
        st.fixed_dictionaries(
            {"op": st.sampled_from(["add", "remove", "replace", "move", "copy", "test"]), "path": paths},
            optional={"from": paths, "value": trees},
        ),
        max_size=4,
    )
)
def test_any_steps_are_answered(weighed: Speaker, steps: list[Json]):
    is_answered(weighed.ask("PATCH", "Patient/p1", written(steps), STEPS))
