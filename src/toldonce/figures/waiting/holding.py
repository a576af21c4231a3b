"""Who reads a waiting file: one worker, by a lock of the database that a worker who is killed lets go of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection

from toldonce.figures.waiting.models import WaitingFile

CLASS = 7_016_535  # of the locks of waiting files
HELD = """
select objid from pg_locks where locktype = 'advisory' and classid = %s
    and database = (select oid from pg_database where datname = current_database())
"""


@contextmanager
def held(waiting: WaitingFile) -> Iterator[bool]:
    """Hold a waiting file for as long as the block lasts, where nobody else holds it; tell whether it is ours."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [CLASS, waiting.pk])
        (is_ours,) = cursor.fetchone() or (False,)
    try:
        yield is_ours
    finally:
        if is_ours:
            _let_go(waiting)


def _let_go(waiting: WaitingFile) -> None:
    with suppress(Error), connection.cursor() as cursor:  # a lost connection holds nothing any more
        cursor.execute("select pg_advisory_unlock(%s, %s)", [CLASS, waiting.pk])


def mark_held(files: list[WaitingFile]) -> list[WaitingFile]:
    """Say of each of these files whether a worker reads it now, and return them."""
    if any(each.waits_for_work for each in files):
        with connection.cursor() as cursor:
            cursor.execute(HELD, [CLASS])
            numbers = {number for (number,) in cursor.fetchall()}
        for each in files:
            each.is_held = each.waits_for_work and each.pk in numbers
    return files
