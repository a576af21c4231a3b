"""A title on the worklist says only what its reader may know at the moment when it is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.care.alerts.telling import (
    GP,
    HOSPITAL,
    PRACTICE,
    ago,
    doctor,
    medicine,
    of,
    org,
    register,
    result,
    settle_tinyshire,
    told,
)
from tests.writing import patient, put
from toldonce.care.worklist import actions
from toldonce.care.worklist.actions import raise_item
from toldonce.care.worklist.models import Item
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.models import Account
from toldonce.web.practitioner.worklist import Asked, news_for, worklist
from toldonce.web.practitioner.worklist_titles import titles_for

pytestmark = pytest.mark.usefixtures("own_database")
POTASSIUM = "Abnormal result: Potassium 6.9 mmol/L, critically high"
WITHHELD = "Alert: withheld from you now. Open the record to see why."


@pytest.fixture(autouse=True)
def ada(own_database) -> int:
    settle_tinyshire()
    return register()


def potassium(**elements) -> dict:
    return result("k", 6.9, "HH", ago(hours=1), **elements)


def objection() -> dict:
    consent = {
        "resourceType": "Consent",
        "id": "c1",
        "status": "active",
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"text": "Sharing"}],
        "patient": {"reference": f"Patient/{GP}"},
        "provision": {"type": "deny"},
    }
    return of(PRACTICE, consent)


def sensitive(resource: dict) -> dict:
    return {**resource, "meta": {**resource["meta"], "security": [{"code": "R"}]}}


def moved_away() -> dict:
    left = {"generalPractitioner": [org(PRACTICE)], "active": False}
    return of(PRACTICE, patient(GP, "9990000018", "Shaw", "1950-05-01", **left))


def shown(reader: Actor | None = None) -> list[str]:
    """The titles on the worklist of a reader at the practice."""
    return [line.title for line in worklist(reader=reader or doctor(), asked=Asked()).lines]


@pytest.fixture
def browser() -> Client:
    """A browser in which Dr Tiny is signed in at her first practice."""
    client = Client()
    account = Account.objects.get(username="ida.tiny")
    session = client.session
    session.update({"account": account.username, "post": account.posts.get(organisation=PRACTICE).pk})
    session.save()
    return client


# what came afterwards, its source, and what the title says then
AFTERWARDS = [
    (list, PRACTICE, POTASSIUM),
    (lambda: [result("na", 140, "N", ago(minutes=5), test="Sodium")], HOSPITAL, POTASSIUM),
    (lambda: [objection()], PRACTICE, WITHHELD),
    (lambda: [sensitive(potassium())], HOSPITAL, WITHHELD),
    (lambda: [potassium(status="entered-in-error")], HOSPITAL, WITHHELD),
    (lambda: [moved_away()], PRACTICE, WITHHELD),
]


@pytest.mark.parametrize(
    ("afterwards", "source", "title"),
    AFTERWARDS,
    ids=["nothing", "another result", "objection", "sensitive", "error", "moved away"],
)
def test_what_came_afterwards_decides(afterwards, source, title):
    told(potassium())
    if resources := afterwards():
        put(*resources, source=source)  # and the alerts have not heard of it yet
    assert shown() == [title]


def test_all_that_a_title_rests_on_must_be_shown():
    told(potassium(), result("na", 118, "LL", ago(hours=1), test="Sodium"))
    assert shown() == [f"{POTASSIUM}; Sodium 118 mmol/L, critically low"]
    put(sensitive(result("na", 118, "LL", ago(hours=1), test="Sodium")), source=HOSPITAL)
    assert shown() == [WITHHELD]


def test_a_role_that_came_later_sees_what_its_section_allows():
    told(potassium())
    assert shown(Actor("sam", "Sam", "social_worker", PRACTICE)) == [WITHHELD]


def test_what_ones_own_organisation_wrote_stays_after_an_objection(ada):
    put(medicine("m1", "Apixaban 5mg", "active", ago(days=1), source=PRACTICE), objection(), source=PRACTICE)
    raised("own", ada, refers="MedicationRequest/m1")
    assert shown() == ["own"]


def raised(title: str, pid: int, **said) -> Item:
    due = timezone.now() + timedelta(hours=4)
    return raise_item(
        by=SYSTEM, organisation=PRACTICE, kind="alert", key=title, pid=pid, title=title, reason="", due=due, **said
    )  # fmt: skip


def test_what_rests_on_nothing_is_withheld_unless_it_is_about_nobody_yet(ada):
    raised("somebody's", ada)
    raised("gone", ada, refers="Observation/none")
    raised("nobody's", 0)
    assert sorted(shown()) == [WITHHELD, WITHHELD, "nobody's"]


def test_no_page_and_no_sentence_repeats_what_is_withheld(browser):
    told(potassium())
    item = Item.objects.get()
    actions.hand_over(by=doctor(), item=item, to="ida.tiny", note="Potassium 6.9: ring them.")
    actions.put_back(by=doctor(), item=item)
    put(objection(), source=PRACTICE)
    pages = [browser.get("/worklist/"), browser.get(f"/worklist/{item.pk}/")]
    pages += [browser.post(f"/worklist/{item.pk}/act/", {"act": "take", "stay": "1"}, follow=True)]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert all("withheld from you now" in page.content.decode() for page in pages)
    assert not any("Potassium" in page.content.decode() for page in pages)
    _, line = news_for(reader=doctor(), since=timezone.now() - timedelta(hours=1))
    assert line is not None
    assert line.title == WITHHELD


def test_why_a_document_is_here_is_said_beside_it_and_withheld_with_it(browser, ada):
    told(potassium())
    due = timezone.now() + timedelta(hours=4)
    about = {
        "pid": ada,
        "title": "Letter",
        "reason": "From the ward",
        "refers": f"Observation/{potassium()['id']}",
    }
    raise_item(by=SYSTEM, organisation=PRACTICE, kind="document", key="letter", due=due, **about)
    assert "From the ward" in browser.get("/worklist/").content.decode()
    put(objection(), source=PRACTICE)
    assert "From the ward" not in browser.get("/worklist/").content.decode()


def test_a_page_about_many_people_asks_no_more_often_than_one_about_one():
    items = [_about_another(number) for number in range(12)]
    assert _statements(items) == _statements(items[:1])
    assert set(titles_for(doctor(), items).values()) == {f"Potassium of {number}" for number in range(12)}


def _about_another(number: int) -> Item:
    """An item about somebody else who is registered at the practice."""
    [made] = put(of(PRACTICE, patient(f"gp-{number}", generalPractitioner=[org(PRACTICE)])), source=PRACTICE)
    told_of = {"reference": f"Patient/gp-{number}"}
    put(result(f"k{number}", 6.9, "HH", ago(hours=1), subject=told_of), source=HOSPITAL)
    return raised(f"Potassium of {number}", made.pid, refers=f"Observation/k{number}")


def _statements(items: list[Item]) -> int:
    titles_for(doctor(), items)  # so that what is remembered for a minute is remembered
    with CaptureQueriesContext(connection) as asked:
        titles_for(doctor(), items)
    return len(asked)
