"""Messages as they came: kept before they are acknowledged, and marked when it is known what became of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import psycopg
import zstandard
from django.db import DatabaseError, DataError, InterfaceError, OperationalError, connection, transaction

from toldonce.exchange.hl7v2 import feeds, refusals
from toldonce.exchange.hl7v2.acknowledging import Answer
from toldonce.exchange.hl7v2.intake import Arriving, Reply
from toldonce.exchange.hl7v2.mapping import FeedMap
from toldonce.exchange.hl7v2.models import UNKNOWN, Feed, MessageState
from toldonce.exchange.hl7v2.parsing import Head, Hl7Trouble, head_of
from toldonce.exchange.hl7v2.things.merging import gone_among
from toldonce.exchange.hl7v2.trials import why_a_test

if TYPE_CHECKING:  # what receives needs none of what maps
    from toldonce.exchange.hl7v2.applying import Applied

CHANNEL = "hl7_messages"
LEVEL = 3
MOST_PATIENTS, LONGEST_NUMBER = 40, 200  # what a hostile message may put into the index
NOT_STORED = "The message was not stored because the database does not answer. Send it again."
CANNOT_BE_STORED = "The message was not stored because the database refuses it. Send it to the service desk."
NO_FEED = "No feed is set up for messages of {application} at {facility}: set one up under Feeds."
MERGED_AWAY = "Stored. The patient's number was merged into {survivor}: send what follows for that number."
USED_BEFORE = "Its control id was used before by another message."
REFUSED = "Refused at the door: "
INSERT = """
insert into hl7_message
    (received, sent, feed, control_id, kind, version, state, reason, patients, pids, size, digest, body)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, '{}', %s, %b, %b)
