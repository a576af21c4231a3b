"""Patients whose number was merged away: what is sent about them afterwards waits, and says for whom it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import connection

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
    address: Address = (_scope(feed, identifier), "patient", identifier)
    seen: list[Address] = [address]
    for _ in range(FARTHEST):
        survivor = kept.load([address])[address].told("+merged")
        if not survivor or tuple(survivor) in seen:
            break
        address = tuple(survivor)
        seen.append(address)
    return shown(address) if len(seen) > 1 else None


def gone_among(numbers: Collection[tuple[FeedMap, str]]) -> dict[tuple[str, str], str]:
    """Which of these numbers were merged away, by feed and identifier, each with what survives; locks nothing."""
    addresses = {(_scope(feed, number), number): (feed, number) for feed, number in numbers}
    with connection.cursor() as cursor:
        cursor.execute(
            """select scope, key from hl7_thing
               where kind = 'patient' and state -> 'fields' ? '+merged'
                 and (scope, key) in (select * from unnest(%s::text[], %s::text[]))""",
            [[scope for scope, _ in addresses], [key for _, key in addresses]],
        )
        found = [addresses[scope, key] for scope, key in cursor.fetchall()]
    told = {(feed.code, number): merged_into(feed, number) for feed, number in found}
    return {address: survivor for address, survivor in told.items() if survivor}


def _scope(feed: FeedMap, identifier: str) -> str:
    authority = identifier.rpartition("|")[0]
    return f"source:{feed.source}" if authority else f"feed:{feed.code}"
