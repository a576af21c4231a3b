"""Words outlive the session in which they were typed."""

from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    MARGARET,
    is_good_for_everybody,
    open_record_of,
    sign_in_as,
    sign_out_in_another_tab,
)

GP = "Dr Amara Okafor"
TITLE, NOTE = "Telephoned about the bath", "\nA seat will be fitted on Friday.\n\nThe <son> knows, & agrees."


def test_a_note_typed_for_too_long_is_sent_again_and_reads_as_it_was_typed(page: Page):
    given_a_note_that_is_being_written(page)
    sign_out_in_another_tab(page)
    page.get_by_role("button", name="Keep the note").click()
    then_nothing_was_stored_and_all_of_it_is_there(page)
    is_good_for_everybody(page)
    when_they_sign_in_in_another_tab(page)
    page.get_by_role("button", name="Send it again").click()
    then_the_note_is_in_the_record(page)


def given_a_note_that_is_being_written(page: Page) -> None:
    sign_in_as(page, GP)
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("What is it about?").fill(TITLE)
    page.get_by_label("Note", exact=True).fill(NOTE)


def then_nothing_was_stored_and_all_of_it_is_there(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in any more")
    expect(page.get_by_role("main")).to_contain_text("Nothing of what you sent was stored")
    typed = page.get_by_role("form", name="What you typed").get_by_role("textbox")
    assert [box.input_value() for box in typed.all() if box.is_visible()] == [TITLE, NOTE]


def when_they_sign_in_in_another_tab(page: Page) -> None:
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in, in another tab").click()
    with opened.value as other:
        other.get_by_role("button", name=GP).click()
        expect(other.get_by_role("button", name="Sign out")).to_be_visible()


def then_the_note_is_in_the_record(page: Page) -> None:
    expect(page.get_by_text("The note is in the record.")).to_be_visible()
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_text("The <son> knows, & agrees.")).to_be_visible()
    is_good_for_everybody(page)
