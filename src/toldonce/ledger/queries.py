"""Questions to the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

COLUMNS = "n, at, account, role, organisation, act, pids, subject, why, whence, detail::text"


@dataclass(frozen=True, slots=True)
class Row:
    """One act: who, in what role, for which organisation, on whom, what, why, from where and when."""

    n: int
    at: datetime
    account: str
    role: str
    organisation: str
    act: str
    pids: list[int]
    subject: str
    why: str
    whence: str
    detail: str


def about(
    pids: Sequence[int],
    *,
    account: str = "",
    acts: Sequence[str] = (),
    before: int | None = None,
    count: int = 50,
) -> list[Row]:
    """Return the acts on these source patients, of one account or of all, newest first."""
    condition = "pids && %s::bigint[] and %s in ('', account)"
    return _rows(condition, [list(pids), account], acts, before, count)


def by_account(
    account: str, *, acts: Sequence[str] = (), before: int | None = None, count: int = 50
) -> list[Row]:
    """Return what one account did, newest first."""
    return _rows("account = %s", [account], acts, before, count)


def newest(*, acts: Sequence[str] = (), before: int | None = None, count: int = 50) -> list[Row]:
    """Return the newest acts of all."""
    return _rows("true", [], acts, before, count)


def _rows(
    condition: str, values: list[Any], acts: Sequence[str], before: int | None, count: int
) -> list[Row]:
    if acts:
        condition, values = f"{condition} and act = any(%s)", [*values, list(acts)]
    if before is not None:
        condition, values = f"{condition} and n < %s", [*values, before]
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from ledger_row where {condition} order by n desc limit %s", [*values, count]
        )
        return [Row(*row) for row in cursor.fetchall()]
