"""Going over a feed's messages again from a day on: in the background, a batch at a time, when nothing else waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import zstandard
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from toldonce.exchange.hl7v2.finding import Raw
from toldonce.exchange.hl7v2.models import Feed, MessageState, Reprocessing

Again = Callable[[Feed, Sequence[Raw]], int]  # applies, and returns how many went into quarantine
AGAIN = (MessageState.APPLIED.value, MessageState.STORED.value, MessageState.QUARANTINED.value)


def begin(feed: Feed, since: datetime, by: str) -> Reprocessing:
    """Write down which messages are to be gone over: those of the feed from a day on that are here now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select coalesce(min(n), 0), coalesce(max(n), 0), count(*) from hl7_message
               where feed = %s and received >= %s and state = any(%s)""",
            [feed.code, since, list(AGAIN)],
        )
        [(first, last, total)] = cursor.fetchall()
    finished = None if total else timezone.now()
    return Reprocessing.objects.create(
        feed=feed, since=since, after=first - 1, until=last, total=total, by=by, finished=finished
    )


def turn(limit: int, apply_again: Again) -> int:
    """Go over the next messages of the oldest order that is not done, and return how many."""
    with transaction.atomic():
        order = (
            Reprocessing.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("feed")
            .filter(finished=None)
            .order_by("id")
            .first()
        )
        return _go_on(order, limit, apply_again) if order else 0


def _go_on(order: Reprocessing, limit: int, apply_again: Again) -> int:
    raws = _next(order, limit)
    bad = apply_again(order.feed, raws) if raws else 0
    changed = {"done": F("done") + len(raws), "quarantined": F("quarantined") + bad}
    changed |= {"after": raws[-1].n} if raws else {"finished": timezone.now()}
    Reprocessing.objects.filter(pk=order.pk).update(**changed)
    return max(len(raws), 1)


def _next(order: Reprocessing, limit: int) -> list[Raw]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select n, received, body from hl7_message
               where feed = %s and received >= %s and n > %s and n <= %s and state = any(%s)
               order by n limit %s""",
            [order.feed.code, order.since, order.after, order.until, list(AGAIN), limit],
        )
        return [Raw(n, received, zstandard.decompress(body)) for n, received, body in cursor.fetchall()]
