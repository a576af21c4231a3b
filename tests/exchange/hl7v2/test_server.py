"""What a sender experiences at the socket: what is acknowledged is kept, and nothing it does stops the others."""

from __future__ import annotations

import asyncio

import pytest
from django.db import OperationalError

from tests.exchange.hl7v2.wire import CR, FS, VT, conversation, feed, frame, message, segment, served
from toldonce.exchange.hl7v2 import messages
from toldonce.exchange.hl7v2.acknowledging import Answer
from toldonce.exchange.hl7v2.intake import Reply
from toldonce.exchange.hl7v2.models import Message


def kept() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("n").values_list("control_id", "state"))


def codes(answers: list[str]) -> list[str]:
    return [f"{segment(each, 'MSA')[1]} {segment(each, 'MSA')[2]}" for each in answers]


@pytest.fixture(autouse=True)
def hospital(own_database):
    feed()


def test_a_message_is_kept_and_acknowledged():
    assert codes(conversation(lambda sender: sender.asks(message("M1")))) == ["AA M1"]
    assert kept() == [("M1", "waiting")]


def test_messages_sent_without_waiting_are_answered_in_their_order():
    bodies = [message(f"M{n}") for n in range(300)]
    assert codes(conversation(lambda sender: sender.asks(*bodies))) == [f"AA M{n}" for n in range(300)]
    assert [control_id for control_id, _ in kept()] == [f"M{n}" for n in range(300)]


CUTS = {
    "byte by byte": [bytes([byte]) for byte in frame(message("M1"))],
    "two in one piece": [frame(message("M1")) + frame(message("M2"))],
    "no CR after FS": [VT + message("M1") + FS],
    "a new line after FS": [VT + message("M1") + FS + b"\n"],
    "line ends between": [b"\r\n" + frame(message("M1"))],
    "Unix line ends": [frame(message("M1").replace(b"\r", b"\n"))],
    "a VT in the text": [frame(message("M1") + b"NTE|1||a\x0bb\r")],
}


@pytest.mark.parametrize("cut", CUTS)
def test_however_the_stream_is_cut_the_message_is_the_same(cut):
    async def talk(sender):
        await sender.send(*CUTS[cut])
        return [await sender.hear()]

    assert codes(conversation(talk)) == ["AA M1"]


def test_the_same_message_again_is_acknowledged_and_kept_once():
    first, again = conversation(lambda sender: sender.asks(message("M1"), message("M1")))
    assert codes([first, again]) == ["AA M1", "AA M1"]
    assert segment(again, "MSA")[3] == "It was stored before."
    assert kept() == [("M1", "waiting")]


def test_another_message_with_the_same_control_id_is_kept_as_well_and_that_is_said():
    _, other = conversation(lambda sender: sender.asks(message("M1"), message("M1", number="200")))
    assert segment(other, "MSA")[3].startswith("Stored as another message.")
    assert len(kept()) == 2


def test_a_sender_that_no_feed_claims_is_acknowledged_and_quarantined():
    answers = conversation(lambda sender: sender.asks(message("M1", h3="LAB", h4="RDZ")))
    assert codes(answers) == ["AA M1"]
    row = Message.objects.get()
    assert (row.feed, row.state) == ("unknown", "quarantined")
    assert row.reason == "No feed is set up for messages of LAB at RDZ: set one up under Feeds."


BAD = {
    "not HL7": b"<ClinicalDocument/>",
    "no MSH": b"PID|1||100^^^RBD^MR\rPV1|1|I\r",
    "no separators": b"MSH\r",
    "nothing": b"",
}


@pytest.mark.parametrize("bad", BAD)
def test_what_cannot_be_read_is_refused_and_the_connection_closed(bad):
    async def talk(sender):
        await sender.send(frame(BAD[bad]))
        return [await sender.hear(), await sender.hear()]

    refusal, after = conversation(talk)
    assert segment(refusal, "MSA")[1] == "AR"
    assert segment(refusal, "MSA")[3]
    assert after == ""
    row = Message.objects.get()
    assert row.state == "refused"
    assert row.reason.startswith("Refused at the door: ")


def test_wrong_separators_are_refused_by_control_id_and_the_next_message_is_taken():
    wrong = message("M1").replace(b"^~\\&", b"^^^^", 1)
    refusal, next_one = conversation(lambda sender: sender.asks(wrong, message("M2")))
    assert codes([refusal, next_one]) == ["AR M1", "AA M2"]
    assert kept() == [("", "refused"), ("M2", "waiting")]


