"""What is refused at the door, counted by sender and hour: the first are kept to be looked at, the others counted only.

Otherwise whoever reaches the port could fill the disk with what is no message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

KEPT_AN_HOUR = 20  # of one sender
COUNTED_FOR = timedelta(days=90)
COUNT = """
insert into hl7_refusal (sender, hour, kept, dropped) values (%s, date_trunc('hour', now()), 0, 0)
on conflict (sender, hour) do update set kept = hl7_refusal.kept returning id, kept
"""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused of one sender since a moment."""

    sender: str
    kept: int
    dropped: int
    last: datetime


def admitted(senders: Sequence[str]) -> dict[str, int]:
    """How many refused fragments of each of these senders (named once for each) are kept; all are counted."""
    return {sender: _admitted(sender, count) for sender, count in sorted(Counter(senders).items())}


def _admitted(sender: str, count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [sender])
        [(number, kept)] = cursor.fetchall()
        more = min(count, max(KEPT_AN_HOUR - kept, 0))
        cursor.execute(
            "update hl7_refusal set kept = kept + %s, dropped = dropped + %s where id = %s",
            [more, count - more, number],
        )
    return more


def since(moment: datetime) -> list[Refused]:
    """What was refused since a moment, the sender of most first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select sender, sum(kept)::int, sum(dropped)::int, max(hour) from hl7_refusal
               where hour >= date_trunc('hour', %s::timestamptz) group by sender
               order by sum(kept + dropped) desc, sender limit 100""",
            [moment],
        )
        return [Refused(*row) for row in cursor.fetchall()]


def forget_old_counts() -> int:
    """Forget the counts of long ago; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("delete from hl7_refusal where hour < %s", [timezone.now() - COUNTED_FOR])
        return cursor.rowcount
