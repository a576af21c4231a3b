"""Acknowledgements: who is answered, in whose separators, and with which of the eight codes.

Original mode answers AA, AE or AR. Enhanced mode (MSH-15, MSH-16; HL7 chapter 2, "Message processing rules") answers
CA, CE or CR to who wants to know that the message was taken, and then AA to who wants to hear of the application too.
It follows at once and says what it says in the original mode: the message is kept and is going to be applied. After CE
or CR nothing follows, for what was not taken is not applied.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

LONGEST_HEADER = 8192
LONGEST_TEXT = 300
CONDITIONS = (b"AL", b"NE", b"ER", b"SU")  # HL7 table 0155
_MSH = re.compile(rb"(?:^|[\r\n])[ \t\0]*(MSH[^\r\n]*)")
_numbers = itertools.count(1)


class Answer(Enum):
    """What a sender is told: its letter, and the code and words of HL7 table 0357."""

    ACCEPTED = ("A", "0", "Message accepted")
    ERROR = ("E", "207", "Application internal error")
    REJECTED = ("R", "100", "Segment sequence error")


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of an MSH segment as bytes, so that they are given back exactly as they came."""

    separator: bytes
    fields: list[bytes]  # fields[1] is MSH-2

    def __getitem__(self, number: int) -> bytes:
        """MSH-2, MSH-3 … by their number; empty where the segment ends before."""
        return self.fields[number - 1] if number <= len(self.fields) else b""

    @property
    def encoding(self) -> bytes:
        """The separators of MSH-2, or the usual ones where they are unusable."""
        given = self[2]
        return given if 2 <= len(given) <= 5 and self.separator not in given else b"^~\\&"


def header_of(body: bytes) -> Header | None:
    """The header of a message, read as well as it can be; None where nobody can be answered."""
    found = _MSH.search(body[:LONGEST_HEADER].removeprefix(b"\xef\xbb\xbf"))
    line = found.group(1) if found else b""
    if len(line) < 8 or line[3:4].isalnum() or line[3:4].isspace():
        return None
    return Header(line[3:4], line.split(line[3:4]))


def acknowledgements(header: Header | None, answer: Answer, text: str, at: datetime) -> list[bytes]:
    """What the sender of a message is sent, in order; nothing where it wants nothing."""
    header = header or Header(b"|", [b"MSH", b"^~\\&"])
    return [_acknowledgement(header, mode, answer, text, at) for mode in _modes(header, answer)]


def _acknowledgement(header: Header, mode: str, answer: Answer, text: str, at: datetime) -> bytes:
    segments = [_msh(header, at), _msa(header, mode, answer, text)]
    if answer is not Answer.ACCEPTED:
        segments.append(_err(header, answer, text))
    return b"".join(segment + b"\r" for segment in segments)


def _modes(header: Header, answer: Answer) -> str:
    """`A` for the original mode; `C`, `A`, both or neither for the enhanced one."""
    said = (header[number].strip().upper() for number in (15, 16))
    accept, application = (
        each if each in CONDITIONS else b"" for each in said
    )  # or it would wait for nothing
    if not accept and not application:
        return "A"
    taken = "C" if _wanted(accept, answer) else ""
    applied = "A" if _wanted(application, answer) else ""
    return taken if taken and answer is not Answer.ACCEPTED else taken + applied


def _wanted(condition: bytes, answer: Answer) -> bool:
    well = answer is Answer.ACCEPTED
    return condition == b"AL" or (condition == b"SU" and well) or (condition == b"ER" and not well)


def _msh(header: Header, at: datetime) -> bytes:
    parts = header.encoding[:1]
    trigger = header[9].split(parts)[1:2]
    kind = b"ACK" + (parts + trigger[0] if trigger and trigger[0] else b"")
    if _release(header) >= (2, 4) and trigger and trigger[0]:
        kind += parts + b"ACK"
    fields = [b"MSH", header.encoding, header[5], header[6], header[3], header[4]]
    fields += [f"{at:%Y%m%d%H%M%S%z}".encode(), b"", kind, _number(at), header[11] or b"P"]
    fields += [header[12] or b"2.4", *[b""] * 5, header[18]]
    return header.separator.join(fields).rstrip(header.separator)


def _number(at: datetime) -> bytes:
    return f"{at:%H%M%S}{next(_numbers):06d}".encode()


def _release(header: Header) -> tuple[int, ...]:
    text = header[12].split(header.encoding[:1])[0].decode("ascii", "replace")
    return tuple(int(part) for part in text.split(".")[:3] if part.isdecimal() and len(part) < 4)


def _msa(header: Header, mode: str, answer: Answer, text: str) -> bytes:
    said = _escaped(header, text)
    fields = [b"MSA", f"{mode}{answer.value[0]}".encode(), header[10], said]
    return header.separator.join(fields).rstrip(header.separator)


def _err(header: Header, answer: Answer, text: str) -> bytes:
    """Say the reason once more where the sender's version looks for it."""
    _, code, words = answer.value
    parts, within = header.encoding[:1], header.encoding[3:4] or b"&"
    if _release(header) >= (2, 5):
        named = parts.join([code.encode(), words.encode(), b"HL70357"])
        return header.separator.join([b"ERR", b"", b"", named, b"E", b"", b"", b"", _escaped(header, text)])
    named = within.join([code.encode(), words.encode(), b"HL70357"])
    return header.separator.join([b"ERR", parts.join([b"", b"", b"", named])])


def _escaped(header: Header, text: str) -> bytes:
    """A sentence in the sender's separators; other than ASCII it may not understand."""
    encoding = header.encoding
    names = {header.separator: b"F", encoding[:1]: b"S", encoding[1:2]: b"R", encoding[2:3]: b"E"}
    names |= {encoding[3:4]: b"T"}
    escape = encoding[2:3] or b"\\"
    plain = text[:LONGEST_TEXT].encode("ascii", "replace").replace(b"\r", b" ").replace(b"\n", b" ")
    pieces = (bytes([byte]) for byte in plain)
    return b"".join(escape + names[piece] + escape if piece in names else piece for piece in pieces)
