"""What this server says is FHIR too: its CapabilityStatement, Bundles and OperationOutcomes pass its own validation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exchange.fhir_api.conftest import Speaker, patient, weight
from toldonce.codes.fhir import validation
from toldonce.codes.fhir.definitions import RESOURCE_TYPES

BUNDLE = {
    "resourceType": "Bundle",
    "type": "batch",
    "entry": [
        {"request": {"method": "PUT", "url": "Patient/p2"}, "resource": patient("p2")},
        {"request": {"method": "GET", "url": "Patient/nobody"}},
        {"request": {"method": "GET", "url": "Patient"}},
        {"request": {"method": "DELETE", "url": "Patient/p2"}},
    ],
}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "metadata", None),
        ("GET", "metadata?_summary=true", None),
        ("GET", "Observation?_include=Observation:subject&_total=accurate&_count=1", None),
        ("GET", "Observation?_elements=status", None),
        ("GET", "Observation?_summary=true", None),
        ("GET", "Observation?_summary=count", None),
        ("GET", "Observation?patient=nobody", None),
        ("GET", "Observation/_history", None),
        ("GET", "Observation/w1/_history", None),
        ("GET", "Patient/p1/$everything", None),
        ("GET", "Patient/p1/$validate", None),
        ("GET", "Observation/w1?_summary=true", None),
        ("GET", "Patient/p1?_summary=text", None),
        ("GET", "Nothing", None),
        ("GET", "Patient?colour=red", None),
        ("POST", "Patient", {"resourceType": "Patient", "gender": 7, "name": []}),
        ("POST", "", BUNDLE),
        ("POST", "", {**BUNDLE, "type": "transaction", "entry": BUNDLE["entry"][:1]}),
    ],
)
def test_it_is_valid(fhir: Speaker, method: str, path: str, body: Any):
    fhir.store(patient("p1"), weight("w1", "p1"))
    fhir.put("Observation/w1", weight("w1", "p1", 80))
    said = fhir.ask(method, path, body)
    assert validation.problems(said.json) == []


def test_the_capability_statement_names_what_answers(fhir: Speaker):
    (rest,) = fhir.get("metadata").json["rest"]
    resources = {each["type"]: each for each in rest["resource"]}
    assert tuple(resources) == RESOURCE_TYPES
    for each in ("Observation", "Patient", "PractitionerRole"):
        for parameter in resources[each]["searchParam"]:
            said = fhir.get(f"{each}?{parameter['name']}:missing=true&_count=1")
            assert said.status in (200, 400)
            assert said.status == 200 or "is not supported" not in said.sentence, parameter
    assert {each["code"] for each in rest["interaction"]} == {"batch", "transaction"}
    assert "Observation:subject" in resources["Patient"]["searchRevInclude"]
    assert "_text" not in {each["name"] for each in resources["Patient"]["searchParam"]}
    assert fhir.get("metadata?mode=terminology").status == 400
