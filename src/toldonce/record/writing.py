"""How a batch of resources becomes versions in the store: inside one transaction, by COPY.

Look up what is there, tell created from updated from unchanged, move what is replaced to the history, write the new
versions, keep the identities, append the changes. The doors are in `actions` and `loading`.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection

from toldonce.codes.fhir import validation
from toldonce.codes.fhir.definitions import RTYPE
from toldonce.codes.fhir.validation import Problem
from toldonce.directory.actors import Actor
from toldonce.record import bodies, changes, content, identity
from toldonce.record.errors import Conflict, NotThere
from toldonce.record.search.extract import Indexed, index

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
COPY = """copy {table} (pid, arrival, updated, clinical_date, version, rtype, dict, id, tokens, body)
          from stdin with (format binary)"""
MICROSECOND = timedelta(microseconds=1)


@dataclass(slots=True)
class Draft:
    """One resource on its way into the store."""

    rtype: str
    id: str
    resource: dict
    document: dict  # the resource as it is written: its decimals keep their digits
    indexed: Indexed
    if_match: int | None = None
    create_only: bool = False
    deletes: bool = False
    doubts: list[Problem] = field(default_factory=list)
    first: First | None = None


@dataclass(frozen=True, slots=True)
class First:
    """The first version of a resource, made before it is known whether there is one already."""

    updated: datetime
    row: bytes  # as `packed`, without the pid
    attachments: list[bodies.Attachment]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one resource: created, updated, unchanged, deleted or undeleted."""

    rtype: str
    id: str
    version: int
    state: str
    pid: int
    updated: datetime


@dataclass(slots=True)
class _Before:
    pid: int
    version: int
    updated: datetime
    dictionary: int
    body: bytes | None


@dataclass(slots=True)
class _Rows:
    """What one batch will write."""

    fresh: list[bytes] = field(default_factory=list)
    doubts: list[tuple[int, str, str, str]] = field(default_factory=list)
    replacing: list[tuple] = field(default_factory=list)
    attachments: list[bodies.Attachment] = field(default_factory=list)
    identities: dict[int, identity.Identity] = field(default_factory=dict)
    touched: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def draft(resource: dict, document: dict | None = None, **conditions) -> Draft:
    """Prepare a validated resource that has its id; `document` is what is written if decimals are at risk."""
    return Draft(
        resource["resourceType"],
        resource["id"],
        resource,
        document or resource,
        index(resource),
        doubts=validation.doubts(resource),
        **conditions,
    )


def deletion(rtype: str, id: str, *, if_match: int | None = None) -> Draft:
    """Prepare the deletion of a resource."""
    return Draft(rtype, id, {}, {}, Indexed([], None, None), if_match=if_match, deletes=True)


def pack_first(item: Draft, press: bodies.Press, *, arrival: int, dictionary: int, at: datetime) -> None:
    """Make the row of a first version ahead of writing, where several processes prepare side by side."""
    body, attachments = bodies.kept(item.document, item.rtype, item.id, 1, at)
    rest = packed_rest(
        arrival, at, item.indexed.clinical_date, 1, RTYPE[item.rtype], dictionary, item.id, item.indexed.tokens,
        press.compress(body, dictionary),
    )  # fmt: skip
    item.first = First(at, rest, attachments)


def write(drafts: Sequence[Draft], *, arrival: int, source: str, by: Actor, at: datetime) -> list[Outcome]:
    """Write a batch inside the transaction of the caller; each resource may be named once.

    Raises Conflict, NotThere or Deleted where a draft's conditions do not hold: the caller's transaction then fails.
    """
    before = _before([(item.rtype, item.id) for item in drafts])
    pids = identity.pids_for([item.indexed.patient for item in drafts if item.indexed.patient])
    dictionary, rows, outcomes = bodies.current_dictionary(), _Rows(), []
    for item in drafts:
        there = before.get((item.rtype, item.id))
        outcome = _decide(item, there, pids, at)
        outcomes.append(outcome)
        if outcome.state != "unchanged":
            if there and there.pid != outcome.pid:
                rows.touched[there.pid].add(item.rtype)  # it was about somebody else before
            _prepare(item, outcome, there is not None, dictionary, arrival, source, rows)
    _store(rows, arrival=arrival, by=by)
    return outcomes


