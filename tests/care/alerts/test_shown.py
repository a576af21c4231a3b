"""What the pages show of alerts is decided when they are opened, and nobody sees another's."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.care.alerts.telling import (
    GP,
    PRACTICE,
    ago,
    doctor,
    nurse,
    of,
    register,
    result,
    settle_tinyshire,
    stay,
    told,
)
from tests.writing import put
from toldonce.care.alerts import actions
from toldonce.care.alerts.models import Alert, Asking
from toldonce.directory.models import Account
from toldonce.ledger import queries as ledger
from toldonce.record.identity import person_of
from toldonce.web.practitioner.alerts import NOT_NOW, alerts_of, one_alert

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def ada(own_database) -> int:
    settle_tinyshire()
    return register()


@pytest.fixture
def browser() -> Client:
    """A browser in which Dr Tiny is signed in at her first practice."""
    client = Client()
    account = Account.objects.get(username="ida.tiny")
    session = client.session
    session.update({"account": account.username, "post": account.posts.get(organisation=PRACTICE).pk})
    session.save()
    return client


def test_an_alert_shows_who_what_when_and_why_and_the_ledger_keeps_whom_it_named(ada):
    told(stay("s1", ago(hours=2), reasonCode=[{"text": "Fall"}]))
    [shown] = alerts_of(reader=doctor()).shown
    assert shown.person is not None
    assert (shown.title, shown.is_withheld, shown.is_mine) == ("Admitted to hospital", False, False)
    assert shown.words.endswith(": Fall")
    assert [(each.rtype, each.id, each.version) for each in shown.why.behind] == [("Encounter", "s1", 1)]
    assert "registration" in shown.why.sentence
    named = [pid for row in ledger.newest(acts=["record.list"]) for pid in row.pids]
    assert {person_of(pid) for pid in named} == {person_of(ada)}


def test_who_has_seen_an_alert_is_called_by_name():
    told(stay("s1", ago(hours=2)))
    assert [each.seen_by for each in alerts_of(reader=doctor()).shown] == [""]
    actions.see(by=doctor(), alert=Alert.objects.get())
    name = Account.objects.get(username="ida.tiny").name
    assert [each.seen_by for each in alerts_of(reader=doctor()).shown] == [name]


def test_what_may_not_be_read_any_more_is_withheld_on_the_page():
    told(stay("s1", ago(hours=2)))
    put(
        of(
            PRACTICE,
            {
                "resourceType": "Consent", "id": "c1", "status": "active", "patient": {"reference": f"Patient/{GP}"},
                "scope": {"coding": [{"code": "patient-privacy"}]}, "category": [{"text": "Sharing"}],
                "provision": {"type": "deny"},
            },
        ),
        source=PRACTICE,
    )  # fmt: skip
    [shown] = alerts_of(reader=doctor()).shown
    assert shown.words == NOT_NOW
    assert shown.is_withheld


def test_nobody_sees_or_marks_what_was_told_to_another(ada, browser):
    actions.ask(by=nurse(), whom="staying", kinds=["admitted"])
    told(stay("s1", ago(hours=2)))
    others = Alert.objects.get(account="ned.tiny")
    assert one_alert(reader=doctor(), number=others.pk) is None
    assert browser.get(f"/alerts/{others.pk}/").status_code == 404
    assert browser.post(f"/alerts/{others.pk}/seen/").status_code == 404
    assert Alert.objects.get(pk=others.pk).seen is None
    theirs = Asking.objects.get(account="ned.tiny")
    assert browser.post(f"/alerts/asking/{theirs.pk}/end/").status_code == 404


@pytest.mark.parametrize(
    ("address", "typed", "said"),
    [
        ("/alerts/asking/", {}, "About whom"),
        ("/alerts/asking/", {"whom": "registered"}, "No event was chosen"),
        ("/alerts/asking/", {"whom": "everybody", "kinds": "died"}, "not said about whom"),
        ("/alerts/asking/", {"whom": "registered", "kinds": "died", "until": "soon"}, "not a date"),
        ("/alerts/asking/", {"whom": "ward:RBD01-ALD", "kinds": "died"}, "no ward of your organisation"),
        ("/alerts/hours/", {"quiet_from": "late"}, "no time of day"),
        ("/alerts/hours/", {"quiet_from": "22:00"}, "a beginning and an end"),
        (
            "/alerts/cover/",
            {"colleague": "ned.tiny", "since": "2026-01-01", "until": "2099-01-01"},
            "Only a colleague",
        ),
        ("/alerts/cover/", {"colleague": "ned.tiny", "since": "2026-13-01"}, "first and its last day"),
        ("/alerts/address/", {"email": "x" * 300}, "is not an e-mail address"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_kept(browser, address, typed, said):
    answer = browser.post(address, typed) if typed else browser.get(address)
    assert answer.status_code == (400 if typed else 200)
    assert said in answer.content.decode()
    assert not Asking.objects.exists()


def test_many_alerts_come_in_pages():
    for number in range(23):
        told(result(f"k{number}", 6 + number / 10, "H", ago(hours=1)))
    first = alerts_of(reader=doctor())
    assert (len(first.shown), first.total, first.earlier, first.later) == (20, 23, None, 20)
    second = alerts_of(reader=doctor(), start=20)
    assert (len(second.shown), second.earlier, second.later) == (3, 0, None)
