"""The table of things: their states, read and written for one batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson
from django.db import connection

from toldonce.exchange.hl7v2.state import Address, State


def load(addresses: Iterable[Address]) -> dict[Address, State]:
    """Return the states of things, locked in one order for all writers; a new thing has an empty one."""
    wanted = sorted(set(addresses))
    found = {address: State() for address in wanted}
    if not wanted:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            """select scope, kind, key, state::text from hl7_thing
               where (scope, kind, key) in (select * from unnest(%s::text[], %s::text[], %s::text[]))
               order by scope, kind, key for update""",
            [list(column) for column in zip(*wanted, strict=True)],
        )
        for scope, kind, key, state in cursor.fetchall():
            found[scope, kind, key] = State(**orjson.loads(state))
    return found


def save(states: Mapping[Address, State]) -> None:
    """Write the states of things that changed."""
    if not states:
        return
    rows = [
        {"scope": scope, "kind": kind, "key": key, "state": state.as_json()}
        for (scope, kind, key), state in sorted(states.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into hl7_thing (scope, kind, key, state)
               select * from jsonb_to_recordset(%s::jsonb) as t (scope text, kind text, key text, state jsonb)
               on conflict (scope, kind, key) do update set state = excluded.state, changed = now()""",
            [orjson.dumps(rows).decode()],
        )