def test_what_stands_in_no_frame_is_kept_for_a_look_and_the_connection_closed():
    async def talk(sender):
        await sender.send(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n" * 200)
        return [await sender.hear(), await sender.hear()]

    refusal, after = conversation(talk)
    assert (segment(refusal, "MSA")[1], after) == ("AR", "")
    assert Message.objects.get().reason.startswith("Refused at the door: What came does not stand in a frame")


def test_a_message_beyond_the_limit_is_refused():
    async def talk(sender):
        sender.writer.write(frame(message("M1") + b"OBX|1|ED|||" + b"A" * 300_000))
        return [await sender.hear(), await sender.hear()]

    refusal, after = conversation(talk, limit=100_000)
    assert codes([refusal]) == ["AR M1"]
    assert after == ""


def test_twenty_megabytes_in_one_field_are_kept():
    body = message("M1") + b"OBX|1|ED|PDF^Letter||^AP^^Base64^" + b"QUJD" * 5_000_000 + b"\r"
    assert codes(conversation(lambda sender: sender.asks(body, message("M2")))) == ["AA M1", "AA M2"]
    assert Message.objects.get(control_id="M1").size == len(body)


def test_a_sender_that_stops_in_the_middle_is_let_go_and_what_it_said_is_kept():
    async def talk(sender):
        await sender.send(VT + message("M1")[:40])
        return await sender.hear()

    assert conversation(talk, stalled=0.2) == ""
    row = Message.objects.get()
    assert (row.state, row.size) == ("refused", 40)
    assert "broken off" in row.reason


def test_a_message_that_begins_before_the_last_one_ended_is_taken():
    async def talk(sender):
        await sender.send(VT + message("M1")[:40] + frame(message("M2")))
        return [await sender.hear()]

    assert codes(conversation(talk)) == ["AA M2"]
    assert kept() == [("", "refused"), ("M2", "waiting")]


def test_a_sender_that_does_not_read_its_acknowledgements_is_let_go():
    async def talk(sender):
        sender.writer.transport.pause_reading()
        body = message("M1", h3="X" * 200, h4="Y" * 200, h5="Z" * 3000)
        try:
            for n in range(20_000):
                await sender.send(frame(body.replace(b"M1", b"M%d" % n)))
        except ConnectionError:
            return "let go"

    answer = lambda batch: [Reply(Answer.ACCEPTED)] * len(batch)  # noqa: E731
    assert conversation(talk, answer, unread=0.3) == "let go"


def test_others_are_heard_while_one_stops_in_the_middle():
    async def both():
        async with served() as connect:
            slow, quick = await connect(), await connect()
            await slow.send(VT + message("M1")[:40])
            answers = await quick.asks(message("M2"))
            await slow.send(message("M1")[40:] + FS + CR)
            return [*answers, await slow.hear()]

    assert codes(asyncio.run(both())) == ["AA M2", "AA M1"]


def test_while_the_database_is_away_nothing_is_accepted_and_afterwards_it_is(monkeypatch):
    away = [True, False]

    def sometimes(batch):
        with monkeypatch.context() as patched:
            if away.pop(0):
                patched.setattr(messages, "_keep", refuse)
            return messages.keep(batch)

    def refuse(*_):
        raise OperationalError("gone")

    async def talk(sender):
        return [*await sender.asks(message("M1")), *await sender.asks(message("M1"))]

    refusal, acceptance = conversation(talk, sometimes)
    assert segment(refusal, "MSA")[1:] == ["AE", "M1", messages.NOT_STORED]
    assert codes([acceptance]) == ["AA M1"]
    assert kept() == [("M1", "waiting")]


def test_when_it_is_not_known_whether_it_was_kept_nobody_is_answered():
    def lost(batch):
        raise messages.Unsure("gone")

    async def talk(sender):
        await sender.send(frame(message("M1")))
        return await sender.hear()

    assert conversation(talk, lost) == ""


def test_hundreds_of_connections_are_heard():
    async def all_of_them():
        async with served() as connect:
            senders = [await connect() for _ in range(200)]
            answers = await asyncio.gather(
                *(sender.asks(message(f"M{n}")) for n, sender in enumerate(senders))
            )
            return [answer for each in answers for answer in each]

    assert sorted(codes(asyncio.run(all_of_them()))) == sorted(f"AA M{n}" for n in range(200))
    assert len(kept()) == 200


def test_who_asks_for_both_acknowledgements_hears_both_in_order_before_those_of_the_next():
    async def said(sender) -> list[list[str]]:
        await sender.send(frame(message("M1", h15="AL", h16="AL")), frame(message("M2", h15="AL", h16="NE")))
        return [segment(await sender.hear(), "MSA")[1:3] for _ in range(3)]

    assert conversation(said) == [["CA", "M1"], ["AA", "M1"], ["CA", "M2"]]
