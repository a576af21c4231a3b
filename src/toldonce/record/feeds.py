"""Which feeds bring what the record holds, and when each was last heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class FeedHeard:
    """One feed of one source: how often it came, and when it came last."""

    source: str
    feed: str
    arrivals: int
    last_heard: datetime


def heard() -> list[FeedHeard]:
    """Return every feed, the one that has been silent longest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select source, feed, count(*)::int, max(received) from arrival group by 1, 2 order by 4, 1, 2"
        )
        return [FeedHeard(*row) for row in cursor.fetchall()]
