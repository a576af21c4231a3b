"""Whose records a reader is likely to open: registered here, on this ward, seen lately, changed since then.

A list names people and gives no right: opening one of them is decided like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from django.db import connection

from toldonce.codes.fhir.definitions import RESOURCE_TYPES, RTYPE
from toldonce.record import store
from toldonce.record.identity import searched
from toldonce.record.readings.assembly import record_from
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.stays import Visit, stay_now
from toldonce.record.search.tokens import token

READ = "record.read"
SEEN_AT_MOST = 20
ROWS_OF_THE_LEDGER = 200
NAMES = {number: name for name, number in ((each, RTYPE[each]) for each in RESOURCE_TYPES)}


@dataclass(frozen=True, slots=True)
class News:
    """What came in about a person since the reader last looked."""

    person: int
    since: datetime
    newest: datetime
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartOfList:
    """Some persons of a list by name, and how many are on it."""

    persons: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list: how many, after how many, and how the family names begin."""

    count: int = 50
    skip: int = 0
    letters: str = ""


BEGINNING = Slice()


def registered_at(organisation: str, part: Slice = BEGINNING) -> PartOfList:
    """The persons with an active registration at a practice."""
    return _by_name("EpisodeOfCare", organisation, "managingOrganization", part)


def pids_registered_at(organisation: str) -> list[int]:
    """What all sources call the persons with an active registration at a practice."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select pid from patient where person in (
                   select p.person from resource r join patient p on p.pid = r.pid
                   where r.rtype = %s and r.tokens @> %s::bigint[] and r.body is not null)
               order by pid""",
            [
                RTYPE["EpisodeOfCare"],
                _tokens("EpisodeOfCare", organisation, "managingOrganization", status="active"),
            ],
        )
        return [pid for (pid,) in cursor.fetchall()]


def referred_to(organisation: str, part: Slice = BEGINNING) -> PartOfList:
    """The persons with an open referral to an organisation."""
    return _by_name("ServiceRequest", organisation, "performer", part)


def on_caseload_of(organisation: str, part: Slice = BEGINNING) -> PartOfList:
    """The persons with an active care team of an organisation."""
    return _by_name("CareTeam", organisation, "managingOrganization", part)


def in_hospital(organisation: str) -> list[int]:
    """The persons who are in a bed or department of the organisation now, the newest first."""
    return _present(
        _tokens("Encounter", organisation, "serviceProvider", status="in-progress"), organisation, ""
    )


def on_ward(place: str) -> list[int]:
    """The persons who lie on a ward now (its Location's id, as `ward-RDZ-4`), the newest first."""
    wanted = [
        token("Encounter", "location.location", f"Location/{place}"),
        token("Encounter", "status", "in-progress"),
    ]
    return _present(wanted, "", f"Location/{place}")


def recently_seen(account: str, *, count: int = SEEN_AT_MOST) -> list[int]:
    """The persons whose record this account opened last, the last first."""
    return [person for person, _ in _looked_at(account)][:count]


def new_since(account: str, persons: Collection[int]) -> list[News]:
    """Those of the persons about whom something came in since the account last opened them, the newest first."""
    looked = {person: at for person, at in _looked_at(account) if person in set(persons)}
    if not looked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """select p.person, max(c.at), array_agg(distinct kind)
               from unnest(%s::bigint[], %s::timestamptz[]) l(person, at)
               join patient p on p.person = l.person
               join change c on c.pid = p.pid and c.at > l.at, unnest(c.rtypes) kind
               group by p.person order by 2 desc""",
            [list(looked), list(looked.values())],
        )
        rows = cursor.fetchall()
    return [
        News(person, looked[person], at, tuple(sorted(NAMES[kind] for kind in kinds)))
        for person, at, kinds in rows
    ]


def _tokens(rtype: str, organisation: str, element: str, *, status: str) -> list[int]:
    return [token(rtype, element, f"Organization/ods-{organisation}"), token(rtype, "status", status)]


def _by_name(rtype: str, organisation: str, element: str, part: Slice) -> PartOfList:
    """Those about whom an active resource of the type names the organisation, by family and given name."""
    with connection.cursor() as cursor:
        cursor.execute(
            """with listed as (
                   select p.person, min(p.family) family, min(p.given) given
                   from resource r join patient p on p.pid = r.pid
                   where r.rtype = %s and r.tokens @> %s::bigint[] and r.body is not null
                       and starts_with(coalesce(p.family, ''), %s)
                   group by p.person)
               select (select count(*) from listed), array(
                   select person from listed order by family, given, person limit %s offset %s)""",
            [
                RTYPE[rtype],
                _tokens(rtype, organisation, element, status="active"),
                searched(part.letters),
                part.count,
                part.skip,
            ],
        )
        [(total, persons)] = cursor.fetchall()
        return PartOfList(persons, total)


def _present(tokens: Sequence[int], organisation: str, place: str) -> list[int]:
    """Of those with a stay that goes on, the ones whose whole story of visits says that they are there now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select p.pid, p.person from patient p where p.person in (
                   select q.person from resource r join patient q on q.pid = r.pid
                   where r.rtype = %s and r.tokens @> %s::bigint[] and r.body is not null)""",
            [RTYPE["Encounter"], list(tokens)],
        )
        person_of = dict(cursor.fetchall())
    told: dict[int, list[dict]] = {}
    for stored in store.compartment(list(person_of), ["Encounter"]):
        told.setdefault(person_of[stored.pid], []).append(orjson.loads(stored.body or b"{}"))
    now = {person: stay_now(record_from(visits)) for person, visits in told.items()}
    here = {person: stay for person, stay in now.items() if stay and _is_here(stay, organisation, place)}
    return sorted(here, key=newest_first(lambda person: here[person].start))


def _is_here(stay: Visit, organisation: str, place: str) -> bool:
    if place:
        return any(each.reference == place and _lies_there(each.until) for each in stay.places)
    return stay.provider_code == organisation


def _lies_there(until: Moment | None) -> bool:
    return until is None or until.last_instant >= datetime.now(UTC)


def _looked_at(account: str) -> list[tuple[int, datetime]]:
    """The persons whom an account opened, and when last, the last first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select p.person, max(l.at) from (
                   select pids, at from ledger_row where account = %s and act = %s order by n desc limit %s) l
               join patient p on p.pid = any(l.pids) group by p.person order by 2 desc""",
            [account, READ, ROWS_OF_THE_LEDGER],
        )
        return cursor.fetchall()
