"""The picture that says it all is in the record, and the viewer is one step away."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, open_section, sign_in_as


def test_a_gp_sees_the_broken_hip_and_is_told_where_the_link_to_all_images_leads(page: Page):
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    open_section(page, "Results")
    key_image = page.get_by_role("img", name="Key image: Left hip, broken neck of the femur")
    key_image.scroll_into_view_if_needed()
    expect(key_image).to_be_visible()
    page.wait_for_function("node => node.complete && node.naturalWidth > 0", arg=key_image.element_handle())
    viewer = page.get_by_role("link", name="Plain film of hip (opens in a new tab)")
    expect(viewer).to_have_attribute("target", "_blank")
    expect(page.get_by_text("opens the viewer of").first).to_contain_text("toldonce.example, in a new tab")
    is_good_for_everybody(page)
    key_image.click()
    expect(page.get_by_role("img", name="Left hip")).to_be_visible()
    is_good_for_everybody(page)
