"""A planner watches a budget, fair shares and contracts, and follows a pound to its cell."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as

PLANNER, BOARD = "Leila Haddad", "Ruth Penhale"
IN_YEAR = "Opening budget of 2015/16 with a year that is invented"


def test_a_planner_finds_where_the_budget_goes_and_whose_pound_it_is(page: Page):
    sign_in_as(page, PLANNER)
    when_a_page_of_a_plan_is_opened(page, IN_YEAR, "Position")
    expect(page.get_by_text("To the end of September £502,183,128 was spent")).to_be_visible()
    expect(page.get_by_role("img", name="Budget and spending by month")).to_be_visible()
    is_good_for_everybody(page)
    when_an_earlier_month_is_asked_for(page, "June")
    page.get_by_role("link", name="Acute services", exact=True).click()
    then_the_line_says_what_it_is_made_of(page)
    is_good_for_everybody(page)
    page.get_by_role("link", name="Opening budget £").click()
    then_the_cell_of_the_sheet_is_shown(page, "513,000,000")


def test_a_board_member_reads_the_printed_budget_and_the_error_that_a_document_holds(page: Page):
    sign_in_as(page, BOARD)
    when_a_page_of_a_plan_is_opened(page, "Opening budget of the clinical commissioning group", "Position")
    expect(
        page.get_by_text("The budget of the year is £1,019,000,000; no month is closed yet.")
    ).to_be_visible()
    is_good_for_everybody(page)
    when_a_page_of_a_plan_is_opened(page, "Better Care Fund, contributions of the partners", "Overview")
    said = "£60,200,000 is printed, and the 4 lines add up to £60,292,000: £92,000 less than they do"
    expect(page.get_by_text(said)).to_be_visible()


def test_a_planner_compares_fair_shares_and_looks_into_a_network(page: Page):
    sign_in_as(page, PLANNER)
    when_a_page_of_a_plan_is_opened(page, "Fair shares of practices and networks", "Fair shares")
    expect(page.get_by_text("£101,700,000 is shared among 18 networks and 73 practices")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("combobox", name="Amount").select_option("Prescribing (2016/17)")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("£125,000,000 is shared among 18 networks and 73 practices")).to_be_visible()
    page.get_by_role("link", name="Jurassic Coast PCN").click()
    expect(page.get_by_role("heading", name="Jurassic Coast PCN", level=2)).to_be_visible()
    is_good_for_everybody(page)


def test_a_planner_sees_a_contract_a_practice_and_what_is_bought_next(page: Page):
    sign_in_as(page, PLANNER)
    when_a_page_of_a_plan_is_opened(page, "Register of contracts, invented", "Register")
    is_good_for_everybody(page)
    page.get_by_role("link", name="H1: Acute hospital services").click()
    then_the_contract_is_told_with_its_account_and_its_clocks(page)
    is_good_for_everybody(page)
    page.get_by_role("link", name="All contracts").click()
    page.get_by_role("link", name="Harbour surgery (invented)").click()
    then_the_practice_has_its_contracts_on_one_page_with_duplicates(page)
    is_good_for_everybody(page)
    page.get_by_role("navigation", name="Pages of this plan").get_by_role(
        "link", name="Work plan", exact=True
    ).click()
    expect(page.get_by_text("Without a contract in between: End of life care, 46 days")).to_be_visible()
    is_good_for_everybody(page)


def when_a_page_of_a_plan_is_opened(page: Page, title: str, label: str) -> None:
    page.get_by_role("navigation", name="Pages", exact=True).get_by_role("link", name="Plans").click()
    page.get_by_role("link", name=title, exact=True).click()
    if label != "Overview":
        page.get_by_role("navigation", name="Pages of this plan").get_by_role(
            "link", name=label, exact=True
        ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def when_an_earlier_month_is_asked_for(page: Page, month: str) -> None:
    page.get_by_label("To the end of").select_option(month)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text(f"To the end of {month}")).to_be_visible()


def then_the_line_says_what_it_is_made_of(page: Page) -> None:
    expect(page.get_by_text("It is forecast at £521,480,959: £6,980,959 over budget (1.4%)")).to_be_visible()
    made = page.get_by_role("region", name="Where this comes from")
    expect(made).to_contain_text("513,000,000, Delivery plan 2015/16, Financial overview: £513m")
    expect(made).to_contain_text("Invented: resilience beds opened in July")


def then_the_cell_of_the_sheet_is_shown(page: Page, says: str) -> None:
    page.wait_for_url(re.compile(r"/sheets/lines/#c-\d+-opening$"))
    expect(page.locator(f"[id='{page.url.split('#')[1]}']")).to_contain_text(says)


def then_the_contract_is_told_with_its_account_and_its_clocks(page: Page) -> None:
    expect(page.get_by_text("£1,149,257 above plan")).to_be_visible()
    account = page.get_by_role("region", name="What the year comes to")
    expect(account.get_by_role("row", name=re.compile("Comes to"))).to_contain_text("£129,364,885")
    expect(page.get_by_text("overdue by 14 days")).to_be_visible()
    expect(page.get_by_text("late by 6 days")).to_be_visible()


def then_the_practice_has_its_contracts_on_one_page_with_duplicates(page: Page) -> None:
    expect(page.get_by_text("has 35 contracts with 4 commissioners: £1,573,800 a year")).to_be_visible()
    twice = page.get_by_role("region", name="May be for the same thing")
    expect(twice).to_contain_text("NHS England and Clinical commissioning group both buy “Minor surgery”")
