"""What operators do about feeds and messages; each ends in a row of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import connection, transaction
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.exchange.hl7v2 import feeds, finding, mapping, messages, reprocessing
from toldonce.exchange.hl7v2.errors import CorrectionRefused, FeedRefused, NoSuchMessage, NothingToReplay
from toldonce.exchange.hl7v2.models import UNKNOWN, Correction, Feed, FeedState, MessageState, Reprocessing
from toldonce.exchange.hl7v2.parsing import head_of
from toldonce.ledger import actions as ledger

SHORTEST_REASON = 10
LONGEST_SILENCE = 60 * 24 * 30  # minutes
LONGEST_KEPT = 36_500  # days
CAME_AGAIN = "The same message came again after its feed was set up."


@transaction.atomic
def set_up_feed(*, by: Actor, code: str, source: str, said: Mapping[str, str]) -> Feed:
    """Set up a feed; its messages are kept, and wait until it is made live."""
    feed = Feed(code=code.strip().lower(), source=source.strip().upper(), created_by=by.account)
    _take(feed, said)
    if Feed.objects.filter(code=feed.code).exists() or feed.code == UNKNOWN:
        raise FeedRefused("There is a feed with this code already. Choose another.", "code")
    feed.save()
    ledger.write(by=by, act="feed.set-up", subject=f"feed/{feed.code}", detail=_told(feed))
    return feed


@transaction.atomic
def change_feed(*, by: Actor, feed: Feed, said: Mapping[str, str]) -> Feed:
    """Change how a feed is recognised, read and watched."""
    _take(feed, said)
    feed.save()
    ledger.write(by=by, act="feed.change", subject=f"feed/{feed.code}", detail=_told(feed))
    return feed


@transaction.atomic
def move_feed(*, by: Actor, feed: Feed, state: str) -> Feed:
    """Make a feed live, or pause it: what comes meanwhile is kept and waits."""
    if state not in FeedState.values:
        raise FeedRefused("A feed is set up, live or paused.")
    feed.state = FeedState(state)
    feed.save(update_fields=["state"])
    ledger.write(by=by, act="feed.move", subject=f"feed/{feed.code}", detail={"state": state})
    _wake()
    return feed


WORDS = ("name", "application", "facility", "peer", "mapping", "zone")


def _take(feed: Feed, said: Mapping[str, str]) -> None:
    """Put what was said into a feed, or refuse it."""
    for name in WORDS:
        if name in said:
            setattr(feed, name, said[name].strip()[: Feed._meta.get_field(name).max_length])
    for name in ("silent_after", "silent_after_at_night"):
        if name in said:
            setattr(feed, name, _minutes(said[name], name))
    if "kept_days" in said:
        feed.kept_days = _days(said["kept_days"])
    if "is_test" in said:
        feed.is_test = said["is_test"] == "yes"
    feed.name = feed.name or feed.code
    _check(feed)


def _check(feed: Feed) -> None:
    try:
        validate_slug(feed.code)
    except ValidationError:
        raise FeedRefused(
            "The code of a feed is letters, digits and hyphens, such as rbd-pas.", "code"
        ) from None
    if not 2 <= len(feed.source) <= 16 or not feed.source.isalnum():
        raise FeedRefused("Say whose feed it is by the ODS code of the organisation, such as RXX.", "source")
    if not (feed.application or feed.facility or feed.peer):
        raise FeedRefused(
            "Say by what its messages are recognised: the sending application, the facility or the sender's address.",
            "application",
        )
    if feed.mapping and feed.mapping not in mapping.names():
        raise FeedRefused(
            f"There is no such mapping. Choose one of: {', '.join(mapping.names())}.", "mapping"
        )
    try:
        ZoneInfo(feed.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FeedRefused("This time zone is not known. Most feeds are in Europe/London.", "zone") from None


def _minutes(text: str, field: str) -> int:
    if not text.strip().isdecimal() or not 0 < int(text) <= LONGEST_SILENCE:
        raise FeedRefused("Say the minutes as a number, such as 60.", field)
    return int(text)


def _days(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or not 0 < int(text) <= LONGEST_KEPT:
        raise FeedRefused(
            "Say for how many days its messages are kept, such as 365; empty is for ever.", "kept_days"
        )
    return int(text)


def _told(feed: Feed) -> dict[str, object]:
    names = ("source", *WORDS, "is_test", "kept_days", "silent_after", "silent_after_at_night")
    return {name: getattr(feed, name) for name in names}


@transaction.atomic
def correct_code(*, by: Actor, feed: Feed, table: str, local: str, said: Mapping[str, str]) -> Correction:
    """Say what one local code of a feed means: `said` has the target, its display and why."""
    words = {name: said.get(name, "").strip() for name in ("target", "display", "why")}
    if not table or not local.strip():
        raise CorrectionRefused("Say which code of which table is corrected.", "local")
    if not words["target"]:
        raise CorrectionRefused("Say what the code means: the code that it stands for.", "target")
    made, _ = Correction.objects.update_or_create(
        feed=feed,
        table=table[:80],
        local=local.strip()[:200],
        defaults={
            "target": words["target"][:200],
            "display": words["display"][:300],
            "why": words["why"][:300],
            "by": by.account,
            "at": timezone.now(),
        },
    )
    detail = {"table": made.table, "local": made.local, "target": made.target, "display": made.display}
    ledger.write(by=by, act="feed.correct", subject=f"feed/{feed.code}", why=made.why, detail=detail)
    return made


@transaction.atomic
def withdraw_correction(*, by: Actor, correction: Correction) -> None:
    """Take back what was said of a code."""
    detail = {"table": correction.table, "local": correction.local}
    ledger.write(by=by, act="feed.correct.withdraw", subject=f"feed/{correction.feed.code}", detail=detail)
    correction.delete()


def open_message(*, by: Actor, n: int, why: str) -> finding.Raw:
    """Return one message as it came; it may tell of a person, so who opened it and why is written down first."""
    summary = finding.one(n)
    if summary is None:
        raise NoSuchMessage(f"There is no message {n}. It may never have been stored.")
    if len(why.strip()) < SHORTEST_REASON:
        raise NoSuchMessage("Say in a sentence why: the message may tell of a person.", "why")
    if summary.state == MessageState.APPLIED and not summary.reason:
        raise NoSuchMessage(
            "What this message tells is in the record: it is read there, by those who may.", "why"
        )
    with transaction.atomic():
        ledger.write(
            by=by, act="message.read", pids=summary.pids, subject=f"message/{n}", why=why.strip()[:300]
        )
    return finding.raw([n])[0]


@transaction.atomic
def replay(*, by: Actor, n: int) -> None:
    """Let one quarantined message be applied again."""
    summary = finding.one(n)
    if summary is None or summary.state != "quarantined":
        raise NothingToReplay("This message is not in quarantine, so there is nothing to replay.")
    count = _replay(summary, "n = %s", [n])
    ledger.write(
        by=by, act="message.replay", pids=summary.pids, subject=f"message/{n}", detail={"messages": count}
    )


@transaction.atomic
def replay_alike(*, by: Actor, feed: str, reason: str) -> int:
    """Let all quarantined messages of a feed with one reason be applied again; return how many."""
    first = next(iter(finding.quarantined(feed, reason, count=1)), None)
    if first is None:
        raise NothingToReplay("No message is in quarantine for this reason any more.")
    count = _replay(first, "feed = %s and reason = %s", [feed, reason])
    detail = {"messages": count, "reason": reason}
    ledger.write(by=by, act="message.replay", subject=f"feed/{feed}", detail=detail)
    return count


def _replay(first: finding.Summary, condition: str, values: Sequence[str | int]) -> int:
    """Let quarantined messages wait again, by the feed that claims them now; those that came again are put aside."""
    feed = first.feed if first.feed != UNKNOWN else _claiming(first)
    with connection.cursor() as cursor:
        if feed != first.feed:
            cursor.execute(
                f"""update hl7_message m set state = 'put aside', reason = %s
                    where state = 'quarantined' and {condition} and exists (select from hl7_message o
                        where o.control_id = m.control_id and o.feed = %s and o.digest = m.digest)""",
                [CAME_AGAIN, *values, feed],
            )
        cursor.execute(
            f"""update hl7_message set state = 'waiting', reason = '', feed = %s
                where state = 'quarantined' and {condition}""",
            [feed, *values],
        )
        count = cursor.rowcount
    _wake()
    return count


def _claiming(first: finding.Summary) -> str:
    """The feed that claims a message now which none claimed before; all with its reason have its sender."""
    head = head_of(finding.raw([first.n])[0].body)
    found = feeds.feed_for(feeds.known(), head.sending_application, head.sending_facility)
    if found is None:
        raise NothingToReplay(messages.no_feed(head))
    return found.code


@transaction.atomic
def put_aside(*, by: Actor, n: int, why: str) -> None:
    """Take one message out of quarantine for good: it stays as it came and is not applied."""
    if len(why.strip()) < SHORTEST_REASON:
        raise NothingToReplay("Say in a sentence why the message is not to be applied.", "aside")
    with connection.cursor() as cursor:
        cursor.execute(
            """update hl7_message set state = 'put aside', reason = %s
               where n = %s and state = 'quarantined' returning pids""",
            [f"Put aside by {by.account}: {why.strip()[:300]}", n],
        )
        row = cursor.fetchone()
    if row is None:
        raise NothingToReplay("This message is not in quarantine.")
    ledger.write(by=by, act="message.put-aside", pids=row[0], subject=f"message/{n}", why=why.strip()[:300])


@transaction.atomic
def reprocess(*, by: Actor, feed: Feed, since: datetime) -> Reprocessing:
    """Let a feed's messages from a day on be applied again in the background."""
    if Reprocessing.objects.filter(feed=feed, finished=None).exists():
        raise NothingToReplay("This feed is being gone over already. Wait until that is done.", "since")
    made = reprocessing.begin(feed, since, by.account)
    detail = {"since": since.isoformat(), "messages": made.total}
    ledger.write(by=by, act="feed.reprocess", subject=f"feed/{feed.code}", detail=detail)
    _wake()
    return made


def _wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [messages.CHANNEL])
