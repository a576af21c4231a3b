"""What is stored with a warning."""

import pytest

from toldonce.codes.fhir.validation import doubts

NHS = "https://fhir.nhs.uk/Id/nhs-number"
UNDONE = "is missing: a vaccination that was not done says why (UK Core ukcore-imm-1)"
SNOMED = "http://snomed.info/sct"


def said(resource):
    return [f"{doubt.place}: {doubt.reason}" for doubt in doubts(resource)]


@pytest.mark.parametrize(
    ("number", "warning"),
    [
        (
            "9434765919",
            ["Patient.identifier[0]: the NHS number 943 476 5919 lies in a range that is not issued"],
        ),
        ("4010232137", []),
        ("9990000018", []),
        (
            "4010232138",
            ["Patient.identifier[0]: the NHS number 401 023 2138 fails its check digit. It links nobody"],
        ),
        (
            "12345",
            ['Patient.identifier[0]: "12345" is not an NHS number: it has not ten digits. It links nobody'],
        ),
    ],
)
def test_an_nhs_number_that_cannot_be_right(number, warning):
    assert said({"resourceType": "Patient", "identifier": [{"system": NHS, "value": number}]}) == warning


@pytest.mark.parametrize(
    ("coding", "warning"),
    [
        ({"system": SNOMED, "code": "44054006"}, []),
        (
            {"system": SNOMED, "code": "44054007"},
            ['"44054007" is not a SNOMED CT code: its check digit is wrong'],
        ),
        ({"system": "http://loinc.org", "code": "718-7"}, []),
        (
            {"system": "https://acme.example/codes", "code": "1"},
            ["the code system https://acme.example/codes is not known here"],
        ),
        ({"code": "1"}, []),
    ],
)
def test_a_code_that_nobody_here_knows(coding, warning):
    resource = {
        "resourceType": "Procedure",
        "status": "completed",
        "subject": {},
        "code": {"coding": [coding]},
    }
    assert said(resource) == [f"Procedure.code.coding[0]: {sentence}" for sentence in warning]


@pytest.mark.parametrize(
    ("resource", "warning"),
    [
        (
            {"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/1"}},
            [
                "AllergyIntolerance.code: is missing: UK Core asks for it",
                "AllergyIntolerance.clinicalStatus: is missing: an allergy that is not an error has one (HL7 ait-1)",
            ],
        ),
        (
            {
                "resourceType": "Practitioner",
                "identifier": [{"value": "1"}, {"system": "https://a.example", "value": "2"}],
            },
            ["Practitioner.identifier[0].system: is missing: UK Core asks for it"],
        ),
        (
            {"resourceType": "Immunization", "status": "not-done"},
            [
                f"Immunization.statusReason: {UNDONE}",
            ],
        ),
        (
            {
                "resourceType": "Observation",
                "status": "final",
                "dataAbsentReason": {"text": "?"},
                "valueInteger": 1,
            },
            ["Observation.dataAbsentReason: must not be there beside a value (HL7 obs-6)"],
        ),
        (
            {"resourceType": "Organization", "active": True},
            ["Organization.name: is missing, and so is an identifier (HL7 org-1)"],
        ),
        (
            {
                "resourceType": "Condition",
                "code": {"text": "asthma"},
                "clinicalStatus": {
                    "coding": [
                        {
                            "system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
                            "code": "asleep",
                        }
                    ]
                },
            },
            [
                "Condition.clinicalStatus: holds no code of http://terminology.hl7.org/CodeSystem/condition-clinical"
            ],
        ),
    ],
)
def test_rules_that_are_asked_for_but_not_enforced(resource, warning):
    assert said(resource) == warning


def test_tags_are_free():
    tag = {"system": "https://anybody.example/tags", "code": "x"}
    assert said({"resourceType": "Patient", "meta": {"tag": [tag]}}) == []
