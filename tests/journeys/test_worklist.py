"""The duty doctor spends an evening with the worklist: what comes in appears, is taken, handed over and settled."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Running
from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, sign_in_as

PRACTICE = "J81016"
NOW = int(time.time())  # the same server may be visited again
POTASSIUM, FOR_THE_HOSPITAL = f"Potassium 6.4 mmol/L, sample {NOW}", f"For the hospital alone {NOW}"
RAISE = """
from datetime import timedelta
from django.utils import timezone
from toldonce.care.worklist.actions import raise_item
from toldonce.directory.actors import SYSTEM
from toldonce.record import identity
her = identity.find(family="Hansford", given="Margaret")[0]
raise_item(by=SYSTEM, organisation="{organisation}", kind="alert", key="{key}", pid=her.pid, title="{title}",
           reason="You asked to be told when somebody on your list is discharged.",
           due=timezone.now() + timedelta(hours=4), urgent={urgent}, refers=f"Patient/{{her.id}}")
"""


def raised(server: Running, key: str, title: str, organisation: str = PRACTICE, urgent: bool = False) -> None:
    """Something comes in for an organisation, as the software itself puts it there."""
    server.python(RAISE.format(key=f"{key}-{NOW}", title=title, organisation=organisation, urgent=urgent))


def test_what_comes_in_appears_on_the_open_page_without_reloading(page: Page, server: Running):
    sign_in_as(page, "Dr Amara Okafor")
    page.goto("/list/")
    raised(server, "journey-live", "Discharged from a ward this evening")
    told = page.get_by_role("status").filter(has_text="New in your worklist")
    expect(told).to_contain_text("Discharged from a ward this evening")
    expect(told).to_contain_text("HANSFORD, Margaret")
    expect(page.get_by_role("link", name=re.compile(r"Worklist \(\d+\)"))).to_be_visible()
    is_good_for_everybody(page)
    told.get_by_role("link", name="Open it").click()
    expect(page.get_by_role("heading", level=1, name="Discharged from a ward this evening")).to_be_visible()


def test_an_evening_as_the_duty_doctor(page: Page, server: Running):
    raised(server, "journey-evening", POTASSIUM, urgent=True)
    sign_in_as(page, "Dr Amara Okafor")
    page.get_by_role("link", name=re.compile("^Worklist")).click()
    page.get_by_label("I am on duty for").select_option(label="12 hours")
    page.get_by_role("button", name="Go on duty").click()
    expect(page.get_by_text(re.compile("Dr Amara Okafor is on duty until"))).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("button", name=f"Take {POTASSIUM}").click()
    expect(page.get_by_text("is yours now")).to_be_visible()
    page.get_by_role("link", name=POTASSIUM).click()
    expect(page.get_by_text("You asked to be told when somebody on your list is discharged.")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("It is done with").select_option(label="Told the person")
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_role("link", name=POTASSIUM)).to_have_count(0)
    page.goto("/worklist/?whose=done")
    expect(page.get_by_role("row").filter(has_text=POTASSIUM)).to_contain_text("Told the person")
    is_good_for_everybody(page)


def test_an_item_of_another_organisation_is_not_there(page: Page, server: Running):
    raised(server, "journey-elsewhere", FOR_THE_HOSPITAL, organisation="RBD")
    sign_in_as(page, "Dr Amara Okafor")
    page.goto("/worklist/")
    expect(page.get_by_text(FOR_THE_HOSPITAL)).to_have_count(0)
    sign_in_as(page, "Dr Priya Raman")
    page.goto("/worklist/")
    page.get_by_role("link", name=FOR_THE_HOSPITAL).click()
    address = page.url
    sign_in_as(page, "Dr Amara Okafor")
    assert page.request.get(address).status == 404


def test_a_record_that_is_open_says_when_something_new_has_come_in(page: Page, server: Running):
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Write a note").first.click()
    note = page.url
    page.goto(note.replace("note/", ""))
    other = page.context.new_page()
    other.goto(note)
    other.get_by_label("What is it about?").fill("A telephone call")
    other.get_by_label("Note", exact=True).fill("She feels better today.")
    other.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("Something new has come in about this person")).to_be_visible()
    is_good_for_everybody(page)
