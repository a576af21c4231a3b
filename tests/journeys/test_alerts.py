"""A GP asks to be told, a hospital admits somebody, and the GP reads it, and why, without having looked for it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Running
from tests.journeys.steps import MARGARET, is_good_for_everybody, open_record_of, sign_in_as

HOSPITAL_SPELLS_HER = "Handsford"


@pytest.fixture(scope="module")
def hospital(server: Running):
    """What the hospital's computer can say of Margaret."""
    secret = server.command("token", "create", "ward-system", "--scope", "system/*.*", "--days", "1").split()[
        -1
    ]
    with httpx.Client(
        base_url=f"{server.address}/fhir/", headers={"Authorization": f"Bearer {secret}"}, timeout=30
    ) as client:
        yield Hospital(client)


class Hospital:
    """Admits and discharges Margaret over the wire."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        found = client.get("Patient", params={"family": HOSPITAL_SPELLS_HER}).raise_for_status().json()
        self.patient = found["entry"][0]["resource"]
        self.now = datetime.now(UTC)

    def admits(self, id: str, reason: str, *, minutes_ago: int, **more) -> None:
        """Tell of a stay that goes on."""
        begun, id = self.now - timedelta(minutes=minutes_ago), f"{id}-{self.now:%H%M%S}"
        source = self.patient["meta"]["source"]
        stay = {
            "resourceType": "Encounter",
            "id": id,
            "meta": {"source": source},
            "status": "in-progress",
            "class": {"code": "IMP"},
            "subject": {"reference": f"Patient/{self.patient['id']}"},
            "period": {"start": begun.isoformat(timespec="seconds")},
            "reasonCode": [{"text": reason}],
            "serviceProvider": {"reference": f"Organization/ods-{source.rpartition('/')[2]}"},
            **more,
        }
        self.client.put(f"Encounter/{id}", json=stay).raise_for_status()


def test_the_practice_is_told_of_an_admission_and_reads_why(page: Page, hospital: Hospital):
    sign_in_as(page, "Dr Amara Okafor")
    hospital.admits("journey-stay", "Fall", minutes_ago=120)
    then_the_page_of_alerts_says(page, "Admitted to hospital")
    expect(page.get_by_role("link", name="HANSFORD, Margaret").first).to_be_visible()
    page.get_by_text("Why did I get this?").first.click()
    expect(
        page.get_by_text("Your organisation asks to be told about anybody registered with you").first
    ).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role(
        "button", name=re.compile("^Seen.*Admitted to hospital, HANSFORD, Margaret")
    ).first.click()
    expect(page.get_by_role("main").get_by_text("Dr Amara Okafor").first).to_be_visible()


def test_an_open_page_says_so_without_being_loaded_again(page: Page, hospital: Hospital):
    sign_in_as(page, "Dr Amara Okafor")
    page.goto("/list/")
    expect(page.get_by_role("heading", level=1, name="My list")).to_be_visible()
    hospital.admits("open-page", "Chest pain", minutes_ago=30)
    expect(page.locator("#live")).to_contain_text("Chest pain", timeout=10_000)
    expect(page.locator("#live")).to_contain_text("HANSFORD, Margaret")
    page.locator("#live").get_by_role("link", name="Open it").click()
    page.get_by_role("link", name="Why you were told").click()
    expect(page.get_by_role("heading", level=1, name="Alert")).to_be_visible()
    is_good_for_everybody(page)


def test_an_admission_that_was_a_mistake_is_taken_back(page: Page, hospital: Hospital):
    sign_in_as(page, "Dr Amara Okafor")
    hospital.admits("mistaken-stay", "Head injury", minutes_ago=5)
    then_the_page_of_alerts_says(page, "Head injury")
    hospital.admits("mistaken-stay", "Head injury", minutes_ago=5, status="entered-in-error")
    then_the_page_of_alerts_says(page, "The hospital has taken it back")
    is_good_for_everybody(page)


def test_a_gp_asks_about_one_person(page: Page):
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    page.get_by_role("link", name="Tell me when").click()
    is_good_for_everybody(page)
    when_nothing_is_chosen_it_says_what_is_missing(page)
    page.get_by_label("Discharged from hospital").check()
    page.get_by_label("At once").check()
    page.get_by_role("button", name="Tell me when this happens").click()
    expect(page.get_by_text("You will be told when something of this happens")).to_be_visible()
    expect(page.get_by_role("row", name="HANSFORD, Margaret")).to_contain_text("by e-mail: at once")
    page.get_by_role("button", name="Pause HANSFORD, Margaret").first.click()
    expect(page.get_by_text("You are told nothing of this until you go on.")).to_be_visible()
    page.get_by_role("button", name="Go on HANSFORD, Margaret").click()
    page.get_by_role("button", name="End HANSFORD, Margaret").click()
    expect(page.get_by_text("You are not told of this any more.")).to_be_visible()


def test_quiet_hours_cover_and_address_are_chosen_on_one_page(page: Page):
    sign_in_as(page, "Grace Whitlock")
    page.get_by_role("link", name="Alerts", exact=True).click()
    page.get_by_role("link", name="Tell me when: choose what you are told").click()
    is_good_for_everybody(page)
    page.get_by_label("Quiet from").fill("22:00")
    page.get_by_role("button", name="Keep these hours").click()
    expect(page.get_by_role("alert")).to_contain_text("Quiet hours need a beginning and an end")
    is_good_for_everybody(page)
    page.get_by_label("Quiet from").fill("22:00")
    page.get_by_label("Quiet until").fill("07:00")
    page.get_by_role("button", name="Keep these hours").click()
    expect(page.get_by_text("Your hours are kept.")).to_be_visible()
    page.get_by_label("Colleague").select_option(label="Dr Priya Raman")
    page.get_by_role("form", name="Cover").get_by_label("Until").fill(
        (datetime.now() + timedelta(days=7)).date().isoformat()
    )
    page.get_by_role("button", name="Let them cover").click()
    expect(page.get_by_text("Dr Priya Raman covers from")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("button", name="End this cover").click()
    page.get_by_label("Your e-mail address").fill("grace at home")
    page.get_by_role("button", name="Keep this address").click()
    expect(page.get_by_role("alert")).to_contain_text("is not an e-mail address")


def test_a_ward_sister_asks_about_her_ward(page: Page):
    sign_in_as(page, "Grace Whitlock")
    page.goto("/alerts/asking/")
    page.get_by_label("About whom").select_option(label="Anybody on Alder Ward, Dorset County Hospital")
    page.get_by_label("Abnormal result").check()
    page.get_by_role("button", name="Tell me when this happens").click()
    expect(page.get_by_role("row", name="Anybody on Alder Ward")).to_be_visible()


def then_the_page_of_alerts_says(page: Page, words: str) -> None:
    """Look at the page of alerts until it says so: the alert comes by itself, within seconds."""
    page.goto("/alerts/")
    for _ in range(40):
        if page.get_by_text(words).count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(page.get_by_text(words).first).to_be_visible()


def when_nothing_is_chosen_it_says_what_is_missing(page: Page) -> None:
    page.get_by_role("button", name="Tell me when this happens").click()
    expect(page.get_by_role("alert")).to_contain_text("No event was chosen")
    is_good_for_everybody(page)


def test_an_administrator_chooses_what_a_practice_is_told(page: Page):
    sign_in_as(page, "Joan Pitman")
    page.goto("/organisations/J81073/")
    page.get_by_role("link", name="What it is told of its people").click()
    is_good_for_everybody(page)
    asked = page.get_by_role("form", name="Ask for more")
    asked.get_by_role("button", name="Tell them").click()
    expect(page.get_by_role("alert")).to_contain_text("No event was chosen")
    asked.get_by_label("Died").check()
    asked.get_by_role("button", name="Tell them").click()
    expect(page.get_by_text("It will be told.")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("form", name="Choose anew").first.get_by_label("Safeguarding flag").check()
    page.get_by_role("button", name="Keep this choice").first.click()
    expect(page.get_by_text("Died, safeguarding flag").first).to_be_visible()
    page.get_by_role("button", name="Pause").first.click()
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
