"""An administrator opens an account, gives it a post and a token, and closes it again."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as


def test_the_life_of_an_account(page: Page):
    sign_in_as(page, "Joan Pitman")
    is_good_for_everybody(page)
    page.get_by_role("link", name="Open an account").click()
    is_good_for_everybody(page)
    page.get_by_label("Username").fill("jo.smith")
    page.get_by_label("Name as colleagues know it").fill("Jo Smith")
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_text("The account jo.smith is open.")).to_be_visible()
    when_a_post_is_given(page)
    when_a_token_is_made_and_revoked(page)
    page.get_by_label("Why").fill("Left")
    page.get_by_role("button", name="Close the account").click()
    expect(page.get_by_text("The account is closed.")).to_be_visible()


def test_organisations_feeds_and_doubts(page: Page):
    sign_in_as(page, "Joan Pitman")
    page.get_by_role("link", name="Organisations").click()
    page.get_by_label("Name or code").fill("dorset county")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=re.compile("Dorset County Hospital")).first.click()
    expect(page.get_by_role("heading", level=2, name="Sites")).to_be_visible()
    is_good_for_everybody(page)
    for name in ("Feeds", "Listeners", "Clients", "Doubts"):
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        is_good_for_everybody(page)


def test_an_administrator_reads_no_record(page: Page):
    sign_in_as(page, "Joan Pitman")
    page.goto("/person/1/")
    expect(page.get_by_role("heading", level=1, name="You may not open this page")).to_be_visible()


def when_a_post_is_given(page: Page) -> None:
    page.get_by_label("Role").select_option(label="Nurse")
    page.get_by_label("Organisation").fill("J81016")
    page.get_by_role("button", name="Give this post").click()
    expect(page.get_by_text("The post is given.")).to_be_visible()
    is_good_for_everybody(page)


def when_a_token_is_made_and_revoked(page: Page) -> None:
    page.get_by_label("Scopes").fill("user/Patient.read")
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_text("The secret of the new token")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Revoke")).click()
    expect(page.get_by_text("The token no longer works.")).to_be_visible()
