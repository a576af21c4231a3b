"""Which sources have fallen silent: heard on each of five days running, and then not for a day.

A source that was loaded once, or writes now and then, is never called silent.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import datetime

from django.db import connection

SILENT_AFTER = "24 hours"
DAYS_RUNNING = 5
REMEMBERED_FOR = 60.0
_remembered: dict[str, tuple[float, datetime | None]] = {}

SILENT = """
select s.source, l.last
from unnest(%s::text[]) s(source)
cross join lateral (
    select a.received as last from arrival a where a.source = s.source order by a.received desc limit 1) l
where l.last < clock_timestamp() - %s::interval
    and %s = (select count(*) from generate_series(1, %s) day where exists (
        select 1 from arrival a where a.source = s.source
        and a.received > l.last - day * interval '1 day' and a.received <= l.last - (day - 1) * interval '1 day'))
"""


def silent_since(sources: Collection[str]) -> dict[str, datetime]:
    """The sources among these that have fallen silent, with the moment of their last word; asked once a minute."""
    now = time.monotonic()
    unknown = [each for each in sources if _remembered.get(each, (0.0, None))[0] < now]
    if unknown:
        found = _ask(unknown)
        _remembered.update({each: (now + REMEMBERED_FOR, found.get(each)) for each in unknown})
    return {each: last for each in sources if (last := _remembered[each][1]) is not None}


def forget_silence() -> None:
    """Lets go of what was remembered."""
    _remembered.clear()


def _ask(sources: Collection[str]) -> dict[str, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(SILENT, [list(sources), SILENT_AFTER, DAYS_RUNNING, DAYS_RUNNING])
        return dict(cursor.fetchall())
