"""Pages of budgets, fair shares and contracts: what they show, where numbers come from, and who may read them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.steering.money.budgets import drawn as budgets
from tests.steering.money.contracts import drawn as contracts
from tests.steering.money.fair_shares import drawn as fair_shares
from tests.steering.sheets.conftest import FIONA
from tests.web.planner.conftest import NOT_FOR_FIGURES
from toldonce.steering.books import KINDS
from toldonce.steering.sheets.declaring import Contents
from toldonce.steering.sheets.opening.actions import open_book
from toldonce.steering.sheets.opening.folders import read

PLACE = Path(__file__).parents[4] / "places/dorset/plans"
PAGES = (
    "/plans/budget/b/position/",
    "/plans/budget/b/position/1/",
    "/plans/fair-shares/f/shares/",
    "/plans/fair-shares/f/shares/N1/",
    "/plans/contracts/c/contracts/",
    "/plans/contracts/c/contracts/1/",
    "/plans/contracts/c/contracts/1/provider/",
    "/plans/contracts/c/work-plan/",
)
SPENT = budgets.monthly(budgets.months("Acute", 110, 110, 120), budgets.months("Hospice", 50, 50, 40))
SPEND = "pot | body | spend\nEverything | N1 | 4000\nEverything | N2 | 5000"
STAGES = "route | stage | weeks | decides\nOpen | Tender | 12 | The board"


def opened(kind: str, key: str, contents: Contents) -> None:
    open_book(by=FIONA, kind=KINDS[kind], key=key, title="Money", contents=contents)


def text_of(answer) -> str:
    """The words of a page, without its tags and double spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.fixture
def money(here) -> None:
    """One book of each kind."""
    opened("budget", "b", budgets.contents(closed=3, actuals=SPENT))
    opened("fair-shares", "f", fair_shares.contents(spend=SPEND))
    opened(
        "contracts",
        "c",
        contracts.contents(
            closed=3,
            activity=contracts.monthly(contracts.months("C1 elective", 90, 110, 130)),
            stages=STAGES,
            lots="lot | contract | route | starts\nElective again | C1 | Open | 01/04/2017",
        ),
    )


def test_planners_and_board_members_read_every_page(money, planner, board_member):
    for page in PAGES:
        assert (planner.get(page).status_code, board_member.get(page).status_code) == (200, 200), page


@pytest.mark.parametrize("role", NOT_FOR_FIGURES)
def test_others_read_none(money, signed_in, role):
    browser = signed_in(role)
    assert {browser.get(page).status_code for page in PAGES} == {403}


@pytest.mark.parametrize(
    "page",
    [
        "/plans/budget/none/position/",
        "/plans/budget/b/position/9/",
        "/plans/fair-shares/f/shares/N9/",
        "/plans/contracts/c/contracts/9/",
        "/plans/contracts/c/contracts/9/provider/",
    ],
)
def test_what_is_not_there_is_not_found(money, planner, page):
    assert planner.get(page).status_code == 404


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("budget", "position/"),
        ("fair-shares", "shares/"),
        ("contracts", "contracts/"),
        ("contracts", "work-plan/"),
    ],
)
def test_empty_sheets_say_that_nothing_can_be_worked_out(here, planner, kind, page):
    opened(kind, "empty", {sheet.key: () for sheet in KINDS[kind].sheets})
    assert "Nothing can be worked out yet" in text_of(planner.get(f"/plans/{kind}/empty/{page}"))


def test_a_budget_says_where_it_stands_and_each_line_where_it_comes_from(money, planner):
    page = text_of(planner.get("/plans/budget/b/position/"))
    assert "To the end of June £480 was spent against £450: £30 over budget (6.7%)." in page
    assert "Acute £300 £340 +£40 +13.3% £1,200 £1,240 +£40 +3.3%" in page
    line = planner.get("/plans/budget/b/position/1/")
    assert "Where this comes from Opening budget £ 1,200 Actual spending row 1 Forecast by empty" in text_of(
        line
    )
    assert re.search(r'href="/plans/budget/b/sheets/lines/#c-\d+-opening"', line.content.decode())


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("2", "To the end of May £320 was spent against £300"),
        ("99", "To the end of June"),
        ("x", "To the end of June"),
    ],
)
def test_an_earlier_month_can_be_asked_for(money, planner, asked, says):
    assert says in text_of(planner.get(f"/plans/budget/b/position/?months={asked}"))


