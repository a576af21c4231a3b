"""How a person came to be: every source patient with why and since when it is part, and every move there was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from toldonce.record.identity.patients import SourcePatient, of_persons


@dataclass(frozen=True, slots=True)
class Move:
    """One time that a source patient was moved to another person."""

    n: int
    at: datetime
    pid: int
    before: int
    after: int
    account: str
    why: str
    apart: bool
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One source patient of a person, and the move by which it became part; None where it was the first."""

    patient: SourcePatient
    joined: Move | None


def moves_of(pids: Sequence[int]) -> list[Move]:
    """Every move of these source patients, the last first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select n, at, pid, from_person, to_person, account, why, apart, by_hand
               from identity_link where pid = any(%s) order by n desc""",
            [list(pids)],
        )
        return [Move(*row) for row in cursor.fetchall()]


def parts_of(person: int) -> list[Part]:
    """The source patients of a person, in the order in which they first came."""
    patients = sorted(of_persons([person]), key=lambda each: each.pid)
    last: dict[int, Move] = {}
    for move in moves_of([each.pid for each in patients]):
        last.setdefault(move.pid, move)
    return [Part(each, last.get(each.pid)) for each in patients]
