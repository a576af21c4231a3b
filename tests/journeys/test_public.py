"""A resident reads and takes what was published; two planners publish, correct and withdraw."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import is_good_for_everybody, sign_in_as

PICTURES = os.environ.get("TOLDONCE_PICTURES")


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_a_resident_finds_out_how_long_people_wait_in_the_emergency_department(page: Page):
    page.goto("/published/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("How health and care are doing")
    is_good_for_everybody(page)
    picture(page, "public-front")
    page.get_by_role("link", name="How long people wait").click()
    is_good_for_everybody(page)
    picture(page, "public-theme")
    page.get_by_role("link", name="A&E within four hours", exact=True).click()
    expect(page.get_by_role("img", name="XmR chart")).to_be_visible()
    is_good_for_everybody(page)
    picture(page, "public-indicator")
    page.get_by_label("Place or organisation").select_option(
        label="Dorset County Hospital NHS Foundation Trust"
    )
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dorset County Hospital")
    then_it_is_told_how_it_was_counted(page)
    then_the_chart_is_also_a_table(page)


def then_it_is_told_how_it_was_counted(page: Page) -> None:
    page.get_by_text("How was this counted?").click()
    expect(page.get_by_text("attendances of at most four hours", exact=True)).to_be_visible()
    expect(page.get_by_text("shown exactly as they were published")).to_be_visible()
    is_good_for_everybody(page)


def then_the_chart_is_also_a_table(page: Page) -> None:
    page.get_by_text("The figures of the chart as a table").click()
    table = page.get_by_role("region", name="Table: the figures of the chart").get_by_role("table")
    expect(table.get_by_role("row").nth(1)).to_contain_text("2025")
    is_good_for_everybody(page)
    picture(page, "public-table")


def test_somebody_looks_up_their_hospital(page: Page):
    page.goto("/published/")
    page.get_by_role("link", name="Places and organisations").click()
    is_good_for_everybody(page)
    picture(page, "public-places")
    page.get_by_role("link", name="Dorset County Hospital NHS Foundation Trust").click()
    expect(page.get_by_role("heading", level=1, name="Dorset County Hospital")).to_be_visible()
    is_good_for_everybody(page)
    picture(page, "public-place")


def test_somebody_searches_by_word(page: Page):
    page.goto("/published/")
    page.get_by_role("searchbox", name="Search the published figures").fill("beds occupied")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Beds occupied", exact=True).first).to_be_visible()
    is_good_for_everybody(page)
    page.goto("/published/search/?q=xyzzy")
    expect(page.get_by_text("Nothing that was published holds these words")).to_be_visible()
    is_good_for_everybody(page)


@pytest.mark.parametrize(
    "address",
    ["charts/", "dictionary/", "releases/", "releases/1/", "search/", "nothing-here/", "places/NONE/"],
)
def test_every_other_page_is_good_for_everybody(page: Page, address: str):
    page.goto(f"/published/{address}")
    is_good_for_everybody(page)
    picture(page, f"public-{address.split('/')[0]}")


def test_the_pages_need_no_sign_in_and_set_no_cookie(page: Page):
    page.goto("/published/")
    assert page.context.cookies() == []


def test_a_figure_is_taken_as_csv_workbook_and_json(page: Page, tmp_path: Path):
    page.goto("/published/indicators/ae-within-four-hours/?place=RBD")
    taken = {}
    for form in ("CSV", "Excel", "JSON"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=f"{form},").click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        taken[form] = path
    rows = list(csv.DictReader(io.StringIO(taken["CSV"].read_text("utf-8"))))
    figures = json.loads(taken["JSON"].read_text())["indicators"][0]["figures"]
    sheet = openpyxl.load_workbook(taken["Excel"])["Figures"]
    assert len(rows) == len(figures) == len(list(sheet.rows)) - 1 > 100
    assert {row["licence"] for row in rows} == {"Open Government Licence v3.0"}


def test_two_planners_publish_and_withdraw(page: Page):
    sign_in_as(page, "Leila Haddad")
    given_a_proposal(page, "Beds in winter", "critical-care-beds-open")
    then_she_cannot_release_it_herself(page)
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, "Owen Trask")
    when_he_checks_and_releases(page, "Beds in winter")
    number = then_the_public_reads_it(page, "Beds in winter")
    given_a_withdrawal(page, number)
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, "Leila Haddad")
    when_he_checks_and_releases(page, "Beds in winter are withdrawn")
    page.goto(f"/published/releases/{number}/")
    expect(page.get_by_role("heading", name="Withdrawn")).to_be_visible()
    is_good_for_everybody(page)
    assert page.request.get(f"/published/releases/{number}/release.csv").status == 410


def given_a_proposal(page: Page, title: str, code: str) -> None:
    page.get_by_role("link", name="Publication").click()
    is_good_for_everybody(page)
    picture(page, "publication")
    page.get_by_role("link", name="Propose figures for publication").click()
    is_good_for_everybody(page)
    picture(page, "publication-form")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Why now").fill("They are asked for every winter")
    page.locator(f"input[name=indicator][value={code}]").check()
    page.locator(f"select[name=handling-{code}]").select_option("public")
    page.locator(f"input[name=why-{code}]").fill("")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("say why it needs no disclosure control").first).to_be_visible()
    page.locator(f"input[name=why-{code}]").fill("NHS England publishes them each quarter")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("It is proposed.")).to_be_visible()


def then_she_cannot_release_it_herself(page: Page) -> None:
    expect(page.get_by_text("You proposed this, so somebody else checks")).to_be_visible()
    expect(page.get_by_role("button", name="I have checked what is below")).to_have_count(0)
    is_good_for_everybody(page)
    picture(page, "publication-proposal")


def when_he_checks_and_releases(page: Page, title: str) -> None:
    page.get_by_role("link", name="Publication").click()
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("button", name="I have checked what is below").click()
    expect(page.get_by_text("It is checked.")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("button", name="Release it to the public").click()
    expect(page.get_by_text("It is published.")).to_be_visible()


def then_the_public_reads_it(page: Page, title: str) -> int:
    page.get_by_role("link", name="release", exact=False).first.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(title)
    is_good_for_everybody(page)
    return int(heading.inner_text().split(":")[0].split()[1])


def given_a_withdrawal(page: Page, number: int) -> None:
    page.goto("/figures/publication/propose/")
    page.get_by_label("Title").fill("Beds in winter are withdrawn")
    page.get_by_label("Why now").fill("The file was of another year")
    page.get_by_label("What it is").select_option("withdrawal")
    page.get_by_label("Release that it corrects or withdraws").select_option(str(number))
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("It is proposed.")).to_be_visible()
