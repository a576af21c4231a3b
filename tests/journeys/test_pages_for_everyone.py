"""The pages that need no sign-in, and the pages that say what went wrong."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, sign_in_as


@pytest.mark.parametrize("address", ["/sign-in/", "/help/", "/about/"])
def test_a_page_for_everyone_is_good_for_everybody(page: Page, address: str):
    page.goto(address)
    is_good_for_everybody(page)


def test_a_missing_page_says_what_to_do_next(page: Page):
    page.goto("/nothing-here/")
    expect(page.get_by_role("heading", level=1, name="We could not find this page")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="What to do next")).to_be_visible()
    is_good_for_everybody(page)


def test_the_first_tab_skips_to_the_main_content(page: Page):
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    page.reload()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_single_keys_can_be_turned_off(page: Page):
    sign_in_as(page, "Dr Amara Okafor")
    page.get_by_role("link", name="Help", exact=True).click()
    page.get_by_label("The single key /").uncheck()
    page.goto("/list/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find a person")).not_to_be_focused()


def test_somebody_with_two_posts_chooses_one(page: Page):
    sign_in_as(page, "Daniel Frampton")
    expect(page.get_by_role("heading", level=1, name="In which post are you working now?")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("button", name="Weymouth").click()
    expect(page.get_by_role("heading", level=1, name="Worklist")).to_be_visible()
