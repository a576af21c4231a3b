"""Reading the store: one resource, one version, a history, everything about a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from toldonce.codes.fhir.definitions import RESOURCE_TYPES, RTYPE
from toldonce.record import bodies

COLUMNS = "pid, rtype, id, version, updated, arrival, clinical_date, dict, body"
RTYPE_NAME = {RTYPE[name]: name for name in RESOURCE_TYPES}


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of a resource; body is its JSON, or None where it was deleted."""

    pid: int
    rtype: str
    id: str
    version: int
    updated: datetime
    arrival: int
    clinical_date: datetime | None
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one version came from."""

    source: str
    feed: str
    author: str
    received: datetime


def decode(rows: Iterable[Sequence], *, inline: bool = True) -> list[Stored]:
    """Turn rows of COLUMNS into stored versions; without `inline`, large attachments stay marks."""
    rows = list(rows)
    found = list(bodies.expanded([(row[8], row[7]) for row in rows]))
    if inline:
        found = bodies.inlined(found)
    return [
        Stored(row[0], RTYPE_NAME[row[1]], row[2], row[3], row[4], row[5], row[6], body)
        for row, body in zip(rows, found, strict=True)
    ]


def fetch(sql: str, values: Sequence[Any], *, inline: bool = True) -> list[Stored]:
    """Return the stored versions that a query for COLUMNS finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return decode(cursor.fetchall(), inline=inline)


def read(rtype: str, id: str) -> Stored | None:
    """Return the current version, which may be a deletion; None if nobody ever wrote it."""
    found = fetch(f"select {COLUMNS} from resource where rtype = %s and id = %s", [RTYPE[rtype], id])
    return found[0] if found else None


def read_many(addresses: Sequence[tuple[str, str]], *, inline: bool = True) -> list[Stored]:
    """Return the current versions of those (type, id) that are there and not deleted, in any order."""
    types, ids = [RTYPE[rtype] for rtype, _ in addresses], [id for _, id in addresses]
    return fetch(
        f"""select {COLUMNS} from resource
            where (rtype, id) in (select * from unnest(%s::smallint[], %s::text[])) and body is not null""",
        [types, ids],
        inline=inline,
    )


def vread(rtype: str, id: str, version: int) -> Stored | None:
    """Return one version, current or earlier."""
    where = "where rtype = %s and id = %s and version = %s"
    values = [RTYPE[rtype], id, version]
    found = fetch(
        f"select {COLUMNS} from resource {where} union all select {COLUMNS} from resource_history {where}",
        [*values, *values],
    )
    return found[0] if found else None


def history(
    rtype: str,
    id: str | None = None,
    *,
    since: datetime | None = None,
    before: tuple[datetime, str, int] | None = None,
    count: int = 50,
) -> list[Stored]:
    """Return versions, newest first: of one resource, or of a type.

    `before` is the (updated, id, version) of the last one seen, to go on from there.
    """
    conditions, values = ["rtype = %s"], [RTYPE[rtype]]
    if id is not None:
        conditions, values = [*conditions, "id = %s"], [*values, id]
    if since is not None:
        conditions, values = [*conditions, "updated >= %s"], [*values, since]
    if before is not None:
        conditions, values = [*conditions, "(updated, id, version) < (%s, %s, %s)"], [*values, *before]
    part = " and ".join(conditions) + " order by updated desc, id desc, version desc limit %s"
    return fetch(
        f"""(select {COLUMNS} from resource where {part})
            union all (select {COLUMNS} from resource_history where {part})
            order by updated desc, id desc, version desc limit %s""",
        [*values, count, *values, count, count],
    )


def compartment(
    pids: Sequence[int],
    rtypes: Sequence[str] | None = None,
    *,
    as_at: datetime | None = None,
    inline: bool = False,
) -> list[Stored]:
    """Return everything about these source patients that is not deleted, newest clinical date first.

    With `as_at`, the versions that were current at that moment.
    """
    condition, values = "pid = any(%s) and body is not null", [list(pids)]
    if rtypes is not None:
        condition, values = f"{condition} and rtype = any(%s)", [*values, [RTYPE[name] for name in rtypes]]
    order = "order by clinical_date desc nulls last, updated desc, id"
    if as_at is None:
        return fetch(f"select {COLUMNS} from resource where {condition} {order}", values, inline=inline)
    return fetch(
        f"""select {COLUMNS} from resource where {condition} and updated <= %s
            union all
            select {COLUMNS} from resource_history where {condition} and updated <= %s and replaced > %s
            {order}""",
        [*values, as_at, *values, as_at, as_at],
        inline=inline,
    )


def provenance(arrivals: Iterable[int]) -> dict[int, Provenance]:
    """Return where versions came from, by the number of their arrival."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, source, feed, author, received from arrival where id = any(%s)", [list(set(arrivals))]
        )
        return {row[0]: Provenance(*row[1:]) for row in cursor.fetchall()}


def there(addresses: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return which of these (type, id) are there and not deleted, without reading them."""
    if not addresses:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            """select rtype, id from resource
               where (rtype, id) in (select * from unnest(%s::smallint[], %s::text[])) and body is not null""",
            [[RTYPE[rtype] for rtype, _ in addresses], [id for _, id in addresses]],
        )
        return {(RTYPE_NAME[rtype], id) for rtype, id in cursor.fetchall()}
