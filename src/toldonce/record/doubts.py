"""What was stored although it is doubtful: kept until a later version mends it, listed by `toldonce check`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.record.store import RTYPE_NAME


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing about one resource that is well formed and may yet be wrong."""

    rtype: str
    id: str
    place: str
    reason: str
    at: datetime


def count() -> int:
    """Return how many doubts there are."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from doubt")
        return cursor.fetchone()[0]


def newest(limit: int = 100) -> list[Doubt]:
    """Return the newest doubts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select rtype, id, place, reason, at from doubt order by at desc, rtype, id, place limit %s",
            [limit],
        )
        return [Doubt(RTYPE_NAME[row[0]], *row[1:]) for row in cursor.fetchall()]


def note(*, rtype: str, id: str, place: str, reason: str) -> None:
    """Keep that something about the current version of a resource is doubtful; the next version leaves it behind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into doubt (rtype, id, place, reason) values (%s, %s, %s, %s) on conflict do nothing",
            [RTYPE[rtype], id, place, reason],
        )
