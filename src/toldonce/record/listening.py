"""Listening to the feed of changes: each listener hears every change at least once, in order, and keeps its own place.

A listener's place moves in the transaction in which it heard, so that what it writes in the database is done exactly
once; what leaves the machine it writes into a table first, and something else sends that. A change on which it fails
again and again is set aside with its reason, so that the rest of the feed goes on; nothing is dropped.
"""

from __future__ import annotations

import logging
import traceback
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
from django.db import InterfaceError, OperationalError, connection, transaction

from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.record import changes
from toldonce.record.changes import Change, Cursor

LOCKS = 7_016_540  # the first key of the advisory locks by which each listener runs in one process at a time
TRIES = 5  # how often one change is tried before it is set aside
HEARD_AGAIN = 10_000  # changes heard again after a restore, whose transaction numbers are new
COUNTED_AT_MOST = 10_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who reacts to changes: `hear` must be fit to hear the same change twice.

    `from_the_beginning` hears all that was ever written; otherwise it begins with what comes after its first day.
    One that `computes` for long runs in a process apart, so that the others are not slowed down.
    """

    name: str
    hear: Callable[[Sequence[Change]], object]
    batch: int = 200
    from_the_beginning: bool = False
    computes: bool = False


@dataclass(frozen=True, slots=True)
class Lag:
    """How far behind a listener is; `waiting` is counted up to a limit."""

    name: str
    heard: int
    waiting: int
    behind: timedelta
    silent: timedelta
    trouble: str
    set_aside: int

    @property
    def is_counted_out(self) -> bool:
        """Whether there are at least as many waiting as are counted."""
        return self.waiting >= COUNTED_AT_MOST


def listen_once(listener: Listener) -> int:
    """Let a listener hear what comes next, and return how many changes it heard; 0 when there is nothing.

    Database errors that may pass (the server went away) are raised; any other error of the listener is kept as its
    trouble, and after some tries the change that caused it is set aside.
    """
    return _hear_at_most(listener, listener.batch)


def _hear_at_most(listener: Listener, limit: int) -> int:
    """Hear so many changes, or half of them where that fails, until the one that causes trouble stands alone."""
    try:
        return _hear(listener, limit)
    except (OperationalError, InterfaceError):
        raise
    except Exception as trouble:
        if limit == 1:
            return _failed(listener, _fault(trouble))
        log.warning("%s failed on a batch of changes (%s).", listener.name, type(trouble).__name__)
    return _hear_at_most(listener, limit // 2)


def _hear(listener: Listener, limit: int) -> int:
    with transaction.atomic():
        place = _place(listener)
        found = changes.read(after=place, limit=limit) if place else []
        if found:
            listener.hear(found)
            _move(listener, found[-1].cursor, len(found))
    return len(found)


def _failed(listener: Listener, reason: str) -> int:
    """Count a failure; when there were enough, set the change aside and step over it."""
    with transaction.atomic(), connection.cursor() as cursor:
        place = _place(listener)
        found = changes.read(after=place, limit=1) if place else []
        if not found:
            return 0
        cursor.execute(
            "update listener set tries = tries + 1, trouble = %s where name = %s returning tries",
            [reason, listener.name],
        )
        if cursor.fetchone()[0] < TRIES:
            return 0
        cursor.execute(
            """insert into listener_set_aside (listener, seq, pid, reason) values (%s, %s, %s, %s)
               on conflict (listener, seq) do update set reason = excluded.reason, settled = null""",
            [listener.name, found[0].cursor.seq, found[0].pid, reason],
        )
        _move(listener, found[0].cursor, 1)
    return 1


def _fault(trouble: Exception) -> str:
    """What failed and where in our code; the words of an error may repeat what the record says of a person."""
    named = [(frame.f_globals["__name__"], line) for frame, line in traceback.walk_tb(trouble.__traceback__)]
    module, line = [each for each in named if each[0].startswith("toldonce.")][-1]
    return f"{type(trouble).__name__} in {module}, line {line}"


def _place(listener: Listener) -> Cursor | None:
    """Return where a listener stands, locked for this transaction; None while another process has it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [LOCKS, _key(listener.name)])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("select xid::text::bigint, seq from listener where name = %s", [listener.name])
        row = cursor.fetchone() or _begin(cursor, listener)
        return Cursor(*row) if row[0] is not None else _found_again(cursor, row[1])


