"""What in the record is doubtful: noted doubts, lost references, patients never received, shared NHS numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.record import bodies
from toldonce.record.store import RTYPE_NAME

BATCH = 5000  # bodies that are looked through at a time
REFERENCE = re.compile(rb'"reference":"([A-Z][A-Za-z]*)/([A-Za-z0-9\-.]{1,64})(?:/_history/[0-9]+)?"')
Address = tuple[str, str]


@dataclass(slots=True)
class Finding:
    """One kind of doubtful thing: how many there are, and the first few."""

    what: str
    count: int = 0
    examples: list[str] = field(default_factory=list)


def noted_doubts(examples: int) -> list[Finding]:
    """Return the doubts that were noted when resources were stored, by type and reason, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select rtype, reason, count(*), (array_agg(distinct id order by id))[:%s] from doubt
               group by rtype, reason order by 3 desc, 1, 2""",
            [examples],
        )
        return [
            Finding(
                f"{RTYPE_NAME[rtype]}: {reason}", count, [f"{RTYPE_NAME[rtype]}/{id}" for id in ids or []]
            )
            for rtype, reason, count, ids in cursor.fetchall()
        ]


def never_received(examples: int) -> Finding:
    """Return the source patients that others refer to and that never came themselves."""
    where = f"""from patient p
                where not exists (select from resource r where r.rtype = {RTYPE["Patient"]} and r.id = p.id)"""
    return _finding("patients that are referred to and were never received", where, examples)


def shared_numbers(examples: int) -> Finding:
    """Return the NHS numbers that several persons carry; the examples are their source patients."""
    where = """from (select min(id) as id from patient where nhs_number is not null
                     group by nhs_number having count(distinct person) > 1) p"""
    return _finding("NHS numbers that more than one person carries", where, examples)


def _finding(what: str, where: str, examples: int) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) {where}")
        count = cursor.fetchone()[0]
        cursor.execute(f"select p.id {where} order by p.id limit %s", [examples])
        return Finding(what, count, [f"Patient/{id}" for (id,) in cursor.fetchall()])


def dangling(examples: int, progress: Callable[[str, int, int], None] = lambda *done: None) -> list[Finding]:
    """Return the references to resources that are not there or were deleted, by the types at both ends.

    Every body is looked through, in batches. Patients that are missing are told by `never_received`.
    """
    found: dict[Address, Finding] = {}
    done, whole = 0, _estimate()
    for batch in _batches():
        referring = {address: set(_references(body)) for address, body in batch}
        there = _there({target for targets in referring.values() for target in targets})
        for (rtype, id), targets in referring.items():
            for target in sorted(targets - there):
                _count(found, rtype, id, target, examples)
        done += len(batch)
        progress("references", done, max(done, whole))
    return sorted(found.values(), key=lambda finding: (-finding.count, finding.what))


def _count(found: dict[Address, Finding], rtype: str, id: str, target: Address, examples: int) -> None:
    kind = found.setdefault((rtype, target[0]), Finding(f"{rtype} to {target[0]}"))
    kind.count += 1
    if len(kind.examples) < examples:
        kind.examples.append(f"{rtype}/{id} to {target[0]}/{target[1]}")


def _references(body: bytes) -> Iterator[Address]:
    """Yield what a body refers to by relative address; its JSON has no blanks, and quotes in text are escaped."""
    for rtype, id in REFERENCE.findall(body):
        if rtype != b"Patient":
            yield rtype.decode(), id.decode()


def _there(addresses: set[Address]) -> set[Address]:
    known = [(RTYPE[rtype], id) for rtype, id in addresses if rtype in RTYPE]
    with connection.cursor() as cursor:
        cursor.execute(
            """select rtype, id from resource
               where (rtype, id) in (select * from unnest(%s::smallint[], %s::text[])) and body is not null""",
            [[rtype for rtype, _ in known], [id for _, id in known]],
        )
        return {(RTYPE_NAME[rtype], id) for rtype, id in cursor.fetchall()}


def _batches() -> Iterator[Sequence[tuple[Address, bytes]]]:
    last = (0, "")
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                """select rtype, id, body, dict from resource
                   where (rtype, id) > (%s, %s) and body is not null order by rtype, id limit %s""",
                [*last, BATCH],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][:2]
        found = bodies.expanded([row[2:] for row in rows])
        yield [((RTYPE_NAME[row[0]], row[1]), body) for row, body in zip(rows, found, strict=True) if body]


def _estimate() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select greatest(reltuples, 0)::bigint from pg_class where oid = 'resource'::regclass")
        return cursor.fetchone()[0]


def total(findings: Sequence[Finding]) -> int:
    """Return how many doubtful things there are in all."""
    return sum(finding.count for finding in findings)
