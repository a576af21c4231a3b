"""A referral and a question for advice go from the practice to the hospital and back."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, sign_in_as

GP, CONSULTANT, HOSPITAL = "Dr Amara Okafor", "Dr Priya Raman", "Dorset County Hospital NHS Foundation Trust"


def test_a_referral_is_asked_about_answered_and_booked(page: Page):
    given_a_referral_from_the_practice(page, "Memory clinic")
    when_the_hospital_asks_for_more(page, "Memory clinic")
    when_the_practice_answers(page, "Memory clinic")
    when_the_hospital_books(page, "Memory clinic")
    then_the_practice_sees_the_appointment(page, "Memory clinic")


def test_a_question_is_answered_within_its_time_and_leads_to_a_referral(page: Page):
    sign_in_as(page, GP)
    open_record_of(page, MARGARET)
    write(page, "A question: please advise", "Haematology", "Is this dose of apixaban right for her kidneys?")
    expect(page.get_by_text("Running")).to_be_visible()
    is_good_for_everybody(page)
    sign_in_as(page, CONSULTANT)
    open_thread(page, "For us to do", "Haematology")
    page.get_by_label("Answer or message").fill("Yes, at her age and weight.")
    page.get_by_role("button", name="Send the answer").click()
    sign_in_as(page, GP)
    open_thread(page, "Over", "Haematology")
    expect(page.get_by_text("Yes, at her age and weight.")).to_be_visible()
    page.get_by_role("link", name="Make it a referral").click()
    expect(page.get_by_label("Service or specialty")).to_have_value("Haematology")
    page.get_by_label("What is asked?").fill("As advised, please see her.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sent to")


def given_a_referral_from_the_practice(page: Page, service: str) -> None:
    sign_in_as(page, GP)
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Refer or ask").click()
    is_good_for_everybody(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nobody is chosen")
    is_good_for_everybody(page)
    open_record_of(page, MARGARET)
    write(page, "A referral: please see this person", service, "Forgetful since the fall, please assess.")
    is_good_for_everybody(page)


def write(page: Page, kind: str, service: str, question: str) -> None:
    page.get_by_role("link", name="Refer or ask").click()
    page.get_by_label(kind).check()
    page.get_by_label("To which organisation?").select_option(label=HOSPITAL)
    page.get_by_label("Service or specialty").fill(service)
    page.get_by_label("What is asked?").fill(question)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sent to")


def open_thread(page: Page, region: str, service: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Referrals and tasks").click()
    page.get_by_role("region", name=region, exact=True).get_by_role(
        "link", name=re.compile(service)
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(service)


def when_the_hospital_asks_for_more(page: Page, service: str) -> None:
    sign_in_as(page, CONSULTANT)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Referrals and tasks").click()
    is_good_for_everybody(page)
    open_thread(page, "For us to do", service)
    page.get_by_label("Message, reason or outcome").fill("Which score did she have?")
    page.get_by_role("button", name="Ask for more information").click()
    expect(page.get_by_role("region", name="Waiting for more information")).to_contain_text("Stands")


def when_the_practice_answers(page: Page, service: str) -> None:
    sign_in_as(page, GP)
    open_thread(page, "We are asked for more information", service)
    page.get_by_label("Message, reason or outcome").fill("Six of ten in May.")
    page.get_by_role("button", name="Answer and send it back").click()
    expect(page.get_by_role("region", name="Waiting for the receiver")).to_be_visible()


def when_the_hospital_books(page: Page, service: str) -> None:
    sign_in_as(page, CONSULTANT)
    open_thread(page, "For us to do", service)
    expect(page.get_by_text("Six of ten in May.")).to_be_visible()
    page.get_by_label("Appointment").fill("2035-01-15T10:30")
    page.get_by_label("Where").fill("Clinic 3")
    page.get_by_role("button", name="Book an appointment").click()
    expect(page.get_by_role("region", name="Booked")).to_contain_text("15 Jan 2035")


def then_the_practice_sees_the_appointment(page: Page, service: str) -> None:
    sign_in_as(page, GP)
    open_thread(page, "We wait for others", service)
    expect(page.get_by_role("region", name="Booked")).to_contain_text("15 Jan 2035, 10:30")
    is_good_for_everybody(page)
