"""The pages of the gap: what they say of the document's plan, what they answer, and what they refuse."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from tests.steering.money.gap.drawn import SETTINGS, SHIPPED, plan
from tests.web.planner.conftest import NOT_FOR_FIGURES
from tests.web.planner.plans.test_plan_pages import text_of
from toldonce.directory.actors import SYSTEM
from toldonce.steering.money.gap.book import GAP
from toldonce.steering.sheets.models import Book
from toldonce.steering.sheets.opening import actions
from toldonce.steering.sheets.opening.folders import read
from toldonce.web.planner.plans.gap.asking import asked

HERE = "/plans/gap/strategy-2016/"
PAGES = (
    "result/",
    "certainty/",
    "assumptions/",
    "scenarios/",
    "implied/",
    "from/left/2020/",
    "from/cost/2020/1/",
)


@pytest.fixture
def strategy(here) -> None:
    """The gap of 2016 and the worked example, loaded as a place ships them."""
    for key in ("strategy-2016", "worked-example"):
        told = read(SHIPPED / key, GAP)
        actions.open_book(by=SYSTEM, kind=GAP, key=key, contents=told.contents, **told.about)


def said(browser: Client, page: str) -> str:
    """What a page of the gap says."""
    answer = browser.get(f"{HERE}{page}")
    assert answer.status_code == 200, page
    return text_of(answer)


def test_planners_and_board_members_read_every_page(strategy, planner, board_member):
    for page in PAGES:
        assert (planner.get(HERE + page).status_code, board_member.get(HERE + page).status_code) == (
            200,
            200,
        ), page


@pytest.mark.parametrize("role", NOT_FOR_FIGURES)
def test_others_read_none(strategy, signed_in, role):
    browser = signed_in(role)
    assert {browser.get(HERE + page).status_code for page in PAGES} == {403}


def test_the_gap_is_said_in_a_sentence_and_stepped_down(strategy, planner):
    page = said(planner, "result/")
    assert "the gap is £158m in 2020/21; the solutions save £185m and are £27m more than it." in page
    assert "Acute efficiency savings −£73,000,000" in page
    assert "All bodies £2,114,208,666 £1,956,208,666 £158,000,000 −£185,000,000 −£27,000,000" in page


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "costs=3%25",
            (
                "If costs grow by 3% a year, the gap of 2020/21 is closed with £107.2m to spare: £80.2m better than "
                "planned (closed with £27m to spare)."
            ),
        ),
        ("costs=3", "If costs grow by 3% a year, the gap of 2020/21 is closed with £107.2m to spare"),
        (
            "later=6",
            "If every solution starts 6 months late, the gap of 2020/21 is open by £65.5m: £92.5m worse than planned",
        ),
        (
            "later=6&solution=Outpatients",
            "If “Outpatients” starts 6 months late, the gap of 2020/21 is closed with £23m to spare: £4m worse than",
        ),
        (
            "delivered=0&solution=Acute+efficiency+savings",
            "If 0% of “Acute efficiency savings” is delivered, the gap of 2020/21 is open by £46m",
        ),
        ("delivered=50", "If 50% of every solution is delivered, the gap of 2020/21 is open by £65.5m"),
        (
            "scenario=The+budget+of+%C2%A31bn+that+is+named",
            "is closed with £97.6m to spare: £70.6m better than planned",
        ),
    ],
)
def test_what_if_is_answered_and_nothing_is_stored(strategy, planner, question, answer):
    before = Book.objects.get(key="strategy-2016").version
    assert answer in said(planner, f"result/?{question}")
    assert Book.objects.get(key="strategy-2016").version == before


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        (
            "costs=0.03",
            "Costs grow each year by: is 0.03: write 0.03% if it is that, or 3% if it is a fraction.",
        ),
        ("later=soon", "Solutions start later by: “soon” is not a number."),
        ("later=-6", "Solutions start later by: is -6: 0 is the least that it can be."),
        ("delivered=300", "Of the solutions is delivered: is 300: 200 is the most that it can be."),
        ("scenario=none", "There is no scenario “none”: choose one of the list."),
        ("solution=none&later=6", "There is no solution “none”: choose one of the list."),
    ],
)
def test_what_is_not_understood_is_said_and_the_plan_is_shown(strategy, planner, question, refused):
    page = said(planner, f"result/?{question}")
    assert refused in page
    assert "the gap is £158m in 2020/21" in page


def test_every_amount_leads_to_where_it_comes_from(strategy, planner):
    page = planner.get(f"{HERE}result/?later=6").content.decode()
    addresses = {html.unescape(each) for each in re.findall(r'href="([^"]+/from/[^"]+)"', page)}
    assert len(addresses) > 30
    for address in addresses:
        assert "later=6" in address
        assert planner.get(address).status_code == 200, address


def test_a_pound_is_traced_to_its_cell_with_its_source(strategy, planner):
    page = said(planner, "from/saving/2020/4/")
    assert "£73,000,000 × 100% delivered × 100% of the year = £73,000,000.00, in whole pounds" in page
    assert "Solutions, row 4 : Draft Primary Care Commissioning Strategy and Plan 2016 to 2020/21" in page
    assert "5 Dec 2016; agreed by NHS Dorset CCG" in page


def test_a_number_that_is_none_is_not_found(strategy, planner):
    assert planner.get(f"{HERE}from/left/2050/").status_code == 404
    assert planner.get("/plans/gap/nowhere/result/").status_code == 404


def test_what_the_gap_implies_and_where_the_plan_contradicts_itself(strategy, planner):
    page = said(planner, "implied/")
    assert "implies a base cost of £1,807,234,428." in page
    assert "On a base cost of £1bn that gap would take costs growing by 5.53% a year." in page
    assert "the £27m more are exactly what “Secondary prevention and active management” counts for" in page


def test_another_gap_can_be_asked_about(strategy, planner):
    page = said(planner, "implied/?gap=%C2%A3272m&years=4&base=%C2%A32bn")
    assert (
        "A gap of £272m after 4 years with costs growing by 4% and income by 2% a year implies a base cost of "
        in page
    )
    assert "£3,111,188,382" in page
    assert "Gap: “lots” is no amount of pounds" in said(planner, "implied/?gap=lots")


def test_a_plan_without_growth_says_what_is_missing(strategy, planner):
    actions.open_book(by=SYSTEM, kind=GAP, key="empty", title="Nothing yet")
    page = planner.get("/plans/gap/empty/result/")
    assert page.status_code == 200
    assert "The gap cannot be worked out yet" in text_of(page)


def test_scenarios_stand_side_by_side(strategy, planner):
    page = said(planner, "scenarios/")
    assert "Everything six months late £158,000,000 £92,500,000 £65,500,000 £92,500,000" in page


def test_the_fan_and_what_moves_the_gap_of_the_worked_example(strategy, planner):
    page = text_of(planner.get("/plans/gap/worked-example/certainty/"))
    assert "of 10,000 draws close the gap of 2020/21" in page
    assert "Prices and pay 1.2% £" in page


def test_a_question_that_leads_beyond_all_plans_is_refused():
    long = plan(settings=SETTINGS.replace("2020/21", "2045/46"))
    question = asked({"costs": "500%", "later": "6"}, long)
    assert question.problems == {
        "costs": "That leads to more than £1,000,000,000,000,000: ask about smaller growth."
    }
    assert (question.words, question.answered(long)) == ("", long)
