"""A director of finance plans in a sheet as in a spreadsheet; partners sign; a phone reads it too."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as, sign_out_in_another_tab

FINANCE, COUNCIL, CHAIR = "Nina Aldous", "Nadia Penrose", "Piers Lovelock"
PRINTED = "/plans/better-care/bcp-2019-20/"


def test_a_printed_error_is_mended_submitted_signed_and_a_later_edit_voids_the_signature(page: Page):
    given_a_copy_of_the_printed_plan(page, "Better care to sign")
    page.get_by_role("navigation", name="Sheets of this plan").get_by_role(
        "link", name="Sources of funding"
    ).click()
    when_the_amount_that_does_not_add_up_is_typed_anew(page)
    then_nothing_is_wrong_any_more(page)
    page.get_by_role("link", name="Overview").click()
    page.get_by_role("button", name="Submit it for signature").click()
    expect(page.get_by_text("It is submitted to those who must sign it.")).to_be_visible()
    for who in (COUNCIL, CHAIR, FINANCE):
        when_somebody_signs(page, who)
    expect(page.get_by_text("Agreed", exact=True)).to_be_visible()
    is_good_for_everybody(page)
    when_it_is_withdrawn_and_edited(page)
    expect(page.get_by_text("void: the plan has changed since version 1").first).to_be_visible()


def test_a_sheet_behaves_like_a_spreadsheet(page: Page):
    given_a_copy_of_the_printed_plan(page, "Better care to type in")
    page.goto("/plans/better-care/better-care-to-type-in/sheets/partners/")
    is_good_for_everybody(page)
    when_a_row_is_added_and_filled_by_keys_alone(page)
    then_it_is_kept_with_its_reason(page)
    when_everything_is_undone_and_done_again(page)
    when_a_block_is_pasted(page)
    then_thousands_are_asked_about(page)
    sign_out_in_another_tab(page)
    then_what_they_type_is_not_kept_and_not_lost(page)


def test_a_cell_is_talked_about_and_remembers(page: Page):
    given_a_copy_of_the_printed_plan(page, "Better care to talk about")
    page.goto("/plans/better-care/better-care-to-talk-about/sheets/sources/")
    cell(page, 5, "amount").click()
    page.get_by_role("button", name="History and comments").click()
    panel = page.get_by_role("complementary", name="History and comments")
    expect(panel).to_contain_text("Sources of funding, row 5, Amount")
    panel.get_by_label("Say something about this cell").fill("Is this the figure of table 1?")
    panel.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("Is this the figure of table 1?")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("Answer").fill("No, of table 2.")
    page.get_by_role("button", name="Answer").click()
    page.get_by_role("button", name="It is dealt with").click()
    expect(page.get_by_text("Resolved by Nina Aldous")).to_be_visible()


def test_a_workbook_goes_out_and_comes_back_changed(page: Page, tmp_path: Path):
    given_a_copy_of_the_printed_plan(page, "Better care in a file")
    page.get_by_role("link", name="Files", exact=True).click()
    is_good_for_everybody(page)
    path = when_the_workbook_is_downloaded_and_edited(page, tmp_path)
    page.get_by_label("Workbook", exact=True).set_input_files(path)
    page.get_by_role("button", name="Show what it would change").click()
    expect(
        page.get_by_role("row", name=re.compile("Sources of funding, row 5, Amount 29,975,000 40,199,000"))
    ).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("Why").fill("Table 2 says so")
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_role("heading", name="1. A file taken: Table 2 says so")).to_be_visible()
    is_good_for_everybody(page)


def test_every_page_of_a_plan_is_good_for_everybody_and_a_telephone_edits_by_a_form(page: Page):
    given_a_copy_of_the_printed_plan(page, "Better care on a telephone")
    here = "/plans/better-care/better-care-on-a-telephone/"
    sheet = f"{here}sheets/sources/"
    pages = [
        here,
        f"{here}changes/",
        f"{here}compare/",
        f"{here}copy/",
        sheet,
        f"{sheet}paste/",
        f"{sheet}rows/new/",
    ]
    for address in ("/plans/", "/plans/new/", *pages):
        page.goto(address)
        is_good_for_everybody(page)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{here}sheets/sources/")
    page.get_by_role("link", name="Row 5 as a form").click()
    is_good_for_everybody(page)
    page.get_by_label("Amount", exact=False).first.fill("40199000")
    page.get_by_label("Why").fill("Table 2 says so")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It is kept.")).to_be_visible()


def test_on_a_telephone_the_open_tab_is_seen_and_keys_pass_the_others_over(page: Page):
    sign_in_as(page, FINANCE)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{PRINTED}sheets/narrative/")
    sheets = page.get_by_role("navigation", name="Sheets of this plan")
    expect(sheets.get_by_role("link", name="Narrative", exact=True)).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the pages and sheets of this plan")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("summary#holds")).to_be_focused()


# how


def given_a_copy_of_the_printed_plan(page: Page, title: str) -> None:
    sign_in_as(page, FINANCE)
    page.goto(f"{PRINTED}copy/")
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Financial year").fill("2019/20")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def cell(page: Page, row: int, column: str):
    return page.locator(f"table.sheet tbody tr:nth-child({row}) td[data-column={column}]")


def when_the_amount_that_does_not_add_up_is_typed_anew(page: Page) -> None:
    expect(page.locator("#summary")).to_contain_text("1 error")
    expect(cell(page, 5, "amount")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Why you edit").fill("Table 2 says £40,199,000")
    cell(page, 5, "amount").click()
    page.keyboard.type("40199000")
    page.keyboard.press("Enter")


def then_nothing_is_wrong_any_more(page: Page) -> None:
    expect(page.locator("#summary")).not_to_contain_text("error")
    expect(cell(page, 5, "amount")).to_have_text("40,199,000")
    expect(cell(page, 5, "amount")).not_to_have_attribute("aria-invalid", "true")


def when_somebody_signs(page: Page, who: str) -> None:
    address = page.url
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, who)
    page.goto(address)
    page.get_by_role("button", name="I have read it and sign it").click()
    expect(page.get_by_text("It is signed.")).to_be_visible()


def when_it_is_withdrawn_and_edited(page: Page) -> None:
    address = page.url
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, FINANCE)
    page.goto(address)
    page.get_by_label("Why it is withdrawn").fill("A line was missed")
    page.get_by_role("button", name="Make it a draft again").click()
    page.goto(f"{address}sheets/sources/")
    page.get_by_label("Why you edit").fill("A line was missed")
    cell(page, 1, "amount").click()
    page.keyboard.press("Delete")
    expect(page.locator("#summary")).to_contain_text("error")
    page.goto(address)


def when_a_row_is_added_and_filled_by_keys_alone(page: Page) -> None:
    page.get_by_label("Why you edit").fill("A new partner")
    before = page.locator("table.sheet tbody tr").count()
    page.get_by_role("button", name="Add a row").click()
    expect(page.locator("table.sheet tbody tr")).to_have_count(before + 1)
    cell(page, 1, COLUMNS[0]).click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("A partner")
    page.keyboard.press("Tab")
    expect(cell(page, 2, COLUMNS[1])).to_be_focused()


COLUMNS = ("key", "name")


def then_it_is_kept_with_its_reason(page: Page) -> None:
    expect(cell(page, 2, COLUMNS[0])).to_have_text("A partner")
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="History and comments").click()
    expect(page.get_by_role("complementary", name="History and comments")).to_contain_text("A new partner")
    page.keyboard.press("Escape")
    expect(cell(page, 2, COLUMNS[0])).to_be_focused()


def when_everything_is_undone_and_done_again(page: Page) -> None:
    rows = page.locator("table.sheet tbody tr").count()
    page.keyboard.press("Control+z")
    expect(cell(page, 2, COLUMNS[0])).to_have_text("")
    page.keyboard.press("Control+z")
    expect(page.locator("table.sheet tbody tr")).to_have_count(rows - 1)
    page.keyboard.press("Control+y")
    expect(page.locator("table.sheet tbody tr")).to_have_count(rows)
    page.keyboard.press("Control+y")
    expect(cell(page, 2, COLUMNS[0])).to_have_text("A partner")


def when_a_block_is_pasted(page: Page) -> None:
    page.goto("/plans/better-care/better-care-to-type-in/sheets/sources/")
    page.get_by_label("Why you edit").fill("Pasted")
    cell(page, 1, "amount").click()
    paste(page, "3,000\n4,000")


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => { const clipboard = new DataTransfer(); clipboard.setData("text/plain", text);
        document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true })); }""",
        text,
    )


def then_thousands_are_asked_about(page: Page) -> None:
    expect(page.get_by_text("Are they pounds, or are they to be multiplied by 1,000?")).to_be_visible()
    page.get_by_role("button", name="Multiply by 1,000").click()
    expect(cell(page, 1, "amount")).to_have_text("3,000,000")
    expect(cell(page, 2, "amount")).to_have_text("4,000,000")
    is_good_for_everybody(page)


def then_what_they_type_is_not_kept_and_not_lost(page: Page) -> None:
    cell(page, 1, "amount").click()
    page.keyboard.type("5000000")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-said")).to_contain_text(
        "You are not signed in any more, or this page is too old: nothing was kept."
    )
    expect(page.locator("#sheet-said")).to_contain_text("You typed “5000000”.")
    expect(cell(page, 1, "amount")).to_have_text("3,000,000")


def when_the_workbook_is_downloaded_and_edited(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("^Download .* as a workbook")).click()
    path = folder / "plan.xlsx"
    waiting.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Sources of funding"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Amount")
    sheet.cell(6, column).value = 40_199_000
    book.save(path)
    return path
