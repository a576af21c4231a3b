"""What a message would change: applied as any other, looked at, and taken back in the same transaction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db import connection, transaction

from toldonce.directory.actors import Actor
from toldonce.directory.queries import organisation
from toldonce.exchange.hl7v2 import feeds, mapping
from toldonce.exchange.hl7v2.applying import Kept, apply
from toldonce.exchange.hl7v2.errors import FeedTrouble
from toldonce.exchange.hl7v2.mapping import STANDARD, FeedMap
from toldonce.exchange.hl7v2.parsing import Head, Hl7Trouble, head_of
from toldonce.exchange.hl7v2.unread import unread
from toldonce.record import store
from toldonce.record.store import Stored

MOST_ROWS, LONGEST_VALUE = 80, 200
NOT_IN_TABLE = re.compile(r"'(?P<code>[^']*)' is not in the table (?P<table>\w+)")


@dataclass(frozen=True, slots=True)
class Row:
    """One element that would change; empty where there is none."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One resource that would be made or changed."""

    address: str
    what: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of a message: why it would not be applied, what is not understood, what would change."""

    reason: str
    notes: tuple[str, ...]
    changes: tuple[Change, ...]
    tables: tuple[str, ...]
    unknown_table: str = ""
    unknown_code: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """What is understood of a message before there is a feed for it."""

    kind: str
    says: str
    version: str
    application: str
    facility: str
    claimed_by: str
    authorities: tuple[str, ...]
    suggested: dict[str, str]
    foreseen: Foreseen


def understood(body: bytes, by: Actor) -> Sample:
    """Read a sample as a new feed would read it; nothing of it is kept."""
    try:
        head = head_of(body)
    except Hl7Trouble as trouble:
        raise FeedTrouble(str(trouble), "sample") from trouble
    claimed = feeds.feed_for(feeds.known(), head.sending_application, head.sending_facility)
    suggested = _suggested(head)
    read_by = FeedMap(f"sample of {suggested['code']}"[:40], suggested["source"] or "SAMPLE")
    return Sample(
        kind=head.kind,
        says=mapping.mapping_for(STANDARD).kind_named(head.kind),
        version=head.version,
        application=head.sending_application,
        facility=head.sending_facility,
        claimed_by=claimed.name if claimed else "",
        authorities=tuple(dict.fromkeys(each.rpartition("|")[0] or "nobody named" for each in head.patients)),
        suggested=suggested,
        foreseen=foreseen(body, datetime.now(UTC), read_by, by),
    )


def _suggested(head: Head) -> dict[str, str]:
    """What a feed of this sender would be called, and whose it would be if its facility is a code we know."""
    words = re.findall(r"[a-z0-9]+", f"{head.sending_facility} {head.sending_application}".lower())
    known = organisation(head.sending_facility.upper()) if head.sending_facility else None
    return {
        "code": "-".join(words)[:40].strip("-"),
        "name": " ".join(filter(None, (head.sending_application, head.sending_facility)))[:200],
        "source": known.code if known else "",
        "application": head.sending_application,
        "facility": head.sending_facility,
    }


def foreseen(body: bytes, received: datetime, read_by: FeedMap, by: Actor) -> Foreseen:
    """Apply a message, see what it changed, and take it back."""
    with transaction.atomic():
        with connection.cursor() as cursor:  # so that nobody else's changes are taken for the message's
            cursor.execute("set transaction isolation level repeatable read")
            cursor.execute("select coalesce(max(id), 0) from arrival")
            last = cursor.fetchone()[0]
        [applied] = apply([Kept(0, body, received)], feed=read_by, by=by)
        changes = tuple(_changes(last))
        transaction.set_rollback(True)
    notes = () if applied.state != "applied" else tuple(re.split(r"(?<=\.) (?=[A-Z])", applied.reason))
    unknown = NOT_IN_TABLE.search(applied.reason)
    left = unread(body, read_by)
    if left:
        notes = (*notes, f"Kept in the message, and read by no table: {', '.join(left)}.")
    return Foreseen(
        reason="" if applied.state == "applied" else applied.reason,
        notes=tuple(filter(None, notes)),
        changes=changes,
        tables=tuple(sorted(mapping.mapping_for(read_by.mapping).tables)),
        unknown_table=unknown["table"] if unknown else "",
        unknown_code=unknown["code"] if unknown else "",
    )


def _changes(after: int) -> Iterator[Change]:
    """The versions of arrivals after this one, each with the one before it."""
    made = store.fetch(
        f"select {store.COLUMNS} from resource where arrival > %s order by rtype, id", [after], inline=False
    )
    for each in made:
        before = store.vread(each.rtype, each.id, each.version - 1) if each.version > 1 else None
        what = "new" if before is None or before.body is None else "changed"
        rows = tuple(_rows(_flat(before), _flat(each)))[:MOST_ROWS]
        yield Change(f"{each.rtype}/{each.id}", "taken out" if each.body is None else what, rows)


def _rows(before: dict[str, str], after: dict[str, str]) -> Iterator[Row]:
    for place in dict.fromkeys((*after, *before)):
        if before.get(place) != after.get(place):
            yield Row(place, before.get(place, ""), after.get(place, ""))


def _flat(stored: Stored | None) -> dict[str, str]:
    """A version as place and value, without what the store itself adds."""
    if stored is None or stored.body is None:
        return {}
    told = orjson.loads(stored.body)
    return dict(
        _leaves({name: value for name, value in told.items() if name not in ("meta", "resourceType", "id")})
    )


def _leaves(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, f"{place}.{name}" if place else name)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _leaves(value, f"{place}[{number}]")
    else:
        yield place, str(node)[:LONGEST_VALUE]
