"""The features of source patients as they are kept beside the record, and who shares a key with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from django.db import connection

from toldonce.record import store
from toldonce.record.identity.likeness.features import Features, features_of, keys

AT_MOST = 300  # candidates for one source patient: a key that more share tells too little


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two source patients of two persons that share a key."""

    pid: int
    person: int
    features: Features
    other: int
    other_person: int
    other_features: Features


def keep(pids: Sequence[int]) -> None:
    """Read what these source patients say now and keep its features; those deleted are forgotten."""
    told = {
        each.pid: features_of(orjson.loads(each.body))
        for each in store.compartment(sorted(set(pids)), ["Patient"])
        if each.body
    }
    with connection.cursor() as cursor:
        gone = sorted(set(pids) - set(told))
        cursor.execute("delete from likeness where pid = any(%s)", [gone])
        cursor.executemany(
            """insert into likeness (pid, told, keys) values (%s, %s, %s)
               on conflict (pid) do update set told = excluded.told, keys = excluded.keys
               where likeness.told <> excluded.told""",
            [(pid, orjson.dumps(each.as_row()).decode(), keys(each)) for pid, each in sorted(told.items())],
        )


# Two valid NHS numbers are never weighed: the same one has been decided on, and two of them are two people.
SHARING = """
select a.pid, pa.person, a.told, b.pid, b.person, b.told
from likeness a join patient pa on pa.pid = a.pid
cross join lateral (
    select l.pid, p.person, l.told from likeness l join patient p on p.pid = l.pid
    where l.keys && a.keys and p.person <> pa.person and (pa.nhs_number is null or p.nhs_number is null)
    limit %s
) b
where a.pid = any(%s) and not exists (select from identity_apart s where s.pid in (a.pid, b.pid) and s.alone)
"""


def sharing_a_key(pids: Sequence[int]) -> list[Candidate]:
    """Everybody who shares a key with one of these source patients and is another person as yet."""
    with connection.cursor() as cursor:
        cursor.execute(SHARING, [AT_MOST, list(pids)])
        rows = cursor.fetchall()
    told = {text: _features(text) for row in rows for text in (row[2], row[5])}  # many pairs share a side
    return [Candidate(row[0], row[1], told[row[2]], row[3], row[4], told[row[5]]) for row in rows]


def features_of_persons(persons: Sequence[int]) -> dict[int, list[Features]]:
    """What the source patients of each of these persons say."""
    found: dict[int, list[Features]] = {person: [] for person in persons}
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.person, l.told from patient p join likeness l on l.pid = p.pid where p.person = any(%s)",
            [list(persons)],
        )
        for person, told in cursor.fetchall():
            found[person].append(_features(told))
    return found


def _features(told: str) -> Features:
    return Features(**orjson.loads(told))


def numbers_of(persons: Sequence[int]) -> dict[int, set[str]]:
    """The valid NHS numbers that each of these persons carries."""
    found: dict[int, set[str]] = {person: set() for person in persons}
    with connection.cursor() as cursor:
        cursor.execute(
            "select person, nhs_number from patient where person = any(%s) and nhs_number is not null",
            [list(persons)],
        )
        for person, number in cursor.fetchall():
            found[person].add(number)
    return found
