"""A file that is being loaded is there to be seen from its first moment on, and so is one whose load was killed.

Its row is committed before anything of it is stored, and the process that loads it holds a lock of the database for as
long: a row that says "being loaded" and that nobody holds was interrupted. Nothing of it was stored; to load it again
is all there is to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection, transaction

from toldonce.figures.models import FileState, ReceivedFile

CLASS = 7_016_534  # of the locks of files that are being loaded
HELD = """
select objid from pg_locks where locktype = 'advisory' and classid = %s
    and database = (select oid from pg_database where datname = current_database())
"""


@contextmanager
def being_loaded(file: ReceivedFile) -> Iterator[None]:
    """Keep the row of a file, and hold it for as long as the block lasts."""
    with transaction.atomic():
        file.state = FileState.LOADING
        file.save()
        _ask("select pg_advisory_lock(%s, %s)", CLASS, file.pk)
    try:
        yield
    finally:
        with suppress(Error):  # a lost connection holds nothing any more
            _ask("select pg_advisory_unlock(%s, %s)", CLASS, file.pk)


def mark_interrupted(files: list[ReceivedFile]) -> list[ReceivedFile]:
    """Say of each of these files whether its load was interrupted, and return them."""
    if any(each.state == FileState.LOADING for each in files):
        held = _held()
        for each in files:
            each.is_interrupted = each.state == FileState.LOADING and each.pk not in held
    return files


def _held() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(HELD, [CLASS])
        return {number for (number,) in cursor.fetchall()}


def _ask(statement: str, *given: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
