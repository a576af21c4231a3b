"""Everything of a type as it was at one moment, piece by piece in the order of ids: what an export writes down.

Like the pages of a search, the pieces are pinned to a snapshot of PostgreSQL, so that they neither lose nor repeat
anything while others write, and can be read on after a restart. What is new since an earlier sweep is what its
snapshot did not see: no clock decides, and a transaction that committed late is not missed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.record import store
from toldonce.record.search.fetching import Where, rows_of, selected
from toldonce.record.store import RTYPE_NAME, Stored

LONGEST_WRITE = timedelta(hours=1)  # how long a version may carry a time before it was committed


@dataclass(frozen=True, slots=True)
class Sweep:
    """What of the record is wanted: as it was when, about whom, and new since when."""

    moment: str
    pids: Collection[int] | None = None  # None is everybody
    only_people: bool = False  # without what is about nobody
    since: datetime | None = None
    earlier: str = ""  # the moment of an earlier sweep that ended at `since`


def piece(sweep: Sweep, rtype: str, *, after: str = "", count: int) -> list[Stored]:
    """Return the next resources of a type after an id; attachments are still marks."""
    where = _where(sweep)
    where.add("rtype = %s and id > %s and body is not null", RTYPE[rtype], after)
    return store.decode(_rows(where, sweep.moment, "order by id limit %s", [count]), inline=False)


def deletions(
    sweep: Sweep, rtypes: Collection[str], *, after: tuple[str, str], count: int
) -> list[tuple[str, str]]:
    """Return the next (type, id) after one that were deleted, in the order of the types' numbers and ids."""
    where = _where(sweep)
    where.add("rtype = any(%s) and body is null", [RTYPE[rtype] for rtype in rtypes])
    where.add("(rtype, id) > (%s, %s)", RTYPE.get(after[0], -1), after[1])
    rows = _rows(where, sweep.moment, "order by rtype, id limit %s", [count])
    return [(RTYPE_NAME[row[1]], row[2]) for row in rows]


def _rows(where: Where, moment: str, tail: str, values: list) -> list[tuple]:
    sql, given = selected(where, moment, tail, values)
    return rows_of(f"{sql} {tail}", [*given, *values])


def _where(sweep: Sweep) -> Where:
    where = Where()
    if sweep.pids is not None:
        where.add("pid = any(%s)", list(sweep.pids))
    if sweep.only_people:
        where.add("pid <> 0")
    if sweep.since is not None and sweep.earlier:
        where.add(
            "updated >= %s and (updated > %s or not pg_visible_in_snapshot(xid, %s::pg_snapshot))",
            sweep.since - LONGEST_WRITE,
            sweep.since,
            sweep.earlier,
        )
    elif sweep.since is not None:
        where.add("updated >= %s", sweep.since)
    return where
