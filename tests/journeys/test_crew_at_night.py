"""A paramedic in somebody's kitchen at four in the morning needs one screen."""

from playwright.sync_api import Page, expect

from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, sign_in_as


def test_plan_wishes_allergies_medicines_and_contacts_on_one_screen(page: Page):
    sign_in_as(page, "Kelly Stride")
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Emergency view").first.click()
    for name in ("Plan for emergencies", "Allergies", "Medicines now", "Who to telephone", "Problems"):
        expect(page.get_by_role("region", name=name)).to_be_visible()
    expect(page.get_by_role("region", name="Allergies")).to_contain_text("enicillin")
    expect(page.get_by_role("region", name="Wishes, ceilings of treatment, legal")).not_to_contain_text(
        "No wish"
    )
    is_good_for_everybody(page)
