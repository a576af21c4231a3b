"""Patients whose number was merged away: what is sent about them afterwards waits, and says for whom it is."""

from __future__ import annotations

from collections.abc import Mapping

from toldonce.exchange.hl7v2.authorities import NHS_NUMBER
from toldonce.exchange.hl7v2.mapping import FeedMap
from toldonce.exchange.hl7v2.state import Address, State
from toldonce.exchange.hl7v2.things import kept
from toldonce.exchange.hl7v2.things.elements import Telling

FARTHEST = 20  # how many merges one after the other are followed
GONE = (
    "The patient's number was merged into {survivor} before this message was sent. "
    "Send it again for {survivor}, or undo the merge."
)


def gone_to(telling: Telling, states: Mapping[Address, State]) -> str:
    """A sentence when a message was sent for a number that had been merged away by then; "" otherwise."""
    if telling.merges:
        return ""
    for address in telling.patients:
        stamp, survivor = states[address].fields.get("+merged", ("", None))
        if survivor and telling.stamp.ranked(1) > stamp:
            return GONE.format(survivor=shown(tuple(survivor)))
    return ""


def shown(address: Address) -> str:
    """A patient's number with its authority, as people write it."""
    authority, _, value = address[2].rpartition("|")
    if authority == NHS_NUMBER:
        return f"NHS number {value}"
    return f"{value} of {authority}" if authority else value


def merged_into(feed: FeedMap, identifier: str) -> str | None:
    """The number that survived an identifier (as `Head.patients` says it), None if it stands itself."""
    authority = identifier.rpartition("|")[0]
    scope = f"source:{feed.source}" if authority else f"feed:{feed.code}"
    address: Address = (scope, "patient", identifier)
    seen: list[Address] = [address]
    for _ in range(FARTHEST):
        survivor = kept.load([address])[address].told("+merged")
        if not survivor or tuple(survivor) in seen:
            break
        address = tuple(survivor)
        seen.append(address)
    return shown(address) if len(seen) > 1 else None
