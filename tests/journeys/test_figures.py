"""A board member follows a figure to its row; planners decide, enter, set and check, each with a reason."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as

BOARD, PLANNER, OTHER_PLANNER = "Ruth Penhale", "Leila Haddad", "Owen Trask"
HOSPITALS = "University Hospitals Dorset NHS Foundation Trust"
LARGE = Path(__file__).resolve().parents[2] / "places/dorset/figures/data/winter_2019_2020.csv"
FOUR_HOURS = "/figures/indicators/ae-within-four-hours/?place=R0D"


def test_a_board_member_reads_a_colour_with_its_chart_and_follows_the_number_to_its_row(page: Page):
    sign_in_as(page, BOARD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Performance: NHS Dorset Integrated Care Board")
    is_good_for_everybody(page)
    when_another_place_is_chosen(page, HOSPITALS)
    then_the_colour_does_not_stand_alone(page)
    page.get_by_role("link", name="A&E within four hours", exact=True).first.click()
    then_the_chart_has_its_table_its_sentence_and_its_gaps(page)
    then_it_prints_whole_and_says_where_it_is_from(page)
    page.get_by_role("link", name=re.compile(r"^71\.4%: how was this counted")).click()
    then_it_is_made_of_two_numbers_that_stand_in_a_file(page)


def test_a_board_member_compares_and_sees_what_changed(page: Page):
    sign_in_as(page, BOARD)
    page.goto("/figures/indicators/ae-within-four-hours/peers/?place=QVV")
    said = "July 2025: NHS Dorset Integrated Care Board is 19th of 42, counted from the best, where higher is better"
    expect(page.get_by_text(said)).to_contain_text("It lies between the lines of the funnel")
    row = "NHS Dorset Integrated Care Board 19 76.4% 76.0% to 76.9% 23,539 of 30,793 Between the lines"
    expect(page.get_by_role("row", name=row)).to_be_visible()
    expect(page.get_by_role("img", name="Funnel plot")).to_be_visible()
    is_good_for_everybody(page)
    page.goto("/figures/compare/constitution/?place=QVV")
    expect(page.get_by_role("link", name=f"71.4%, A&E within four hours, {HOSPITALS}")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="What changed").click()
    page.get_by_label("Place", exact=True).select_option("RBD")
    page.get_by_label("Since").fill("2025-06-01")
    page.get_by_role("button", name="Show").click()
    then_signals_targets_values_and_what_did_not_come_are_told(page)


def test_a_telephone_shows_the_newest_end_of_a_chart_first_and_the_keys_lead_back(page: Page):
    sign_in_as(page, BOARD)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(FOUR_HOURS)
    chart = page.get_by_role("region", name=re.compile("^The chart"))
    assert chart.evaluate("box => box.scrollWidth > box.clientWidth")
    assert shown_of(chart) == "the newest end"
    when_the_left_arrow_is_pressed_until_the_chart_moves(page, chart)
    assert shown_of(chart) == "further back"
    is_good_for_everybody(page)


def test_a_board_member_chooses_another_chart_by_the_keyboard_and_sends_its_address_on(page: Page):
    sign_in_as(page, BOARD)
    page.goto("/figures/indicators/discharged/?place=RBD")
    page.get_by_label("Chart as").focus()
    page.keyboard.type("Run")
    page.keyboard.press("Tab")
    page.keyboard.type("The last three")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name=re.compile("run chart"))).to_be_visible()
    assert "chart=run&window=3-months" in page.url and "place=RBD" in page.url
    expect(page.get_by_text("The chart shows the last 91 of")).to_contain_text("rest on these alone")
    is_good_for_everybody(page)
    page.get_by_text("Why other charts are not offered").click()
    expect(page.get_by_text("It is for shares, and this is none.")).to_be_visible()
    page.get_by_label("Place", exact=True).select_option("R0D")
    page.get_by_role("button", name="Show").first.click()
    expect(page.get_by_label("Chart as")).to_have_value("run")
    is_good_for_everybody(page)


def test_a_known_fault_has_its_number_on_the_chart_and_its_note_below(page: Page):
    sign_in_as(page, BOARD)
    page.goto("/figures/indicators/emergency-admissions/?place=RBD")
    notes = page.get_by_role("list", name="Notes to the chart")
    expect(notes).to_contain_text("The file has 13,686 emergency admissions")
    expect(notes).to_contain_text("(April 2022)")
    expect(page.locator(".spc-remark")).to_contain_text("(1)")
    row = page.get_by_role("region", name="The table of all figures").get_by_role(
        "row", name=re.compile("^April 2022")
    )
    expect(row.locator("[data-label=Note]")).to_have_text("1")
    is_good_for_everybody(page)


def test_the_quarterly_report_is_read_and_printed(page: Page):
    sign_in_as(page, BOARD)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Reports").click()
    when_another_place_is_chosen(page, "Dorset County Hospital NHS Foundation Trust")
    is_good_for_everybody(page)
    page.get_by_role("link", name="April to June 2025", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quarterly report, April to June 2025")
    page.get_by_role("link", name="What is not there, and why").click()
    then_older_figures_stand_apart_with_their_period(page)
    is_good_for_everybody(page)
    then_it_prints_on_pages_of_its_own(page)


def test_a_planner_begins_the_limits_anew_and_the_board_sees_who_and_why(page: Page):
    sign_in_as(page, PLANNER)
    page.goto("/figures/indicators/emergency-admissions/?place=R0D")
    page.get_by_role("link", name="Limits").click()
    is_good_for_everybody(page)
    when_a_decision_is_sent_without_a_reason_it_is_refused(page)
    page.get_by_label("First period of the new limits").select_option("April 2023")
    page.get_by_label("Why").first.fill("A same-day emergency care unit opened")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("The limits are made anew.")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, BOARD)
    page.goto("/figures/indicators/emergency-admissions/?place=R0D")
    expect(page.get_by_text("A same-day emergency care unit opened (Leila Haddad")).to_be_visible()
    expect(page.get_by_role("link", name="Limits")).to_have_count(0)
    page.goto("/figures/indicators/emergency-admissions/limits/?place=R0D")
    expect(page.get_by_role("heading", level=1, name="You may not open this page")).to_be_visible()


def test_two_planners_edit_the_same_words_and_neither_overwrites_the_other(page: Page, browser, server):
    sign_in_as(page, PLANNER)
    page.goto("/figures/indicators/bed-occupancy/words/")
    is_good_for_everybody(page)
    given_another_planner_edits_it_meanwhile(browser, server.address)
    page.get_by_label("Caveat").fill("A ward was closed for repairs in 2020")
    page.get_by_label("Why").fill("Readers asked")
    page.get_by_role("button", name="Keep the edit").click()
    expect(page.get_by_role("heading", name="What was changed meanwhile")).to_be_visible()
    expect(page.get_by_text("Owen Trask", exact=False).first).to_be_visible()
    expect(page.get_by_label("Caveat")).to_have_value("A ward was closed for repairs in 2020")
    is_good_for_everybody(page)
    page.get_by_role("button", name="Keep the edit").click()
    then_both_edits_stand_in_the_history_and_one_can_be_undone(page)


def test_cells_pasted_from_a_spreadsheet_are_understood_before_they_count(page: Page):
    sign_in_as(page, PLANNER)
    page.goto("/figures/indicators/dementia-diagnosis/values/?place=QVV")
    is_good_for_everybody(page)
    page.get_by_label("Cells from a spreadsheet").fill("Month\tValue\nApril 2025\t61.2\nMay 2025\tmany")
    page.get_by_role("button", name="Show what is understood").click()
    expect(page.get_by_role("row", name="3 2 “many” is not a number")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("Cells from a spreadsheet").fill("Month\tValue\nApril 2025\t61.2\nMay 2025\t61.9")
    page.get_by_role("button", name="Show what is understood").click()
    expect(page.get_by_role("row", name="May 2025 nothing 61.9% new")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("Why").fill("Read from the quarterly return")
    page.get_by_role("button", name="Take these figures").click()
    expect(page.get_by_text("2 new, 0 revised, 0 the same.")).to_be_visible()
    then_another_planner_checks_them_and_not_the_one_who_typed(page)


def test_the_grid_takes_a_paste_and_moves_by_the_arrow_keys(page: Page):
    sign_in_as(page, PLANNER)
    page.goto("/figures/indicators/ae-within-four-hours/values/?place=RBD")
    first = page.get_by_label("New value of October 2025")
    first.focus()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", "80.1\\n79.9");
            const pasted = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(pasted);
        }"""
    )
    expect(first).to_have_value("80.1")
    expect(page.get_by_label("New value of September 2025")).to_have_value("79.9")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("New value of September 2025")).to_be_focused()
    page.get_by_role("button", name="Show what is understood").click()
    expect(page.get_by_role("row", name="October 2025 nothing 80.1% new")).to_be_visible()


