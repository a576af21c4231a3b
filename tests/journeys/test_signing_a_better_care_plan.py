"""Partners find the printed error of a Better Care Fund plan, mend it, sign the plan, and watch over it by quarters.

What they do stays: this comes after the journeys that read the plan as it was printed.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as

HEALTH, COUNCIL, CHAIR = "Nina Aldous", "Nadia Penrose", "Piers Lovelock"
BOARD_MEMBER = "Ruth Penhale"
PLAN = "/plans/better-care/bcp-2019-20/"
EXAMPLE = "/plans/better-care/example/"


def test_partners_find_the_printed_error_mend_it_sign_and_watch_over_the_plan(page: Page):
    sign_in_as(page, HEALTH)
    page.goto(f"{PLAN}money/")
    then_the_wrong_total_is_named_with_what_it_should_be(page)
    is_good_for_everybody(page)
    when_it_is_submitted_it_is_refused_with_the_cell(page)
    when_the_cell_is_mended_with_a_reason(page)
    then_every_view_agrees_and_a_number_leads_to_its_row_and_reason(page)
    given_the_shares_of_risk_of_a_pool(page)
    when_it_is_submitted(page)
    when_it_is_signed(page, "Director of primary and community care")
    sign_in_as(page, COUNCIL)
    when_it_is_signed(page, "Corporate director of adult social care")
    sign_in_as(page, CHAIR)
    when_it_is_signed(page, "Chair of the Health and Wellbeing Board")
    then_it_is_agreed_jointly(page)
    sign_in_as(page, COUNCIL)
    when_a_quarter_end_is_filled_in(page)
    then_who_bears_the_variance_is_said_and_the_signatures_hold(page)


def test_a_board_member_reads_the_rules_the_narrative_and_the_submission(page: Page):
    sign_in_as(page, BOARD_MEMBER)
    page.goto(f"{PLAN}rules/")
    expect(page.get_by_text("Exactly 4.6% would be printed as £10,917,000 and £10,918,000.")).to_be_visible()
    expect(page.get_by_text("The lowest level is established: 7 of 8 changes.").first).to_be_visible()
    is_good_for_everybody(page)
    page.goto(f"{PLAN}narrative/")
    section = page.get_by_role("article", name="Schemes (paragraph 10)")
    section.get_by_role("link", name="£1,148,000").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Where £1,148,000 comes from")
    is_good_for_everybody(page)
    page.goto(f"{PLAN}submission/")
    expect(page.get_by_role("table", name="Who signs the plan, and when they did")).to_be_visible()
    is_good_for_everybody(page)
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_planner_sees_where_pools_end_and_who_bears_it(page: Page):
    sign_in_as(page, COUNCIL)
    page.goto(f"{EXAMPLE}quarter-ends/")
    pool = page.get_by_role("region", name="Community equipment")
    expect(pool.first).to_contain_text(
        "At the end of quarter 3 £123,315 more than the budget to date is spent; the year is forecast to end £150,001 "
        "over budget. By the risk share this is borne so: Invented board £84,001 and Invented council £66,000."
    )
    is_good_for_everybody(page)
    page.goto(f"{EXAMPLE}narrative/")
    is_good_for_everybody(page)


def then_the_wrong_total_is_named_with_what_it_should_be(page: Page) -> None:
    expect(page.get_by_text("The views do not agree.")).to_be_visible()
    error = page.get_by_role("listitem").filter(has_text="Sources of funding, row 5, Amount")
    expect(error).to_contain_text("£29,975,000 does not agree")
    expect(error).to_contain_text("It should be £40,199,000.")
    row = page.get_by_role("row", name=re.compile("^NHS Dorset CCG, CCG contributions"))
    expect(row).to_contain_text("Does not agree")


def when_it_is_submitted_it_is_refused_with_the_cell(page: Page) -> None:
    page.goto(PLAN)
    page.get_by_role("button", name="Submit it for signature").click()
    problem = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(problem).to_contain_text("Sources of funding, row 5, Amount")


def when_the_cell_is_mended_with_a_reason(page: Page) -> None:
    page.goto(f"{PLAN}sheets/sources/")
    page.get_by_label("Why you edit").fill("29,975 is a slip of the paper: both areas make 40,199")
    page.get_by_role("gridcell", name="29,975,000").or_(
        page.locator("td", has_text="29,975,000")
    ).first.click()
    page.keyboard.type("40,199,000")
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).not_to_contain_text("error")


def then_every_view_agrees_and_a_number_leads_to_its_row_and_reason(page: Page) -> None:
    page.goto(f"{PLAN}money/")
    expect(page.get_by_text("All views agree.")).to_be_visible()
    table = page.get_by_role("table", name="Source by area of spend, in pounds")
    table.get_by_role("link", name="£40,199,000 for NHS Dorset CCG, CCG contributions: where").click()
    row = page.get_by_role("row", name=re.compile("^Sources of funding, row 5"))
    expect(row).to_contain_text("29,975 is a slip of the paper")


def given_the_shares_of_risk_of_a_pool(page: Page) -> None:
    for row, amount, share in ((4, "7,265,000", "77%"), (5, "2,182,000", "23%")):
        page.goto(f"{PLAN}sheets/contributions/")
        page.get_by_role("link", name=f"Row {row} as a form").click()
        page.get_by_label("Contribution (£)", exact=True).fill(amount)
        page.get_by_label("Risk share", exact=True).fill(share)
        page.get_by_label("Why", exact=True).fill("as the section 75 agreement says")
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_text("It is kept.")).to_be_visible()


def when_it_is_submitted(page: Page) -> None:
    page.goto(PLAN)
    page.get_by_role("button", name="Submit it for signature").click()
    expect(page.get_by_text("It is submitted to those who must sign it.")).to_be_visible()


def when_it_is_signed(page: Page, capacity: str) -> None:
    page.goto(PLAN)
    page.get_by_label("In which capacity").select_option(label=capacity)
    page.get_by_role("button", name="I have read it and sign it").click()
    expect(page.get_by_text("It is signed.")).to_be_visible()


def then_it_is_agreed_jointly(page: Page) -> None:
    page.goto(f"{PLAN}rules/")
    row = page.get_by_role("row", name=re.compile("^The plan is agreed jointly"))
    expect(row).to_contain_text("NHS Dorset CCG, BCP Council and Health and Wellbeing Board have signed.")
    expect(page.get_by_text("Agreed", exact=True)).to_be_visible()


def when_a_quarter_end_is_filled_in(page: Page) -> None:
    page.goto(f"{PLAN}quarter-ends/")
    page.get_by_role("link", name="Fill in a quarter end").click()
    page.get_by_role("link", name="Add a row by a form").click()
    page.get_by_label("Pool (needed)").select_option("moving_on")
    page.get_by_label("Quarter (needed)").select_option("Quarter 1")
    page.get_by_label("Budget to date (£) (needed)").fill("2,361,750")
    page.get_by_label("Spent to date (£) (needed)").fill("2,411,751")
    page.get_by_label("Forecast for the year (£) (needed)").fill("£9.6m")
    page.get_by_label("Why", exact=True).last.fill("the first quarter end")
    page.get_by_role("button", name="Add the row").click()


def then_who_bears_the_variance_is_said_and_the_signatures_hold(page: Page) -> None:
    page.goto(f"{PLAN}quarter-ends/")
    pool = page.get_by_role("region", name="Moving on from hospital living").first
    expect(pool).to_contain_text("the year is forecast to end £153,000 over budget")
    expect(pool).to_contain_text("NHS Dorset CCG £117,810 and BCP Council £35,190")
    expect(page.get_by_text("Agreed", exact=True)).to_be_visible()
    is_good_for_everybody(page)
