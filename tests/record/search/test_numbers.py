"""Numbers and quantities: what is written precisely is compared precisely."""

import pytest


def risk(id, probability):
    return {
        "resourceType": "RiskAssessment", "id": id, "status": "final", "subject": {"reference": "Patient/p"},
        "prediction": [{"probabilityDecimal": probability}],
    }  # fmt: skip


NUMBERS = {
    "99.4": 99.4,
    "99.5": 99.5,
    "100": 100,
    "100.004": 100.004,
    "100.4": 100.4,
    "100.5": 100.5,
    "105": 105,
}


@pytest.mark.parametrize(
    ("number", "ids"),
    [
        ("100", ["100", "100.004", "100.4", "99.5"]),
        ("100.00", ["100", "100.004"]),
        ("1e2", ["100", "100.004", "100.4", "100.5", "99.4", "99.5"]),
        ("lt100", ["99.4", "99.5"]),
        ("le100", ["100", "99.4", "99.5"]),
        ("gt100", ["100.004", "100.4", "100.5", "105"]),
        ("ge100", ["100", "100.004", "100.4", "100.5", "105"]),
        ("sa100.4", ["100.5", "105"]),
        ("eb99.5", ["99.4"]),
        ("ne100", ["100.5", "105", "99.4"]),
        ("ap100", sorted(NUMBERS)),
        ("ap200", []),
        ("100.4,105", ["100.4", "105"]),
    ],
)
def test_a_number_is_as_precise_as_it_is_written(found, number, ids):
    rows = [risk(id, value) for id, value in NUMBERS.items()]
    assert found(rows, f"RiskAssessment?probability={number}") == ids


QUANTITIES = {
    "mg": {"value": 5.4, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"},
    "mg-by-name": {"value": 5.4, "unit": "mg"},
    "g": {"value": 5.4, "unit": "g", "system": "http://unitsofmeasure.org", "code": "g"},
    "less": {"value": 5, "comparator": "<", "unit": "mg"},
    "more": {"value": 6, "comparator": ">", "unit": "mg"},
    "precise": {"value": 5.404, "unit": "mg"},
}


@pytest.mark.parametrize(
    ("quantity", "ids"),
    [
        ("5.4", ["g", "mg", "mg-by-name", "precise"]),
        ("5.40", ["g", "mg", "mg-by-name", "precise"]),
        ("5.400", ["g", "mg", "mg-by-name"]),
        ("5.40e0", ["g", "mg", "mg-by-name", "precise"]),
        ("5.4|http://unitsofmeasure.org|mg", ["mg"]),
        ("5.4||mg", ["mg", "mg-by-name", "precise"]),
        ("lt5||mg", ["less"]),
        ("gt5.4||mg", ["more", "precise"]),
        ("ge6", ["more"]),
        ("ap5.9||mg", ["mg", "mg-by-name", "more", "precise"]),
        ("5.4|http://unitsofmeasure.org|g", ["g"]),
        ("5400|http://unitsofmeasure.org|mg", ["g"]),
        ("0.0054|http://unitsofmeasure.org|g", ["mg"]),
        ("gt5000|http://unitsofmeasure.org|mg", ["g"]),
        ("gt0|http://unitsofmeasure.org|mL", []),
    ],
)
def test_a_quantity_has_a_unit_or_any(found, quantity, ids):
    rows = [
        {
            "resourceType": "Observation",
            "id": id,
            "status": "final",
            "code": {"text": "x"},
            "valueQuantity": value,
        }
        for id, value in QUANTITIES.items()
    ]
    assert found(rows, f"Observation?value-quantity={quantity}") == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("gt70", ["range"]),
        ("lt41", ["range"]),
        ("sa39", ["age", "range"]),
        ("sa45", ["age"]),
        ("50", ["age"]),
        ("eb80", ["age", "range"]),
    ],
)
def test_an_age_and_a_range_of_ages(found, question, ids):
    subject = {"subject": {"reference": "Patient/p"}}
    rows = [
        {"resourceType": "Condition", "id": "range", **subject,
         "onsetRange": {"low": {"value": 40, "unit": "a"}, "high": {"value": 79, "unit": "a"}}},
        {"resourceType": "Condition", "id": "age", **subject, "onsetAge": {"value": 50, "unit": "a"}},
    ]  # fmt: skip
    assert found(rows, f"Condition?onset-age={question}") == ids