on conflict (control_id, feed, digest) do nothing
"""


TAKEN = Reply(Answer.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Row:
    """A message on its way into the table, and what its sender will be told."""

    arriving: Arriving
    digest: bytes
    feed: Feed | None = None
    head: Head | None = None
    state: str = MessageState.REFUSED
    reason: str = ""
    reply: Reply = TAKEN


class Unsure(Exception):
    """The database went away at the last moment; it is not known whether the messages were kept."""


def keep(batch: Sequence[Arriving]) -> list[Reply]:
    """Make a batch durable in one transaction and return what each sender is told.

    Raises Unsure when it is not known whether it was kept. Who sends the same bytes again is told the same again.
    """
    known: list[bool] = []
    try:
        return _keep(batch, known)
    except DataError:
        if len(batch) == 1:
            return [Reply(Answer.ERROR, CANNOT_BE_STORED)]
        return [reply for each in batch for reply in keep([each])]
    except (OperationalError, InterfaceError, DatabaseError) as trouble:
        connection.close()
        if known:
            raise Unsure(Unsure.__doc__) from trouble
        return [Reply(Answer.ERROR, NOT_STORED) for _ in batch]


def _keep(batch: Sequence[Arriving], written: list[bool]) -> list[Reply]:
    """Keep a batch; `written` is filled when only the answer to the commit is missing."""
    rows = _warned(_rows(batch, feeds.known()))
    with transaction.atomic(durable=True):
        rows = _told(rows)
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.executemany(INSERT, [_values(row) for row in _within_quota(rows)])
            cursor.execute("select pg_notify(%s, '')", [CHANNEL])
        written.append(True)
    return [row.reply for row in rows]


def _within_quota(rows: Sequence[Row]) -> list[Row]:
    """All messages, and of what was refused no more than is kept of one sender in an hour."""
    refused = [row for row in rows if row.state == MessageState.REFUSED]
    left = refusals.admitted([_plain(row.arriving.peer) for row in refused]) if refused else {}
    made = []
    for row in rows:
        if row.state == MessageState.REFUSED:
            sender = _plain(row.arriving.peer)
            left[sender] -= 1
            if left[sender] < 0:
                continue
        made.append(row)
    return made


def _rows(batch: Iterable[Arriving], known: Sequence[Feed]) -> list[Row]:
    return [_row(arriving, known) for arriving in batch]


def _row(arriving: Arriving, known: Sequence[Feed]) -> Row:
    row = Row(arriving, hashlib.sha256(arriving.body).digest()[:16])
    if arriving.fault is not None:
        return _refused(row, f"{arriving.fault.value}.")
    try:
        head = head_of(arriving.body)
    except Hl7Trouble as trouble:
        return _refused(row, str(trouble))
    feed = feeds.feed_for(
        known, head.sending_application, head.sending_facility, arriving.peer, arriving.names
    )
    if feed is None:
        reason = no_feed(head)
        return replace(row, head=head, state=MessageState.QUARANTINED, reason=reason)
    if why := why_a_test(head.processing_id, is_test_feed=feed.is_test):
        reply = Reply(Answer.ACCEPTED, why)
        return replace(row, head=head, feed=feed, state=MessageState.TEST, reason=why, reply=reply)
    return replace(row, head=head, feed=feed, state=MessageState.WAITING)


def _code(row: Row) -> str:
    return row.feed.code if row.feed else UNKNOWN


def _refused(row: Row, why: str) -> Row:
    return replace(row, reason=REFUSED + why, reply=Reply(Answer.REJECTED, why))


def no_feed(head: Head) -> str:
    """The sentence on a message that no feed claims."""
    return NO_FEED.format(
        application=_plain(head.sending_application) or "no application",
        facility=_plain(head.sending_facility) or "no facility",
    )


def _warned(rows: Sequence[Row]) -> list[Row]:
    """Tell senders of numbers that were merged away; whether a message is still applied is decided later."""
    asked = {(FeedMap(feed.code, feed.source), number) for row in rows for feed, number in _numbers(row)}
    gone = gone_among(asked) if asked else {}
    return [_warned_of(row, gone) for row in rows] if gone else list(rows)


def _warned_of(row: Row, gone: Mapping[tuple[str, str], str]) -> Row:
    survivors = [gone[feed.code, each] for feed, each in _numbers(row) if (feed.code, each) in gone]
    if not survivors:
        return row
    return replace(row, reply=Reply(Answer.ACCEPTED, MERGED_AWAY.format(survivor=survivors[0])))


def _numbers(row: Row) -> list[tuple[Feed, str]]:
    """The numbers about which a message tells, unless it is itself a merge."""
    merges = any(line in row.arriving.body for line in (b"\rMRG", b"\nMRG"))
    if row.feed is None or row.head is None or merges or row.state == MessageState.TEST:
        return []
    return [(row.feed, number) for number in row.head.patients[:MOST_PATIENTS]]


def _told(rows: Sequence[Row]) -> list[Row]:
    """Say of messages whose control id was used before whether they are the same once more."""
    named = {(_code(row), _plain(row.head.control_id)) for row in rows if row.head and row.head.control_id}
    before = _digests(named)
    made = []
    for row in rows:
        key = (_code(row), _plain(row.head.control_id)) if row.head else ("", "")
        digests = before.setdefault(key, set()) if key in named else set()
        made.append(_compared(row, digests))
        digests.add(row.digest)
    return made


def _compared(row: Row, before: set[bytes]) -> Row:
    if row.state == MessageState.TEST:  # their control ids are used again and again
        return row
    if row.digest in before:
        return replace(row, reply=Reply(Answer.ACCEPTED, "It was stored before."))
    if not before:
        return row
    said = Reply(Answer.ACCEPTED, f"Stored as another message. {USED_BEFORE}")
    return replace(row, reason=row.reason or USED_BEFORE, reply=said)


def _digests(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], set[bytes]]:
    asked = list(named)
    found: dict[tuple[str, str], set[bytes]] = {}
    if not asked:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            """select feed, control_id, digest from hl7_message
               where (feed, control_id) in (select * from unnest(%s::text[], %s::text[]))""",
            [[feed for feed, _ in asked], [number for _, number in asked]],
        )
        for feed, number, digest in cursor.fetchall():
            found.setdefault((feed, number), set()).add(bytes(digest))
    return found


def _values(row: Row) -> tuple:
    head, body = row.head, row.arriving.body
    return (
        row.arriving.received,
        head.sent if head else None,
        _code(row),
        _plain(head.control_id) if head else "",
        _plain(head.kind, 40) if head else "",
        _plain(head.version, 20) if head else "",
        str(row.state),
        row.reason,
        [_plain(number) for number in head.patients[:MOST_PATIENTS]] if head else [],
        len(body),
        row.digest,
        zstandard.compress(body, LEVEL),
    )


def _plain(text: str, longest: int = LONGEST_NUMBER) -> str:
    """Text that PostgreSQL takes and an index holds."""
    return text.replace("\0", "")[:longest]


def hold(numbers: Sequence[int]) -> set[int]:
    """Lock those of these messages that still wait, for the transaction of the caller."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select n from hl7_message where n = any(%s) and state = 'waiting' order by n for update",
            [list(numbers)],
        )
        return {n for (n,) in cursor.fetchall()}


def mark(applied: Sequence[Applied]) -> int:
    """Write down what became of messages; what was said of one before stays where nothing new is said."""
    with connection.cursor() as cursor:
        cursor.executemany(
            """update hl7_message set state = %s, pids = %s,
               reason = case when %s = '' and reason = %s then reason else %s end where n = %s""",
            [
                (str(each.state), list(each.pids), each.reason, USED_BEFORE, each.reason, each.n)
                for each in applied
            ],
        )
    return len(applied)
