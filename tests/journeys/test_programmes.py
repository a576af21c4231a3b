"""A planner enters a slip, sees what it moves, and tells the board; a board member reads it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as

PLANNER, BOARD = "Leila Haddad", "Ruth Penhale"
SHIPPED, THEMES = "/plans/programmes/our-dorset-2016/", "/plans/programmes/looking-forward-2019/"
CASE = "Decision Making Business Case is complete"


def test_a_planner_enters_a_slip_sees_what_it_moves_and_tells_the_board(page: Page):
    given_a_planner_before_the_portfolio(page)
    when_the_business_case_is_said_to_be_three_months_late(page)
    then_the_portfolio_says_what_it_moves_in_other_programmes(page)
    then_the_timeline_says_what_another_month_would_move(page)
    when_november_comes(page)
    when_the_report_is_begun_from_what_the_last_one_promised(page)
    then_it_is_not_taken_without_its_ratings(page)
    when_it_is_rated_shown_and_saved(page)
    when_a_board_member_signs_in_instead(page)
    then_the_report_can_be_read_and_not_written(page)
    then_the_paper_for_the_board_has_it_too(page)


def test_every_page_of_a_portfolio_is_good_for_everybody(page: Page):
    sign_in_as(page, BOARD)
    for portfolio, those in ((SHIPPED, ("risks", "logic", "benefits")), (THEMES, ("portfolio", "timeline"))):
        for each in those:
            page.goto(f"{portfolio}{each}/")
            is_good_for_everybody(page)


def test_a_portfolio_is_worked_with_by_keys_alone(page: Page):
    sign_in_as(page, BOARD)
    page.goto(f"{SHIPPED}timeline/")
    page.get_by_label("Milestone", exact=True).focus()
    page.keyboard.type("Roll-out of the Dorset")
    page.keyboard.press("Tab")
    page.keyboard.type("31/05/2018")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(
        "92 days later than it is expected now, it moves 2 other"
    )
    row = page.get_by_role("row", name=re.compile("^Advance care plans reach the ambulance systems"))
    expect(row.first).to_contain_text("30 Jul 2018")


# how


def given_a_planner_before_the_portfolio(page: Page) -> None:
    sign_in_as(page, PLANNER)
    page.goto("/plans/")
    page.get_by_role("link", name="Our Dorset: the five programmes of 2016 and 2017").click()
    page.get_by_role("link", name="Portfolio", exact=True).click()
    expect(page.get_by_text("10 of 37 milestones are done", exact=False)).to_be_visible()


def when_the_business_case_is_said_to_be_three_months_late(page: Page) -> None:
    page.get_by_role("link", name="One Acute Network", exact=True).click()
    is_good_for_everybody(page)
    page.get_by_role("link", name="Say how one goes").click()
    page.get_by_role("link", name="Add a row by a form").click()
    page.get_by_label("Milestone").select_option("csr-business-case")
    page.get_by_label("Expected").fill("01/12/2017")
    page.get_by_label("Why it moved").fill("NHS England asks for more evidence")
    page.get_by_label("Source").fill("Minutes of the programme board")
    page.get_by_label("Why", exact=True).fill("Told by the programme director")
    page.get_by_role("button", name="Add the row").click()
    expect(page.get_by_text("The row is added.")).to_be_visible()


def then_the_portfolio_says_what_it_moves_in_other_programmes(page: Page) -> None:
    page.get_by_role("link", name="Portfolio", exact=True).click()
    row = page.get_by_role("region", name="What slipped").get_by_role("row", name=re.compile(f"^{CASE}"))
    expect(row).to_contain_text("86 days")
    expect(row).to_contain_text("NHS England asks for more evidence")
    expect(row).to_contain_text("Governing Body decides on the future services, 86 days")
    expect(row).to_contain_text("mental health (Integrated Community Services), 86 days")
    is_good_for_everybody(page)


def then_the_timeline_says_what_another_month_would_move(page: Page) -> None:
    page.get_by_role("link", name="What if another day?").click()
    page.get_by_label("Milestone", exact=True).select_option(CASE)
    page.get_by_label("Would be done on").fill("01/01/2018")
    page.get_by_role("button", name="What moves?").click()
    expect(page.get_by_role("status")).to_contain_text(
        "31 days later than it is expected now, it moves 2 other"
    )
    expect(page.get_by_role("img", name="Timeline: All programmes")).to_be_visible()
    is_good_for_everybody(page)


def when_november_comes(page: Page) -> None:
    page.goto(f"{SHIPPED}sheets/portfolio/")
    page.get_by_role("link", name="Row 1 as a form").click()
    page.get_by_label("As at").fill("13/11/2017")
    page.get_by_label("Why", exact=True).fill("The reports of November")
    page.get_by_role("button", name="Keep it").click()


def when_the_report_is_begun_from_what_the_last_one_promised(page: Page) -> None:
    page.get_by_role("link", name="Reports", exact=True).nth(1).click()
    is_good_for_everybody(page)
    page.get_by_role("link", name="Write the next report of One Acute Network").click()
    beside = page.get_by_role("complementary", name="What the draft is made from")
    expect(beside).to_contain_text("Decision of the Governing Body on 20 September.")
    expect(beside).to_contain_text(f"{CASE}, told for 6 Sep 2017, now 1 Dec 2017: 86 days later")
    expect(page.get_by_label("Next", exact=True)).to_have_value(
        re.compile("Decision of the Governing Body on 20 September")
    )
    is_good_for_everybody(page)


def then_it_is_not_taken_without_its_ratings(page: Page) -> None:
    page.get_by_label("Done since the last report").fill("The evidence on transport is published.")
    page.get_by_label("Decision asked of the board").fill("To meet on 15 December instead.")
    page.get_by_role("button", name="Save the report").click()
    page.get_by_role("link", name="Time: choose green, amber or red").click()
    expect(page.get_by_label("Decision asked of the board")).to_have_value("To meet on 15 December instead.")
    is_good_for_everybody(page)


def when_it_is_rated_shown_and_saved(page: Page) -> None:
    for what, word in (("Time", "Red"), ("Money", "Amber"), ("Benefits", "Amber"), ("Risks", "Amber")):
        page.get_by_role("group", name=what, exact=True).get_by_label(word).check()
    page.get_by_label("This report is invented").check()
    page.get_by_role("button", name="Show it as it will be read").click()
    shown = page.get_by_role("region", name="As it will be read")
    expect(shown).to_contain_text("As at 13 Nov 2017 Invented")
    expect(shown).to_contain_text("To meet on 15 December instead.")
    is_good_for_everybody(page)
    page.get_by_label("Why you save it").fill("The report of November")
    page.get_by_role("button", name="Save the report").click()
    expect(page.get_by_text("The report of One Acute Network is saved.")).to_be_visible()
    is_good_for_everybody(page)


def when_a_board_member_signs_in_instead(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, BOARD)


def then_the_report_can_be_read_and_not_written(page: Page) -> None:
    page.goto(f"{SHIPPED}reports/")
    asked = page.get_by_role("region", name="Decisions asked of the board")
    expect(asked).to_contain_text("To meet on 15 December instead.")
    expect(page.get_by_role("link", name=re.compile("Write the next"))).to_have_count(0)
    page.get_by_role("link", name="3 reports of One Acute Network").click()
    expect(page.get_by_role("heading", level=3).first).to_contain_text("As at 13 Nov 2017")
    expect(page.get_by_text("The evidence on transport is published.")).to_be_visible()


def then_the_paper_for_the_board_has_it_too(page: Page) -> None:
    page.get_by_role("link", name="Board paper").click()
    paper = page.get_by_role("region", name="One Acute Network", exact=True)
    expect(paper).to_contain_text("To meet on 15 December instead.")
    is_good_for_everybody(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Pages of this plan")).to_be_hidden()
