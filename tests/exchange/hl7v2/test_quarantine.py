"""What is in quarantine is opened with a reason, mended, applied again, or put aside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.exchange.hl7v2.test_feeds import JOAN
from tests.exchange.hl7v2.wire import feed, message
from toldonce.exchange.hl7v2 import actions, finding, messages, processing
from toldonce.exchange.hl7v2.corrections import map_of
from toldonce.exchange.hl7v2.errors import NoSuchMessage, NothingToReplay
from toldonce.exchange.hl7v2.intake import Arriving
from toldonce.exchange.hl7v2.models import Message, Reprocessing
from toldonce.exchange.hl7v2.processing import actor_of
from toldonce.exchange.hl7v2.samples import foreseen, understood
from toldonce.ledger.queries import newest

pytestmark = pytest.mark.usefixtures("own_database")
WHY = "The trust asked why it is missing"


def keep(*bodies: bytes) -> None:
    messages.keep([Arriving(body) for body in bodies])


def settle() -> None:
    while processing.turn():
        pass


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("control_id", "state"))


def nobody(control_id: str) -> bytes:
    return message(control_id, number="")


def test_a_message_is_opened_with_a_reason_and_that_is_written_down():
    keep(message("M1", h3="LAB"))
    with pytest.raises(NoSuchMessage):
        actions.open_message(by=JOAN, n=1, why="")
    assert actions.open_message(by=JOAN, n=1, why=WHY).body == message("M1", h3="LAB")
    row = newest(acts=["message.read"])[0]
    assert (row.account, row.subject, row.why) == ("joan", "message/1", WHY)


def test_what_was_applied_without_a_doubt_is_not_opened_again():
    feed()
    keep(message("M1", kind="ADT^A28", h12="2.4"))
    settle()
    Message.objects.update(reason="")
    with pytest.raises(NoSuchMessage, match="in the record"):
        actions.open_message(by=JOAN, n=1, why=WHY)


def test_alike_messages_are_one_line():
    keep(message("A", h3="LAB"), message("B", h3="LAB"), message("C", h3="XRAY"))
    assert sorted((each.reason.split()[8], each.count, each.first) for each in finding.alike()) == [
        ("LAB", 2, 1),
        ("XRAY", 1, 3),
    ]


def test_when_a_feed_is_set_up_what_waited_for_it_is_applied():
    keep(message("M1"), message("M2", number="200"))
    reason = Message.objects.first().reason
    with pytest.raises(NothingToReplay, match="No feed is set up"):
        actions.replay_alike(by=JOAN, feed="unknown", reason=reason)
    feed()
    keep(message("M2", number="200"))
    assert actions.replay_alike(by=JOAN, feed="unknown", reason=reason) == 1
    settle()
    assert sorted(Message.objects.values_list("control_id", "feed", "state")) == [
        ("M1", "rbd-pas", "applied"),
        ("M2", "rbd-pas", "applied"),
        ("M2", "unknown", "put aside"),
    ]


def test_one_message_is_applied_again_and_what_is_not_in_quarantine_is_not():
    feed()
    keep(nobody("M1"))
    settle()
    assert states() == {"M1": "quarantined"}
    actions.replay(by=JOAN, n=1)
    assert states() == {"M1": "waiting"}
    with pytest.raises(NothingToReplay):
        actions.replay(by=JOAN, n=1)


def test_a_message_is_put_aside_with_a_reason():
    feed()
    keep(nobody("M1"))
    settle()
    with pytest.raises(NothingToReplay):
        actions.put_aside(by=JOAN, n=1, why="no")
    actions.put_aside(by=JOAN, n=1, why="It tells of nobody at all")
    assert states() == {"M1": "put aside"}
    assert newest(acts=["message.put-aside"])[0].why == "It tells of nobody at all"


def test_what_would_change_is_shown_and_nothing_changes():
    made = feed()
    keep(message("M1"))
    [raw] = finding.raw([1])
    seen = foreseen(raw.body, raw.received, map_of(made), actor_of(made))
    assert seen.reason == ""
    patient = next(each for each in seen.changes if each.address.startswith("Patient/"))
    assert patient.what == "new"
    assert ("name[0].family", "", "Ashe") in [(row.place, row.before, row.after) for row in patient.rows]
    assert newest(acts=["record.write"]) == []
    settle()
    assert foreseen(raw.body, raw.received, map_of(made), actor_of(made)).changes == ()


def test_a_sample_is_read_before_there_is_a_feed():
    sample = understood(message("M1"), JOAN)
    assert (sample.kind, sample.says, sample.application, sample.facility) == (
        "ADT^A01",
        "admission",
        "PAS",
        "RBD",
    )
    assert sample.suggested["code"] == "rbd-pas"
    assert [each.address.partition("/")[0] for each in sample.foreseen.changes].count("Patient") == 1


def test_a_feed_is_gone_over_again_in_the_background():
    made = feed()
    keep(*(message(f"M{n}", number=str(n)) for n in range(1, 8)))
    settle()
    actions.correct_code(by=JOAN, feed=made, table="sex", local="F", said={"target": "other"})
    order = actions.reprocess(by=JOAN, feed=made, since=datetime.now(UTC) - timedelta(days=1))
    assert order.total == 7
    with pytest.raises(NothingToReplay):
        actions.reprocess(by=JOAN, feed=made, since=datetime.now(UTC))
    assert processing.turn(limit=3) == 3
    settle()
    order = Reprocessing.objects.get()
    assert (order.done, order.quarantined) == (7, 0)
    assert order.finished
