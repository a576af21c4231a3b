"""When each source was last heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

SOURCES_AT_MOST = 500
LAST_HEARD = """
with recursive told as (
    (select source from arrival order by source limit 1)
    union all
    select (select a.source from arrival a where a.source > told.source order by a.source limit 1)
    from told where told.source is not null
)
select o.code, newest.received, clock_timestamp() - newest.received
from told join directory_organisation o on o.code = told.source
cross join lateral (
    select a.received from arrival a where a.source = told.source order by a.received desc limit 1
) newest
order by newest.received limit %s
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """One organisation that writes into the record, and when it was last heard."""

    organisation: str
    received: datetime
    silence: timedelta


def last_heard() -> list[Heard]:
    """Return the organisations that have written, the longest silent first.

    A source that is no organisation of the directory is left out: it may be called after a file, and the file after
    a person. The query steps from source to source by the index, however many arrivals there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(LAST_HEARD, [SOURCES_AT_MOST])
        return [Heard(*row) for row in cursor.fetchall()]
