"""How long messages are kept as they came: for ever, unless somebody has said of a feed for how many days.

What waits or is in quarantine is never forgotten: somebody has still to see to it. What messages have told stays in the
record; only that a feed can be gone over again ends with its messages.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from toldonce.directory.actors import SYSTEM
from toldonce.exchange.hl7v2 import refusals
from toldonce.exchange.hl7v2.models import Feed, MessageState
from toldonce.ledger import actions as ledger

AT_A_TIME = 2000
FORGOTTEN = (
    MessageState.APPLIED, MessageState.STORED, MessageState.TEST, MessageState.REFUSED, MessageState.PUT_ASIDE,
)  # fmt: skip


def turn() -> int:
    """Forget what has been kept for long enough, some of each feed; return how many messages those were."""
    refusals.forget_old_counts()
    return sum(_forget(feed) for feed in Feed.objects.exclude(kept_days=None).order_by("id"))


@transaction.atomic
def _forget(feed: Feed) -> int:
    before = timezone.now() - timedelta(days=feed.kept_days or 0)
    with connection.cursor() as cursor:
        cursor.execute(
            """delete from hl7_message where n in (select n from hl7_message
                   where feed = %s and received < %s and state = any(%s) order by received limit %s)""",
            [feed.code, before, [state.value for state in FORGOTTEN], AT_A_TIME],
        )
        count = cursor.rowcount
    if count:
        detail = {"messages": count, "received before": before.isoformat()}
        ledger.write(by=SYSTEM, act="message.forget", subject=f"feed/{feed.code}", detail=detail)
    return count
