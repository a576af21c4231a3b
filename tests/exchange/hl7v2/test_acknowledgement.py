"""Acknowledgements speak as the sender speaks, and only to who wants to hear."""

from __future__ import annotations

import pytest

from tests.exchange.hl7v2.wire import at, message, segment
from toldonce.exchange.hl7v2.acknowledging import Answer, acknowledgements, header_of

YES, ERROR, NO = Answer.ACCEPTED, Answer.ERROR, Answer.REJECTED


def said(body: bytes, answer: Answer = YES, text: str = "") -> str:
    return "\n".join(each.decode("latin-1").replace("\r", "\n") for each in sent(body, answer, text))


def sent(body: bytes, answer: Answer = YES, text: str = "") -> list[bytes]:
    return acknowledgements(header_of(body), answer, text, at())


# MSH-15, MSH-16, what became of it, the codes that are answered
MODES = [
    ("", "", YES, "AA"), ("", "", ERROR, "AE"), ("", "", NO, "AR"),
    ("AL", "", YES, "CA"), ("AL", "NE", ERROR, "CE"), ("AL", "NE", NO, "CR"),
    ("NE", "AL", YES, "AA"), ("NE", "NE", YES, ""), ("NE", "NE", NO, ""),
    ("ER", "NE", YES, ""), ("ER", "NE", ERROR, "CE"), ("SU", "NE", YES, "CA"), ("SU", "NE", NO, ""),
    ("AL", "AL", YES, "CA AA"), ("AL", "AL", ERROR, "CE"), ("AL", "AL", NO, "CR"), ("AL", "SU", YES, "CA AA"),
    ("AL", "ER", YES, "CA"), ("ER", "AL", YES, "AA"), ("ER", "AL", NO, "CR"), ("SU", "AL", NO, "AR"),
    ("XX", "YY", YES, "AA"), ("XX", "", NO, "AR"), ("XX", "AL", YES, "AA"), ("AL", "XX", YES, "CA"),
    ("NE", "ER", YES, ""), ("NE", "ER", NO, "AR"), ("", "AL", YES, "AA"), ("al", " al ", YES, "CA AA"),
]  # fmt: skip


@pytest.mark.parametrize(("accept", "application", "answer", "codes"), MODES)
def test_original_and_enhanced_mode(accept, application, answer, codes):
    answered = [
        each.decode().replace("\r", "\n") for each in sent(message("M1", h15=accept, h16=application), answer)
    ]
    assert [segment(each, "MSA")[1:3] for each in answered] == [[code, "M1"] for code in codes.split()]


def test_both_acknowledgements_are_messages_of_their_own():
    first, second = sent(message("M1", h15="AL", h16="AL"))
    numbers = [each.decode().split("\r")[0].split("|")[9] for each in (first, second)]
    assert len(set(numbers)) == 2


def test_sender_and_receiver_change_places_and_the_rest_is_the_senders():
    first = said(message("M1", h12="2.3", h18="8859/1")).split("\n")[0].split("|")
    assert first[2:6] == ["TIE", "TOLD", "PAS", "RBD"]
    assert (first[6], first[8], first[10], first[11], first[17]) == (
        "20261101120000+0000",
        "ACK^A01",
        "P",
        "2.3",
        "8859/1",
    )


@pytest.mark.parametrize(
    ("version", "kind"), [("2.3", "ACK^A01"), ("2.4", "ACK^A01^ACK"), ("2.8", "ACK^A01^ACK")]
)
def test_the_type_is_written_as_the_version_wants_it(version, kind):
    assert segment(said(message(h12=version)), "MSH")[8] == kind


def test_the_senders_separators_are_used_and_its_letters_given_back_as_they_came():
    body = message("M1", h3="KÜCHE").replace(b"|", b"#").replace(b"^~\\&", b"*!?%", 1)
    [answer] = sent(body, NO, "See a#b*c!d?e%f.")
    assert answer.startswith(b"MSH#*!?%#TIE#TOLD#")
    assert "KÜCHE".encode() in answer
    assert b"MSA#AR#M1#See a?F?b?S?c?R?d?E?e?T?f." in answer


# where the reason stands besides MSA-3
REASONS = [
    ("2.3", "ERR|^^^100&Segment sequence error&HL70357"),
    ("2.5.1", "ERR|||100^Segment sequence error^HL70357|E||||No."),
]


@pytest.mark.parametrize(("version", "line"), REASONS)
def test_a_refusal_says_its_reason_where_the_version_looks_for_it(version, line):
    text = said(message("M1", h12=version), NO, "No.")
    assert segment(text, "MSA") == ["MSA", "AR", "M1", "No."]
    assert line in text.split("\n")


def test_who_sends_no_header_is_answered_in_the_usual_separators():
    assert header_of(b"hello") is None
    [answer] = acknowledgements(None, NO, "No.", at())
    assert answer.startswith(b"MSH|^~\\&|||||20261101120000+0000||ACK|")


def test_a_version_that_is_no_version_is_answered_as_well():
    assert segment(said(message("M1", h12="9" * 5000)), "MSA")[:3] == ["MSA", "AA", "M1"]
