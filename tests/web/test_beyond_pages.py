"""A neighbour's part of the record on the page: asked after the page is there, marked, and never in the way."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.exchange.neighbours.neighbours import HANGS
from tests.exchange.neighbours.test_asking import ASTHMA, HERE, REGISTERED, wessex  # noqa: F401
from tests.writing import put
from toldonce.exchange.neighbours import asking

WESSEX = {
    "code": "wessex",
    "name": "Wessex Care Record",
    "covers": "Hampshire",
    "sections": ("problems", "medicines", "results"),
}


@pytest.fixture
def browser(own_database, wessex, settings) -> Browser:  # noqa: F811
    """A GP at the practice where the person is registered."""
    from toldonce.directory import actions
    from toldonce.directory.actors import SYSTEM
    from toldonce.directory.models import Organisation, Place
    from toldonce.web.entrance import door

    settings.NEIGHBOURS = [{**WESSEX, "address": wessex.address, "token": "t"}]
    place = Place.objects.create(code="somewhere", name="Somewhere")
    where = Organisation.objects.create(
        code="J81010", place=place, kind="practice", name="A practice", source="a test"
    )
    account = actions.open_account(by=SYSTEM, username="a.gale", name="Dr Ada Gale")
    post = actions.give_post(by=SYSTEM, account=account, role="gp", organisation=where)
    put(HERE, REGISTERED)
    made = Browser()
    session = made.session
    session[door.ACCOUNT], session[door.POST] = account.username, post.pk
    session.save()
    return made


def get(browser: Browser, name: str, *parts: object, **more) -> str:
    said = browser.get(reverse(name, args=parts), **more)
    assert said.status_code == 200, said.content[:500]
    return said.content.decode()


def test_the_page_asks_nobody_itself_and_has_a_link_for_those_without_a_script(browser, wessex):  # noqa: F811
    for page in (get(browser, "record", 1), get(browser, "section", 1, "problems")):
        assert "Ask Wessex Care Record</a>" in page
        assert 'hx-trigger="load"' in page
    assert wessex.asked == []


def test_the_piece_that_is_fetched_afterwards_is_no_whole_page(browser):
    piece = get(browser, "beyond", 1, "wessex", "problems", headers={"HX-Request": "true"})
    assert "From Wessex Care Record" in piece and "Asthma" in piece
    assert "<html" not in piece and "Sections of the record" not in piece


def test_without_a_script_it_is_a_page_of_the_record(browser):
    page = get(browser, "beyond", 1, "wessex", "problems")
    assert "Asthma" in page and "shown now, not kept" in page
    assert "Sections of the record" in page
    assert "/from/Condition/" not in page, "what is not kept cannot be opened where it lies"


def test_the_first_page_gets_it_briefly(browser, wessex):  # noqa: F811
    page = get(browser, "beyond", 1, "wessex", "summary")
    assert "Asthma" in page
    assert {rtype for rtype, _, _ in wessex.asked} == {
        "Patient", "Condition", "MedicationRequest", "MedicationStatement",
    }  # fmt: skip
    assert "Wessex Care Record does not offer this section." in page


def test_values_are_shown_with_their_range(browser, wessex):  # noqa: F811
    wessex.has["Observation"] = [
        {
            "resourceType": "Observation",
            "id": "o1",
            "status": "final",
            "category": [{"coding": [{"code": "laboratory"}]}],
            "code": {"text": "Sodium"},
            "subject": {"reference": "Patient/w1"},
            "effectiveDateTime": "2026-01-05",
            "valueQuantity": {"value": 128, "unit": "mmol/L"},
            "referenceRange": [{"low": {"value": 133}, "high": {"value": 146}}],
        }
    ]
    page = get(browser, "beyond", 1, "wessex", "results")
    assert "Sodium" in page and "128" in page and "133" in page


def test_one_that_does_not_answer_says_so_in_its_place(browser, wessex, monkeypatch):  # noqa: F811
    monkeypatch.setattr(asking, "LIMIT", 0.2)
    wessex.answers["Patient"] = HANGS
    page = get(browser, "beyond", 1, "wessex", "problems")
    assert "Wessex Care Record is not answering." in page


def test_a_section_that_came_in_part_says_that_there_may_be_more(browser, wessex):  # noqa: F811
    wessex.answers["MedicationStatement"] = 500
    wessex.has["MedicationRequest"] = [
        {
            "resourceType": "MedicationRequest",
            "id": "m1",
            "status": "active",
            "intent": "order",
            "authoredOn": "2026-10-01",
            "medicationCodeableConcept": {"text": "Amlodipine"},
            "subject": {"reference": "Patient/w1"},
        }
    ]
    page = get(browser, "beyond", 1, "wessex", "medicines")
    assert "Amlodipine" in page
    assert "is not answering about this section. There may be more than is shown here." in page


def test_a_section_that_it_does_not_offer_asks_nobody(browser):
    assert "Ask Wessex" not in get(browser, "section", 1, "documents")


def test_the_past_asks_nobody(browser):
    said = browser.get(reverse("record", args=[1]), {"as-at": "2020-01-01"})
    assert "Ask Wessex" not in said.content.decode()


def test_an_unknown_neighbour_or_section(browser):
    for code, slug in (("elsewhere", "problems"), ("wessex", "shoes")):
        assert browser.get(reverse("beyond", args=[1, code, slug])).status_code == 404


def test_whoever_may_not_open_the_record_here_asks_nobody_there(browser, wessex):  # noqa: F811
    put({**REGISTERED, "status": "finished"})
    assert browser.get(reverse("beyond", args=[1, "wessex", "problems"])).status_code == 403
    assert wessex.asked == []


def test_what_it_says_is_words_and_never_markup(browser, wessex):  # noqa: F811
    wessex.has["Condition"] = [{**ASTHMA, "code": {"text": "<script>alert(1)</script>"}}]
    page = get(browser, "beyond", 1, "wessex", "problems")
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
