"""A child's growth and reviews, as parents and health visitors say them."""

from datetime import date

import pytest

from tests.record.readings.tables import record, resource, rows, shown
from toldonce.record.readings.child_health import age_on, child_health, curves, growth
from toldonce.record.readings.moments import moment

KINDS = {"weight": ("27113001", "kg"), "length": ("50373000", "cm"), "head": ("363812007", "cm")}


def born(day: str) -> dict:
    return resource("Patient", name=[{"family": "Vine", "given": ["Ada"]}], birthDate=day)


def measured(table: str) -> list[dict]:
    def one(row):
        code, unit = KINDS[row["what"]]
        told = resource("Observation", row.get("source", "gp"), status="final", effectiveDateTime=row["day"])
        told["code"] = {"coding": [{"system": "http://snomed.info/sct", "code": code}]}
        told["valueQuantity"] = {"value": float(row["value"]), "unit": unit}
        if "centile" in row:
            told["note"] = [{"text": f"Centile: {row['centile']}."}]
        return told

    return [one(row) for row in rows(table)]


ADA = """
    what   | day        | value | centile
    weight | 2026-01-10 | 3.40  | 50th
    length | 2026-01-10 | 50.5  |
    weight | 2026-02-24 | 4.65  |
    weight | 2026-05-12 | 6.30  |
"""


def test_growth_is_a_line_a_day_with_the_age_and_what_the_sender_said_of_centiles():
    told = growth(record(born("2026-01-10"), measured(ADA)))
    lines = [(e.age, e.weight and e.weight.words, e.height and e.height.words, e.remarks) for e in told]
    assert lines == [
        ("4 months", "6.3", None, ""),
        ("6 weeks", "4.65", None, ""),
        ("0 days", "3.4", "50.5", "Weight: Centile: 50th."),
    ]


def test_a_curve_needs_two_values():
    (weight,) = curves(record(born("2026-01-10"), measured(ADA)))
    assert (weight.slug, weight.unit, [value for _, value in weight.points]) == (
        "weight",
        "kg",
        [3.4, 4.65, 6.3],
    )


def test_what_was_measured_of_a_grown_up_is_no_growth_of_a_child():
    grown = measured("what | day | value\n weight | 1975-01-01 | 70\n weight | 1960-01-01 | 31")
    assert [each.age for each in growth(record(born("1950-02-01"), grown))] == ["9 years 11 months"]


def test_without_a_birth_date_nothing_is_called_growth():
    told = growth(record(resource("Patient", name=[{"family": "Vine"}]), measured(ADA)))
    assert (len(told), bool(told.why_empty)) == (0, True)


def test_a_review_has_its_age_its_outcome_and_its_scores():
    review = resource(
        "Observation",
        status="final",
        category=[{"coding": [{"code": "survey"}], "text": "Child development review"}],
        code={"text": "Review at 2 to 2½ years"},
        effectiveDateTime="2026-06-20",
        valueString="Refer to speech and language therapy",
        method={"text": "ASQ-3"},
        component=[{"code": {"text": "Communication"}, "valueQuantity": {"value": 25, "unit": "of 60"}}],
        note=[{"text": "Says few words."}],
    )
    told = child_health(record(born("2024-03-02"), review))
    assert shown(told, "title", "age", "outcome", "scores", "remarks") == [
        (
            "Review at 2 to 2½ years", "2 years 3 months", "Refer to speech and language therapy",
            "(('Communication', '25 of 60'),)", "Says few words. By ASQ-3.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("2026-01-09", ""),
        ("2026-01-11", "1 day"),
        ("2026-01-24", "2 weeks"),
        ("2026-05-09", "17 weeks"),
        ("2026-05-10", "4 months"),
        ("2028-01-09", "23 months"),
        ("2028-01-10", "2 years"),
        ("2029-02-10", "3 years 1 month"),
    ],
)
def test_ages_are_said_as_they_are_said_of_children(day, age):
    assert age_on(date(2026, 1, 10), moment(day)) == age
