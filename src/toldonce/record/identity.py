"""Who is who: each source keeps its own Patient, and a person is the set of those that are one human being.

Linking changes the set and never the resources; every move is kept with who did it and why. A valid NHS number or the
same number of one system links source patients that do not contradict each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from toldonce.codes import nhs_number
from toldonce.directory.actors import Actor
from toldonce.record.linking import Pair, Telling, joined

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
FOUND_AT_MOST = 50
LOCAL_NUMBER = "local_numbers(local_ids) && array[upper(%s)]"
COLUMNS = (
    "pid, person, id, source, nhs_number, family, given, birth_date, gender, postcode, deceased, local_ids"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What one source's Patient says of who a person is, as it is searched."""

    id: str
    source: str = ""
    nhs_number: str | None = None
    family: str | None = None
    given: str | None = None
    birth_date: date | None = None
    gender: str | None = None
    postcode: str | None = None
    deceased: bool = False
    local_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SourcePatient:
    """A row of the table of source patients."""

    pid: int
    person: int
    id: str
    source: str
    nhs_number: str | None
    family: str | None
    given: str | None
    birth_date: date | None
    gender: str | None
    postcode: str | None
    deceased: bool
    local_ids: list[str]


def searched(text: str) -> str:
    """Return a name as it is searched: lower case, no accents, one space between words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", "", plain.casefold()).split())


def identity_of(patient: Mapping, source: str = "") -> Identity:
    """Read a FHIR Patient; every element may be missing or odd."""
    name = _preferred(patient.get("name"))
    address = _preferred(patient.get("address"))
    identifiers = [item for item in patient.get("identifier") or [] if isinstance(item, Mapping)]
    numbers = [_digits(item) for item in identifiers if item.get("system") == NHS_NUMBER]
    return Identity(
        id=patient.get("id", ""),
        source=source,
        nhs_number=next((number for number in numbers if nhs_number.is_valid(number)), None),
        family=searched(str(name.get("family") or name.get("text") or "")) or None,
        given=searched(" ".join(str(part) for part in name.get("given") or [] if part)) or None,
        birth_date=_day(patient.get("birthDate")),
        gender=patient.get("gender"),
        postcode="".join(str(address.get("postalCode") or "").upper().split()) or None,
        deceased=bool(patient.get("deceasedBoolean") or patient.get("deceasedDateTime")),
        local_ids=[
            f"{item.get('system', '')}|{item['value']}"
            for item in identifiers
            if item.get("value") and item.get("system") != NHS_NUMBER
        ],
    )


def _preferred(items) -> Mapping:
    """Return the current official one of several names or addresses."""
    usable = [item for item in items or [] if isinstance(item, Mapping) and item.get("use") != "old"]
    return next(
        (item for item in usable if item.get("use") in {"official", "usual", "home"}), (usable or [{}])[0]
    )


def _digits(identifier: Mapping) -> str:
    return nhs_number.normalised(str(identifier.get("value") or ""))


def _day(text) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def pids_for(ids: Sequence[str]) -> dict[str, int]:
    """Return the pid of each Patient id, giving a new one to a Patient that is referred to and not here yet."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, pid from patient where id = any(%s)", [wanted])
        found = dict(cursor.fetchall())
        missing = [id for id in wanted if id not in found]
        if missing:
            cursor.execute(
                "insert into patient (id) select unnest(%s::text[]) on conflict do nothing returning id, pid",
                [missing],
            )
            found.update(cursor.fetchall())
        if len(found) < len(wanted):  # another transaction gave the number in between
            cursor.execute("select id, pid from patient where id = any(%s)", [wanted])
            found.update(cursor.fetchall())
    return found


