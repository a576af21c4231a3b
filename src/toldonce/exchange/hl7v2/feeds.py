"""Feeds: which one a message belongs to, how they are doing, and which has fallen silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from fnmatch import fnmatchcase
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from toldonce.exchange.hl7v2.models import UNKNOWN, Feed, FeedState

MORNING, EVENING = time(7), time(22)

HOW = """
select f.code, last.received, today.count, hour.count, minute.count, waiting.count, quarantined.count
from (select code from hl7_feed union select %(unknown)s) f
cross join lateral (select max(received) received from hl7_message where feed = f.code) last
cross join lateral (select count(*) from hl7_message where feed = f.code and received >= %(today)s) today
cross join lateral (select count(*) from hl7_message where feed = f.code and received >= %(hour)s) hour
cross join lateral (select count(*) from hl7_message where feed = f.code and received >= %(minute)s) minute
cross join lateral (select count(*) from hl7_message where feed = f.code and state = 'waiting') waiting
cross join lateral (select count(*) from hl7_message where feed = f.code and state = 'quarantined') quarantined
order by f.code
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one feed is doing."""

    code: str
    last_heard: datetime | None
    today: int
    last_hour: int
    last_minute: int
    waiting: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A feed that should have been heard, and since when it has not."""

    feed: Feed
    since: datetime


def known() -> list[Feed]:
    """Every feed, in the order in which they were set up."""
    return list(Feed.objects.order_by("id"))


def feed_for(
    feeds: Sequence[Feed], application: str, facility: str, peer: str = "", names: Sequence[str] = ()
) -> Feed | None:
    """The feed that claims a message of this sender: of several, the one that asks for most."""
    claiming = [each for each in feeds if _claims(each, application, facility, (peer, *names))]
    return max(claiming, key=_wants, default=None)


def _claims(feed: Feed, application: str, facility: str, senders: Sequence[str]) -> bool:
    return (
        _wants(feed) > 0
        and _fits(feed.application, application)
        and _fits(feed.facility, facility)
        and any(_fits(feed.peer, sender) for sender in senders)
    )


def _wants(feed: Feed) -> int:
    return sum(bool(pattern) for pattern in (feed.application, feed.facility, feed.peer))


def _fits(pattern: str, said: str) -> bool:
    """Whether what was said has the shape of a pattern with * and ?, capitals or not; nothing asks for nothing."""
    return not pattern or fnmatchcase(said.casefold(), pattern.casefold())


def standings(now: datetime | None = None) -> list[Standing]:
    """How each feed is doing, and the messages that no feed claims."""
    now = now or timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    values = {
        "unknown": UNKNOWN,
        "today": midnight,
        "hour": now - timedelta(hours=1),
        "minute": now - timedelta(minutes=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(HOW, values)
        return [Standing(*row) for row in cursor.fetchall()]


def last_heard(code: str) -> datetime | None:
    """When the last message of a feed came."""
    with connection.cursor() as cursor:
        cursor.execute("select max(received) from hl7_message where feed = %s", [code])
        return cursor.fetchone()[0]


def silent(now: datetime | None = None) -> list[Silent]:
    """The live feeds that have not been heard for longer than they may be silent."""
    now = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """select f.id, greatest(f.created, (select max(received) from hl7_message where feed = f.code))
               from hl7_feed f where f.state = %s and not f.is_test""",
            [FeedState.LIVE.value],
        )
        heard = dict(cursor.fetchall())
    feeds = Feed.objects.in_bulk(list(heard))
    return [
        Silent(feeds[number], last)
        for number, last in sorted(heard.items())
        if _is_silent(feeds[number], last, now)
    ]


def _is_silent(feed: Feed, last: datetime, now: datetime) -> bool:
    """By night a feed may be silent for longer, and what it may be silent by day counts from the morning on."""
    here = now.astimezone(ZoneInfo(feed.zone))
    if now - last > timedelta(minutes=max(feed.silent_after, feed.silent_after_at_night)):
        return True
    if not MORNING <= here.time() < EVENING:
        return False
    morning = datetime.combine(here.date(), MORNING, here.tzinfo)
    return now - max(last, morning) > timedelta(minutes=feed.silent_after)