def test_a_target_is_set_with_its_source_and_withdrawn_by_another_edit(page: Page):
    sign_in_as(page, PLANNER)
    page.goto("/figures/indicators/emergency-admissions/standards/?place=RBD")
    page.get_by_label("What", exact=True).select_option("Target")
    page.get_by_label("Value (").fill("2,400")
    page.get_by_label("First day").fill("2025-04-01")
    page.get_by_label("Source").fill("Operating plan 2025/26, table 4")
    page.get_by_label("Why").fill("The board agreed it on 3 April")
    page.get_by_role("button", name="Set it").click()
    expect(
        page.get_by_role("row", name=re.compile("^Target 2,400 1 Apr 2025 further notice"))
    ).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("link", name="Change the target from 1 Apr 2025").click()
    page.get_by_label("Why").fill("It was withdrawn")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Nothing is set for Dorset County Hospital")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Target .* nothing It was withdrawn"))).to_be_visible()


def test_a_table_is_pasted_and_the_wrong_cell_is_named(page: Page):
    sign_in_as(page, BOARD)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Audit a table").click()
    is_good_for_everybody(page)
    page.get_by_label("The table").fill(
        "Area\tMale\tFemale\tTotal\nNorth\t120\t131\t251\nSouth\t40\t44\t84\nTotal\t160\t175\t353"
    )
    page.get_by_role("button", name="Audit it").click()
    expect(
        page.get_by_role("row", name=re.compile("1certain, sum D4 Total, Total 353 335|1 certain, sum D4"))
    ).to_be_visible()
    expect(page.get_by_role("cell", name="353 finding 1")).to_be_visible()
    is_good_for_everybody(page)


