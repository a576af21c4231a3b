"""Taking kept messages into the record: of each live feed the oldest, a batch in one transaction, as long as there are.

What became of a message is written in the transaction in which it was applied, so that whoever is killed has done
nothing twice. A message that cannot be applied is quarantined, and the rest go on.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import time
from collections.abc import Sequence

import psycopg
from django.db import InterfaceError, OperationalError, connection

from toldonce.directory.actors import Actor
from toldonce.exchange.hl7v2 import finding, messages, reprocessing
from toldonce.exchange.hl7v2.applying import Applied, Kept, apply
from toldonce.exchange.hl7v2.corrections import map_of
from toldonce.exchange.hl7v2.finding import Raw
from toldonce.exchange.hl7v2.models import Feed, MessageState
from toldonce.exchange.hl7v2.patience import TookTooLong, at_most
from toldonce.record.errors import Busy

BATCH = 50
AT_LEAST_EVERY = 1.0  # seconds, even if no word of a message comes through
LOCK = 7_016_560  # one process applies at a time; another that is started stands by
TRIES = 3
TOGETHER, ALONE = 30.0, 20.0  # seconds that a batch, and a message by itself, may take
TOO_LONG = "It could not be applied in time, again and again: report its number."
log = logging.getLogger(__name__)


def run() -> int:
    """Apply whatever waits, as it comes, until interrupted."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    while True:
        try:
            _follow()
        except (OperationalError, InterfaceError, psycopg.Error):
            log.warning("The database does not answer; applying goes on when it does.")
            connection.close()
            time.sleep(AT_LEAST_EVERY)


def _follow() -> None:
    """Apply at each word of a message until the database goes away."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as bell:
        bell.execute("select pg_advisory_lock(%s)", [LOCK])
        bell.execute(f"listen {messages.CHANNEL}")
        while True:
            while turn():
                pass
            for _ in bell.notifies(timeout=AT_LEAST_EVERY, stop_after=1):
                pass


def turn(limit: int = BATCH) -> int:
    """Apply one batch of each live feed, or go over old ones again when nothing waits; return how many."""
    found = finding.waiting(limit)
    if not found:
        return reprocessing.turn(limit, apply_again)
    feeds = {feed.code: feed for feed in Feed.objects.filter(code__in=list(found))}
    return sum(apply_waiting(feeds[code], raws) for code, raws in found.items())


def apply_waiting(feed: Feed, raws: Sequence[Raw]) -> int:
    """Apply waiting messages of one feed, alone where they do not go together; return how many are settled."""
    try:
        return _apply(feed, raws, TOGETHER)
    except (OperationalError, InterfaceError):
        raise
    except (Exception, TookTooLong) as trouble:
        log.warning("A batch of %d messages of %s failed (%s).", len(raws), feed.code, type(trouble).__name__)
    return sum(_apply_alone(feed, raw) for raw in raws)


def _apply_alone(feed: Feed, raw: Raw) -> int:
    """Apply one message; if it fails again and again it goes into quarantine."""
    for attempt in range(1, TRIES + 1):
        with contextlib.suppress(Busy):
            try:
                return _apply(feed, [raw], ALONE)
            except (OperationalError, InterfaceError, Busy):
                raise
            except (Exception, TookTooLong) as trouble:
                log.warning("Message %d failed.", raw.n, exc_info=attempt == TRIES)
                if attempt == TRIES:
                    return messages.mark([failed(raw, trouble)])
    return 0


def apply_again(feed: Feed, raws: Sequence[Raw]) -> int:
    """Apply messages that were applied before, in the transaction of the caller; return how many are bad now."""
    try:
        with at_most(ALONE if len(raws) == 1 else TOGETHER):
            applied = _applied(feed, raws)
    except (OperationalError, InterfaceError, Busy):
        raise
    except (Exception, TookTooLong) as trouble:
        if len(raws) > 1:
            return sum(apply_again(feed, [raw]) for raw in raws)
        applied = [failed(raws[0], trouble)]
    messages.mark(applied)
    return sum(each.state == MessageState.QUARANTINED for each in applied)


def failed(raw: Raw, trouble: BaseException) -> Applied:
    """What is said of a message on which our own code fails."""
    if isinstance(trouble, TookTooLong):
        return Applied(raw.n, MessageState.QUARANTINED, TOO_LONG, (), ())
    reason = (
        f"It could not be applied because of a fault of ours ({type(trouble).__name__}): report its number."
    )
    return Applied(raw.n, MessageState.QUARANTINED, reason, (), ())


def _apply(feed: Feed, raws: Sequence[Raw], seconds: float) -> int:
    with at_most(seconds):
        held = messages.hold([raw.n for raw in raws])
        still = [raw for raw in raws if raw.n in held]
        return messages.mark(_applied(feed, still)) if still else 0


def _applied(feed: Feed, raws: Sequence[Raw]) -> list[Applied]:
    kept = [Kept(raw.n, raw.body, raw.received) for raw in raws]
    return apply(kept, feed=map_of(feed), by=actor_of(feed))


def actor_of(feed: Feed) -> Actor:
    """Who writes what a feed tells: the feed itself, for its source."""
    return Actor(f"feed {feed.code}", feed.name, "service", feed.source, ("system/*.*",))
