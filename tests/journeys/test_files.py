"""An administrator tries a council's file, sees what is wrong with it, takes it, and the GP sees what it brought."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Running
from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, open_section, sign_in_as

EXAMPLES = Path(__file__).parents[1] / "exchange" / "files" / "examples"
PRACTICE = "J81016"
HEADS = (
    "LA Person Unique Identifier,NHS Number,Date of Birth,Event Reference,Event Start Date,Event End Date,"
    "Service Type,Service Component,Provider CQC Location Name,Planned Units per Week,Cost Frequency (Unit Type)"
)


@pytest.fixture
def margarets_number(page: Page) -> str:
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    banner = page.get_by_role("region", name="Person").inner_text()
    number = "".join(c for c in banner.split("NHS number")[1][:20] if c.isdigit())[:10]
    page.get_by_role("button", name="Sign out").click()
    return number


def test_a_file_is_tried_then_taken_and_the_gp_sees_the_package(
    page: Page, margarets_number: str, tmp_path: Path
):
    file = given_a_file_of_the_council_with_a_slip(tmp_path, margarets_number)
    sign_in_as(page, "Joan Pitman")
    when_she_tries_it(page, file)
    then_she_sees_what_it_holds_and_what_is_wrong(page)
    page.get_by_role("button", name="Take the file").click()
    expect(page.get_by_text("The file is taken.")).to_be_visible()
    is_good_for_everybody(page)
    then_it_stands_in_the_list(page, file)
    page.get_by_role("button", name="Sign out").click()
    then_the_gp_sees_the_package(page)


def test_a_file_without_a_column_that_is_needed_is_refused_with_its_name(page: Page, tmp_path: Path):
    file = tmp_path / "wrong.csv"
    file.write_text("LA Person Unique Identifier,Event Reference,Event Start Date\n1,2,01/02/2026\n")
    sign_in_as(page, "Joan Pitman")
    when_she_tries_it(page, file)
    expect(page.get_by_text("The file has no column “Service Component”")).to_be_visible()
    expect(page.get_by_role("button", name="Take the file")).to_have_count(0)
    is_good_for_everybody(page)


def given_a_file_of_the_council_with_a_slip(folder: Path, number: str) -> Path:
    file = folder / "packages.csv"
    rows = (
        f"90001,{number},,P-1,02/11/2026,,Long Term Support: Community,Invented night sitting,Invented Care,9,Hourly",
        "90002,,,P-2,31/02/2026,,Long Term Support: Community,Home Support,Invented Care,9,Hourly",
    )
    file.write_text("\n".join((HEADS, *rows)) + "\n")
    return file


def when_she_tries_it(page: Page, file: Path) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Files").click()
    is_good_for_everybody(page)
    page.get_by_role("link", name="Try a file").click()
    is_good_for_everybody(page)
    page.get_by_label("Mapping").select_option(label="Packages of adult social care")
    page.get_by_label("Who tells").fill("E06000059")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Try the file").click()


def then_she_sees_what_it_holds_and_what_is_wrong(page: Page) -> None:
    expect(page.get_by_text("2: 1 new, 1 refused")).to_be_visible()
    expect(
        page.get_by_role("row", name="3 Event Start Date is no date that this column knows")
    ).to_be_visible()
    is_good_for_everybody(page)


def then_it_stands_in_the_list(page: Page, file: Path) -> None:
    page.get_by_role("link", name="All files").click()
    expect(page.get_by_role("row", name=file.name).first).to_contain_text("Taken")
    is_good_for_everybody(page)


def then_the_gp_sees_the_package(page: Page) -> None:
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    open_section(page, "Services and care")
    row = page.get_by_role("row", name="Invented night sitting")
    expect(row).to_contain_text("9 hours a week")
    expect(row).to_contain_text("Invented Care")


def test_the_red_book_is_seen_by_the_gp_as_curves_and_reviews(page: Page, server: Running):
    given_a_child_of_the_practice_whose_red_book_came_as_files(server)
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, "Ada Vine")
    open_section(page, "Child health")
    expect(page.get_by_role("img", name="Weight over time")).to_be_visible()
    expect(page.get_by_role("img", name="Head circumference over time")).to_be_visible()
    expect(page.get_by_role("row", name="12 May 2026 4 months 6.3 kg")).to_be_visible()
    expect(page.get_by_role("row", name="New birth visit")).to_contain_text("Universal")
    is_good_for_everybody(page)
    page.get_by_role("link", name="Print view").click()
    expect(page.get_by_text("New birth visit")).to_be_visible()


def given_a_child_of_the_practice_whose_red_book_came_as_files(server: Running) -> None:
    child = "K1,999 000 1189,Vine,Ada,10-Jan-2026,Female,01-Feb-2026"
    path = Path(server.environment["TOLDONCE_HOME"]) / "registrations.csv"
    path.write_text(f"Patient ID,NHS Number,Surname,Forename,Date of Birth,Sex,Registration Date\n{child}\n")
    server.command("take", "file", str(path), "--mapping", "gp-registrations", "--source", PRACTICE)
    for name in ("child-growth", "child-reviews", "child-immunisations"):
        example = str(EXAMPLES / f"{name}.csv")
        server.command("take", "file", example, "--mapping", name, "--source", "RDY")