def describe(identities: Mapping[int, Identity], *, by: Actor) -> None:
    """Write what source patients say of themselves into the search table.

    One whose NHS number is corrected leaves the person that it was joined to by the wrong one.
    """
    rows: list[tuple[Any, ...]] = [
        (
            item.source, item.nhs_number, item.family, item.given, item.birth_date, item.gender, item.postcode,
            item.deceased, item.local_ids, pid,
        )
        for pid, item in identities.items()
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            """update patient set source = %s, nhs_number = %s, family = %s, given = %s, birth_date = %s,
               gender = %s, postcode = %s, deceased = %s, local_ids = %s where pid = %s""",
            rows,
        )
    _leave_where_contradicted(list(identities), by=by)


def _leave_where_contradicted(pids: Sequence[int], *, by: Actor) -> None:
    """Set apart those whose person carries another NHS number now, unless somebody linked them by hand."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct a.pid from patient a join patient b on b.person = a.person
               where a.pid = any(%s) and b.nhs_number <> a.nhs_number and not exists (
                   select from identity_link l join patient p on p.pid = l.pid
                   where p.person = a.person and l.why <> all(%s)) order by 1""",
            [list(pids), OUR_OWN],
        )
        contradicted = [pid for (pid,) in cursor.fetchall()]
    for pid in contradicted:
        _set_apart(pid, CORRECTED, by=by, apart=False)


SAME_NUMBER_WHY, SAME_LOCAL_ID_WHY = "the same valid NHS number", "the same local identifier"
CORRECTED = "its NHS number was corrected"
OUR_OWN = [
    SAME_NUMBER_WHY,
    SAME_LOCAL_ID_WHY,
    CORRECTED,
]  # what was linked for another reason, somebody has linked
SHARED = """
select least(a.person, b.person), greatest(a.person, b.person), %s
from patient a join patient b on {shared} and b.person <> a.person
where a.pid = any(%s) and not exists (select from identity_link l where l.pid in (a.pid, b.pid) and l.apart)
"""
SHARED_NUMBER = SHARED.format(shared="b.nhs_number = a.nhs_number")
SHARED_LOCAL_ID = SHARED.format(
    shared="b.local_ids && array(select l from unnest(a.local_ids) l where l ~ '^[^|]+[|].*[1-9]')"
)  # whose number it is must be said; a number of noughts, or `UNKNOWN`, is nobody's


def link_by_identifier(pids: Sequence[int], *, by: Actor) -> None:
    """Join these source patients to the persons whose NHS number or local identifier they carry.

    Those that somebody has set apart stay apart; `linking` decides about the others, having heard everybody
    who shares an identifier with one of them.
    """
    sharing = _sharing(pids)
    if sharing:
        persons = {person for pair in sharing for person in pair[:2]}
        sharing = _sharing([each.pid for each in of_persons(sorted(persons))])
        persons = {person for pair in sharing for person in pair[:2]}
        _move_persons(joined(sharing, _tellings(persons)), by=by)


def _sharing(pids: Sequence[int]) -> list[Pair]:
    """The persons that share an identifier with the persons of these source patients, and which."""
    found = []
    with connection.cursor() as cursor:
        for sql, why in ((SHARED_NUMBER, SAME_NUMBER_WHY), (SHARED_LOCAL_ID, SAME_LOCAL_ID_WHY)):
            cursor.execute(sql, [why, list(pids)])
            found += cursor.fetchall()
    return found


def _tellings(persons: Iterable[int]) -> dict[int, set[Telling]]:
    told: dict[int, set[Telling]] = {person: set() for person in persons}
    with connection.cursor() as cursor:
        cursor.execute(
            "select person, nhs_number, family, given, birth_date from patient where person = any(%s)",
            [list(told)],
        )
        for person, *says in cursor.fetchall():
            told[person].add(Telling(*says))
    return told


def link(*, pid: int, to: int, by: Actor, why: str) -> int:
    """Join the persons of two source patients and return the number of the person they now are."""
    keep, move = sorted((person_of(pid), person_of(to)))
    if keep != move:
        _move_persons({move: (keep, why)}, by=by)
    return keep


