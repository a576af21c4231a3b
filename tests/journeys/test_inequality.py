"""A board member sees who is on a register by deprivation; a planner counts life expectancy from a table of her own."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as

BOARD, PLANNER = "Ruth Penhale", "Leila Haddad"
BANDS = ["0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 85, 5)), "85+"]


def test_a_board_member_compares_a_register_by_deprivation(page: Page):
    sign_in_as(page, BOARD)
    page.goto("/figures/indicators/on-register/?place=J81002&part=DM")
    page.get_by_role("link", name="Compare by deprivation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("On a disease register, DM: by deprivation")
    expect(
        page.get_by_text("2021/22, 73 places. The most deprived end of the line has 0.8 points")
    ).to_be_visible()
    then_the_bars_have_their_table_and_the_ages_stand_beside(page)
    is_good_for_everybody(page)
    page.get_by_label("Part", exact=True).select_option("COPD")
    page.get_by_label("Groups", exact=True).select_option("10")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row", name="10, least deprived")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("link", name="lowest score of group 1: how was this counted?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How was this counted?")
    expect(page.get_by_text("Deprivation", exact=False).first).to_be_visible()


def then_the_bars_have_their_table_and_the_ages_stand_beside(page: Page) -> None:
    expect(page.get_by_role("img", name="By deprivation")).to_be_visible()
    group = page.get_by_role("row", name="1, most deprived")
    for words in ("19.6 to 35.3", "6.8%", "19.8%"):
        expect(group).to_contain_text(words)
    page.get_by_text("Group 1: 15 places").click()
    expect(page.get_by_text("No table tells these figures by age, so ages are not taken out")).to_be_visible()


def test_a_planner_counts_life_expectancy_from_a_table_and_is_told_what_is_missing(page: Page):
    sign_in_as(page, PLANNER)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Indicators").click()
    page.get_by_role("link", name="count from a table").click()
    is_good_for_everybody(page)
    page.get_by_label("The table").fill("Age\tPopulation\n0-64\t9000\n65+\t1000")
    page.get_by_label("Life expectancy at birth and at 65").check()
    page.get_by_role("button", name="Count").click()
    expect(page.locator("#table-error")).to_contain_text(
        "No column is headed by one of these words: events: deaths"
    )
    is_good_for_everybody(page)
    page.get_by_label("The table").fill(deaths_by_age())
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_role("row", name="all rows Life expectancy at 65")).to_be_visible()
    is_good_for_everybody(page)


def deaths_by_age() -> str:
    rows = [f"{band}\t{2 + number**2}\t6000" for number, band in enumerate(BANDS)]
    return "\n".join(["Age\tDeaths\tPopulation", *rows])
