"""The door of a form: whatever is posted becomes answers that are valid FHIR, or is refused in a sentence."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.care.plans.answers import (
    as_items,
    from_form,
    from_response,
    kept,
    missing,
    used,
)
from toldonce.care.plans.kinds import MAY, kinds, questionnaire
from toldonce.care.plans.signing import Signature, signed_plan
from toldonce.codes.fhir import validation

TODAY = date(2026, 11, 26)
SIGNATURE = Signature(
    "plan-1", "Ada Gee", "GP", "J81016", datetime(2026, 11, 26, 9, tzinfo=UTC), "p1", "9990000018"
)
ESCALATION = kinds()["treatment-escalation"]


@pytest.mark.parametrize("slug", MAY)
def test_each_questionnaire_is_valid_fhir_without_doubts_and_asks_for_a_day_of_review(slug):
    told = questionnaire(slug)
    assert validation.problems(told) == [] and validation.doubts(told) == []
    assert [each.kind for each in kinds()[slug].questions() if each.use == "review"] == ["date"]


@pytest.mark.parametrize("slug", MAY)
def test_every_condition_names_a_question_before_it_and_one_of_its_answers(slug):
    before: dict[str, set[str]] = {}
    for each in kinds()[slug].questions():
        for condition in each.conditions:
            assert condition.value in before[condition.question]
        before[each.link] = {option.code for option in each.options} or {"true", "false"}
    assert len(before) == len(list(kinds()[slug].questions()))


def posted(**fields):
    return lambda link: [fields[link.replace("-", "_")]] if link.replace("-", "_") in fields else []


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"cpr": "450475007"}, {"cpr": ["450475007"]}),
        ({"cpr": "no such code"}, {}),
        ({"matters": "  The sea\r\nand dogs "}, {"matters": ["The sea\nand dogs"]}),
        ({"give": "Oxygen\r\n\r\n Antibiotics "}, {"give": ["Oxygen", "Antibiotics"]}),
        ({"unknown": "x"}, {}),
        ({"matters": "x" * 5000}, {"matters": ["x" * 4000]}),
    ],
)
def test_what_is_posted_and_what_is_kept_of_it(fields, answers):
    assert from_form(ESCALATION, posted(**fields)) == answers


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, False),
        ({"cpr": ["450475007"]}, False),
        ({"cpr": ["450476008"]}, True),
    ],
)
def test_why_is_asked_only_where_resuscitation_is_not_to_be_attempted(answers, asked):
    assert ("cpr-why" in missing(ESCALATION, answers, TODAY)) is asked


@pytest.mark.parametrize(
    ("day", "is_refused"),
    [
        ("2026-11-26", True),
        ("2026-11-27", False),
        ("2027-11-27", False),
        ("2027-12-01", True),
        ("soon", True),
    ],
)
def test_a_review_is_on_a_day_after_today_and_within_a_year(day, is_refused):
    assert ("review" in missing(ESCALATION, {"review": [day]}, TODAY)) is is_refused


def test_what_is_shown_to_a_crew_first_is_in_the_order_of_the_form():
    told = {"hospital": ["admit"], "cpr": ["450475007"]}
    assert [said for _, said in used(ESCALATION, told, "first")] == [
        "For attempted cardiopulmonary resuscitation",
        "Admit to hospital when it is needed",
    ]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@st.composite
def forms(draw):
    """A kind of plan and whatever a browser, or an attacker, may post to it."""
    kind = kinds()[draw(st.sampled_from(sorted(MAY)))]
    fields = {}
    for each in kind.questions():
        codes = [option.code for option in each.options] or ["true", "false", "2027-01-01"]
        fields[each.link] = draw(st.lists(st.one_of(st.sampled_from(codes), TEXT), max_size=3))
    return kind, fields


@given(forms())
def test_whatever_is_posted_is_valid_fhir_once_it_is_signed_and_can_be_begun_from_again(form):
    kind, fields = form
    fields["review"] = ["2027-01-01"]
    answers = kept(kind, from_form(kind, fields.__getitem__))
    for each in signed_plan(kind, answers, SIGNATURE):
        assert validation.problems(each) == []
    assert from_response({"item": as_items(kind, answers)}) == answers


@given(forms())
def test_whatever_is_posted_what_is_missing_is_said_in_sentences(form):
    kind, fields = form
    answers = kept(kind, from_form(kind, fields.__getitem__))
    assert all(sentence.endswith(".") for sentence in missing(kind, answers, TODAY).values())
