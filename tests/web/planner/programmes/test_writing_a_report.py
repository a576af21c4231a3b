"""Writing a status report: it carries forward, is previewed, saved with its reason, and never over somebody else's."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.web.planner.conftest import NOT_FOR_FIGURES
from tests.web.planner.plans.test_plan_pages import text_of
from tests.web.planner.programmes.conftest import HERE, row
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.sheets.queries import changes, opened

REPORT = {
    "as_at": "01/06/2018", "time": "red", "money": "green", "benefits": "green", "risks": "amber",
    "done": "Nothing yet", "next": "Hire the team\nHand out the phones", "asked": "", "by": "A lead",
    "reason": "The report of May", "act": "save",
}  # fmt: skip


@pytest.fixture
def page(late) -> str:
    return f"{HERE}programmes/{row(late, 'programmes', 'home')}/reports/new/"


@pytest.fixture
def post(page, planner):
    """The form as a planner who saw the report of April sends it, with some of it written anew."""

    def do(browser: Client = planner, **anew: str):
        return browser.post(page, {**REPORT, "seen": seen_in(browser.get(page)), **anew})

    return do


def seen_in(answer) -> str:
    """The newest report that the author of a form has seen."""
    return re.findall(r'name="seen" value="(\d+)"', answer.content.decode())[0]


def reports() -> list[str]:
    return [str(each["done"]) for each in opened(PROGRAMMES, "small").contents["reports"]]


def test_the_draft_carries_forward_what_was_promised_and_what_the_sheets_say(page, planner):
    answer = planner.get(page)
    words, html = text_of(answer), answer.content.decode()
    for said in (
        "The last report promised Hire the team",
        "Overdue Phones handed out , 1 Jun 2018: 31 days late",
        "Later than the last report told Team in post , told for 1 Jun 2018, now 1 Aug 2018: 61 days later",
        "The sheets suggest amber : 1 milestone is overdue. The last report said amber.",
        "The sheets suggest red : “Nobody applies” lies in the highest cell. The last report said green.",
        "Risks past their review Phones get lost , 1 May 2018",
    ):
        assert said in words, said
    assert "Hire the team\nPhones handed out, which was due on 1 May 2018</textarea>" in html
    assert 'value="01/06/2018"' in html
    assert " checked" not in html  # ratings are for the author to choose


def test_the_first_report_of_a_programme_has_nothing_to_carry(late, planner):
    page = f"{HERE}programmes/{row(late, 'programmes', 'beds')}/reports/new/"
    assert "This is the first report of the programme." in text_of(planner.get(page))


def test_a_preview_shows_the_report_and_stores_nothing(post):
    answer = post(act="preview", asked="May we hire abroad?")
    words = text_of(answer)
    assert "As it will be read As at 1 Jun 2018 Just told, by A lead Time Red" in words
    assert "Decision asked of the board May we hire abroad?" in words
    assert 'id="time-red" name="time" value="red" checked' in answer.content.decode()
    assert reports() == ["Money came"]


def test_a_saved_report_has_its_author_its_reason_and_the_days_as_they_were_expected(post, board_member):
    answer = post()
    assert answer.status_code == 302
    contents = opened(PROGRAMMES, "small").contents
    assert reports() == ["Money came", "Nothing yet"]
    told = {
        each["milestone"]: f"{each['expected']}"
        for each in contents["reported"]
        if f"{each['as_at']}" == "2018-06-01"
    }
    assert told == {"hired": "2018-08-01", "phones": "2018-06-01", "begun": "2018-08-31"}
    newest = changes(opened(PROGRAMMES, "small").book)[0]
    assert (newest.name, newest.reason) == ("a.planner", "The report of May")
    words = text_of(board_member.get(answer["Location"]))
    assert words.index("As at 1 Jun 2018") < words.index("As at 30 Apr 2018")


def test_the_next_draft_begins_from_the_report_that_was_saved(post, page, planner):
    post()
    words = text_of(planner.get(page))
    assert "The last report promised Hire the team Hand out the phones" in words
    assert "Later than the last report told" not in words


@pytest.mark.parametrize(
    ("anew", "refusal"),
    [
        ({"time": ""}, "Time: choose green, amber or red"),
        ({"risks": "purple"}, "Risks: choose green, amber or red"),
        ({"as_at": "soon"}, "As at: “soon” is no day"),
        ({"as_at": ""}, "As at: say of which day the report tells"),
        (
            {"as_at": "2018-06-02"},
            "As at: 2 June 2018 is later than 1 June 2018, the day of which the portfolio is judged",
        ),
        (
            {"as_at": "2018-04-30"},
            "As at: there is a report of 30 April 2018 already, mend it in the sheet of reports",
        ),
        ({"done": "x" * 4001}, "Done since the last report: it has 4,001 letters: 4,000 at most"),
        ({"by": "a\x0bb"}, "Reported by: it holds a character that no text has"),
        ({"reason": " "}, "Say why: whoever reads the plan in a year must be able to judge the change."),
    ],
)
def test_what_is_not_right_is_refused_with_its_field_and_what_was_typed_stays(post, anew, refusal):
    answer = post(**anew)
    assert answer.status_code == 400
    assert refusal in text_of(answer)
    assert "Hand out the phones</textarea>" in answer.content.decode()
    assert reports() == ["Money came"]


def test_two_who_write_at_once_never_tell_over_each_other(post, page, planner, signed_in):
    other = signed_in("planner", "b.planner")
    seen = seen_in(planner.get(page))
    assert post(other, as_at="2018-05-31", done="From the other").status_code == 302
    refused = post(seen=seen)
    assert refused.status_code == 400
    assert "somebody else has told of this programme since you began" in text_of(refused)
    assert reports() == ["Money came", "From the other"]
    assert post(seen=seen_in(refused)).status_code == 302  # having seen it, one may
    assert reports() == ["Money came", "From the other", "Nothing yet"]


def test_reports_of_different_programmes_do_not_collide(late, post, page, planner):
    seen = seen_in(planner.get(page))
    other = f"{HERE}programmes/{row(late, 'programmes', 'beds')}/reports/new/"
    assert planner.post(other, {**REPORT, "seen": "0", "done": "Of the other programme"}).status_code == 302
    assert post(seen=seen).status_code == 302
    assert reports() == ["Money came", "Of the other programme", "Nothing yet"]


@pytest.mark.parametrize("role", [*NOT_FOR_FIGURES, "board_member"])
def test_only_planners_write(page, signed_in, role):
    browser = signed_in(role)
    assert (browser.get(page).status_code, browser.post(page, REPORT).status_code) == (403, 403)
    assert reports() == ["Money came"]


def test_an_act_that_is_none_is_refused(post):
    assert post(act="burn").status_code == 400
    assert reports() == ["Money came"]
