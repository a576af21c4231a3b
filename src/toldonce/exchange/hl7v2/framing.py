"""MLLP framing: where messages begin and end in a stream of bytes, however TCP cuts it.

A message stands between VT and FS CR. Line ends between messages, a missing CR and a VT inside a text (word processors
write them) are borne; what else is not a message comes out with its fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

START, END = b"\x0b", b"\x1c"
HEADERS = (b"MSH", b"FHS", b"BHS")
BETWEEN = b"\r\n \t\x00\x1c"  # what may stand between messages and means nothing
STRAY_KEPT = 4096


class Fault(Enum):
    """Why a piece of the stream is no message."""

    BROKEN_OFF = "The message was broken off"
    NO_FRAME = "What came does not stand in a frame of MLLP (VT … FS CR)"
    TOO_LARGE = "The message is larger than is accepted"


@dataclass(frozen=True, slots=True)
class Frame:
    """One message, or a piece that is none."""

    body: bytes
    fault: Fault | None = None


class Frames:
    """Cuts one connection's bytes into frames and holds what has not ended yet."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = bytearray()
        self.inside = False
        self.looked = 0  # up to where the held bytes were searched

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Take bytes and yield every frame that they complete."""
        self.held += data
        while (frame := self._inside() if self.inside else self._between()) is not None:
            yield frame

    def rest(self) -> Frame | None:
        """What was left when the sender went away or fell silent."""
        if self.inside:
            return Frame(bytes(self.held), Fault.BROKEN_OFF)
        stray = bytes(self.held).strip(BETWEEN)
        return Frame(stray[:STRAY_KEPT], Fault.NO_FRAME) if stray else None

    def _between(self) -> Frame | None:
        """Find the next beginning; what stands before it is stray unless it means nothing."""
        start = self.held.find(START)
        stray = bytes(self.held if start < 0 else self.held[:start]).strip(BETWEEN)
        if start < 0 and len(stray) < STRAY_KEPT:
            return None
        if start < 0:
            self.held.clear()
            return Frame(stray[:STRAY_KEPT], Fault.NO_FRAME)
        self._begin(start)
        return Frame(stray[:STRAY_KEPT], Fault.NO_FRAME) if stray else self._inside()

    def _begin(self, start: int) -> None:
        del self.held[: start + 1]
        self.inside, self.looked = True, 0

    def _inside(self) -> Frame | None:
        """Find the end of this message, or the beginning of another that shows that this one was broken off."""
        end = self.held.find(END, self.looked)
        again = self._begins_again(end if end >= 0 else len(self.held))
        if again >= 0:
            broken = bytes(self.held[:again])
            self._begin(again)
            return Frame(broken, Fault.BROKEN_OFF)
        if end < 0:
            self.looked = max(0, len(self.held) - 4)  # a beginning may be cut in two
            return self._too_large() if len(self.held) > self.limit else None
        body = bytes(self.held[:end])
        del self.held[: end + 1]
        self.inside, self.looked = False, 0
        return Frame(body) if len(body) <= self.limit else Frame(body[:STRAY_KEPT], Fault.TOO_LARGE)

    def _begins_again(self, before: int) -> int:
        return next(
            (at for header in HEADERS if (at := self.held.find(START + header, self.looked, before)) >= 0), -1
        )

    def _too_large(self) -> Frame:
        head = bytes(self.held[:STRAY_KEPT])
        self.held.clear()
        self.inside = False
        return Frame(head, Fault.TOO_LARGE)


def framed(body: bytes) -> bytes:
    """Return a message in its frame."""
    return START + body + END + b"\r"
