"""The feed of changes: what everyone who reacts to the record listens to, each at a cursor of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.record import waking
from toldonce.record.store import RTYPE_NAME

CHANNEL = "record_changes"


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """How far a listener has come: transactions in the order in which they began to write."""

    xid: int = 0
    seq: int = 0


START = Cursor()


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction changed about one source patient."""

    cursor: Cursor
    at: datetime
    pid: int
    person: int
    arrival: int
    rtypes: tuple[str, ...]


def append(arrival: int, touched: Mapping[int, Set[str]]) -> None:
    """Write one change for each source patient of this transaction; listeners wake when it commits."""
    if not touched:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into change (pid, arrival, rtypes) values (%s, %s, %s)",
            [(pid, arrival, sorted(RTYPE[name] for name in names)) for pid, names in touched.items()],
        )
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])
    _tell_open_pages(touched)


def _tell_open_pages(pids: Iterable[int]) -> None:
    """Wake the pages about these people at the commit itself: the feed waits for every transaction that is open."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select pg_notify(%s, 'person:' || person)
               from (select distinct person from patient where pid = any(%s)) people""",
            [waking.CHANNEL, list(pids)],
        )


def read(*, after: Cursor = START, limit: int = 1000) -> list[Change]:
    """Return the changes after a cursor, in order, never past a transaction that is still open.

    A transaction takes its number before it commits: what is not below the oldest open one waits, so that a
    cursor never steps over a change that commits late.
    """
    return _changes(
        """(c.xid, c.seq) > (%s::text::xid8, %s) and c.xid < pg_snapshot_xmin(pg_current_snapshot())
           order by c.xid, c.seq limit %s""",
        [str(after.xid), after.seq, limit],
    )


def numbered(seq: int) -> Change | None:
    """Return one change by its number."""
    found = _changes("c.seq = %s", [seq])
    return found[0] if found else None


def head() -> Cursor:
    """Return the place before everything that is not committed yet: whoever begins here hears what comes from now."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return Cursor(cursor.fetchone()[0], 0)


def _changes(condition: str, values: list) -> list[Change]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select c.xid::text::bigint, c.seq, c.at, c.pid, coalesce(p.person, 0), c.arrival, c.rtypes
                from change c left join patient p on p.pid = c.pid where {condition}""",
            values,
        )
        return [
            Change(
                Cursor(*row[:2]),
                row[2],
                row[3],
                row[4],
                row[5],
                tuple(RTYPE_NAME[number] for number in row[6]),
            )
            for row in cursor.fetchall()
        ]
