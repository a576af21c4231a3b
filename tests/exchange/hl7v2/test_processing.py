"""From kept to applied: in order, once, and what cannot be applied does not stop the rest."""

from __future__ import annotations

import contextlib
import signal
import time
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

from tests.exchange.hl7v2.wire import feed, message
from toldonce.directory.actors import SYSTEM
from toldonce.exchange.hl7v2 import actions, messages, patience, processing
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


def in_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(30)")


def in_our_own_code() -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        pass


def swallowing_what_goes_wrong() -> None:
    with contextlib.suppress(Exception):
        in_our_own_code()


@pytest.mark.parametrize("hang", [in_postgresql, in_our_own_code, swallowing_what_goes_wrong])
def test_a_message_that_hangs_goes_into_quarantine_and_the_rest_go_on(monkeypatch, hang):
    def apply(kept, *, feed, by):
        if any(b"M2" in each.body for each in kept):
            hang()
        return [Applied(each.n, "applied") for each in kept]

    monkeypatch.setattr(processing, "apply", apply)
    monkeypatch.setattr(processing, "TOGETHER", 0.2)
    monkeypatch.setattr(processing, "ALONE", 0.2)
    monkeypatch.setattr(patience, "LATER", 0.1)
    keep(message("M1"), message("M2"), message("M3"))
    processing.turn()
    assert states() == {"M1": "applied", "M2": "quarantined", "M3": "applied"}
    assert Message.objects.get(control_id="M2").reason == processing.TOO_LONG


def test_what_is_in_time_leaves_no_limit_behind():
    keep(message("M1"))
    processing.turn()
    with connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_message_that_hangs_when_a_feed_is_gone_over_again_stops_only_itself(hospital, monkeypatch):
    keep(message("M1"), message("M2"))
    processing.turn()
    actions.reprocess(by=SYSTEM, feed=hospital, since=datetime(2000, 1, 1, tzinfo=UTC))
    real = processing.apply

    def apply(kept, *, feed, by):
        if any(b"M2" in each.body for each in kept):
            in_postgresql()
        return real(kept, feed=feed, by=by)

    monkeypatch.setattr(processing, "apply", apply)
    monkeypatch.setattr(processing, "TOGETHER", 0.2)
    monkeypatch.setattr(processing, "ALONE", 0.2)
    while processing.turn():
        pass
    assert states() == {"M1": "applied", "M2": "quarantined"}


def test_a_message_beyond_a_limit_of_postgresql_goes_into_quarantine_and_the_rest_go_on(monkeypatch):
    def apply(kept, *, feed, by):
        if any(b"M2" in each.body for each in kept):
            with connection.cursor() as cursor:
                cursor.execute(
                    "do $$ begin raise 'the index row is too long' using errcode = '54000'; end $$"
                )
        return [Applied(each.n, "applied") for each in kept]

    monkeypatch.setattr(processing, "apply", apply)
    keep(message("M1"), message("M2"), message("M3"))
    processing.turn()
    assert states() == {"M1": "applied", "M2": "quarantined", "M3": "applied"}
