"""The pages of a workforce plan: what they show, what they refuse, and that nothing is worked out of faults."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.steering.workforce.small import contents
from tests.web.planner.conftest import NOT_FOR_FIGURES
from tests.web.planner.plans.test_plan_pages import text_of
from toldonce.directory.actors import SYSTEM
from toldonce.steering.plans.workforce.book import WORKFORCE
from toldonce.steering.sheets.opening import actions
from toldonce.steering.sheets.queries import opened

HERE = "/plans/workforce/small/"
MORE = {
    "intakes": "pipeline | year | heads | source\nApprenticeship | 2019/20 | 50 | enrolled",
    "criteria": "measure | percent | source\ngap | 5 | assumed",
    "scenarios": "scenario | says | source\nTwenty a year | more of them | a paper\n"
    "A growing town | more people | a paper",
    "changes": "scenario | effect | of | amount | points\nTwenty a year | intake | Apprenticeship | 20 |\n"
    "A growing town | growth | Population | | 2%",
    "promises": "said | measure | of | number | by | scenario | source\n"
    "Fifty nurses more | qualified | Apprenticeship | 50 | 2023/24 | | a paper",
}


@pytest.fixture
def small(here) -> str:
    """The small plan, opened; the address of the pages of its nurses."""
    actions.open_book(by=SYSTEM, kind=WORKFORCE, key="small", title="A small plan", contents=contents(**MORE))
    return f"{HERE}roles/{opened(WORKFORCE, 'small').contents['roles'][0].key}/"


def pages(nurses: str) -> list[str]:
    tabs = [f"{HERE}{page}/" for page in ("outlook", "scenarios", "what-if", "cost")]
    return [*tabs, nurses, *(f"{nurses}{what}/" for what in ("gap", "supply", "need", "cost"))]


def test_planners_and_board_members_read_every_page(small, planner, board_member):
    for page in pages(small):
        assert (planner.get(page).status_code, board_member.get(page).status_code) == (200, 200), page


@pytest.mark.parametrize("role", NOT_FOR_FIGURES)
def test_others_read_none(small, signed_in, role):
    browser = signed_in(role)
    assert {browser.get(page).status_code for page in pages(small)} == {403}


def test_the_outlook_holds_need_supply_shortage_and_promises(small, planner):
    words = text_of(planner.get(f"{HERE}outlook/"))
    assert "In 2023/24, 140 full-time equivalents (FTE) are needed and" in words
    assert "A role is on the list when it meets 2 of the 1 criteria; none does." in words
    assert "The assumptions make 36 people: 14 people fewer than was said." in words


def test_a_number_leads_to_its_arithmetic_and_its_cells(small, planner):
    words = text_of(planner.get(f"{small}need/?year=2020/21"))
    assert "750,000 × 1 FTE for each 7,500 100.0 FTE" in words
    assert "What is needed, row 1" in words
    assert "Drivers of need, row 1" in words


def test_a_year_that_the_plan_has_not_is_the_year_that_is_judged(small, planner):
    for asked in ("1066/67", "soon", ""):
        assert "The gap of Nurses, 2023/24" in text_of(planner.get(f"{small}gap/", {"year": asked}))


def test_scenarios_stand_side_by_side_with_what_they_change(small, planner):
    words = text_of(planner.get(f"{HERE}scenarios/"))
    assert "More trainees a year: Apprenticeship, +20 people" in words
    assert "In 2023/24: 18 FTE more in post" in words  # twice 20 × 0.9³ × 80% × 0.8 FTE, less leavers


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"role": "Nurses", "joiners": "10", "from": "2023/24"}, "In 2023/24: 8.0 FTE more in post"),
        ({"role": "Nurses", "each": "5,000"}, "In 2023/24: 50 FTE more needed"),
        ({"driver": "Population", "growth": "3%"}, "In 2023/24: 22 FTE more needed"),
        ({"scenario": "A growing town"}, "In 2023/24: 15 FTE more needed"),  # 140 × (1.02⁵ − 1)
        (
            {"scenario": "A growing town", "driver": "Population", "growth": "3%"},
            "In 2023/24: 22 FTE more needed",
        ),
        (
            {"scenario": "A growing town", "driver": "Population", "growth": "3%", "from": "2023/24"},
            "In 2023/24: 16 FTE more needed",  # 140 × (1.02⁴ × 1.03 − 1)
        ),
        ({"pipeline": "Apprenticeship", "delay": "6"}, "Intakes start later: Apprenticeship, by 6 months"),
        ({"scenario": "Twenty a year"}, "In 2023/24: 18 FTE more in post"),
        ({"pay": "1%"}, "more for those in post"),
    ],
)
def test_a_question_is_answered_at_once(small, planner, asked, answer):
    assert answer in text_of(planner.get(f"{HERE}what-if/", asked))


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (
            {"leavers": "0.5", "role": "Nurses"},
            "Leavers a year is 0.5: write 0.5% if it is that, or 50% if it is a fraction",
        ),
        ({"joiners": "many"}, "More joiners a year “many” is not a number"),
        ({"growth": "3%", "driver": "Rain"}, "Driver of need: choose one of the list"),
        ({"each": "0"}, "One FTE for each is 0: 1 is the least that it can be"),
        ({"delay": "-6"}, "Intakes start later is -6: 0 is the least that it can be"),
        ({"scenario": "Nobody’s"}, "Begin with: choose one of the list"),
        ({"from": "soon", "joiners": "1"}, "From “soon” is no financial year"),
    ],
)
def test_a_question_that_is_not_understood_is_refused_with_its_field(small, planner, asked, refusal):
    answer = planner.get(f"{HERE}what-if/", asked)
    assert answer.status_code == 400
    assert refusal in text_of(answer)
    assert "What it comes to" not in text_of(answer)


def test_the_cost_adds_up_and_offers_rows_for_the_gap(small, planner):
    answer = planner.get(f"{HERE}cost/?year=2018/19")
    assert "Sum £4,200,000" in text_of(answer)  # 80 × £40,000 + 40 × £25,000
    assert "Pay, 2019/20\tPrice\t\t\t2019/20\t1.60%\t" in answer.content.decode()


def test_nothing_is_worked_out_while_a_cell_is_at_fault(here, planner):
    made = dict(contents(**MORE))
    made["ages"] = [replace(row, values={**row.values, "staff": None}) for row in made["ages"]]
    actions.open_book(by=SYSTEM, kind=WORKFORCE, key="small", title="A small plan", contents=made)
    for page in ("outlook", "scenarios", "what-if", "cost"):
        answer = planner.get(f"{HERE}{page}/")
        assert answer.status_code == 200
        assert "3 cells must be put right first" in text_of(answer)
        assert "Ages, row 1, Of those in post" in text_of(answer)


def test_an_empty_plan_says_what_it_needs(here, planner):
    actions.open_book(by=SYSTEM, kind=WORKFORCE, key="small", title="A small plan")
    assert "Roles : has no rows" in text_of(planner.get(f"{HERE}outlook/"))


def test_a_role_or_a_plan_that_is_not_there_is_not_found(small, planner):
    assert planner.get(f"{HERE}roles/999999/").status_code == 404
    assert planner.get("/plans/workforce/none/outlook/").status_code == 404
