"""The e-mail by which operators hear that a feed has fallen silent, once for each silence, and that it speaks again.

It names the feed, its source and a time, never what a message told. It is marked sent after it was sent: killed in
between, it may come twice and is never lost.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from toldonce.directory.actors import SYSTEM
from toldonce.directory.queries import addresses_of_administrators, organisation
from toldonce.exchange.hl7v2 import feeds
from toldonce.exchange.hl7v2.models import Feed, FeedState, Silence
from toldonce.ledger import actions as ledger

AGAIN_AFTER = (1, 5, 15, 60, 240)  # minutes; the last of them for ever
TAKEN_FOR = timedelta(minutes=5)  # longer than a mail server that answers slowly may take for one letter
AT_A_TIME = 20
NOBODY = "No administrator has an e-mail address: give one under Accounts."
SILENT = "The feed {name} is silent"
SPEAKS = "The feed {name} speaks again"
SILENT_BODY = """The feed {name} ({code}) of {source} was last heard on {since}, longer ago than it may be silent.

What to do: ask {source} whether its sender runs, and look at the connection. What it sends meanwhile is not lost if its
sender keeps it. You get no second letter about this silence; you hear when the feed speaks again.

{address}
"""
SPEAKS_BODY = """The feed {name} ({code}) of {source}, silent since {since}, was heard again by {ended}.

{address}
"""


def turn(now: datetime | None = None) -> int:
    """Note which feeds fell silent or speak again, and send what is due; return how many letters were sent."""
    now = now or timezone.now()
    _note(now)
    sent = 0
    while sent < AT_A_TIME and _send_next(now):
        sent += 1
    return sent


@transaction.atomic
def _note(now: datetime) -> None:
    for silence in Silence.objects.select_for_update().filter(ended=None).select_related("feed"):
        if _is_heard(silence):
            silence.ended, silence.due, silence.tries = now, now, 0
        elif not _is_watched(silence.feed):
            silence.ended = silence.told_of_end = now  # that it speaks again would not be true
        silence.save()
    for each in feeds.silent(now):
        Silence.objects.get_or_create(feed=each.feed, ended=None, defaults={"since": each.since, "due": now})


def _is_heard(silence: Silence) -> bool:
    """Whether the feed was heard again; that it may be silent for longer by night ends no silence."""
    last = feeds.last_heard(silence.feed.code)
    return last is not None and last > silence.since


def _is_watched(feed: Feed) -> bool:
    return feed.state == FeedState.LIVE and not feed.is_test


def _send_next(now: datetime) -> bool:
    """Send the letter that has waited longest; False when none is due, or none goes out."""
    silence = _taken(now)
    if silence is None:
        return False
    addresses = addresses_of_administrators()
    trouble = _sent(letter(silence, addresses)) if addresses else NOBODY
    _settle(silence, trouble, len(addresses), now)
    return not trouble


@transaction.atomic
def _taken(now: datetime) -> Silence | None:
    """The silence whose letter has waited longest, in nobody else's hands for a while.

    No transaction stays open while the letter is sent: the feed of changes waits for each.
    """
    to_tell = Q(ended=None, told=None) | Q(ended__isnull=False, told__isnull=False, told_of_end=None)
    waiting = Silence.objects.select_for_update(skip_locked=True, of=("self",)).select_related("feed")
    silence = waiting.filter(to_tell, due__lte=now).order_by("due", "pk").first()
    if silence is not None:
        silence.due = now + TAKEN_FOR
        silence.save(update_fields=["due"])
    return silence


@transaction.atomic
def _settle(silence: Silence, trouble: str, addresses: int, now: datetime) -> None:
    if trouble:
        silence.due = now + timedelta(minutes=AGAIN_AFTER[min(silence.tries, len(AGAIN_AFTER) - 1)])
        silence.tries, silence.trouble = silence.tries + 1, trouble
    elif silence.ended is None:
        silence.told, silence.trouble, silence.tries = now, "", 0
    else:
        silence.told_of_end, silence.trouble = now, ""
    silence.save(update_fields=["due", "tries", "trouble", "told", "told_of_end"])
    if not trouble:
        act = "feed.silence.mail" if silence.ended is None else "feed.speaks.mail"
        ledger.write(by=SYSTEM, act=act, subject=f"feed/{silence.feed.code}", detail={"addresses": addresses})


def _sent(message: EmailMessage) -> str:
    """Send it; why it did not go."""
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as trouble:
        return f"The mail server does not take it ({type(trouble).__name__})."
    return ""


def letter(silence: Silence, addresses: Sequence[str]) -> EmailMessage:
    """The letter about a silence, or about its end; nobody sees who else gets it."""
    source = organisation(silence.feed.source)
    words = {
        "name": silence.feed.name,
        "code": silence.feed.code,
        "source": source.name if source else silence.feed.source,
        "since": _moment(silence.since),
        "ended": _moment(silence.ended) if silence.ended else "",
        "address": f"{settings.TOLDONCE_PUBLIC_ADDRESS}/feeds/",
    }
    subject, body = (SPEAKS, SPEAKS_BODY) if silence.ended else (SILENT, SILENT_BODY)
    title = " ".join(subject.format(**words).split())  # a name must not break out of the header
    return EmailMessage(title, body.format(**words), bcc=list(addresses))


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y at %H:%M}"


def open_ones() -> dict[str, Silence]:
    """The silences that go on, by the code of their feed."""
    return {each.feed.code: each for each in Silence.objects.filter(ended=None).select_related("feed")}
