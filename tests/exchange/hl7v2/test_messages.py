"""Messages are kept as they came, told from one another, and found again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError

from tests.exchange.hl7v2.wire import feed, message
from toldonce.exchange.hl7v2 import finding, messages, processing
from toldonce.exchange.hl7v2.acknowledging import Answer
from toldonce.exchange.hl7v2.intake import Arriving, Reply
from toldonce.exchange.hl7v2.models import Message
from toldonce.record.identity import find, person_of

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hospital(own_database):
    return feed()


def keep(*bodies: bytes, received: datetime = NOON) -> list[Reply]:
    return messages.keep([Arriving(body, received=received) for body in bodies])


def settle() -> None:
    while processing.turn():
        pass


def numbers(found) -> list[int]:
    return [each.n for each in found]


def test_the_bytes_are_those_that_came():
    odd = message("M1") + "NTE|1||é ü \\X00\\ \x85".encode("latin-1") + b"\xff\r"
    keep(odd)
    assert finding.raw([1])[0].body == odd


def test_what_a_message_says_of_itself_is_kept_beside_it():
    keep(message("M1", kind="ORU^R01", number="4711", h12="2.5.1"))
    row = Message.objects.get()
    assert (row.control_id, row.kind, row.version, row.feed) == ("M1", "ORU^R01", "2.5.1", "rbd-pas")
    assert row.sent == datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert row.patients == ["RBD|4711"]


def test_what_is_too_long_or_odd_for_an_index_is_kept_all_the_same():
    long = message("M" * 5000, number="9" * 9000, kind="ADT^A01" + "X" * 900, h12="2" * 500)
    many = message("M2", number="~".join(f"{n}^^^RBD^MR" for n in range(300)))
    assert [reply.answer for reply in keep(long, many, message("M\x003"))] == [Answer.ACCEPTED] * 3
    assert Message.objects.count() == 3


def test_one_that_the_database_refuses_does_not_take_the_others_with_it(monkeypatch):
    whole = messages._keep

    def picky(batch, written):
        if any(b"BAD" in each.body for each in batch):
            raise DataError("no")
        return whole(batch, written)

    monkeypatch.setattr(messages, "_keep", picky)
    replies = keep(message("M1"), message("BAD"), message("M3"))
    assert [reply.answer for reply in replies] == [Answer.ACCEPTED, Answer.ERROR, Answer.ACCEPTED]
    assert list(Message.objects.order_by("n").values_list("control_id", flat=True)) == ["M1", "M3"]


def test_messages_are_found_by_control_id_number_and_time():
    keep(message("M1", number="4711"))
    keep(message("M2", number="4712"), received=NOON + timedelta(hours=1))
    keep(message("M1", number="a4711", h3="LAB"), received=NOON + timedelta(hours=2))
    assert numbers(finding.by_control_id("M1")) == [3, 1]
    assert numbers(finding.by_number("4711")) == [1]
    assert numbers(finding.by_number("A4711")) == [3]
    hour = timedelta(hours=1)
    assert numbers(finding.newest(since=NOON, until=NOON + 2 * hour)) == [2, 1]
    assert numbers(finding.newest(since=NOON - hour, until=NOON + 3 * hour, count=2)) == [3, 2]


def test_messages_are_found_by_nhs_number_however_it_is_written():
    keep(message("M1", number="9990000018^^^NHS^NH~4711"))
    assert numbers(finding.by_number("999 000 0018")) == [1]


def test_whoever_is_asked_for_by_one_number_is_found_by_all_of_them():
    keep(
        message("M1", number="4711"),
        message("M2", number="4711^^^RBD^MR~9990000018^^^NHS^NH"),
        message("M3", number="4712"),
    )
    settle()
    assert numbers(finding.by_number("999 000 0018")) == [2, 1]
    assert numbers(finding.by_number("4711")) == [2, 1]
    assert numbers(finding.by_number("4713")) == []


def test_the_messages_of_a_person_are_those_of_all_the_persons_numbers():
    keep(message("M1", number="4711"), message("M2", number="4712"))
    settle()
    person = person_of(find(local_id="4711")[0].pid)
    assert numbers(finding.by_person(person)) == [1]


def test_who_sends_for_a_number_that_was_merged_away_is_told_so():
    merge = message("M2", kind="ADT^A40", number="200") + b"MRG|100^^^RBD^MR\r"
    keep(message("M1", number="100"), merge)
    settle()
    [reply] = keep(message("M3", number="100", h7="20261102120000"), received=NOON + timedelta(days=1))
    assert reply.answer is Answer.ACCEPTED
    assert reply.text.startswith("Stored. The patient's number was merged into 200")
    assert [each.text for each in keep(message("M4", number="200"))] == [""]
    settle()
    assert Message.objects.get(control_id="M3").state == "quarantined"
