"""The one door by which a row enters the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from django.db import connection

from toldonce.directory.actors import Actor

COLUMNS = "account, role, organisation, act, pids, subject, why, whence, detail"
ROW = "(%s, %s, %s, %s, %s::bigint[], %s, %s, %s, %s::jsonb)"
INSERT = f"insert into ledger_row ({COLUMNS}) values {ROW} returning n"


@dataclass(frozen=True, slots=True)
class Act:
    """What one row of the ledger says: a dotted verb such as "record.read", and on which source patients."""

    by: Actor
    act: str
    pids: Sequence[int] = ()
    subject: str = ""
    why: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def row(self) -> tuple:
        """The values of the columns."""
        who = (self.by.account, self.by.role, self.by.organisation)
        detail = orjson.dumps(self.detail).decode()
        return (*who, self.act, list(self.pids), self.subject, self.why, self.by.whence, detail)


def write(
    *,
    by: Actor,
    act: str,
    pids: Sequence[int] = (),
    subject: str = "",
    why: str = "",
    detail: Mapping[str, object] | None = None,
) -> int:
    """Write down one act and return its row number.

    The row is durable when the surrounding transaction commits; outside a transaction, when this returns.
    `act` is a dotted verb such as "record.read"; `pids` are the source patients on whom it was done.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT, Act(by, act, pids, subject, why, detail or {}).row)
        return cursor.fetchone()[0]


def write_all(acts: Sequence[Act]) -> None:
    """Write down many acts in their order, in one statement."""
    if acts:
        with connection.cursor() as cursor:
            cursor.execute(
                f"insert into ledger_row ({COLUMNS}) values {', '.join([ROW] * len(acts))}",
                [value for each in acts for value in each.row],
            )
