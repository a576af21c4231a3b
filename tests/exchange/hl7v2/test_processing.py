"""From kept to applied: in order, once, and what cannot be applied does not stop the rest."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from tests.exchange.hl7v2.wire import feed, message
from toldonce.exchange.hl7v2 import messages, processing
from toldonce.exchange.hl7v2.applying import Applied
from toldonce.exchange.hl7v2.intake import Arriving
from toldonce.exchange.hl7v2.models import Message
from toldonce.ledger.queries import newest


def keep(*bodies: bytes) -> None:
    messages.keep([Arriving(body) for body in bodies])


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("control_id", "state"))


@pytest.fixture(autouse=True)
def hospital(own_database):
    return feed()


def test_what_waits_is_applied_and_says_on_whom():
    keep(message("M1"), message("M2", number="200"), message("M3", kind="ZZZ^Z01"))
    assert processing.turn() == 3
    assert states() == {"M1": "applied", "M2": "applied", "M3": "stored"}
    assert [len(pids) for pids in Message.objects.order_by("n").values_list("pids", flat=True)] == [1, 1, 0]
    assert processing.turn() == 0


def test_what_is_written_is_the_feeds_for_its_source():
    keep(message("M1"))
    processing.turn()
    row = newest(acts=["record.write"])[0]
    assert (row.account, row.organisation) == ("feed rbd-pas", "RBD")


def test_a_feed_that_is_not_live_waits(hospital):
    type(hospital).objects.update(state="paused")
    keep(message("M1"))
    assert processing.turn() == 0
    assert states() == {"M1": "waiting"}


def test_one_feed_does_not_keep_another_waiting():
    feed("rbd-lab", application="LAB")
    keep(*(message(f"M{n}", number=str(n)) for n in range(1, 8)), message("L1", h3="LAB"))
    assert processing.turn(limit=3) == 4
    assert states()["L1"] == "applied"
    assert sorted(states().values()) == ["applied"] * 4 + ["waiting"] * 4


def test_a_fault_of_ours_puts_one_message_into_quarantine_and_the_rest_go_on(monkeypatch):
    def apply(kept, *, feed, by):
        if any(b"M2" in each.body for each in kept):
            raise KeyError("a fault")
        return [Applied(each.n, "applied") for each in kept]

    monkeypatch.setattr(processing, "apply", apply)
    keep(message("M1"), message("M2"), message("M3"))
    processing.turn()
    assert states() == {"M1": "applied", "M2": "quarantined", "M3": "applied"}
    assert "fault of ours (KeyError)" in Message.objects.get(control_id="M2").reason


def test_while_the_database_is_away_nothing_changes(monkeypatch):
    def apply(kept, *, feed, by):
        raise OperationalError("gone")

    keep(message("M1"))
    monkeypatch.setattr(processing, "apply", apply)
    with pytest.raises(OperationalError):
        processing.turn()
    assert states() == {"M1": "waiting"}


def test_what_an_operator_took_meanwhile_is_left_alone(hospital):
    from toldonce.exchange.hl7v2 import finding

    keep(message("M1"), message("M2"))
    found = finding.waiting(10)["rbd-pas"]
    Message.objects.filter(control_id="M1").update(state="put aside")
    assert processing.apply_waiting(hospital, found) == 1
    assert states() == {"M1": "put aside", "M2": "applied"}
