"""A GP between two appointments opens the record of a person whom five organisations have written about."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    MARGARET,
    bottom_of,
    find,
    is_good_for_everybody,
    open_record_of,
    open_section,
    sign_in_as,
)

SECTIONS = 30


def test_from_the_sign_in_to_the_summary(page: Page):
    given_a_gp_who_has_not_signed_in(page)
    sign_in_as(page, "Dr Amara Okafor")
    then_her_worklist_comes_first(page)
    then_her_list_shows_who_is_registered(page)
    open_record_of(page, MARGARET)
    then_the_summary_shows_problems_medicines_and_results(page)
    then_they_fit_on_the_screen_of_a_surgery(page)
    is_good_for_everybody(page)


def test_every_section_opens_at_its_own_address_and_says_why_it_is_empty(page: Page):
    given_an_open_record(page)
    links = page.get_by_role("navigation", name="Sections of the record").get_by_role("link")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert len(addresses) >= SECTIONS
    for address in addresses:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        then_nothing_is_blank(page)
    is_good_for_everybody(page)


def test_results_show_trend_range_and_flag(page: Page):
    given_an_open_record(page)
    open_section(page, "Results")
    expect(page.get_by_role("img", name=re.compile("oldest first")).first).to_be_visible()
    expect(page.get_by_text(re.compile("^[↑↓] (High|Low)$")).first).to_be_visible()
    is_good_for_everybody(page)


def test_a_line_says_where_it_comes_from(page: Page):
    given_an_open_record(page)
    open_section(page, "Problems")
    page.locator("td.from summary").first.click()
    page.locator("td.from a").first.click()
    expect(page.get_by_role("heading", level=1, name="Where this comes from")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("Received")
    is_good_for_everybody(page)


def test_the_timeline_can_be_narrowed(page: Page):
    given_an_open_record(page)
    open_section(page, "Timeline")
    all_of_it = int(re.sub(r"\D", "", page.locator("#events").inner_text()))
    page.get_by_label("What").select_option(label="Medicines")
    page.get_by_role("button", name="Show").click()
    fewer = int(re.sub(r"\D", "", page.locator("#events").inner_text()))
    assert 0 < fewer < all_of_it
    is_good_for_everybody(page)


def test_words_are_found_within_the_record(page: Page):
    given_an_open_record(page)
    page.get_by_role("searchbox", name="Search within this record").fill("diabetes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name=re.compile("with “diabetes”"))).to_be_visible()
    assert page.locator("table.rows tbody tr").count() > 0
    is_good_for_everybody(page)


def test_a_letter_is_opened_in_place(page: Page):
    given_an_open_record(page)
    open_section(page, "Documents")
    page.locator("table.rows tbody th a").first.click()
    expect(page.get_by_role("link", name="Where this comes from")).to_be_visible()
    frame = page.locator("iframe.paper")
    assert frame.count() == 1
    answer = page.request.get(frame.get_attribute("src"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    is_good_for_everybody(page)


def test_the_record_as_it_was_on_a_day(page: Page):
    given_an_open_record(page)
    form = page.get_by_role("form", name="As at a date")
    form.get_by_label("As it was on").fill("2020-01-01")
    form.get_by_role("button", name="Go").click()
    note = page.get_by_text("As it was on 1 Jan 2020")
    expect(note).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("link", name="Show the record of now").click()
    expect(note).to_have_count(0)


def test_print_lays_out_every_section(page: Page):
    given_an_open_record(page)
    page.get_by_role("link", name="Print view").click()
    assert page.get_by_role("region").count() > 10
    is_good_for_everybody(page)


def test_the_box_says_how_it_understood_a_birth_date(page: Page):
    sign_in_as(page, "Dr Amara Okafor")
    find(page, "Nobody 31/1/1950")
    expect(page.get_by_text("born 31 January 1950")).to_be_visible()
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    is_good_for_everybody(page)


def given_a_gp_who_has_not_signed_in(page: Page) -> None:
    page.goto("/list/")
    expect(page).to_have_url(re.compile(r"/sign-in/\?next=%2Flist%2F"))
    expect(page.get_by_text("These people are invented.")).to_be_visible()
    is_good_for_everybody(page)


def given_an_open_record(page: Page) -> None:
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)


def then_her_worklist_comes_first(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="Worklist")).to_be_visible()
    page.get_by_role("link", name="My list").click()


def then_her_list_shows_who_is_registered(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="My list")).to_be_visible()
    expect(page.get_by_role("region", name="Registered here")).to_be_visible()
    is_good_for_everybody(page)


def then_the_summary_shows_problems_medicines_and_results(page: Page) -> None:
    expect(page.get_by_role("region", name="Problems")).to_contain_text(re.compile("diabetes", re.IGNORECASE))
    expect(page.get_by_role("region", name="Current medicines")).to_contain_text("Apixaban")
    assert page.get_by_role("region", name="Newest results").locator("tbody tr").count() == 8


def then_they_fit_on_the_screen_of_a_surgery(page: Page) -> None:
    for name in ("Problems", "Current medicines", "Newest results"):
        assert bottom_of(page, name) <= 900, f"{name} ends below the screen"


def then_nothing_is_blank(page: Page) -> None:
    for region in page.locator("main section.card").all():
        assert region.locator("tbody tr, p, dl, li").count() > 0, f"a part of {page.url} is blank"