def unlink(*, pid: int, by: Actor, why: str) -> int:
    """Set a source patient apart, for good, as a person of its own and return its number."""
    _set_apart(pid, why, by=by, apart=True)
    return pid


def _set_apart(pid: int, why: str, *, by: Actor, apart: bool) -> None:
    person = person_of(pid)
    rest = [other for other in pids_of(person) if other != pid]
    if rest and person == pid:  # the person is called after this one: the others take another's name
        _move(rest, [min(rest)] * len(rest), [why] * len(rest), by=by)
    if rest:
        _move([pid], [pid], [why], by=by, apart=apart)


def _move_persons(moves: Mapping[int, tuple[int, str]], *, by: Actor) -> None:
    if not moves:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid, person from patient where person = any(%s) order by pid for update", [list(moves)]
        )
        rows = cursor.fetchall()
    _move(
        [pid for pid, _ in rows],
        [moves[old][0] for _, old in rows],
        [moves[old][1] for _, old in rows],
        by=by,
    )


def _move(
    pids: Sequence[int], to: Sequence[int], whys: Sequence[str], *, by: Actor, apart: bool = False
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """with wanted as (select * from unnest(%s::bigint[], %s::bigint[], %s::text[]) as w (pid, person, why)),
               before as (select p.pid, p.person from patient p join wanted using (pid)),
               moved as (update patient p set person = w.person from wanted w where p.pid = w.pid)
               insert into identity_link (pid, from_person, to_person, account, why, apart)
               select w.pid, b.person, w.person, %s, w.why, %s from wanted w join before b using (pid)""",
            [list(pids), list(to), list(whys), by.account, apart],
        )


def person_of(pid: int) -> int:
    """Return the person that a source patient is part of; 0 if there is no such source patient."""
    with connection.cursor() as cursor:
        cursor.execute("select person from patient where pid = %s", [pid])
        row = cursor.fetchone()
        return row[0] if row else 0


def pids_of(person: int) -> list[int]:
    """Return the source patients that are this person."""
    with connection.cursor() as cursor:
        cursor.execute("select pid from patient where person = %s order by pid", [person])
        return [pid for (pid,) in cursor.fetchall()]


def source_patients(pids: Sequence[int]) -> list[SourcePatient]:
    """Return what each of these source patients says of itself."""
    return _patients("pid = any(%s)", [list(pids)])


def of_persons(persons: Sequence[int]) -> list[SourcePatient]:
    """Return the source patients of several persons."""
    return _patients("person = any(%s)", [list(persons)], limit=None)


def find(
    *,
    nhs: str = "",
    local_id: str = "",
    family: str = "",
    given: str = "",
    birth_date: date | None = None,
    postcode: str = "",
) -> list[SourcePatient]:
    """Return the source patients that meet everything given; names match from their beginning."""
    if (family and not searched(family)) or (given and not searched(given)):
        return []
    conditions: list[tuple[str, Any]] = []
    if nhs:
        conditions.append(("nhs_number = %s", nhs_number.normalised(nhs)))
    if local_id:
        conditions.append((LOCAL_NUMBER, local_id))
    if family:
        conditions.append(("family like %s", _prefix(family)))
    if given:
        conditions.append(("given like %s", _prefix(given)))
    if birth_date:
        conditions.append(("birth_date = %s", birth_date))
    if postcode:
        conditions.append(("postcode = %s", "".join(postcode.upper().split())))
    if not conditions:
        return []
    return _patients(" and ".join(sql for sql, _ in conditions), [value for _, value in conditions])


def _prefix(name: str) -> str:
    return searched(name).replace("\\", "").replace("%", "").replace("_", "") + "%"


def _patients(
    condition: str, values: Sequence[Any], limit: int | None = FOUND_AT_MOST
) -> list[SourcePatient]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from patient where {condition} order by family, given, birth_date, pid limit %s",
            [*values, limit],
        )
        return [SourcePatient(*row) for row in cursor.fetchall()]
