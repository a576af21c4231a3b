"""What one transaction changed about a person: the versions just before it and just after it.

Told by the numbers of transactions that versions carry, so that a listener that hears of a change late still sees what
that change did, and not what came afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.record.changes import Change
from toldonce.record.identity import pids_of_all
from toldonce.record.store import COLUMNS, Stored, decode

PATIENT = "Patient"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change with the versions that held before it and after it; `wrote` names what it touched."""

    change: Change
    before: tuple[Stored, ...]
    after: tuple[Stored, ...]
    wrote: frozenset[str]
    is_first_load: bool


@dataclass(frozen=True, slots=True)
class _Version:
    stored: Stored
    xid: int
    replaced: int | None

    @property
    def reference(self) -> str:
        return f"{self.stored.rtype}/{self.stored.id}"

    def held_before(self, xid: int) -> bool:
        return self.xid < xid and (self.replaced is None or self.replaced >= xid)

    def held_after(self, xid: int) -> bool:
        return self.xid <= xid and (self.replaced is None or self.replaced > xid)

    def is_of(self, xid: int) -> bool:
        return xid in (self.xid, self.replaced)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of which types everything is told, and which types are told at all."""

    whole: frozenset[str]
    types: frozenset[str]


def differences(
    changes: Sequence[Change], *, whole: Iterable[str] = (), alone: Iterable[str] = ()
) -> list[Difference]:
    """What each change did to its person, in the order of the changes.

    Of the types in `whole` everything about the person is told where the change touched one of them, of those in
    `alone` only what the change touched itself.
    """
    whole, alone = set(whole), set(alone)
    heard = [each for each in changes if each.pid and not (whole | alone).isdisjoint(each.rtypes)]
    if not heard:
        return []
    pids = pids_of_all({each.person for each in heard})
    wanted = {rtype for each in heard for rtype in each.rtypes}
    versions = _versions(heard, pids, sorted(wanted & whole), sorted(wanted & alone))
    loads = _loads({each.arrival for each in heard})
    asked = _Asked(frozenset(whole), frozenset(whole | alone))
    return [_difference(each, pids, versions, asked, each.arrival in loads) for each in heard]


def _difference(
    change: Change,
    pids: dict[int, list[int]],
    versions: dict[int, list[_Version]],
    asked: _Asked,
    loads: bool,
) -> Difference:
    xid = change.cursor.xid
    known = [each for pid in pids[change.person] or [change.pid] for each in versions.get(pid, ())]
    of_asked = [each for each in known if each.stored.rtype in asked.types]
    touched = {each.reference for each in of_asked if each.is_of(xid) and each.stored.pid == change.pid}
    shown = [
        each
        for each in of_asked
        if each.reference in touched
        or (each.stored.rtype in asked.whole and each.stored.rtype in change.rtypes)
    ]
    return Difference(
        change=change,
        before=_current(each for each in shown if each.held_before(xid)),
        after=_current(each for each in shown if each.held_after(xid)),
        wrote=frozenset(touched),
        is_first_load=loads and _is_first_told(change, known),
    )


def _current(versions: Iterable[_Version]) -> tuple[Stored, ...]:
    """One version of each resource, the highest, and none of what was deleted."""
    newest: dict[str, Stored] = {}
    for each in versions:
        known = newest.get(each.reference)
        if known is None or known.version < each.stored.version:
            newest[each.reference] = each.stored
    return tuple(each for each in newest.values() if each.body is not None)


def _is_first_told(change: Change, known: Sequence[_Version]) -> bool:
    """Whether the source tells of this Patient for the first time, in this same arrival."""
    told = [
        each.stored
        for each in known
        if each.stored.rtype == PATIENT and each.stored.pid == change.pid and each.xid <= change.cursor.xid
    ]
    return not told or any(each.version == 1 and each.arrival == change.arrival for each in told)


WROTE = "any(%(xids)s::text[]::xid8[])"
QUERY = f"""
select {COLUMNS}, xid::text::bigint, null::bigint from resource
where pid = any(%(pids)s) and (rtype = any(%(whole)s) or (rtype = any(%(alone)s) and xid = {WROTE}))
union all
select {COLUMNS}, xid::text::bigint, replaced_xid::text::bigint from resource_history
where pid = any(%(pids)s) and replaced_xid >= %(oldest)s::text::xid8
    and (rtype = any(%(whole)s) or (rtype = any(%(alone)s) and (xid = {WROTE} or replaced_xid = {WROTE})))
"""


def _versions(
    changes: Sequence[Change], pids: dict[int, list[int]], whole: Sequence[str], alone: Sequence[str]
) -> dict[int, list[_Version]]:
    """What may matter of these people's versions, by source patient; the Patient tells whether it is the first."""
    xids = sorted({each.cursor.xid for each in changes})
    everyone = {pid for of_person in pids.values() for pid in of_person} | {each.pid for each in changes}
    asked = {
        "pids": sorted(everyone),
        "whole": [RTYPE[each] for each in {*whole, PATIENT}],
        "alone": [RTYPE[each] for each in alone],
        "xids": [str(each) for each in xids],
        "oldest": str(xids[0]),
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY, asked)
        rows = cursor.fetchall()
    found: dict[int, list[_Version]] = {}
    for row, stored in zip(rows, decode(rows, inline=False), strict=True):
        found.setdefault(stored.pid, []).append(_Version(stored, *row[9:]))
    return found


def _loads(arrivals: set[int]) -> set[int]:
    """Those of the arrivals that are loads of many people."""
    with connection.cursor() as cursor:
        cursor.execute("select id from arrival where id = any(%s) and loads", [sorted(arrivals)])
        return {number for (number,) in cursor.fetchall()}