def _before(addresses: Sequence[tuple[str, str]]) -> dict[tuple[str, str], _Before]:
    """Lock and return the current versions, in one order for all writers so that they do not block each other."""
    names = {RTYPE[rtype]: rtype for rtype, _ in addresses}
    with connection.cursor() as cursor:
        cursor.execute(
            """select rtype, id, pid, version, updated, dict, body from resource
               where (rtype, id) in (select * from unnest(%s::smallint[], %s::text[]))
               order by rtype, id for update""",
            [[RTYPE[rtype] for rtype, _ in addresses], [id for _, id in addresses]],
        )
        return {(names[row[0]], row[1]): _Before(*row[2:]) for row in cursor.fetchall()}


def _decide(item: Draft, before: _Before | None, pids: dict[str, int], at: datetime) -> Outcome:
    _check_conditions(item, before)
    if item.deletes:
        return _deletion(item, before, at)
    pid = pids[item.indexed.patient] if item.indexed.patient else 0
    if before is None:
        return Outcome(item.rtype, item.id, 1, "created", pid, at)
    if _same(item, before):
        return Outcome(item.rtype, item.id, before.version, "unchanged", before.pid, before.updated)
    state = "undeleted" if before.body is None else "updated"
    return Outcome(item.rtype, item.id, before.version + 1, state, pid, max(at, before.updated + _TICK))


_TICK = timedelta(milliseconds=1)


def _deletion(item: Draft, before: _Before | None, at: datetime) -> Outcome:
    if before is None:
        raise NotThere(f"{item.rtype}/{item.id} is not in the record, so there is nothing to delete.")
    if before.body is None:
        return Outcome(item.rtype, item.id, before.version, "unchanged", before.pid, before.updated)
    return Outcome(
        item.rtype, item.id, before.version + 1, "deleted", before.pid, max(at, before.updated + _TICK)
    )


def _check_conditions(item: Draft, before: _Before | None) -> None:
    name = f"{item.rtype}/{item.id}"
    if item.create_only and before is not None and before.body is not None:
        raise Conflict(f"{name} is there already.")
    if item.if_match is None:
        return
    if before is None:
        raise NotThere(f"{name} is not in the record, so version {item.if_match} of it cannot be changed.")
    if before.version != item.if_match:
        raise Conflict(
            f"{name} is at version {before.version}, not {item.if_match}: read it again and repeat the change."
        )


def _same(item: Draft, before: _Before) -> bool:
    if before.body is None:
        return False
    made, _ = bodies.kept(item.document, item.rtype, item.id, before.version, before.updated)
    return made == bodies.press().expand(before.body, before.dictionary)


def _prepare(
    item: Draft, outcome: Outcome, there: bool, dictionary: int, arrival: int, source: str, rows: _Rows
) -> None:
    """Add one version to what will be written."""
    rows.touched[outcome.pid].add(item.rtype)
    rows.doubts += [(RTYPE[item.rtype], item.id, doubt.place, doubt.reason) for doubt in item.doubts]
    if item.rtype == "Patient":
        rows.identities[outcome.pid] = (
            identity.Identity(item.id) if item.deletes else identity.identity_of(item.resource, source)
        )
    if item.first and not there:
        rows.fresh.append(packed_pid(outcome.pid) + item.first.row)
        rows.attachments += item.first.attachments
        return
    body = None
    if not item.deletes:
        made, attachments = bodies.kept(item.document, item.rtype, item.id, outcome.version, outcome.updated)
        body = bodies.press().compress(made, dictionary)
        rows.attachments += attachments
    row = (
        arrival, outcome.updated, item.indexed.clinical_date, outcome.version, RTYPE[item.rtype], dictionary,
        item.id, item.indexed.tokens, body,
    )  # fmt: skip
    if there:
        rows.replacing.append((outcome.pid, *row))
    else:
        rows.fresh.append(packed_pid(outcome.pid) + packed_rest(*row))


def _store(rows: _Rows, *, arrival: int, by: Actor) -> None:
    if rows.attachments:
        content.keep_all(rows.attachments)
    if rows.replacing:
        _replace(rows.replacing)
        _forget_doubts(rows.replacing)
    if rows.doubts:
        _note_doubts(rows.doubts)
    if rows.fresh:
        copy_in(rows.fresh)
    if rows.identities:
        identity.describe(rows.identities, by=by)
        identity.link_by_identifier(list(rows.identities), by=by)
    changes.append(arrival, rows.touched)


