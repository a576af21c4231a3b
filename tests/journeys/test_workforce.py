"""A board member follows a shortage to the cells behind it; a planner asks what if, and what it costs."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as

BOARD, PLANNER = "Ruth Penhale", "Leila Haddad"
NURSES = "Nurses & health visitors"
PLAN = "/plans/workforce/looking-forwards/"


def test_a_board_member_follows_a_shortage_to_the_cells_behind_it(page: Page):
    sign_in_as(page, BOARD)
    page.goto(f"{PLAN}outlook/")
    expect(
        page.get_by_text("In 2023/24, 16,843 full-time equivalents (FTE) are needed", exact=False)
    ).to_be_visible()
    expect(page.get_by_text("In part invented.")).to_be_visible()
    is_good_for_everybody(page)
    then_the_shortage_list_says_why(page)
    then_the_promise_of_250_nurses_is_found_to_fall_short(page)
    page.get_by_role("link", name=f"561 FTE, {NURSES}, 2023/24: where does this come from?").click()
    then_the_arithmetic_ends_in_the_gap(page)
    is_good_for_everybody(page)
    page.get_by_role("link", name="Staff in post, row 1", exact=True).click()
    expect(page).to_have_url(re.compile(r"sheets/staff/#r-\d+$"))


def test_a_role_shows_where_its_heads_come_from_and_what_becomes_of_trainees(page: Page):
    sign_in_as(page, BOARD)
    page.goto(f"{PLAN}outlook/")
    page.get_by_role("link", name=NURSES, exact=True).first.click()
    expect(page.get_by_role("row", name="2019/20 4,352 9 365 20 60 370 114 0 4,322")).to_be_visible()
    expect(page.get_by_text("Of 100 who start, 71.1 work here after 4 years.")).to_be_visible()
    expect(page.get_by_role("img", name="Of 100 who start: Nursing degrees")).to_be_visible()
    is_good_for_everybody(page)


def test_a_planner_asks_what_fifty_apprentices_six_months_late_come_to(page: Page):
    sign_in_as(page, PLANNER)
    page.goto(f"{PLAN}scenarios/")
    is_good_for_everybody(page)
    page.get_by_role("link", name=re.compile("Go on from here.*Fifty more nurse")).click()
    page.get_by_label("Pipeline", exact=True).select_option("Registered nurse degree apprenticeships")
    page.get_by_label("Intakes start later").fill("6")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("In 2028/29: 106 FTE more in post", exact=False)).to_be_visible()
    expect(page.get_by_role("img", name="What if, FTE")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("Leavers a year").fill("0.5")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("link", name=re.compile(r"write 0\.5% if it is that"))).to_be_visible()
    is_good_for_everybody(page)


def test_a_planner_sees_what_the_workforce_costs_and_what_a_gap_can_take_from_it(page: Page):
    sign_in_as(page, PLANNER)
    page.goto(f"{PLAN}cost/?year=2018/19")
    expect(page.get_by_role("row", name=re.compile(r"^Sum £702,238,930 "))).to_be_visible()
    expect(page.get_by_role("row", name="2019/20 2.50% 0.65% 3.17% 1.14%")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_text("Rows for the sheet “Growth assumptions” of a financial gap").click()
    expect(page.get_by_label("Copy them and paste them")).to_have_value(re.compile(r"^Pay, 2019/20\tPrice\t"))


def then_the_shortage_list_says_why(page: Page):
    row = page.get_by_role("region", name="Shortage list").get_by_role("row", name=re.compile(f"^{NURSES}"))
    expect(row).to_contain_text("Met: 12.9% of 4,355 FTE needed, where 5.0% counts")
    expect(row).to_contain_text("Met: 9.0% of 4,208 funded FTE, where 8.0% counts")


def then_the_promise_of_250_nurses_is_found_to_fall_short(page: Page):
    row = page.get_by_role("row", name=re.compile("^An additional 250 nurses by 2027"))
    expect(row).to_contain_text("The assumptions make 204 people: 46 people fewer than was said.")
    late = page.get_by_role("row", name=re.compile("^Train an additional 100 pharmacy technicians by 2015"))
    expect(late).to_contain_text("the year lies before the plan begins, which may be a slip in the document")


def then_the_arithmetic_ends_in_the_gap(page: Page):
    arithmetic = page.get_by_role("region", name="The arithmetic")
    expect(arithmetic.get_by_role("row").last).to_contain_text("4,354.6 FTE needed − 3,794.0 FTE in post")
    expect(page.get_by_role("link", name="Drivers of need, row 2")).to_be_visible()
