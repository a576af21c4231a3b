"""A narrative whose numbers are references: what they stand for, and what is said of those that are typed."""

from __future__ import annotations

import pytest

from tests.steering.better_care.drawing import plan, printed
from toldonce.steering.plans.better_care.narrative import findings, sections
from toldonce.steering.sheets.declaring import Contents, Grade


def written(text: str) -> Contents:
    return plan(narrative=f"section | text\nMoney | {text}")


def read(contents: Contents) -> str:
    (section,) = sections(contents)
    return "".join(each.value.text if each.value else each.text for each in section.pieces)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("We spend {total}.", "We spend £1,000."),
        ("Carers {scheme.carers}, of which {scheme.carers.group}", "Carers £350, of which £250"),
        ("{partner.council} and {source.least}", "£300 and £700"),
        ("{area.social_care:m}", "£0.001m"),
        ("{ total }", "£1,000"),
    ],
)
def test_references_are_resolved(text, says):
    assert read(written(text)) == says


@pytest.mark.parametrize("text", ["{scheme.nobody}", "{totl}", "{total:k}", "{}", "{scheme.carers.nobody}"])
def test_a_reference_to_nothing_is_an_error_at_its_cell(text):
    (error,) = findings(written(f"We spend {text}."))
    assert (str(error.at), error.grade) == ("Narrative, row 1, Text", Grade.ERROR)
    assert error.says == f"“{text}” refers to nothing in the plan."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("£350 for carers", "“£350” is typed: write {scheme.carers} instead, so that it follows the plan."),
        ("£351 for carers", "“£351” is typed, and no figure of the plan is that."),
        ("a split of 11.7%", "“11.7%” is typed, and no figure of the plan is that."),
        ("about £1k", "“£1k” is typed, and no figure of the plan is that."),
    ],
)
def test_a_typed_number_is_a_doubt(text, says):
    (doubt,) = findings(written(text))
    assert (doubt.grade, doubt.says) == (Grade.DOUBT, says)


def test_what_is_not_said_exactly_is_told_as_from_and_to():
    spending = """
        scheme | partner | source | area        | amount
        carers | council |        | social_care | 300
        home   | group   |        |             | 700
        """
    contents = plan(spending=spending, narrative="section | text\nMoney | {area.social_care}")
    assert read(contents) == "between £300 and £1,000"


def test_the_printed_narrative_follows_the_plan():
    texts = {section.title: section for section in sections(printed())}
    minimum = texts["Social care minimum (paragraph 21)"]
    assert [each.value.text for each in minimum.pieces if each.value] == [
        "4.6%",
        "£10.437m",
        "£10.919m",
        "£482,000",
    ]
