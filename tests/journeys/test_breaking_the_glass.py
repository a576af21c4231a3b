"""Somebody without a relationship is refused, breaks the glass with a reason, and the privacy officer sees it."""

from playwright.sync_api import Page, expect

from tests.journeys.steps import MARGARET, find, is_good_for_everybody, open_record_of, sign_in_as

REASON = "Collapsed in our car park, no next of kin known"


def test_a_nurse_of_another_practice_breaks_the_glass(page: Page):
    given_a_nurse_of_another_practice_who_is_refused(page)
    page.get_by_role("link", name="Break the glass").click()
    then_it_is_said_what_will_happen(page)
    when_no_reason_is_given_it_is_refused(page)
    page.get_by_label("Why do you need to open this record now?").fill(REASON)
    page.get_by_role("button", name="Break the glass and open the record").click()
    expect(page.get_by_text("The privacy officer has been told")).to_be_visible()
    expect(page.get_by_role("region", name="Problems")).to_be_visible()
    then_the_privacy_officer_reviews_it(page)


def test_a_relationship_can_be_declared_instead(page: Page):
    sign_in_as(page, "Ewa Kowalska")
    find(page, MARGARET)
    page.get_by_role("link", name="HANSFORD, Margaret").first.click()
    page.get_by_role("link", name="Say what your relationship").click()
    is_good_for_everybody(page)
    page.get_by_label("How do you care for this person?").fill("Comes to us for respite care from today")
    page.get_by_role("button", name="Declare and open the record").click()
    expect(page.get_by_text("Your relationship has been written down")).to_be_visible()


def given_a_nurse_of_another_practice_who_is_refused(page: Page) -> None:
    sign_in_as(page, "Tom Hallett")
    find(page, MARGARET)
    page.get_by_role("link", name="HANSFORD, Margaret").first.click()
    expect(page.get_by_role("heading", level=1, name="You may not open this record yet")).to_be_visible()
    is_good_for_everybody(page)


def then_it_is_said_what_will_happen(page: Page) -> None:
    expect(page.get_by_text("for 8 hours")).to_be_visible()
    expect(page.get_by_text("The privacy officer is told now")).to_be_visible()
    is_good_for_everybody(page)


def when_no_reason_is_given_it_is_refused(page: Page) -> None:
    page.get_by_role("button", name="Break the glass and open the record").click()
    expect(page.get_by_role("alert")).to_contain_text("A reason is needed")
    is_good_for_everybody(page)


def then_the_privacy_officer_reviews_it(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, "Simon Achebe")
    page.get_by_role("link", name="Break-glass").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("Your finding").first.fill("Right: the practice confirmed the collapse")
    page.get_by_role("button", name="Keep the finding").first.click()
    expect(page.get_by_text("Your finding is kept.")).to_be_visible()
    page.get_by_role("link", name="Ledger").click()
    expect(page.get_by_role("table")).to_contain_text("break-glass.review")
    is_good_for_everybody(page)


def test_the_ledger_tells_who_looked_at_a_person(page: Page):
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    number = page.locator(".person-fact", has_text="NHS number").locator("dd").inner_text()
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, "Simon Achebe")
    page.get_by_label("Person (NHS number").fill(number)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("table")).to_contain_text("record.read")
    expect(page.get_by_role("table")).to_contain_text("amara.okafor")
