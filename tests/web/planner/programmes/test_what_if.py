"""What if a milestone is on another day: what else moves is said, and nothing is stored."""

from __future__ import annotations

import pytest

from tests.web.planner.plans.test_plan_pages import text_of
from tests.web.planner.programmes.conftest import HERE, row


@pytest.fixture
def ask(late, board_member):
    def do(milestone: str, day: str):
        number = row(late, "milestones", milestone) if milestone.isidentifier() else milestone
        return board_member.get(f"{HERE}timeline/", {"milestone": number, "day": day})

    return do


@pytest.mark.parametrize(
    ("milestone", "day", "answer"),
    [
        (
            "hired",
            "01/09/2018",
            "If “Team in post” is done on 1 September 2018, 31 days later than it is expected now, it moves 2 other",
        ),
        (
            "hired",
            "01/09/2018",
            "First visits Help at home: The team, Nurses 31 Aug 2018 1 Oct 2018 31 days later",
        ),
        (
            "hired",
            "01/09/2018",
            "Ward closed Fewer beds: A ward, Nurses 30 Oct 2018 30 Nov 2018 31 days later",
        ),
        ("hired", "2018-06-01", "61 days earlier than it is expected now, it moves 2 other milestones."),
        ("hired", "1 August 2018", "“Team in post” is expected on 1 August 2018 as it is, so nothing moves."),
        ("closed", "1 Dec 2018", "32 days later than it is expected now, it moves nothing else."),
        (
            "begun",
            "1 Aug 2018",
            "But it waits for “Team in post”, which does not let it be earlier than it is",
        ),
    ],
)
def test_a_question_is_answered_at_once(ask, milestone, day, answer):
    asked = ask(milestone, day)
    assert asked.status_code == 200
    assert answer in text_of(asked)


@pytest.mark.parametrize(
    ("milestone", "day", "refusal"),
    [
        ("hired", "soon", "Day: “soon” is no day: write 31/03/2020 or 2020-03-31"),
        ("hired", "", "Day: say on which day it would be done, such as 31/03/2020"),
        ("hired", "2018-05-31", "Day: it is not done yet, so it cannot be done before 1 June 2018"),
        ("hired", "01/01/9999", "Day: “01/01/9999” is no day of a plan"),
        ("", "2018-09-01", "Milestone: choose one of the list"),
        ("999999", "2018-09-01", "Milestone: choose one of the list"),
        ("'; drop table", "2018-09-01", "Milestone: choose one of the list"),
        (
            "money",
            "2018-09-01",
            "Milestone: “Money agreed” is done and moves no more, choose one that is to come",
        ),
    ],
)
def test_a_question_that_is_not_understood_is_refused_with_its_field(ask, milestone, day, refusal):
    asked = ask(milestone, day)
    assert asked.status_code == 400
    assert refusal in text_of(asked)
    assert "What else would move" not in text_of(asked)


def test_the_timeline_is_drawn_for_wide_and_narrow_screens_beside_its_table(late, board_member):
    answer = board_member.get(f"{HERE}timeline/")
    page, words = answer.content.decode(), text_of(answer)
    assert page.count('class="timeline"') == 2
    assert "Ward closed Fewer beds: A ward, Nurses 1 Sep 2018 30 Oct 2018 Late 59 days late" in words
    assert "“Fewer beds” is expected to end on 30 October 2018 with “Ward closed”" in words


def test_the_timeline_of_one_programme_leaves_the_others_out(late, board_member):
    words = text_of(board_member.get(f"{HERE}timeline/", {"programme": row(late, "programmes", "beds")}))
    table = words[words.index("Every milestone") :]
    assert "Ward closed" in table
    assert "Phones handed out" not in table
