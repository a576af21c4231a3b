"""Each source's own Patient: what it says of who a person is, kept as it is searched, and found again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from toldonce.codes import nhs_number

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


def pids_of_all(persons: Collection[int]) -> dict[int, list[int]]:
    """Return the source patients that are these people, by person."""
    found: dict[int, list[int]] = {each: [] for each in persons}
    with connection.cursor() as cursor:
        cursor.execute("select person, pid from patient where person = any(%s) order by pid", [sorted(found)])
        for person, pid in cursor.fetchall():
            found[person].append(pid)
    return found


def source_patients(pids: Sequence[int]) -> list[SourcePatient]:
    """Return what each of these source patients says of itself."""
    return _patients("pid = any(%s)", [list(pids)])


def of_pids(pids: Sequence[int]) -> list[SourcePatient]:
    """Return every one of these source patients, however many."""
    return _patients("pid = any(%s)", [list(pids)], limit=None)


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
