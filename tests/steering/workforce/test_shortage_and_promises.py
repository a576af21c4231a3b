"""The shortage list by its criteria, and what was said held against what is worked out."""

from __future__ import annotations

import pytest

from tests.steering.workforce.small import contents, worked_out
from toldonce.steering.plans.workforce.outcome import outcome
from toldonce.steering.plans.workforce.promises import held
from toldonce.steering.plans.workforce.reading import plan_of, promises_of
from toldonce.steering.plans.workforce.shortage import judged

CRITERIA = """
    measure  | percent | years | agreed_by | source
    gap      | 10      |       | the board | assumed
    vacancy  | 15      |       | the board | assumed
    older    | 30      |       | the board | assumed
    training |         | 3     | the board | assumed"""


def test_a_role_is_short_when_it_meets_as_many_criteria_as_the_plan_says():
    nurses, assistants = judged(worked_out(criteria=CRITERIA))
    assert (nurses.name, nurses.met, nurses.short) == ("Nurses", 3, True)
    assert (assistants.name, assistants.met, assistants.short) == ("Assistants", 1, False)


def test_every_criterion_says_its_value_or_why_it_has_none():
    nurses, assistants = judged(worked_out(criteria=CRITERIA))
    assert [(reason.value, reason.why) for reason in nurses.reasons] == [
        (pytest.approx(0.2), "of 100 FTE needed"),
        (pytest.approx(0.2), "of 100 funded FTE"),
        (0.0, "of 100 people"),
        (3.0, "Apprenticeship"),
    ]
    assert [(reason.value, reason.why) for reason in assistants.reasons] == [
        (pytest.approx(0), "of 40 FTE needed"),
        (None, "funded posts are not known"),
        (pytest.approx(0.4), "of 50 people"),
        (None, "no pipeline trains for it here"),
    ]


def test_without_criteria_nothing_is_short():
    assert [each.short for each in judged(worked_out())] == [False, False]


FIFTY_A_YEAR = """
    pipeline       | year    | heads | source
    Apprenticeship | 2019/20 | 50    | the plan
    Apprenticeship | 2020/21 | 50    | the plan"""


@pytest.mark.parametrize(
    ("measure", "of", "number", "by", "worked_out", "verdict"),
    [
        ("started", "Apprenticeship", 100, "2023/24", 100, "holds"),
        ("qualified", "Apprenticeship", 100, "2023/24", 72.9, "falls short"),
        ("qualified", "Apprenticeship", 30, "2022/23", 36.45, "goes further"),
        ("needed", "Nurses", 100, "2020/21", 100, "holds"),
        ("in-post", "Nurses", 100, "2020/21", 80, "falls short"),
        ("heads", "", 150, "2020/21", 150, "holds"),
        ("qualified", "Apprenticeship", 100, "2015/16", None, "cannot be said"),
        ("qualified", "Apprenticeship", 100, "2040/41", None, "cannot be said"),
    ],
)
def test_what_was_said_is_held_against_the_assumptions(measure, of, number, by, worked_out, verdict):
    said = (
        f"said | measure | of | number | by | source\nSo many | {measure} | {of} | {number} | {by} | a paper"
    )
    made = contents(intakes=FIFTY_A_YEAR, promises=said)
    told = held(outcome(plan_of(made)), promises_of(made)[0])
    assert told.worked_out == (None if worked_out is None else pytest.approx(worked_out))
    assert told.verdict == verdict
