"""A practitioner writes a note of their own and reports an error to its source."""

from playwright.sync_api import Page, expect

from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, open_section, sign_in_as


def test_a_note_is_read_by_the_next_reader(page: Page):
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Write a note").click()
    is_good_for_everybody(page)
    when_nothing_is_written_it_says_what_is_missing(page)
    page.get_by_label("What is it about?").fill("Telephoned about the stairs")
    page.get_by_label("Note", exact=True).fill("A second rail will be fitted on Thursday.\nDaughter knows.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("The note is in the record.")).to_be_visible()
    page.get_by_role("link", name="Telephoned about the stairs").first.click()
    expect(page.get_by_text("A second rail will be fitted on Thursday.")).to_be_visible()
    is_good_for_everybody(page)


def test_an_error_goes_to_the_source(page: Page):
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    open_section(page, "Problems")
    page.locator("td.from summary").first.click()
    page.locator("td.from a").first.click()
    page.get_by_role("link", name="Report an error to the source").click()
    is_good_for_everybody(page)
    page.get_by_label("What is wrong, and what should it say?").fill("This was her sister's diagnosis.")
    page.get_by_role("button", name="Send to the source").click()
    expect(page.get_by_role("status")).to_contain_text("has been asked to look at it")


def when_nothing_is_written_it_says_what_is_missing(page: Page) -> None:
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was written yet")
    is_good_for_everybody(page)
