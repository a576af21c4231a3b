"""A document sent is a document acknowledged: from the ward to the practice, and back on the screen of the ward."""

import json
import re
import uuid
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, sign_in_as

SISTER, CONSULTANT, GP, NURSE = (
    "Grace Whitlock",
    "Dr Priya Raman",
    "Dr Amara Okafor",
    "Tom Hallett",
)


def test_from_the_ward_to_the_practice_and_back(page: Page):
    given_a_discharge_summary_prefilled_from_the_stay(page)
    when_something_is_missing_it_is_said_and_nothing_is_sent(page)
    when_it_is_complete_it_is_signed_and_sent(page)
    then_the_ward_sees_that_it_was_not_opened(page)
    then_the_gp_finds_it_on_her_list_and_acknowledges_it(page)
    then_what_it_asked_for_is_a_task_of_the_practice(page)
    then_the_consultant_sees_who_acknowledged_it(page)


def given_a_discharge_summary_prefilled_from_the_stay(page: Page) -> None:
    sign_in_as(page, SISTER)
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Write a letter").click()
    is_good_for_everybody(page)
    page.get_by_role("button", name="Discharge summary", exact=True).click()
    expect(page.get_by_label("Admission details")).to_have_value(re.compile("Admitted"))
    expect(page.get_by_label("Allergies and adverse reactions")).to_have_value(re.compile("enicillin"))
    expect(page.get_by_label(re.compile("^Medicine 1$"))).not_to_have_value("")
    is_good_for_everybody(page)


def when_something_is_missing_it_is_said_and_nothing_is_sent(page: Page) -> None:
    page.get_by_label(re.compile("^Clinical summary")).fill("")
    page.get_by_role("button", name="Keep and read it through").click()
    expect(page.get_by_role("alert")).to_contain_text("“Clinical summary” is empty")
    is_good_for_everybody(page)
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_role("alert")).to_contain_text("“Clinical summary” is empty")
    page.get_by_role("link", name="Change the draft").click()


def when_it_is_complete_it_is_signed_and_sent(page: Page) -> None:
    page.get_by_label(re.compile("^Clinical summary")).fill("Fell at home; hip repaired; walks with a frame.")
    page.get_by_label("Action 1", exact=True).fill("Check kidney function")
    page.get_by_label("Action 1 by").fill("2026-12-10")
    for_every_change_there_is_a_reason(page)
    page.get_by_role("button", name="Keep and read it through").click()
    expect(page.get_by_role("region", name="Clinical summary")).to_contain_text("walks with a frame")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_role("status")).to_contain_text("Signed and sent")


def for_every_change_there_is_a_reason(page: Page) -> None:
    when_she_goes_home_is_said(page)
    for field in page.get_by_label(re.compile("^Reason for the change of medicine")).all():
        if not field.input_value():
            field.fill("Agreed with Margaret")
    for field in page.get_by_label(re.compile("^Dose of medicine")).all():
        if not field.input_value():
            field.fill("As before")


def when_she_goes_home_is_said(page: Page) -> None:
    """A stay that goes on, as other journeys may have begun one, has no day of discharge to be filled in."""
    field = page.get_by_label(re.compile("^Discharge details"))
    if not field.input_value():
        field.fill("Home tomorrow, with her daughter")


def then_the_ward_sees_that_it_was_not_opened(page: Page) -> None:
    expect(page.get_by_role("region", name="Where it was sent")).to_contain_text("Delivered, not opened")
    is_good_for_everybody(page)
    page.get_by_role("link", name="Documents", exact=True).first.click()
    expect(page.get_by_role("region", name="Sent by us, never opened")).to_contain_text("HANSFORD, Margaret")
    is_good_for_everybody(page)


