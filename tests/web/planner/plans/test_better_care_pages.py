"""The pages of a Better Care Fund plan: who reads them, what they say, and where their numbers lead."""

from __future__ import annotations

import html
import re

import pytest

from tests.steering.better_care.drawing import PRINTED, SMALL
from tests.web.planner.conftest import NOT_FOR_FIGURES
from tests.web.planner.plans.test_plan_pages import text_of
from toldonce.directory.actors import Actor
from toldonce.steering.plans.better_care.book import BETTER_CARE
from toldonce.steering.sheets.opening.actions import open_book
from toldonce.steering.sheets.opening.folders import read
from toldonce.steering.sheets.typed import drawn

HERE = "/plans/better-care/printed/"
PAGES = ("money", "whence", "rules", "narrative", "quarter-ends", "submission")
SOMEBODY = Actor("s.body", "Some Body", "planner", "AAA")


@pytest.fixture
def printed(own_database) -> None:
    """The plan that was printed."""
    told = read(PRINTED, BETTER_CARE)
    open_book(by=SOMEBODY, kind=BETTER_CARE, key="printed", contents=told.contents, **told.about)


@pytest.fixture
def empty(own_database) -> None:
    """A plan in which nothing stands yet."""
    open_book(by=SOMEBODY, kind=BETTER_CARE, key="printed", title="Nothing yet")


def test_planners_and_board_members_read_every_page(printed, planner, board_member):
    for page in PAGES:
        answers = (planner.get(f"{HERE}{page}/"), board_member.get(f"{HERE}{page}/"))
        assert [answer.status_code for answer in answers] == [200, 200], page


@pytest.mark.parametrize("role", NOT_FOR_FIGURES)
def test_others_read_none(printed, signed_in, role):
    browser = signed_in(role)
    assert {browser.get(f"{HERE}{page}/").status_code for page in PAGES} == {403}


def test_pages_of_a_plan_that_is_not_there_are_not_found(own_database, planner):
    assert {planner.get(f"/plans/better-care/nothing/{page}/").status_code for page in PAGES} == {404}


def test_every_page_of_an_empty_plan_says_what_is_missing(empty, planner):
    told = {page: text_of(planner.get(f"{HERE}{page}/")) for page in PAGES}
    assert "No money is planned yet." in told["money"]
    assert "The plan has no narrative yet." in told["narrative"]
    assert "The plan has no pooled budget." in told["quarter-ends"]
    assert "No national conditions are known for this year" in told["rules"]


def test_the_views_flag_what_does_not_agree(printed, planner):
    told = text_of(planner.get(f"{HERE}money/"))
    assert "£40,199,000 does not agree" in told
    assert "£13,374,000 to £21,172,000" in told
    assert "NHS Dorset CCG, CCG contributions £29,975,000 £40,199,000 Does not agree" in told


def test_every_amount_leads_to_its_rows(printed, planner):
    page = planner.get(f"{HERE}money/").content.decode()
    links = set(re.findall(r'href="(/plans/better-care/printed/whence/\?[^"]*)"', page.replace("&amp;", "&")))
    assert len(links) > 30
    assert {planner.get(link).status_code for link in links} == {200}


def test_where_a_pound_comes_from_is_a_row_a_source_and_who_agreed_it(printed, planner):
    told = text_of(planner.get(f"{HERE}whence/?scheme=independence&partner=bcp"))
    assert "Where £13,374,000 comes from" in told
    assert "Spending, row 2 £13,374,000 yes Paragraph 18 as the plan was opened" in told
    assert "Recommended to the board for approval" in told


@pytest.mark.parametrize("asked", ["scheme=nobody", "area=<b>", "pool=__proto__"])
def test_a_cut_that_there_is_not_is_not_found(printed, planner, asked):
    assert planner.get(f"{HERE}whence/?{asked}").status_code == 404


def test_numbers_of_the_narrative_are_links_and_typed_ones_are_doubted(printed, planner):
    page = planner.get(f"{HERE}narrative/").content.decode()
    assert re.search(r'<a class="number-in-text" href="[^"]*source=dfg[^"]*">£3,101,000</a>', page)
    assert "“£1 million” is typed, and no figure of the plan is that." in page


def test_what_people_type_into_a_narrative_is_shown_as_they_typed_it(own_database, planner):
    tables = {
        **SMALL,
        "narrative": "section | text\n<b>Bold</b> | <script>alert(1)</script> {total} {nobody}",
    }
    open_book(
        by=SOMEBODY, kind=BETTER_CARE, key="printed", title="Small", contents=drawn(BETTER_CARE, tables)
    )
    page = planner.get(f"{HERE}narrative/").content.decode()
    assert "<script>alert" not in page
    assert '<strong class="unresolved">{nobody}</strong>' in page
    assert ">£1,000</a>" in page


@pytest.mark.parametrize("indicator", ["delayed transfers", "é", "<b>", "../../audit"])
def test_an_indicator_that_there_is_not_is_said_on_every_page_that_tells_of_metrics(
    own_database, planner, indicator
):
    metrics = f"metric | indicator | place\ndelayed_transfers | {indicator} | QQQ"
    contents = drawn(BETTER_CARE, {**SMALL, "metrics": metrics})
    open_book(by=SOMEBODY, kind=BETTER_CARE, key="printed", title="Small", contents=contents)
    for page in ("rules", "quarter-ends", "submission"):
        told = planner.get(f"{HERE}{page}/")
        assert told.status_code == 200
        assert f"There is no indicator {indicator} among the figures." in html.unescape(told.content.decode())