def test_fair_shares_are_held_against_spend_and_lead_to_practices(money, planner):
    page = text_of(planner.get("/plans/fair-shares/f/shares/"))
    assert "North 2,000 1,800 0.800 £3,600 £4,000 +£400 +11.1% +£0.22" in page
    assert "All practices 4,000 4,500 1.000 £9,000 £9,000 £0" in page
    inside = text_of(planner.get("/plans/fair-shares/f/shares/N1/?pot=Everything&formula=2024/25"))
    assert "Ash 1,000 800 0.711 £1,600 not known" in inside


def test_a_contract_says_where_it_stands_and_what_the_year_comes_to(money, planner):
    page = text_of(planner.get("/plans/contracts/c/contracts/1/"))
    assert re.search(r": Price £ [\d,]+\.\d\d ", page)
    assert "To the end of June £33,000 is due against a plan of £30,000: £3,000 above plan." in page
    assert "Comes to £123,000 The sum of these" in page
    assert "Nothing of it was varied this year." in page


def test_the_work_plan_counts_back_from_the_start(money, planner):
    page = text_of(planner.get("/plans/contracts/c/work-plan/"))
    assert "Tender 7 Jan 2017 31 Mar 2017 forecast 31 Mar 2017 nothing The board" in page
    assert "Every contract that ends within a year has a lot that follows it." in page


def test_names_that_hold_marks_of_html_are_only_words(here, planner: Client):
    lines = "line | opening\n<script>alert(1)</script> | 1200"
    opened("budget", "hostile", budgets.contents(lines=lines))
    for page in ("position/", "position/1/"):
        assert b"<script>alert" not in planner.get(f"/plans/budget/hostile/{page}").content


@pytest.mark.parametrize("kind", ["budget", "contracts", "fair-shares"])
def test_the_books_of_the_place_are_read_and_their_pages_answer(here, planner, kind):
    pages = {"budget": ["position/"], "contracts": ["contracts/", "work-plan/"], "fair-shares": ["shares/"]}
    for folder in sorted((PLACE / kind).iterdir()):
        told = read(folder, KINDS[kind])
        open_book(by=FIONA, kind=told.kind, key=told.key, contents=told.contents, **told.about)
        for page in ["", *pages[kind]]:
            assert planner.get(f"/plans/{kind}/{folder.name}/{page}").status_code == 200, (folder, page)


@pytest.mark.parametrize("code", ["North & East", "N/1", "Nørth?"])
def test_a_network_has_a_page_whatever_its_code(here, planner, code):
    tables = {key: table.replace("N1", code) for key, table in fair_shares.TABLES.items()}
    opened("fair-shares", "f", fair_shares.contents(**tables))
    page = html.unescape(planner.get("/plans/fair-shares/f/shares/").content.decode())
    networks = re.findall(r'href="(/plans/fair-shares/f/shares/[^"]+)"', page)
    shown = {("Birch" in told, "Cedar" in told) for told in map(text_of, map(planner.get, networks))}
    assert shown == {(True, False), (False, True)}


def test_shares_of_a_year_are_shown_alone_where_the_year_before_has_no_such_weights(here, planner):
    older = "".join(f"\n2023/24 | P{at} | 1000 | " for at in (1, 2, 3))
    opened("fair-shares", "f", fair_shares.contents(weights=fair_shares.TABLES["weights"].rstrip() + older))
    answer = planner.get("/plans/fair-shares/f/shares/")
    assert answer.status_code == 200
    assert "2023/24 to" not in text_of(answer) and "North" in text_of(answer)