def then_the_gp_finds_it_on_her_list_and_acknowledges_it(page: Page) -> None:
    sign_in_as(page, GP)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Documents").click()
    waiting = page.get_by_role("region", name="To read and acknowledge")
    waiting.get_by_role("link", name="Discharge summary", exact=True).first.click()
    expect(page.get_by_role("region", name=re.compile("^Sent to"))).to_contain_text("Check kidney function")
    is_good_for_everybody(page)
    page.get_by_role("button", name="Acknowledge and make tasks").click()
    expect(page.get_by_role("status")).to_contain_text("Acknowledged")
    page.get_by_role("button", name="File", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Filed")


def then_what_it_asked_for_is_a_task_of_the_practice(page: Page) -> None:
    open_record_of(page, MARGARET)
    page.get_by_role("navigation", name="Sections of the record").get_by_role(
        "link", name=re.compile("plan", re.IGNORECASE)
    ).first.click()
    expect(page.get_by_text("Check kidney function").first).to_be_visible()


def then_the_consultant_sees_who_acknowledged_it(page: Page) -> None:
    sign_in_as(page, CONSULTANT)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Documents").click()
    sent = page.get_by_role("region", name="Sent by us", exact=True)
    sent.get_by_role("link", name="Discharge summary", exact=True).first.click()
    expect(page.get_by_role("region", name="Where it was sent")).to_contain_text(
        re.compile(r"Acknowledged .* by Dr Amara Okafor")
    )


def test_what_is_not_ours_goes_back_without_opening_the_record(page: Page):
    given_a_letter_that_goes_to_a_practice_which_is_not_hers(page)
    sign_in_as(page, NURSE)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Documents").click()
    page.get_by_role("region", name="Received, never opened").get_by_role(
        "link", name="Not ours"
    ).first.click()
    is_good_for_everybody(page)
    page.get_by_label("Why do you return it?").fill("She is registered in Dorchester, not with us.")
    page.get_by_role("button", name="Return it").click()
    expect(page.get_by_role("status")).to_contain_text("Returned to the sender")
    sign_in_as(page, SISTER)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Documents").click()
    expect(page.get_by_role("region", name="Came back to us")).to_contain_text("registered in Dorchester")


def given_a_letter_that_goes_to_a_practice_which_is_not_hers(page: Page) -> None:
    sign_in_as(page, SISTER)
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Write a letter").click()
    page.get_by_role("button", name="Discharge summary", exact=True).click()
    page.get_by_label("Another organisation, by name or code").fill("Bridges Medical")
    page.get_by_role("button", name="Look").click()
    page.get_by_label("Send to The Bridges Medical Centre").check()
    page.get_by_label(re.compile("^Clinical summary")).fill("Sent to the wrong practice by a slip.")
    for_every_change_there_is_a_reason(page)
    page.get_by_role("button", name="Keep and read it through").click()
    expect(page.get_by_role("region", name="To", exact=True)).to_contain_text("The Bridges Medical Centre")
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_role("status")).to_contain_text("Signed and sent")


def test_a_document_from_outside_that_is_nobodys_for_certain_is_given_to_somebody(page: Page, server):
    given_a_paper_in_the_mailbox(server)
    sign_in_as(page, GP)
    then_it_lies_before_the_practice(page)
    page.get_by_role("region", name="Came in, and belong to nobody yet").get_by_role("link").first.click()
    is_good_for_everybody(page)
    page.get_by_label("NHS number, or name and birth date").fill(MARGARET)
    page.get_by_role("search", name="Whose document it is").get_by_role("button", name="Find").click()
    page.get_by_role("button", name=re.compile("^File it here ?: HANSFORD, Margaret")).first.click()
    expect(page.get_by_role("status")).to_contain_text("among this person's papers")


def given_a_paper_in_the_mailbox(server) -> None:
    brought = Path(server.environment["TOLDONCE_HOME"]) / "mailbox" / "in"
    brought.mkdir(parents=True, exist_ok=True)
    told = {"from": "RZZ", "to": "J81016", "workflow_id": "TOC_FHIR_OP_ATTEN", "local_id": uuid.uuid4().hex}
    (brought / "paper.dat").write_bytes(b"%PDF-1.4 a letter of another hospital")
    (brought / "paper.json").write_text(json.dumps({**told, "media_type": "application/pdf"}))


def then_it_lies_before_the_practice(page: Page) -> None:
    """The mailbox makes its round every few seconds."""
    for _ in range(30):
        page.goto("/documents/")
        if page.get_by_role("region", name="Came in, and belong to nobody yet").count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the mailbox brought nothing")


def test_an_administrator_sees_the_mailbox_and_nothing_that_is_in_it(page: Page):
    sign_in_as(page, "Joan Pitman")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Mailbox").click()
    expect(page.get_by_role("region", name="Given up")).to_be_visible()
    is_good_for_everybody(page)
