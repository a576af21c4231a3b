"""Weighing those whom the listener has not heard of, or everybody anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from toldonce.record.identity.likeness.joining import weigh_and_join

AT_A_TIME = 200


@dataclass(slots=True)
class Done:
    """What catching up has done so far."""

    weighed: int = 0
    moved: int = 0
    asked: int = 0


def catch_up(*, again: bool = False, progress: Callable[[str, int, int], None] = lambda *done: None) -> Done:
    """Weigh source patients a few at a time, each few in a transaction; started again it goes on."""
    done, last, whole = Done(), 0, _count(again)
    while pids := _next(last, again):
        with transaction.atomic():
            joined = weigh_and_join(pids)
        last = pids[-1]
        done.weighed += len(pids)
        done.moved += joined.moved
        done.asked += joined.asked
        progress("source patients", done.weighed, max(done.weighed, whole))
    return done


NOT_WEIGHED = "(%s or not exists (select from likeness l where l.pid = p.pid)) and p.source <> ''"


def _next(after: int, again: bool) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select p.pid from patient p where p.pid > %s and {NOT_WEIGHED} order by p.pid limit %s",
            [after, again, AT_A_TIME],
        )
        return [pid for (pid,) in cursor.fetchall()]


def _count(again: bool) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*)::int from patient p where {NOT_WEIGHED}", [again])
        return cursor.fetchone()[0]
