"""Bytes as a message: what must be known to keep it (its head), and all of it.

Hl7Trouble            it cannot be read as an HL7 v2 message; the message is a sentence for the sender
├── NotHl7            nothing in it looks like HL7 v2
├── NoHeader          it has segments but no MSH before them
├── WrongSeparators   its MSH does not say by which characters it is divided
├── SeveralMessages   more than one MSH: a batch, not a message
└── TooManySegments   more lines than any message of use has
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from toldonce.exchange.hl7v2 import authorities
from toldonce.exchange.hl7v2.segments import Message, Part, Segment, Separators, lines_of
from toldonce.exchange.hl7v2.times import moment

MOST_SEGMENTS = 20_000
HERE = "Europe/London"


class Hl7Trouble(Exception):
    """It cannot be read as an HL7 v2 message."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.__doc__)


class NotHl7(Hl7Trouble):
    """This is not an HL7 v2 message: nothing in it begins with MSH. Send messages that begin with an MSH segment."""


class NoHeader(Hl7Trouble):
    """The message has segments but no MSH before them, so nobody can tell what it is. Send the MSH segment first."""


class WrongSeparators(Hl7Trouble):
    """The MSH segment does not say by which characters the message is divided: MSH-1 and MSH-2 are usually |^~\\&."""


class SeveralMessages(Hl7Trouble):
    """There is more than one MSH segment in it. Send each message in a frame of its own."""


class TooManySegments(Hl7Trouble):
    """The message has more than 20,000 segments. Divide it."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a message says of itself and of whom it tells, read from MSH, PID and MRG alone."""

    control_id: str
    kind: str  # "ADT^A01"
    version: str
    sent: datetime | None
    sending_application: str
    sending_facility: str
    receiving_application: str
    receiving_facility: str
    processing_id: str  # P, T or D
    charset: str  # as MSH-18 says it; "" when it does not
    accept_acknowledgement: str  # MSH-15; with either of the two the enhanced mode is meant
    application_acknowledgement: str  # MSH-16
    patients: tuple[str, ...]  # "authority|value" of PID-2 to PID-4 and MRG-1
    separators: Separators


