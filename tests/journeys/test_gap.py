"""A finance director argues with a printed plan: where it contradicts itself, what if, and where a pound comes from."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as

FINANCE_DIRECTOR, BOARD = "Leila Haddad", "Ruth Penhale"
STRATEGY = "The gap of £158m by 2020/21"


def test_a_finance_director_argues_with_the_gap(page: Page):
    sign_in_as(page, FINANCE_DIRECTOR)
    when_the_plan_is_opened(page)
    then_the_gap_is_said_and_drawn(page)
    when_it_is_asked_what_if_everything_starts_six_months_late(page)
    then_the_answer_stands_beside_the_plan(page)
    when_a_saving_is_followed(page, "Acute efficiency savings")
    then_it_leads_to_a_cell_with_its_source(page)


def test_the_plan_is_held_against_itself(page: Page):
    sign_in_as(page, BOARD)
    when_the_plan_is_opened(page)
    page.get_by_role("link", name="Does it add up", exact=True).click()
    expect(page.get_by_text("implies a base cost of £1,807,234,428.")).to_be_visible()
    twice = "the £27m more are exactly what “Secondary prevention and active management” counts for"
    expect(page.get_by_text(twice).first).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("Growth of costs").fill("5%")
    page.get_by_role("button", name="Work it out").click()
    expect(
        page.get_by_text(re.compile("costs growing by 5% and income by 2% a year implies a base"))
    ).to_be_visible()


def test_every_page_of_a_gap_is_good_for_everybody(page: Page):
    sign_in_as(page, BOARD)
    for label in ("The gap", "How sure", "Assumptions", "Scenarios compared"):
        page.goto("/plans/gap/worked-example/result/")
        page.get_by_role("link", name=label, exact=True).click()
        expect(page.get_by_role("img").first).to_be_visible() if label != "Assumptions" else None
        is_good_for_everybody(page)


def when_the_plan_is_opened(page: Page) -> None:
    page.goto("/plans/")
    page.get_by_role("link", name=STRATEGY).first.click()
    page.get_by_role("link", name="The gap", exact=True).click()


def then_the_gap_is_said_and_drawn(page: Page) -> None:
    said = "the solutions save £185m and are £27m more than it."
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("img", name="The gap by year")).to_be_visible()
    expect(page.get_by_role("img", name="From the gap to what is left")).to_be_visible()
    is_good_for_everybody(page)


def when_it_is_asked_what_if_everything_starts_six_months_late(page: Page) -> None:
    page.get_by_label("Solutions start later by").fill("6")
    page.get_by_role("button", name="What if?").click()


def then_the_answer_stands_beside_the_plan(page: Page) -> None:
    answer = "If every solution starts 6 months late, the gap of 2020/21 is open by £65.5m: £92.5m worse than planned"
    expect(page.get_by_role("status")).to_contain_text(answer)


def when_a_saving_is_followed(page: Page, name: str) -> None:
    page.get_by_role("link", name=f"{name}, −£36,500,000: where does it come from").click()


def then_it_leads_to_a_cell_with_its_source(page: Page) -> None:
    expect(
        page.get_by_text("£73,000,000 × 100% delivered × 50% of the year = £36,500,000.00")
    ).to_be_visible()
    expect(page.get_by_text("April 2020, 6 months late")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("link", name="Solutions, row 4").first.click()
    expect(page).to_have_url(re.compile(r"/plans/gap/strategy-2016/sheets/solutions/#c-\d+-amount$"))