def test_a_file_is_tried_and_its_faults_are_said_with_their_rows(page: Page, tmp_path: Path):
    sign_in_as(page, PLANNER)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Received files").click()
    is_good_for_everybody(page)
    page.get_by_role("link", name="Try a file").click()
    is_good_for_everybody(page)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    page.get_by_label("File", exact=True).set_input_files(wrong)
    page.get_by_role("button", name="Try the file").click()
    expect(page.get_by_role("alert")).to_contain_text("None of the first 20 lines has the heads")
    is_good_for_everybody(page)


def test_a_large_file_is_read_by_the_worker_and_followed_on_its_page(page: Page):
    sign_in_as(page, PLANNER)
    page.goto("/figures/received/try/")
    page.get_by_label("Mapping", exact=True).select_option("winter-2019")
    page.get_by_label("File", exact=True).set_input_files(LARGE)
    page.get_by_role("button", name="Try the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LARGE.name)
    is_good_for_everybody(page)
    when_one_looks_again_until_it_is_read(page)
    expect(page.get_by_text(re.compile("figures: 0 new, 0 revised, [0-9,]+ the same"))).to_be_visible()
    expect(page.get_by_role("button", name="Load the file")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("link", name="Received files", exact=True).first.click()
    expect(page.get_by_role("row", name=f"{LARGE.name} Read through: somebody decides")).to_be_visible()
    is_good_for_everybody(page)


def when_one_looks_again_until_it_is_read(page: Page) -> None:
    for _ in range(60):
        if not (again := page.get_by_role("link", name="Look again")).is_visible():
            return
        again.click()
        page.wait_for_timeout(500)


def when_the_left_arrow_is_pressed_until_the_chart_moves(page: Page, chart: Locator) -> None:
    chart.focus()
    for _ in range(50):
        page.keyboard.press("ArrowLeft")
        if shown_of(chart) == "further back":
            return


def shown_of(chart: Locator) -> str:
    """Which end of a chart a box that is narrower than it shows."""
    return chart.evaluate(
        """box => {
            const inside = box.querySelector("svg").getBoundingClientRect(), seen = box.getBoundingClientRect();
            return Math.abs(inside.right - seen.right) < 16 ? "the newest end" : "further back";
        }"""
    )


def when_another_place_is_chosen(page: Page, name: str) -> None:
    page.get_by_label("Place", exact=True).select_option(name)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def then_the_colour_does_not_stand_alone(page: Page) -> None:
    row = page.get_by_role("row", name=re.compile("^A&E within four hours")).first
    expect(row).to_contain_text("Red: missed")
    expect(row).to_contain_text("Improvement")
    expect(row).to_contain_text("The target is missed, and yet the chart shows an improvement.")
    assert "place=R0D" in page.url


def then_the_chart_has_its_table_its_sentence_and_its_gaps(page: Page) -> None:
    expect(page.get_by_role("img", name=re.compile("^A&E within four hours.*XmR chart"))).to_be_visible()
    expect(
        page.get_by_text("The chance that the year ending with March 2026 misses its target")
    ).to_be_visible()
    expect(
        page.get_by_role("row", name=re.compile("^September 2021 to May 2023 A&E attendances"))
    ).to_be_visible()
    expect(page.get_by_role("region", name="The table of all figures")).to_contain_text("July 2025")
    is_good_for_everybody(page)


def then_it_prints_whole_and_says_where_it_is_from(page: Page) -> None:
    page.emulate_media(media="print")
    for hidden in ("Pages", "Choose the chart", "Choose the place"):
        expect(page.get_by_label(hidden, exact=True)).to_be_hidden()
    table = page.get_by_role("region", name="The table of all figures")
    assert table.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert table.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    chart = page.get_by_role("region", name=re.compile("^The chart"))
    assert chart.evaluate("box => getComputedStyle(box).breakInside") == "avoid"
    expect(page.get_by_text("Printed", exact=False).last).to_contain_text("/figures/indicators/")
    page.emulate_media(media="screen")


def then_it_is_made_of_two_numbers_that_stand_in_a_file(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("How was this counted?")
    expect(page.get_by_text("“A&E attendances of more than four hours” as a percentage of")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("row", name=re.compile("^A&E attendances of more than")).get_by_role("link").click()
    expect(page.get_by_text("The row in its own words")).to_be_visible()
    expect(page.get_by_text("Open Government Licence v3.0", exact=True)).to_be_visible()
    is_good_for_everybody(page)


def then_signals_targets_values_and_what_did_not_come_are_told(page: Page) -> None:
    for title in ("New signals", "Targets crossed", "New values", "Revised values", "Data that did not come"):
        expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
    expect(page.get_by_role("region", name="Targets crossed")).to_contain_text("It now meets its target")
    expect(page.get_by_role("region", name="Data that did not come")).to_contain_text("Waiting for")
    is_good_for_everybody(page)


def then_older_figures_stand_apart_with_their_period(page: Page) -> None:
    told = page.get_by_role("region", name="What is not there, and why")
    expect(
        told.get_by_role("heading", name="No figure for April to June 2025: what was known last")
    ).to_be_visible()
    old = told.get_by_role(
        "row", name=re.compile("^Waiting within 18 weeks 58.6%.* April 2022 None has come")
    )
    expect(old).to_be_visible()
    standards = page.get_by_role("region", name="NHS Constitution standards")
    expect(standards.get_by_role("row", name=re.compile("^A&E within four hours"))).to_contain_text(
        "June 2025"
    )
    expect(standards).not_to_contain_text("April 2022")


def then_it_prints_on_pages_of_its_own(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Pages")).to_be_hidden()
    assert page.locator(".report-part").first.evaluate("part => getComputedStyle(part).breakBefore") == "page"
    expect(page.get_by_text("Printed", exact=False).last).to_contain_text("from http")
    assert len(page.pdf()) > 20_000
    page.emulate_media(media="screen")


def when_a_decision_is_sent_without_a_reason_it_is_refused(page: Page) -> None:
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    is_good_for_everybody(page)


def given_another_planner_edits_it_meanwhile(browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    other = context.new_page()
    sign_in_as(other, OTHER_PLANNER)
    other.goto("/figures/indicators/bed-occupancy/words/")
    other.get_by_label("Owner").fill("Director of operations")
    other.get_by_label("Why").fill("The post was renamed")
    other.get_by_role("button", name="Keep the edit").click()
    expect(other.get_by_text("The edit is kept")).to_be_visible()
    context.close()


def then_both_edits_stand_in_the_history_and_one_can_be_undone(page: Page) -> None:
    expect(page.get_by_role("row", name=re.compile("Leila Haddad Readers asked"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Owen Trask The post was renamed"))).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("row", name=re.compile("Leila Haddad")).get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Keep the edit").click()
    expect(page.get_by_role("row", name=re.compile("Undoes version"))).to_be_visible()


def then_another_planner_checks_them_and_not_the_one_who_typed(page: Page) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Received files").click()
    page.get_by_role("link", name="typed by Leila Haddad").first.click()
    expect(page.get_by_text("2 figures wait to be checked by another than")).to_be_visible()
    expect(page.get_by_role("button", name="Mark them as checked")).to_have_count(0)
    is_good_for_everybody(page)
    address = page.url
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, OTHER_PLANNER)
    page.goto(address)
    page.get_by_label("What you looked at").fill("Compared with the return")
    page.get_by_role("button", name="Mark them as checked").click()
    expect(page.get_by_text("2 figures are marked as checked by you.")).to_be_visible()
