"""A test message, or any message of a test feed, is kept and never touches the record of real people."""

from __future__ import annotations

import pytest

from tests.exchange.hl7v2.wire import feed, message
from tests.exchange.hl7v2.writing import record
from toldonce.directory.actors import SYSTEM
from toldonce.exchange.hl7v2 import actions, feeds, finding, messages, processing
from toldonce.exchange.hl7v2.intake import Arriving
from toldonce.exchange.hl7v2.models import Feed, Message
from toldonce.exchange.hl7v2.trials import why_a_test

pytestmark = pytest.mark.usefixtures("own_database")

# MSH-11 | a test feed? | what becomes of it | the letter that the reason names
TESTS = [
    ("P", False, "applied", ""), ("", False, "applied", ""), ("P^T", False, "applied", ""), ("X", False, "applied", ""),
    ("T", False, "test", "MSH-11 is T (training)"), ("D", False, "test", "MSH-11 is D (debugging)"),
    ("t", False, "test", "MSH-11 is T"), ("T^T", False, "test", "MSH-11 is T"), ("D^A", False, "test", "MSH-11 is D"),
    ("P", True, "test", "test feed"), ("T", True, "test", "test feed"), ("", True, "test", "test feed"),
]  # fmt: skip


def kept(*bodies: bytes) -> list[str]:
    """Keep messages, apply what waits, and return what each sender was told."""
    told = messages.keep([Arriving(body) for body in bodies])
    while processing.turn():
        pass
    return [reply.text for reply in told]


@pytest.mark.parametrize(("letter", "is_test", "state", "reason"), TESTS)
def test_what_becomes_of_a_message(letter, is_test, state, reason):
    feed(is_test=is_test)
    told = kept(message("M1", h11=letter))
    found = Message.objects.get()
    assert (found.state, reason in found.reason, reason in told[0]) == (state, True, True)
    assert bool(record()) is (state == "applied")


def test_a_test_between_two_real_messages_stops_neither():
    feed()
    kept(message("M1"), message("M2", h11="T", number="200"), message("M3", number="300"))
    assert dict(Message.objects.values_list("control_id", "state")) == {
        "M1": "applied",
        "M2": "test",
        "M3": "applied",
    }
    assert sum(address.startswith("Patient/") for address in record()) == 2


def test_the_sender_of_a_test_is_told_so_however_often_its_control_id_was_used():
    feed()
    kept(message("M1"))
    told = kept(message("M1", h11="T"), message("M1", h11="T"), message("M1", h11="T", number="200"))
    assert all("Kept as a test and not applied" in each for each in told)


def test_a_test_that_no_feed_claimed_is_a_test_when_it_is_replayed():
    messages.keep([Arriving(message("M1", h11="T"))])
    feed()
    first = Message.objects.get()
    actions.replay_alike(by=SYSTEM, feed="unknown", reason=first.reason)
    processing.turn()
    assert Message.objects.get().state == "test"
    assert record() == {}


def test_what_waits_when_its_feed_becomes_a_test_feed_is_a_test():
    made = feed(state="paused")
    messages.keep([Arriving(message("M1"))])
    actions.change_feed(by=SYSTEM, feed=made, said={"is_test": "yes"})
    actions.move_feed(by=SYSTEM, feed=made, state="live")
    processing.turn()
    assert Message.objects.get().state == "test"
    actions.change_feed(by=SYSTEM, feed=made, said={"is_test": "no"})
    assert not Feed.objects.get().is_test


def test_a_test_is_shown_as_one_and_counted():
    feed()
    kept(message("M1", h11="T"))
    [shown] = finding.by_control_id("M1")
    assert shown.state_words == "Kept as a test"
    assert finding.states_of("rbd-pas")["test"] == 1


def test_a_test_feed_that_is_silent_alarms_nobody():
    from datetime import UTC, datetime

    feed(is_test=True, created=datetime(2026, 1, 1, tzinfo=UTC))
    assert feeds.silent() == []


def test_an_unknown_letter_is_real():
    assert why_a_test("N", is_test_feed=False) == ""
