"""The rows that a feed told last: what is unchanged is left alone, and what is gone can be ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map

import orjson
from django.db import connection

UPSERT = """
insert into exchange_files_keptrow (source, feed, key, digest, resources)
select %s, %s, * from unnest(%s::bytea[], %s::bytea[], %s::jsonb[])
on conflict (source, feed, key) do update set digest = excluded.digest, resources = excluded.resources
"""


def digests(source: str, feed: str) -> dict[bytes, bytes]:
    """The digest of every row that the feed told last, by its key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, digest from exchange_files_keptrow where source = %s and feed = %s", [source, feed]
        )
        return {bytes(key): bytes(digest) for key, digest in cursor.fetchall()}


def resources(source: str, feed: str, keys: Iterable[bytes]) -> dict[bytes, list[str]]:
    """What the rows of these keys became: `name Type/id`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select key, resources from exchange_files_keptrow
               where source = %s and feed = %s and key = any(%s)""",
            [source, feed, list(keys)],
        )
        return {bytes(key): orjson.loads(told) if isinstance(told, str | bytes) else told
                for key, told in cursor.fetchall()}  # fmt: skip


def keep(source: str, feed: str, rows: Sequence[tuple[bytes, bytes, Sequence[str]]]) -> None:
    """Remember rows as they are now: key, digest, and what they became."""
    with connection.cursor() as cursor:
        columns = [[row[0] for row in rows], [row[1] for row in rows]]
        cursor.execute(UPSERT, [source, feed, *columns, [orjson.dumps(row[2]).decode() for row in rows]])


def forget(source: str, feed: str, keys: Iterable[bytes]) -> None:
    """Forget rows that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from exchange_files_keptrow where source = %s and feed = %s and key = any(%s)",
            [source, feed, list(keys)],
        )


def still_told(source: str, feed: str, references: Iterable[str]) -> set[str]:
    """Those of the references that another kept row of the feed made as well."""
    wanted = list(references)
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct told from exchange_files_keptrow, jsonb_array_elements_text(resources) told
               where source = %s and feed = %s and told = any(%s)""",
            [source, feed, wanted],
        )
        return {told for (told,) in cursor.fetchall()}


def changed(before: Map[bytes, bytes], key: bytes, digest: bytes) -> str:
    """Whether a row is new, changed or the same since the last file."""
    return "new" if key not in before else "same" if before[key] == digest else "changed"
