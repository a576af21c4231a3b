"""Messages are kept as long as their feed says, and what is no message cannot fill the disk."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.exchange.hl7v2.wire import feed, message
from toldonce.directory.actors import SYSTEM
from toldonce.exchange.hl7v2 import actions, finding, messages, refusals, retention
from toldonce.exchange.hl7v2.errors import FeedRefused
from toldonce.exchange.hl7v2.framing import Fault
from toldonce.exchange.hl7v2.intake import Arriving
from toldonce.exchange.hl7v2.models import Message, Refusal
from toldonce.ledger.queries import newest

pytestmark = pytest.mark.usefixtures("own_database")


def kept(control_id: str, state: str, days_ago: float, application: str = "PAS") -> None:
    at = timezone.now() - timedelta(days=days_ago)
    messages.keep([Arriving(message(control_id, h3=application), received=at)])
    Message.objects.filter(control_id=control_id).update(state=state)


def left() -> list[str]:
    return list(Message.objects.order_by("control_id").values_list("control_id", flat=True))


# the state of a message of ten days ago | is it still there when its feed keeps seven?
STATES = [
    ("applied", False), ("stored", False), ("test", False), ("refused", False), ("put aside", False),
    ("waiting", True), ("quarantined", True),
]  # fmt: skip


@pytest.mark.parametrize(("state", "stays"), STATES)
def test_what_somebody_has_still_to_see_to_is_never_forgotten(state, stays):
    feed(kept_days=7)
    kept("M1", state, days_ago=10)
    retention.turn()
    assert left() == (["M1"] if stays else [])


def test_each_feed_says_for_how_long_and_most_keep_for_ever():
    feed(kept_days=7)
    feed("lab", application="LAB")
    kept("P1", "applied", days_ago=6.9)
    kept("P2", "applied", days_ago=7.1)
    kept("L1", "applied", days_ago=4000, application="LAB")
    assert retention.turn() == 1
    assert left() == ["L1", "P1"]


def test_the_ledger_says_how_many_were_forgotten_and_nothing_when_none_was():
    feed(kept_days=7)
    kept("M1", "applied", days_ago=10)
    retention.turn()
    retention.turn()
    rows = newest(acts=["message.forget"])
    assert [(row.subject, json.loads(row.detail)["messages"]) for row in rows] == [("feed/rbd-pas", 1)]


def test_many_are_forgotten_a_part_at_a_time(monkeypatch):
    monkeypatch.setattr(retention, "AT_A_TIME", 2)
    feed(kept_days=1)
    for n in range(5):
        kept(f"M{n}", "applied", days_ago=10 - n)
    assert [retention.turn() for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize(("said", "days"), [("365", 365), ("", None), ("  ", None)])
def test_an_operator_says_for_how_long(said, days):
    made = feed(kept_days=7)
    actions.change_feed(by=SYSTEM, feed=made, said={"kept_days": said})
    made.refresh_from_db()
    assert made.kept_days == days


@pytest.mark.parametrize("said", ["soon", "0", "-1", "99999999999"])
def test_what_is_no_number_of_days_is_refused(said):
    with pytest.raises(FeedRefused) as refusal:
        actions.change_feed(by=SYSTEM, feed=feed(), said={"kept_days": said})
    assert refusal.value.field == "kept_days"


def test_what_is_kept_is_counted():
    feed()
    kept("M1", "applied", days_ago=1)
    kept("M2", "quarantined", days_ago=1)
    assert finding.kept_of("rbd-pas") == (2, len(message("M1")) + len(message("M2")))


# What is refused at the door


def offered(*bodies: bytes, peer: str = "10.0.0.1") -> list[str]:
    faulty = [Arriving(body, peer, fault=next(iter(Fault))) for body in bodies]
    return [reply.answer.name for reply in messages.keep(faulty)]


def counts() -> dict[str, tuple[int, int]]:
    found = refusals.since(timezone.now() - timedelta(hours=2))
    return {each.sender: (each.kept, each.dropped) for each in found}


@pytest.fixture
def three_an_hour(monkeypatch) -> None:
    monkeypatch.setattr(refusals, "KEPT_AN_HOUR", 3)


def test_of_one_sender_no_more_are_kept_in_an_hour_and_all_are_answered_and_counted(three_an_hour):
    assert offered(*(b"x%d" % n for n in range(5))) == ["REJECTED"] * 5
    offered(b"y1", b"y2")
    offered(b"z", peer="10.0.0.2")
    assert Message.objects.filter(state="refused").count() == 4
    assert counts() == {"10.0.0.1": (3, 4), "10.0.0.2": (1, 0)}


def test_a_new_hour_keeps_anew(three_an_hour):
    offered(*(b"x%d" % n for n in range(4)))
    Refusal.objects.update(hour=timezone.now() - timedelta(hours=1))
    offered(b"y")
    assert Message.objects.filter(state="refused").count() == 4
    assert counts() == {"10.0.0.1": (4, 1)}


def test_a_sender_of_fragments_does_not_stop_messages(three_an_hour):
    feed()
    faulty = [Arriving(b"x%d" % n, "10.0.0.1", fault=next(iter(Fault))) for n in range(9)]
    messages.keep([*faulty, Arriving(message("M1"), "10.0.0.1")])
    assert Message.objects.get(control_id="M1").state == "waiting"


def test_counts_of_long_ago_are_forgotten():
    offered(b"x")
    Refusal.objects.update(hour=timezone.now() - timedelta(days=91))
    retention.turn()
    assert not Refusal.objects.exists()