def _key(name: str) -> int:
    return zlib.crc32(name.encode()) - 2**31


def _begin(cursor, listener: Listener) -> tuple[int, int]:
    """Give a new listener its place: before everything, or before what has not been committed yet."""
    place = changes.START if listener.from_the_beginning else changes.head()
    cursor.execute(
        "insert into listener (name, xid, seq) values (%s, %s::text::xid8, %s)",
        [listener.name, str(place.xid), place.seq],
    )
    return place.xid, place.seq


def _found_again(cursor, seq: int) -> Cursor:
    """Return the place after a restore: what was restored carries one transaction number, in the order of seq."""
    cursor.execute("select coalesce(min(xid::text::bigint), 0) from change where seq <= %s", [seq])
    return Cursor(cursor.fetchone()[0], max(0, seq - HEARD_AGAIN))


def _move(listener: Listener, to: Cursor, heard: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """update listener set xid = %s::text::xid8, seq = %s, heard = heard + %s, moved = clock_timestamp(),
               trouble = '', tries = 0 where name = %s""",
            [str(to.xid), to.seq, heard, listener.name],
        )


def is_waiting(listener: Listener) -> bool:
    """Whether there are changes that it has not heard, those included that wait for an open transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select exists (select from change c, listener l
                   where l.name = %s and l.xid is not null and (c.xid, c.seq) > (l.xid, l.seq))""",
            [listener.name],
        )
        return cursor.fetchone()[0]


def who_waits(server: psycopg.Connection) -> list[str]:
    """The names of all listeners with changes that they have not heard, or with a place to find after a restore."""
    found = server.execute(
        """select name from listener l where xid is null or exists (
               select from change c where (c.xid, c.seq) > (l.xid, l.seq))"""
    )
    return [name for (name,) in found]


def lags() -> list[Lag]:
    """Return how far behind each listener is."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select l.name, l.heard, w.waiting, coalesce(clock_timestamp() - w.oldest, '0'),
                   clock_timestamp() - l.moved, l.trouble,
                   (select count(*) from listener_set_aside s where s.listener = l.name and s.settled is null)
               from listener l cross join lateral (
                   select count(*) waiting, min(at) oldest from (
                       select at from change c where (c.xid, c.seq) > (coalesce(l.xid, '0'), l.seq)
                       order by c.xid, c.seq limit %s) unheard) w
               order by l.name""",
            [COUNTED_AT_MOST],
        )
        return [Lag(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A change that a listener could not take in, and why."""

    n: int
    listener: str
    seq: int
    at: datetime
    reason: str
    asked: datetime | None


def set_aside() -> list[SetAside]:
    """Return what is set aside, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select n, listener, seq, at, reason, asked from listener_set_aside
               where settled is null order by n limit %s""",
            [COUNTED_AT_MOST],
        )
        return [SetAside(*row) for row in cursor.fetchall()]


def ask_to_hear_again(*, by: Actor, listener: str) -> int:
    """Ask that a listener hear again all that was set aside for it; return how many changes those are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "update listener_set_aside set asked = clock_timestamp() where listener = %s and settled is null",
            [listener],
        )
        count = cursor.rowcount
        ledger.write(by=by, act="listener.hear-again", subject=listener, detail={"changes": count})
    return count


def hear_again(listener: Listener) -> int:
    """Let a listener hear what it was asked to hear again; return how many changes it took in."""
    return sum(
        _took_in(listener, each) for each in set_aside() if each.asked and each.listener == listener.name
    )


def _took_in(listener: Listener, kept: SetAside) -> bool:
    found = changes.numbered(kept.seq)
    try:
        with transaction.atomic():
            if found:
                listener.hear([found])
            _settle(kept.n)
    except (OperationalError, InterfaceError):
        raise
    except Exception as trouble:
        _keep_reason(kept.n, _fault(trouble))
        return False
    return True


def _settle(n: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update listener_set_aside set settled = clock_timestamp() where n = %s", [n])


def _keep_reason(n: int, reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update listener_set_aside set reason = %s, asked = null where n = %s", [reason, n])
