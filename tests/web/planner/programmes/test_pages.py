"""The pages of a portfolio: what they show, who sees them, and that nothing is worked out of faults."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.planner.conftest import NOT_FOR_FIGURES
from tests.web.planner.plans.test_plan_pages import text_of
from tests.web.planner.programmes.conftest import HERE, row
from toldonce.directory.actors import SYSTEM
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.sheets.opening.actions import open_book

TABS = ("portfolio", "timeline", "benefits", "risks", "logic", "reports", "reports/print")


def home(book) -> str:
    return f"{HERE}programmes/{row(book, 'programmes', 'home')}/"


def pages(book) -> list[str]:
    return [*(f"{HERE}{tab}/" for tab in TABS), home(book), f"{home(book)}reports/"]


def test_planners_and_board_members_read_every_page(late, planner, board_member):
    for page in pages(late):
        assert (planner.get(page).status_code, board_member.get(page).status_code) == (200, 200), page


@pytest.mark.parametrize("role", NOT_FOR_FIGURES)
def test_others_read_none(late, signed_in, role):
    browser = signed_in(role)
    assert {browser.get(page).status_code for page in pages(late)} == {403}


def test_every_programme_is_a_line_that_says_ratings_in_words(late, board_member):
    words = text_of(board_member.get(f"{HERE}portfolio/"))
    assert "Time Amber Money Green Benefits Green Risks Green 30 Apr 2018, 32 days ago" in words
    assert "1 of 4 done 1 overdue Phones handed out 1 Jun 2018, 31 days late" in words
    assert "Team in post 61 days late, moves 2 others" in words
    assert "Nobody applies likelihood high, impact high £50,000 as planned" in words
    assert "Fewer beds nobody is said to be responsible none yet 0 of 1 done" in words


def test_what_slipped_says_what_it_moves_across_programmes(late, board_member):
    words = text_of(board_member.get(f"{HERE}portfolio/"))
    assert (
        "Team in post Help at home: The team, People 1 Jun 2018 1 Aug 2018 Late 61 days Nobody applied yet "
        "First visits , 61 days Ward closed (Fewer beds) , 59 days"
    ) in words
    assert (
        "Phones handed out Help at home: Tools, IT 1 May 2018 1 Jun 2018 Overdue 31 days nobody has said why"
        in words
    )


def test_a_portfolio_in_which_nothing_slipped_says_so(opened_with, board_member):
    opened_with()
    assert "Nothing has slipped by itself." in text_of(board_member.get(f"{HERE}portfolio/"))


def test_one_programme_stands_in_one_place_and_each_number_leads_to_its_cell(late, board_member):
    answer = board_member.get(home(late))
    words, page = text_of(answer), answer.content.decode()
    for said in (
        "First visits The team, Nurses 1 Jul 2018 31 Aug 2018 Late 61 days late waits for Team in post",
        "Ward closed Fewer beds First visits 31 Aug 2018, 61 days late 60 decides it: 30 Oct 2018",
        "2018/19 to 2019/20: costs £200,000, saves or brings in £250,000, as planned.",
        "2019/20 £100,000 £250,000 £0 £150,000 £150,000 £0",
        "Days in hospital Not due",
        "No indicator among the figures follows it.",
        "As at 30 Apr 2018 Invented 32 days ago, by A lead",
        "Phones get lost Risk Likelihood high, impact low",
    ):
        assert said in words, said
    for sheet, key, column, kept in (
        ("money", "bed19", "planned", "key"),
        ("milestones", "begun", "planned", "key"),
        ("progress", "hired", "forecast", "milestone"),
        ("risks", "staff", "likelihood", "key"),
        ("dependencies", "closed", "waits_for", "milestone"),
        ("trajectory", "days", "value", "benefit"),
        ("reports", "home", "time", "programme"),
    ):
        assert f"{HERE}sheets/{sheet}/#c-{row(late, sheet, key, kept)}-{column}" in page, (sheet, column)


def test_risks_lie_on_a_grid_and_stand_in_a_list_the_closed_ones_apart(late, board_member):
    words = text_of(board_member.get(f"{HERE}risks/"))
    assert "Likelihood high 1 Phones get lost 1 Winter is hard 1 Nobody applies" in words
    assert (
        "Phones get lost Risk, Help at home Likelihood high, impact low nothing is said IT 1 May 2018 Overdue"
        in words
    )
    assert words.index("A strike") > words.index("Closed")
    chosen = text_of(board_member.get(f"{HERE}risks/", {"programme": row(late, "programmes", "beds")}))
    assert "Winter is hard" in chosen
    assert "Nobody applies" not in chosen


def test_a_logic_model_is_drawn_and_its_arrows_stand_in_a_table(late, board_member):
    answer = board_member.get(f"{HERE}logic/")
    words = text_of(answer)
    assert "Money for nurses Visits at home a budget" in words
    assert "Visits at home 1,000 people are seen nothing is said" in words
    assert "Shorter stays followed by Days in hospital" in words
    assert 'class="logic-model"' in answer.content.decode()
    assert "These have no logic model yet: Fewer beds." in words


def test_the_paper_of_the_board_holds_every_programme_its_source_and_what_is_invented(late, board_member):
    words = text_of(board_member.get(f"{HERE}reports/print/"))
    for said in (
        "Judged on 1 Jun 2018 Source A paper What does not hold",
        "In part invented. 1 row of",
        "As at 30 Apr 2018 Invented",
        "Decision asked of the board More phones?",
        "Fewer beds Senior responsible owner: not said. Source: the plan Nobody has reported on it yet.",
    ):
        assert said in words, said


def test_the_reports_say_what_is_asked_of_the_board(late, board_member, planner):
    words = text_of(board_member.get(f"{HERE}reports/"))
    assert "The next ones are due on 31 Jul 2018." in words
    assert "Decisions asked of the board Help at home More phones?" in words
    assert "Write the next" not in words
    assert "Write the next report of Fewer beds" in text_of(planner.get(f"{HERE}reports/"))


def test_nothing_is_worked_out_while_a_cell_is_at_fault(opened_with, planner):
    book = opened_with(dependencies="milestone | waits_for | days\nhired | begun | 1\nbegun | hired | 1")
    for page in pages(book):
        words = text_of(planner.get(page))
        assert "must be put right first" in words
        assert "Dependencies, row" in words


def test_an_empty_portfolio_says_where_to_begin(here, planner):
    open_book(by=SYSTEM, kind=PROGRAMMES, key="small", title="A small portfolio")
    for tab, said in {
        "portfolio": "No programme yet. Write the first one in the sheet Programmes",
        "timeline": "Nothing to draw yet.",
        "benefits": "No benefit is named yet.",
        "risks": "No risk or issue is open.",
        "logic": "There is no programme yet.",
        "reports": "There is no programme yet.",
        "reports/print": "There is no programme yet.",
    }.items():
        assert said in text_of(planner.get(f"{HERE}{tab}/")), tab


def test_a_programme_or_a_portfolio_that_is_not_there_is_not_found(late, planner):
    for page in (
        f"{HERE}programmes/999999/",
        f"{HERE}programmes/999999/reports/",
        f"{HERE}programmes/999999/reports/new/",
        f"{HERE}timeline/?programme=999999",
        f"{HERE}risks/?programme=soon",
        "/plans/programmes/none/portfolio/",
    ):
        assert planner.get(page).status_code == 404, page


def test_a_planner_says_how_a_milestone_goes_from_its_line(late, planner, board_member):
    forms = told_at(planner.get(home(late)))
    assert "Nobody applied yet" in text_of(planner.get(forms["Team in post"]))  # its row as it stands
    new = planner.get(
        forms["Phones handed out"]
    ).content.decode()  # nobody has said anything: a row that names it
    assert re.findall(r"<option selected>([^<]*)", new) == ["phones"]
    assert told_at(board_member.get(home(late))) == {}


def told_at(page) -> dict[str, str]:
    """The forms that say how milestones go, by the names of the milestones."""
    found = re.findall(r'href="([^"]*)" aria-label="Say how it goes: ([^"]*)"', page.content.decode())
    return {name: unescape(address) for address, name in found}
