"""When something was said: the order in which messages about one thing count, whatever order they come in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from toldonce.exchange.hl7v2.segments import Message
from toldonce.exchange.hl7v2.times import MINUTE, Moment, moment

AHEAD = timedelta(days=1)  # a sender's clock may be so far ahead of ours
CLOCK = (
    "Its time ({told:%-d %B %Y}) lies more than a day ahead of our clock: it was applied by the time it came."
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The time of an event as it counts, and what decides between events of one instant."""

    at: datetime
    text: str
    note: str = ""

    def ranked(self, rank: int) -> str:
        """As it is compared: what a movement of the patient says goes before what other messages repeat."""
        return f"{rank}{self.text}"


def written(at: datetime) -> str:
    """A time as text that sorts as times do."""
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S%f}".zfill(20)


def stamp_of(message: Message, body: bytes, *, received: datetime, zone: str) -> Stamp:
    """Return when a message counts: when its event was recorded (EVN-2), else when it was made (MSH-7).

    A clock far ahead would freeze what it tells of for as long: such a message counts from when it came.
    """
    made = moment(message.header.text(7), zone)
    event = message.first("EVN")
    recorded = moment(event.text(2), zone) if event else None
    told = [each for each in (recorded, made) if each and each.digits >= MINUTE] or [
        each for each in (recorded, made) if each
    ]
    believed = [each for each in told if each.at <= received + AHEAD]
    at = believed[0].at if believed else received
    sent = made.at if made and made.at <= received + AHEAD else received
    control = message.header.text(10)[-24:].rjust(24)
    text = f"{written(at)}|{written(sent)}|{control}|{hashlib.sha256(body).hexdigest()[:12]}"
    return Stamp(at, text, _note(told, believed))


def _note(told: list[Moment], believed: list[Moment]) -> str:
    return CLOCK.format(told=told[0].at) if told and not believed else ""
