"""The one door by which a row enters the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson
from django.db import connection

from toldonce.directory.actors import Actor

INSERT = """
insert into ledger_row (account, role, organisation, act, pids, subject, why, whence, detail)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning n
"""


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
    row = (
        by.account,
        by.role,
        by.organisation,
        act,
        list(pids),
        subject,
        why,
        by.whence,
        orjson.dumps(detail or {}).decode(),
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT, row)
        return cursor.fetchone()[0]