def _replace(rows: Sequence[tuple]) -> None:
    """Move the current versions to the history and put new ones in their place."""
    keys = [[row[5] for row in rows], [row[7] for row in rows], [row[2] for row in rows]]
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into resource_history (pid, arrival, updated, clinical_date, xid, version, rtype, dict, id,
                                             tokens, body, replaced)
               select r.pid, r.arrival, r.updated, r.clinical_date, r.xid, r.version, r.rtype, r.dict, r.id,
                      r.tokens, r.body, k.replaced
               from resource r join unnest(%s::smallint[], %s::text[], %s::timestamptz[]) as k (rtype, id, replaced)
                 on r.rtype = k.rtype and r.id = k.id""",
            keys,
        )
        cursor.executemany(
            """update resource set pid = %s, arrival = %s, updated = %s, clinical_date = %s, version = %s,
               dict = %s, tokens = %s, body = %s, xid = pg_current_xact_id() where rtype = %s and id = %s""",
            [(*row[:5], row[6], row[8], row[9], row[5], row[7]) for row in rows],
        )


def _forget_doubts(rows: Sequence[tuple]) -> None:
    """A new version leaves behind what was doubtful about the one before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from doubt where (rtype, id) in (select * from unnest(%s::smallint[], %s::text[]))",
            [[row[5] for row in rows], [row[7] for row in rows]],
        )


def _note_doubts(rows: Sequence[tuple[int, str, str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into doubt (rtype, id, place, reason)
               select * from unnest(%s::smallint[], %s::text[], %s::text[], %s::text[]) on conflict do nothing""",
            [list(column) for column in zip(*rows, strict=True)],
        )


def copy_in(rows: Iterable[bytes]) -> None:
    """Write packed rows into the table of current versions.

    Django does not see what goes wrong inside a COPY unless it is told to: a row that another writer made first must
    come out as Django's error, which the doors know how to try again.
    """
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(COPY.format(table="resource")) as copy,
    ):
        copy.write(_HEADER)
        copy.write(b"".join(rows))
        copy.write(_TRAILER)


_HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0)
_TRAILER = struct.pack("!h", -1)
_PACK_PID = struct.Struct("!hiq").pack  # columns, then pid
_PACK_HEAD = struct.Struct("!iqiq").pack  # arrival, updated
_PACK_DATE = struct.Struct("!iq").pack
_PACK_MIDDLE = struct.Struct("!iiihihi").pack  # version, rtype, dict, length of id
_PACK_LENGTH = struct.Struct("!i").pack
_NULL = _PACK_LENGTH(-1)
_INT8 = 20
_EMPTY_ARRAY = struct.pack("!iiiI", 12, 0, 0, _INT8)


def packed_pid(pid: int) -> bytes:
    """Return the beginning of a row in PostgreSQL's binary COPY format."""
    return _PACK_PID(10, 8, pid)


def packed_rest(arrival, updated, clinical_date, version, rtype, dictionary, id, tokens, body) -> bytes:
    """Return a row after its pid, in PostgreSQL's binary COPY format; written out because it is the hot path."""
    name = id.encode()
    count = len(tokens)
    return b"".join(
        (
            _PACK_HEAD(8, arrival, 8, (updated - EPOCH) // MICROSECOND),
            _NULL if clinical_date is None else _PACK_DATE(8, (clinical_date - EPOCH) // MICROSECOND),
            _PACK_MIDDLE(4, version, 2, rtype, 2, dictionary, len(name)),
            name,
            _tokens(count).pack(20 + 12 * count, 1, 0, _INT8, count, 1, *_sized(tokens))
            if count
            else _EMPTY_ARRAY,
            _NULL if body is None else _PACK_LENGTH(len(body)) + body,
        )
    )


_TOKEN_STRUCTS: dict[int, struct.Struct] = {}


def _tokens(count: int) -> struct.Struct:
    if count not in _TOKEN_STRUCTS:
        _TOKEN_STRUCTS[count] = struct.Struct("!iiiIii" + "iq" * count)
    return _TOKEN_STRUCTS[count]


def _sized(tokens: Sequence[int]) -> list[int]:
    """Put its size before each token."""
    flat = [8] * (2 * len(tokens))
    flat[1::2] = tokens
    return flat
