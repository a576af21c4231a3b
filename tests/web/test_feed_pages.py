"""The pages about feeds and messages, as an administrator uses them, and as nobody else may."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.exchange.hl7v2.wire import feed, message
from tests.web.test_door import browser  # noqa: F401 the same way in
from toldonce.directory import actions
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Account, Organisation, Place
from toldonce.exchange.hl7v2 import messages, processing
from toldonce.exchange.hl7v2.framing import Fault
from toldonce.exchange.hl7v2.intake import Arriving
from toldonce.exchange.hl7v2.models import Feed, Message
from toldonce.ledger import queries

WHY = "The trust asked why it is missing"


@pytest.fixture(autouse=True)
def place(own_database):
    place = Place.objects.create(code="here", name="Here")
    for code, name, kind in (("RBD", "The Hospital", "acute_trust"), ("J81016", "A practice", "practice")):
        Organisation.objects.create(code=code, place=place, kind=kind, name=name, source="x")


def signed_in(browser: Client, role: str) -> Client:  # noqa: F811
    account = actions.open_account(by=SYSTEM, username="joan", name="Joan Pitman")
    actions.give_post(
        by=SYSTEM, account=account, role=role, organisation=Organisation.objects.get(code="RBD")
    )
    Account.objects.filter(pk=account.pk).update(invented=True)
    browser.post("/sign-in/", {"account": "joan"})
    return browser


@pytest.fixture
def joan(browser) -> Client:  # noqa: F811
    return signed_in(browser, "administrator")


def keep(*bodies: bytes) -> None:
    messages.keep([Arriving(body) for body in bodies])


def text(answer) -> str:
    return answer.content.decode()


def test_a_feed_is_set_up_from_a_pasted_message_and_made_live(joan):
    answer = joan.post("/feeds/set-up/", {"act": "look", "sample": message("M1").decode()})
    assert answer.status_code == 200
    assert "ADT^A01: admission" in text(answer)
    assert 'value="rbd-pas"' in text(answer)
    said = {"act": "create", "code": "rbd-pas", "source": "RBD", "name": "PAS", "application": "PAS"}
    assert joan.post("/feeds/set-up/", said).headers["Location"] == "/feeds/rbd-pas/"
    joan.post("/feeds/rbd-pas/state/", {"state": "live"})
    assert Feed.objects.get().state == "live"
    assert "PAS" in text(joan.get("/feeds/"))
    assert joan.get("/feeds/rbd-pas/").status_code == 200


@pytest.mark.parametrize("sample", ["hello", "PID|1||2", "MSH"])
def test_a_sample_that_is_no_message_is_refused_with_a_sentence(sample, joan):
    answer = joan.post("/feeds/set-up/", {"act": "look", "sample": sample})
    assert answer.status_code == 400
    assert "There is a problem" in text(answer)


def test_a_feed_that_cannot_be_says_why(joan):
    answer = joan.post("/feeds/set-up/", {"act": "create", "code": "x", "source": "RBD"})
    assert answer.status_code == 400
    assert "Say by what its messages are recognised" in text(answer)


def test_a_quarantined_message_is_opened_with_a_reason_corrected_and_applied_again(joan):
    feed()
    keep(message("M1", number=""))
    while processing.turn():
        pass
    page = text(joan.get("/quarantine/"))
    assert "No PID segment names a patient" in page
    assert "Ashe" not in text(joan.get("/messages/1/"))
    assert joan.post("/messages/1/", {"why": ""}).status_code == 400
    opened = text(joan.post("/messages/1/", {"why": WHY}))
    assert "PID-5" in opened
    assert "Ashe" in opened
    corrected = {"act": "correct", "why": WHY, "table": "sex", "local": "F", "target": "female"}
    assert joan.post("/messages/1/", corrected).status_code == 200
    assert joan.post("/messages/1/replay/").headers["Location"] == "/messages/1/"
    assert Message.objects.get().state == "waiting"
    acts = [row.act for row in queries.by_account("joan")]
    assert acts[:4] == ["message.replay", "message.read", "feed.correct", "message.read"]


def test_messages_are_found_by_control_id_number_and_time(joan):
    feed()
    keep(message("M1", number="4711"), message("M2", number="4712"))
    assert "/messages/1/" in text(joan.get("/messages/?control_id=M1"))
    found = text(joan.get("/messages/?number=4712"))
    assert "/messages/2/" in found
    assert "/messages/1/" not in found
    assert "/messages/2/" in text(joan.get("/messages/?since=2020-01-01T00:00"))
    assert "No message was found" in text(joan.get("/messages/?number=1"))
    assert {row.act for row in queries.by_account("joan")} == {"message.find", "session.begin"}


def test_alike_messages_are_replayed_together_or_it_says_why_not(joan):
    keep(message("M1"))
    reason = Message.objects.get().reason
    joan.post("/quarantine/replay/", {"feed": "unknown", "reason": reason})
    assert "No feed is set up" in text(joan.get("/feeds/"))
    feed()
    joan.post("/quarantine/replay/", {"feed": "unknown", "reason": reason})
    assert "1 message waits" in text(joan.get("/feeds/"))


def test_a_feed_is_gone_over_again_from_a_day_and_a_word_is_no_day(joan):
    feed()
    keep(message("M1"))
    processing.turn()
    assert joan.post("/feeds/rbd-pas/again/", {"since": "soon"}).status_code == 400
    joan.post("/feeds/rbd-pas/again/", {"since": "2026-01-01"})
    assert "0 of 1" in text(joan.get("/feeds/rbd-pas/"))


def test_a_privacy_officer_sees_how_feeds_do_and_changes_nothing(browser):  # noqa: F811
    officer = signed_in(browser, "privacy_officer")
    feed()
    assert "Patient system" in text(officer.get("/feeds/"))
    for address in ("/feeds/rbd-pas/", "/feeds/set-up/", "/quarantine/", "/messages/", "/messages/1/"):
        assert officer.get(address).status_code == 403


def test_what_is_not_there_is_not_found(joan):
    for address in ("/messages/99/", "/feeds/nowhere/"):
        assert joan.get(address).status_code == 404


def test_a_feed_is_declared_a_test_feed_that_forgets_and_its_page_says_so(joan):
    feed()
    joan.post("/feeds/rbd-pas/change/", {"is_test": "yes", "kept_days": "30"})
    assert "Test feed" in text(joan.get("/feeds/"))
    assert "forgotten after 30 days" in text(joan.get("/feeds/rbd-pas/"))
    joan.post("/feeds/rbd-pas/change/", {"is_test": "no", "kept_days": ""})
    assert "Test feed" not in text(joan.get("/feeds/"))
    assert "as they came; for ever" in text(joan.get("/feeds/rbd-pas/"))


def test_what_was_refused_at_the_door_is_counted_by_its_sender(joan):
    messages.keep([Arriving(b"x", "10.9.8.7", fault=Fault.TOO_LARGE)])
    assert "10.9.8.7" in text(joan.get("/feeds/"))
