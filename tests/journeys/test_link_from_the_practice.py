"""The practice's own system opens the record in context: nobody signs in twice."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Running
from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, sign_in_as


def test_the_link_opens_the_right_record_once(page: Page, server: Running):
    number = given_the_nhs_number_of_a_person(page)
    link = server.command("link", "amara.okafor", "J81016", number)
    page.goto(link)
    expect(page.get_by_role("heading", level=1, name="Summary")).to_be_visible()
    expect(page.get_by_role("region", name="Person")).to_contain_text(number)
    page.goto(link)
    expect(page.get_by_text("The link has been used already.")).to_be_visible()
    is_good_for_everybody(page)


def test_a_link_that_was_changed_opens_nothing(page: Page, server: Running):
    number = given_the_nhs_number_of_a_person(page)
    link = server.command("link", "amara.okafor", "J81016", number)
    page.goto(link[:-3] + "abc")
    expect(page.get_by_text("The link was not made by a system that we know")).to_be_visible()


def test_a_link_for_a_post_that_is_not_held_opens_nothing(page: Page, server: Running):
    number = given_the_nhs_number_of_a_person(page)
    page.goto(server.command("link", "amara.okafor", "RBD", number))
    expect(page.get_by_text("holds no post at that organisation")).to_be_visible()


def given_the_nhs_number_of_a_person(page: Page) -> str:
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    number = page.locator(".person-fact", has_text="NHS number").locator("dd").inner_text()
    page.get_by_role("button", name="Sign out").click()
    return number
