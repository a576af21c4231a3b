"""Bytes as messages: separators, line ends, character sets and escapes as senders really send them."""

from __future__ import annotations

from datetime import UTC, datetime

import hl7
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toldonce.exchange.hl7v2.parsing import (
    Hl7Trouble,
    NoHeader,
    NotHl7,
    SeveralMessages,
    TooManySegments,
    WrongSeparators,
    head_of,
    message_of,
)

ADMISSION = (
    "MSH|^~\\&|PAS|RBD^2.16.1^ISO|TIE|DCR|202401151030||ADT^A01^ADT_A01|M1|P|2.4|||AL|NE\r"
    "EVN|A01|20240115102955\r"
    "PID|1||H123^^^RBD^PI~999 123 4567^^^NHS^NH||Ames^Ada^^^Mrs||19400102|F\r"
    "PV1|1|I|STROKE^B1^4\r"
)


def test_a_head_says_what_must_be_known_to_keep_a_message():
    head = head_of(ADMISSION.encode())
    assert (head.control_id, head.kind, head.version, head.processing_id) == ("M1", "ADT^A01", "2.4", "P")
    assert (head.sending_application, head.sending_facility) == ("PAS", "RBD")
    assert (head.accept_acknowledgement, head.application_acknowledgement) == ("AL", "NE")
    assert head.sent == datetime(2024, 1, 15, 10, 30, tzinfo=UTC)
    assert head.patients == ("RBD|H123", "https://fhir.nhs.uk/Id/nhs-number|9991234567")


def test_the_patients_of_a_merge_are_both():
    merge = ADMISSION.replace("PV1|1|I|STROKE^B1^4", "MRG|H124^^^RBD^PI")
    assert head_of(merge.encode()).patients[0] == "RBD|H123"
    assert head_of(merge.encode()).patients[-1] == "RBD|H124"


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("", NotHl7),
        ("GET / HTTP/1.1\r\n\r\n", NotHl7),
        ("\x00\x01\x02", NotHl7),
        ("PID|1||H1\rMSH|^~\\&|a", NoHeader),
        ("EVN|A01|2024\rPID|1", NoHeader),
        ("MSH", WrongSeparators),
        ("MSHA^~\\&|x", WrongSeparators),
        ("MSH|||x", WrongSeparators),
        ("MSH|^^~\\|x", WrongSeparators),
        ("MSH|abcd|x", WrongSeparators),
        (ADMISSION + ADMISSION, SeveralMessages),
        (ADMISSION + "NTE|1\r" * 20_001, TooManySegments),
    ],
)
def test_what_is_no_message_is_refused_with_a_sentence(body, trouble):
    with pytest.raises(trouble) as refused:
        message_of(body.encode())
    assert str(refused.value).endswith(".") and len(str(refused.value)) > 30


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r\n", "\x1c\r"])
@pytest.mark.parametrize("before", ["", "\ufeff", "\x0b", "\r\n  ", "FHS|^~\\&|x\rBHS|^~\\&|x\r"])
def test_line_ends_and_what_stands_before_the_header_do_not_matter(end, before):
    message = message_of((before + ADMISSION.replace("\r", end)).encode())
    assert [each.name for each in message.segments] == ["MSH", "EVN", "PID", "PV1"]
    assert message.segments[-1].text(3) == "STROKE"


def test_a_line_that_begins_no_segment_goes_on_with_the_one_before():
    message = message_of((ADMISSION + "NTE|1||first\nand then|more\r").encode())
    assert message.segments[-1].text(3) == "first\nand then"


@pytest.mark.parametrize("marks", ["|^~\\&", "#*~\\&", "|^~\\&#", "$!%?;", "|^~"])
def test_separators_are_those_that_the_header_names(marks):
    body = ADMISSION.replace("MSH|^~\\&|", "MSH\0|").translate(
        str.maketrans({"|": marks[0], "^": marks[1], "~": marks[2]})
    )
    message = message_of(body.replace("\0", marks[0] + marks[1:], 1).encode())
    person = message.first("PID")
    assert [part(1) for part in person.parts(3)] == ["H123", "999 123 4567"]
    assert person.part(5)(5) == "Mrs"
    assert head_of(body.replace("\0", marks[0] + marks[1:], 1).encode()).kind == "ADT^A01"


def with_charset(said: str, name: str = "Zoë") -> str:
    return ADMISSION.replace("AL|NE", f"AL|NE||{said}").replace("Ada", name)


@pytest.mark.parametrize(
    ("said", "sent_as", "note"),
    [
        ("", "utf-8", ""),
        ("ASCII", "utf-8", ""),
        ("UNICODE UTF-8", "utf-8", ""),
        ("8859/1", "latin-1", ""),
        ("8859/15", "iso8859-15", ""),
        ("", "cp1252", "Windows-1252"),
        ("UNICODE UTF-8", "cp1252", "MSH-18 says UTF-8"),
        ("KLINGON", "utf-8", "KLINGON"),
        ("", "utf-16", ""),
    ],
)
def test_letters_are_read_by_the_character_set_that_is_said_or_by_a_guess_that_is_said(said, sent_as, note):
    message = message_of(with_charset(said).encode(sent_as))
    assert message.first("PID").part(5)(2) == "Zoë"
    assert note in " ".join(message.notes) and bool(message.notes) == bool(note)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (r"a\F\b\S\c\T\d\R\e\E\f", r"a|b^c&d~e\f"),
        (r"one\.br\two", "one\ntwo"),
        (r"one\.sp2\two", "one\n\ntwo"),
        (r"\H\loud\N\ still", "loud still"),
        (r"\X41C3A9\!", "Aé!"),
        (r"\\server\share\file", r"\\server\share\file"),
        (r"100\%", r"100\%"),
        (r"\.in+4\text", "text"),
        (r"\Z05\local", "local"),
    ],
)
def test_escapes_mean_what_they_mean_and_what_is_none_stays(sent, read):
    message = message_of((ADMISSION + f"NTE|1||{sent}\r").encode())
    assert message.segments[-1].text(3) == read


def test_nothing_said_differs_from_said_to_be_nothing():
    person = message_of((ADMISSION.replace("|F\r", '|""||a~""~b\r')).encode()).first("PID")
    assert person.is_deleted(8) and not person.is_deleted(9)
    assert person.parts(8) == [] and person.parts(9) == []
    assert [part(1) for part in person.parts(10)] == ["a", "b"]


def test_we_read_what_the_hl7_library_reads(shared_data):
    """The library is exact and slow (20 ms for a message of 7 kB): it is our measure, not our parser."""
    for path in sorted((shared_data / "hl7v2").glob("*.hl7")):
        text = path.read_text("utf-8-sig").replace("\n", "\r")
        message = message_of(path.read_bytes())
        for ours, theirs in zip(message.segments, hl7.parse(text), strict=True):
            for number in range(1, len(ours) + 1):
                assert ours.raw(number).rstrip() == str(theirs[number]).rstrip(), (path.name, ours.name)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_the_family(noise):
    for body in (noise, ADMISSION.encode() + noise, ADMISSION.encode()[:7] + noise):
        for read in (head_of, message_of):
            try:
                read(body)
            except Hl7Trouble as refused:
                assert str(refused)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_mutilated_message_raises_nothing_but_the_family(data):
    body = bytearray(ADMISSION.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        body = body or bytearray(b"x")
    for read in (head_of, message_of):
        try:
            read(bytes(body))
        except Hl7Trouble as refused:
            assert str(refused)
