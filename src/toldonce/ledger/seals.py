"""The hash chain over the ledger: blocks of rows, each block's hash made from the one before and its rows.

Row numbers are given before a transaction commits, so a row may appear after a higher one was sealed. A block
therefore says which numbers in its range had no row yet (`holes`) and which earlier holes it seals (`late`):
what each block covers is exact, whatever the order of commits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

BLOCK = 50_000  # rows in one block at the most
WATCHED = 100_000  # numbers back from the newest sealed row in which a hole may still be filled
GENESIS = b"\0" * 32
LOCK = 7_016_530  # the advisory lock that lets one sealer work at a time
ROW = """select n, (row_to_json(ledger_row)::jsonb - 'at')::text || extract(epoch from at)::text
         from ledger_row where n = any(%s) order by n"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found: blocks and rows that hold, rows not sealed yet, the first broken link."""

    blocks: int
    rows: int
    unsealed: int
    broken: str = ""


def seal() -> int:
    """Seal the rows that are there and not sealed yet, and return how many."""
    sealed = 0
    while count := _seal_block():
        sealed += count
    return sealed


@transaction.atomic
def _seal_block() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("select block, last_n, hash from ledger_seal order by block desc limit 1")
        block, last, previous = cursor.fetchone() or (0, 0, GENESIS)
        late = _filled_holes(cursor, last)
        cursor.execute("select n from ledger_row where n > %s order by n limit %s", [last, BLOCK])
        fresh = [n for (n,) in cursor.fetchall()]
        if not fresh and not late:
            return 0
        first, newest = last + 1, fresh[-1] if fresh else last
        holes = sorted(set(range(first, newest + 1)) - set(fresh))
        digest = _digest(cursor, bytes(previous), [*late, *fresh])
        cursor.execute(
            """insert into ledger_seal (block, first_n, last_n, holes, late, rows, previous, hash)
               values (%s, %s, %s, %s, %s, %s, %s, %s)""",
            [block + 1, first, newest, holes, late, len(late) + len(fresh), bytes(previous), digest],
        )
        return len(late) + len(fresh)


def _filled_holes(cursor, last: int) -> list[int]:
    """Return the numbers that were holes when their block was sealed and have a row now."""
    cursor.execute(
        """select n from ledger_row where n = any(
               select unnest(holes) from ledger_seal where last_n > %s - %s
               except select unnest(late) from ledger_seal where last_n > %s - %s)
           order by n""",
        [last, WATCHED, last, WATCHED],
    )
    return [n for (n,) in cursor.fetchall()]


def _digest(cursor, previous: bytes, numbers: Iterable[int]) -> bytes:
    cursor.execute(ROW, [list(numbers)])
    digest = hashlib.sha256(previous)
    for _, text in cursor.fetchall():
        digest.update(text.encode())
        digest.update(b"\n")
    return digest.digest()


def verify() -> Verdict:
    """Walk the chain from its first block and say where it breaks, and how many rows are not sealed yet."""
    blocks = rows = 0
    previous, last = GENESIS, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "select block, first_n, last_n, holes, late, rows, previous, hash from ledger_seal order by block"
        )
        for block, first, newest, holes, late, count, before, digest in cursor.fetchall():
            broken = _fault(cursor, block, first, newest, holes, late, count, bytes(before), bytes(digest))
            if not broken and (bytes(before) != previous or first != last + 1 or block != blocks + 1):
                broken = f"block {block} does not follow block {blocks}"
            if broken:
                return Verdict(blocks, rows, _unsealed(cursor), broken)
            blocks, rows, previous, last = blocks + 1, rows + count, bytes(digest), newest
        return Verdict(blocks, rows, _unsealed(cursor))


def newest_seal() -> str:
    """Return the newest seal as `block:hash`, to be kept out of reach of this machine; empty if there is none."""
    with connection.cursor() as cursor:
        cursor.execute("select block, hash from ledger_seal order by block desc limit 1")
        row = cursor.fetchone()
        return f"{row[0]}:{bytes(row[1]).hex()}" if row else ""


def stands(kept: str) -> bool:
    """Tell whether a seal that was kept elsewhere stands in the chain: only then are its rows what they were."""
    block, _, digest = kept.strip().partition(":")
    if not block.isdecimal():
        return False
    with connection.cursor() as cursor:
        cursor.execute("select encode(hash, 'hex') from ledger_seal where block = %s::numeric", [block])
        return cursor.fetchone() == (digest.lower(),)


def unsealed() -> int:
    """Return how many rows are not sealed yet, without walking the chain."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(last_n), 0) from ledger_seal")
        last = cursor.fetchone()[0]
        cursor.execute("select count(*) from ledger_row where n > %s", [last])
        return cursor.fetchone()[0] + len(_filled_holes(cursor, last))


def _fault(cursor, block, first, newest, holes, late, count, previous: bytes, digest: bytes) -> str:
    expected = [*late, *sorted(set(range(first, newest + 1)) - set(holes))]
    cursor.execute("select n from ledger_row where n = any(%s)", [expected])
    missing = sorted(set(expected) - {n for (n,) in cursor.fetchall()})
    if missing:
        return f"row {missing[0]}, sealed in block {block}, is gone"
    if len(expected) != count:
        return f"block {block} says that it holds {count} rows and names {len(expected)}"
    if _digest(cursor, previous, expected) != digest:
        return f"rows {first} to {newest}, sealed in block {block}, are not as they were sealed"
    return ""


def _unsealed(cursor) -> int:
    cursor.execute(
        "select (select count(*) from ledger_row) - (select coalesce(sum(rows), 0) from ledger_seal)"
    )
    return int(cursor.fetchone()[0])