CHARSETS = {
    "": "",
    "ASCII": "",  # who says ASCII and means it is read as UTF-8 just as well
    "ISO IR6": "",
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    "UNICODE UTF-8": "utf-8",
    "UNICODE UTF-16": "utf-16",
    "UNICODE": "",
    "WINDOWS-1252": "cp1252",
    "CP1252": "cp1252",
    "ANSI": "cp1252",
    "8859/1": "cp1252",  # as on the web: those who say Latin 1 send the quotation marks of Windows
    "ISO-8859-1": "cp1252",
    **{f"8859/{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 15)},
}
_MSH = re.compile(rb"(?:^|(?<=[\r\n\x0b]))[ \t]*MSH")
_ABOUT = [end + name for end in (b"\r", b"\n") for name in (b"PID", b"MRG")]
_END = re.compile(rb"[\r\n\x1c]")
_ANY_SEGMENT = re.compile(rb"(?:^|[\r\n\x0b])[A-Z][A-Z0-9]{2}\|")


def head_of(body: bytes, *, zone: str = HERE) -> Head:
    """Read what must be known to keep a message; raises the family above."""
    body = _cut(body)
    line = _line(body, 0)
    charset, _ = _charset(body, line)
    separators = _separators(line.decode("latin-1"))
    message = Message(separators, charset)
    header = Segment(line.replace(b"\0", b"").decode(charset, "replace"), message, 1)
    return _head(header, _patients(body, message), zone)


def _head(header: Segment, patients: tuple[str, ...], zone: str) -> Head:
    sent = moment(header.text(7), zone)
    return Head(
        control_id=header.text(10)[:200],
        kind=kind_of(header),
        version=header.text(12)[:20],
        sent=sent.at if sent else None,
        sending_application=_named(header.part(3)),
        sending_facility=_named(header.part(4)),
        receiving_application=_named(header.part(5)),
        receiving_facility=_named(header.part(6)),
        processing_id=header.text(11)[:1],
        charset=header.text(18),
        accept_acknowledgement=header.text(15)[:2].upper(),
        application_acknowledgement=header.text(16)[:2].upper(),
        patients=patients,
        separators=header.message.separators,
    )


def kind_of(header: Segment) -> str:
    """Return the type and event of a message, "ADT^A01"; an event that only the structure names is taken from it."""
    part = header.part(9)
    code, event = part(1).strip().upper(), part(2).strip().upper()
    if not event and "_" in part(3):
        event = part(3).rpartition("_")[2].strip().upper()
    if not event and "_" in code:
        code, _, event = code.partition("_")
    return f"{code}^{event}"[:20] if event else code[:20]


def _named(part: Part) -> str:
    """The name of an HD, or its universal id when it has no name."""
    return (part(1) or part(2)).strip()[:200]


def _patients(body: bytes, message: Message) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for at in sorted(at + 1 for begins in _ABOUT for at in _places(body, begins)):
        line = _line(body, at).replace(b"\0", b"")
        segment = Segment(line.decode(message.charset, "replace"), message, 0)
        for number in (1,) if segment.name == "MRG" else (3, 2, 4):
            for part in segment.parts(number):
                if part(1).strip():
                    found[authorities.named(part)] = None
    return tuple(found)


def _places(body: bytes, begins: bytes) -> Iterator[int]:
    """Where a segment begins; by `find`, because a regular expression takes a second for 20 MB."""
    at = body.find(begins)
    while at >= 0:
        yield at
        at = body.find(begins, at + 1)


def _line(body: bytes, at: int) -> bytes:
    end = _END.search(body, at)
    return body[at : end.start()] if end else body[at:]


def message_of(body: bytes) -> Message:
    """Read a whole message; raises the family above."""
    body = _cut(body)
    line = _line(body, 0)
    charset, notes = _charset(body, line)
    separators = _separators(line.decode("latin-1"))
    message = Message(separators, charset, notes=notes)
    text = body.decode(charset, "replace").replace("\0", "")  # which PostgreSQL keeps in no text
    lines = lines_of(text, separators.field, MOST_SEGMENTS)
    if len(lines) > MOST_SEGMENTS:
        raise TooManySegments()
    message.segments = [Segment(line, message, n) for n, line in enumerate(lines, 1)]
    if sum(each.name == "MSH" for each in message.segments) > 1:
        raise SeveralMessages()
    return message


def _cut(body: bytes) -> bytes:
    """The body from its MSH on, in an encoding that holds ASCII."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        body = body.decode("utf-16", "replace").encode()
    start = _MSH.search(body[:4096].removeprefix(b"\xef\xbb\xbf"))
    shift = 3 if body.startswith(b"\xef\xbb\xbf") else 0
    if start is None:
        raise NoHeader() if _ANY_SEGMENT.search(body[:4096]) else NotHl7()
    before = body[shift : shift + start.start()].strip(b"\r\n\x0b\t ")
    if before and not before.startswith((b"FHS", b"BHS")):
        raise NoHeader()
    return body[shift + start.start() :].lstrip(b" \t")


def _separators(line: str) -> Separators:
    marks = line[3:4]
    if not marks.strip() or marks.isalnum():
        raise WrongSeparators()
    encoding = line[4:].split(marks, 1)[0]
    if len(encoding) > 5 or len(set(marks + encoding)) != len(encoding) + 1:
        raise WrongSeparators()
    if any(mark.isalnum() or mark.isspace() for mark in encoding) or not encoding:
        raise WrongSeparators()
    component, repetition, escape, subcomponent, *_ = [*encoding[:4], "", "", ""]
    return Separators(marks, component, repetition, escape, subcomponent)


def _charset(body: bytes, line: bytes) -> tuple[str, tuple[str, ...]]:
    """How the bytes are to be read, and what had to be guessed."""
    fields = line[3:].split(line[3:4]) if line[3:4] else []
    said = fields[17].split(b"~")[0].split(b"^")[0].strip() if len(fields) > 17 else b""
    wanted = CHARSETS.get(said.decode("latin-1").upper())
    if wanted and wanted != "utf-16" and _reads(body, wanted):
        return wanted, ()
    if _reads(body, "utf-8"):
        return "utf-8", () if wanted is not None else (_unknown(said),)
    guess = "Its bytes are not UTF-8 and MSH-18 does not say what they are: they were read as Windows-1252."
    if wanted == "utf-8":
        guess = "MSH-18 says UTF-8, but its bytes are not: they were read as Windows-1252."
    return "cp1252", (guess,)


def _unknown(said: bytes) -> str:
    name = said.decode("latin-1")[:40]
    return f"MSH-18 names a character set that is not known here ({name}): the message was read as UTF-8."


def _reads(body: bytes, charset: str) -> bool:
    try:
        body.decode(charset)
    except UnicodeDecodeError:
        return False
    return True
