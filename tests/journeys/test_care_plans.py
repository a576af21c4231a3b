"""A care plan written at the kitchen table is on the paramedic's screen at night."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, sign_in_as

NURSE, CREW = "Helen Dibben", "Kelly Stride"
ESCALATION = "Treatment escalation plan"
IN_THREE_MONTHS = (date.today() + timedelta(days=90)).isoformat()


def test_a_plan_written_at_the_kitchen_table_is_on_the_paramedics_screen_at_night(page: Page):
    sign_in_as(page, NURSE)
    open_record_of(page, MARGARET)
    begin(page, ESCALATION)
    is_good_for_everybody(page)
    page.get_by_role("button", name="Check and sign").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "“Review this plan by” is not answered yet: give a day."
    )
    is_good_for_everybody(page)
    answer_escalation(page, "Not for attempted cardiopulmonary resuscitation")
    page.get_by_role("button", name="Check and sign").click()
    is_good_for_everybody(page)
    sign(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(ESCALATION)
    is_good_for_everybody(page)

    crew_opens_the_emergency_view(page)
    plan = page.get_by_role("region", name="Plan for emergencies")
    expect(plan).to_contain_text("Not for attempted cardiopulmonary resuscitation")
    expect(plan).to_contain_text(f"Signed by {NURSE}")
    expect(page.get_by_role("region", name="Person")).to_contain_text(
        "Treatment escalation plan: not for attempted cardiopulmonary resuscitation, signed"
    )


def test_when_she_changes_her_mind_the_old_plan_is_not_shown_as_the_one_to_follow(page: Page):
    sign_in_as(page, NURSE)
    open_record_of(page, MARGARET)
    begin(page, ESCALATION)
    answer_escalation(page, "For attempted cardiopulmonary resuscitation")
    page.get_by_role("button", name="Check and sign").click()
    sign(page)

    crew_opens_the_emergency_view(page)
    plan = page.get_by_role("region", name="Plan for emergencies")
    expect(plan.get_by_text("For attempted cardiopulmonary resuscitation", exact=True)).to_be_visible()
    expect(plan.get_by_text("Not for attempted cardiopulmonary resuscitation", exact=True)).to_have_count(0)


def test_a_plan_that_she_takes_back_is_on_nobodys_screen(page: Page):
    sign_in_as(page, NURSE)
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Write a care plan").click()
    page.get_by_role("region", name=ESCALATION).get_by_role("link", name="In force").click()
    is_good_for_everybody(page)
    page.get_by_role("link", name="End this plan").click()
    is_good_for_everybody(page)
    page.get_by_role("button", name="End the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why the plan ends")
    page.get_by_role("radio", name="The person has withdrawn it").check()
    page.get_by_role("button", name="End the plan").click()
    expect(page.get_by_role("status")).to_contain_text("no longer shown to ambulance crews")

    crew_opens_the_emergency_view(page)
    expect(page.get_by_role("region", name="Plan for emergencies")).not_to_contain_text(ESCALATION)


def begin(page: Page, title: str) -> None:
    """Go to the care plans of the open record and begin one, or go on with it."""
    page.get_by_role("link", name="Write a care plan").click()
    is_good_for_everybody(page)
    kind = page.get_by_role("region", name=title)
    kind.get_by_role("button").or_(kind.get_by_role("link", name="Go on with the draft")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{title}: draft")


def answer_escalation(page: Page, resuscitation: str) -> None:
    """Answer what a treatment escalation plan must say."""
    page.get_by_role("radio", name=resuscitation, exact=True).check()
    if resuscitation.startswith("Not"):
        page.get_by_label("Why is resuscitation not to be attempted?").fill(
            "It would not work, and she refuses it."
        )
    for choice in (
        "Comfort matters most",
        "Do not admit to hospital: care for the person where they are",
        "Not for intensive care",
        "Support with breathing by mask only",
        "The person has capacity for these decisions",
    ):
        page.get_by_role("radio", name=choice).check()
    page.get_by_label("Illnesses and facts behind these decisions").fill("Frailty after a broken hip.")
    page.get_by_role("checkbox", name="The person").check()
    page.get_by_label("Review this plan by").fill(IN_THREE_MONTHS)


def sign(page: Page) -> None:
    """Read the plan, stand by it and sign."""
    changed = page.get_by_label("What has changed since the plan before?")
    if changed.count():
        changed.fill("She has thought again.")
    page.get_by_role("checkbox", name="have read this plan").check()
    page.get_by_role("button", name="Sign the plan").click()
    expect(page.get_by_role("status")).to_contain_text("is signed and in force")


def crew_opens_the_emergency_view(page: Page) -> None:
    """The paramedic signs in and opens the emergency view."""
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, CREW)
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Emergency view").first.click()
    is_good_for_everybody(page)
