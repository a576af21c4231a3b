"""Tokens: codes with and without their system, identifiers, truths, telephone numbers."""

import pytest

SNOMED, ICD = "http://snomed.info/sct", "http://hl7.org/fhir/sid/icd-10"
CODES = {
    "snomed": {"coding": [{"system": SNOMED, "code": "73211009", "display": "Diabetes mellitus"}]},
    "icd": {"coding": [{"system": ICD, "code": "E11"}], "text": "Sugar trouble"},
    "both": {"coding": [{"system": SNOMED, "code": "44054006"}, {"system": ICD, "code": "E11"}]},
    "bare": {"coding": [{"code": "E11"}]},
    "odd": {"coding": [{"system": "s", "code": "a|b,c$d\\e"}]},
    "none": {"text": "sugar in the urine"},
}


def conditions():
    return [
        {"resourceType": "Condition", "id": id, "subject": {"reference": "Patient/p"}, "code": code}
        for id, code in CODES.items()
    ]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("code=E11", ["bare", "both", "icd"]),
        (f"code={ICD}|E11", ["both", "icd"]),
        ("code=|E11", ["bare"]),
        (f"code={ICD}|", ["both", "icd"]),
        (f"code={SNOMED}|E11", []),
        (f"code={SNOMED}|73211009,|E11", ["bare", "snomed"]),
        ("code=E11&code=44054006", ["both"]),
        ("code=e11", []),
        (r"code=a\|b\,c\$d\\e", ["odd"]),
        (r"code=s|a\|b\,c\$d\\e", ["odd"]),
        ("code:not=E11", ["none", "odd", "snomed"]),
        ("code:text=sugar", ["icd", "none"]),
        ("code:text=diabetes", ["snomed"]),
        ("code:missing=false", sorted(CODES)),
        ("body-site:missing=true", sorted(CODES)),
        ("body-site:missing=false", []),
        ("code:not=E11,73211009", ["none", "odd"]),
    ],
)
def test_a_code_is_found_with_its_system_or_without(found, question, ids):
    assert found(conditions(), f"Condition?{question}") == ids


V2 = "http://terminology.hl7.org/CodeSystem/v2-0203"
PEOPLE = [
    {
        "resourceType": "Patient", "id": "anna", "active": True, "gender": "female", "language": "en-GB",
        "identifier": [
            {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"},
            {"type": {"coding": [{"system": V2, "code": "MR"}]}, "value": "17"},
        ],
        "telecom": [{"system": "phone", "value": "01202 (555) 123"}, {"system": "email", "value": "Anna@Example.org"}],
    },
    {"resourceType": "Patient", "id": "ben", "active": False, "gender": "male", "deceasedBoolean": True,
     "identifier": [{"value": "9990000018"}, {"type": {"coding": [{"code": "MR"}]}, "value": "18"}],
     "meta": {"tag": [{"system": "t", "code": "x"}], "profile": ["http://p|2"], "security": [{"code": "R"}],
              "source": "http://source/a"}},
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("identifier=9990000018", ["anna", "ben"]),
        ("identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018", ["anna"]),
        ("identifier=|9990000018", ["ben"]),
        ("identifier=https://fhir.nhs.uk/Id/nhs-number|", ["anna"]),
        (f"identifier:of-type={V2}|MR|17", ["anna"]),
        (f"identifier:of-type={V2}|MR|18", []),
        ("gender=female", ["anna"]),
        ("gender=http://hl7.org/fhir/administrative-gender|female", ["anna"]),
        ("gender=http://example.org|female", []),
        ("gender:not=female", ["ben"]),
        ("active=true", ["anna"]),
        ("active=false", ["ben"]),
        ("active=http://terminology.hl7.org/CodeSystem/special-values|true", ["anna"]),
        ("deceased=true", ["ben"]),
        ("deceased=false", ["anna"]),
        ("phone=01202555123", ["anna"]),
        ("phone=01202 555 123", ["anna"]),
        ("email=anna@example.org", ["anna"]),
        ("telecom=phone|01202-555123", ["anna"]),
        ("phone=anna@example.org", []),
        ("_id=anna,ben", ["anna", "ben"]),
        ("_id=anna&_id=ben", []),
        ("_id:not=anna", ["ben"]),
        ("_tag=t|x", ["ben"]),
        ("_tag=x", ["ben"]),
        ("_tag=u|x", []),
        ("_security=R", ["ben"]),
        ("_profile=http://p", ["ben"]),
        ("_profile=http://p|2", ["ben"]),
        ("_profile=http://p|3", []),
        ("_source=http://source/a", ["ben"]),
        ("_source:below=http://source", ["ben"]),
        ("_source:below=http://sour", []),
        ("_source:above=http://source/a/b", ["ben"]),
    ],
)
def test_people_are_found_by_their_numbers_codes_and_marks(found, question, ids):
    assert found(PEOPLE, f"Patient?{question}") == ids


COMPONENTS = [
    {
        "resourceType": "Observation", "id": id, "status": "final", "code": {"coding": [{"code": "bp"}]},
        "component": [
            {"code": {"coding": [{"code": "sys"}]}, "valueQuantity": {"value": systolic}},
            {"code": {"coding": [{"code": "dia"}]}, "valueQuantity": {"value": diastolic}},
        ],
    }
    for id, systolic, diastolic in [("high", 160, 95), ("normal", 120, 80)]
] + [
    {"resourceType": "Observation", "id": "single", "status": "final", "code": {"coding": [{"code": "sys"}]},
     "valueQuantity": {"value": 150}},
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("component-code-value-quantity=sys$gt140", ["high"]),
        ("component-code-value-quantity=dia$gt140", []),
        ("combo-code-value-quantity=sys$gt140", ["high", "single"]),
        ("code-value-quantity=sys$gt140", ["single"]),
        ("combo-code-value-quantity=dia$lt90,sys$150", ["normal", "single"]),
        ("combo-code=sys", ["high", "normal", "single"]),
        ("code=sys", ["single"]),
    ],
)
def test_the_parts_of_a_composite_hold_of_one_element(found, question, ids):
    assert found(COMPONENTS, f"Observation?{question}") == ids
