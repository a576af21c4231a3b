"""The records officer answers who is who; a practitioner sees who a record is joined from and says that it is wrong."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Running
from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, sign_in_as

WHY = "Asked her on the telephone"


def test_a_practitioner_says_that_a_source_is_about_somebody_else_and_the_records_officer_decides(page: Page):
    given_a_gp_who_sees_what_a_record_is_joined_from(page)
    page.get_by_role("button", name="This is not the same person").click()
    expect(page.get_by_role("alert")).to_contain_text("A reason is needed")
    is_good_for_everybody(page)
    page.get_by_label("How do you know?").fill("The letters are about her sister")
    page.get_by_role("button", name="This is not the same person").click()
    expect(page.get_by_text("The records officer has been asked")).to_be_visible()
    when_the_records_officer_compares_the_two(page)
    page.get_by_label("What you found").fill(WHY)
    page.get_by_role("button", name="Two people").click()
    expect(page.get_by_text("They are two people and stay two.")).to_be_visible()
    is_good_for_everybody(page)
    then_the_answer_can_be_taken_back(page)


def given_a_gp_who_sees_what_a_record_is_joined_from(page: Page) -> None:
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    page.get_by_role("region", name="Person").get_by_role("link", name=re.compile(r"\d+ sources")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who this record is joined from")
    expect(page.get_by_role("table")).to_contain_text("It carries the same NHS number")
    is_good_for_everybody(page)


def when_the_records_officer_compares_the_two(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, "Ria Mundy")
    expect(page.get_by_role("heading", level=1, name="Who is who")).to_be_visible()
    is_good_for_everybody(page)
    row = page.get_by_role("row", name=re.compile("Somebody says that this is not the same person"))
    row.get_by_role("link", name=re.compile("^Compare")).first.click()
    expect(page.get_by_text("The letters are about her sister")).to_be_visible()
    is_good_for_everybody(page)


def then_the_answer_can_be_taken_back(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Look again")).first.click()
    is_good_for_everybody(page)
    page.get_by_label("What you found").fill("It was the same woman after all")
    page.get_by_role("button", name="Take the answer back").click()
    expect(page.get_by_text("The answer is taken back")).to_be_visible()


def test_the_records_officer_reads_no_record_and_sees_every_move(page: Page):
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    person = int(re.findall(r"/person/(\d+)/", page.url)[0])
    page.get_by_role("button", name="Sign out").click()
    sign_in_as(page, "Ria Mundy")
    page.goto(f"/person/{person}/")
    expect(page.get_by_role("heading", level=1, name="You may not open this page")).to_be_visible()
    page.goto(f"/who-is-who/person/{person}/")
    expect(page.get_by_role("heading", level=2, name="Every move")).to_be_visible()
    is_good_for_everybody(page)


def test_a_stranger_with_one_number_is_shown_side_by_side(page: Page, server: Running, tmp_path):
    given_two_people_with_one_number(server, tmp_path)
    sign_in_as(page, "Ria Mundy")
    row = page.get_by_role("row", name=re.compile("One NHS number on two people"))
    row.get_by_role("link", name=re.compile("^Compare")).first.click()
    expect(page.get_by_role("heading", level=1, name="One person or two?")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("button", name="Later").click()
    expect(page.get_by_role("alert")).to_contain_text("A reason is needed")
    page.get_by_label("What you found").fill("The practice calls back on Monday")
    page.get_by_role("button", name="Later").click()
    expect(page.get_by_text("The question waits behind the others.")).to_be_visible()


def given_two_people_with_one_number(server: Running, folder) -> None:
    lines = [
        f'{{"resourceType":"Patient","id":"{id}","identifier":[{{"system":"https://fhir.nhs.uk/Id/nhs-number",'
        f'"value":"9999999999"}}],"name":[{{"family":"{family}","given":["{given}"]}}],"birthDate":"{born}"}}'
        for id, given, family, born in (
            ("one-number-1", "Ada", "Legg", date(1950, 2, 3)),
            ("one-number-2", "Joan", "Moor", date(1987, 11, 30)),
        )
    ]
    file = folder / "one-number.ndjson"
    file.write_text("\n".join(lines), encoding="utf-8")
    server.command("load", str(file))
