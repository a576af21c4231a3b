"""The e-mail that says that there is something new: a number and a link, never what it is or whom it is about.

A letter is a row first. A clock sends it and marks it sent afterwards: killed in between, it sends it again, so that a
letter may come twice and is never lost.
"""

from __future__ import annotations

import itertools
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from toldonce.care.alerts.models import Alert, Letter
from toldonce.directory.actors import SYSTEM
from toldonce.directory.queries import account_named
from toldonce.ledger import actions as ledger

APART = timedelta(minutes=5)  # between two letters to one account, unless something is urgent
AGAIN_AFTER = (1, 5, 15, 60, 240, 720)  # minutes; after the last of them the letter is given up
TAKEN_FOR = timedelta(minutes=5)  # longer than a mail server that answers slowly may take for one letter
AT_A_TIME = 20
SUBJECT = "You have {} in Toldonce"
BODY = """Hello,

you have {} in Toldonce. Sign in to read:

{}

This message says neither what they are about nor whom, and must not: e-mail is not private.
You get it because you asked to be told. You change when, and stop it, on the page "Tell me when".
"""


def turn() -> int:
    """Write the letters that are due, send what is to be sent, and return how many left or failed."""
    written = write_letters(timezone.now())
    return written + sum(1 for _ in itertools.islice(iter(_send_next, False), AT_A_TIME))


def write_letters(now: datetime) -> int:
    """One letter for each account with alerts that are due and not mailed; how many letters that were."""
    with transaction.atomic():
        due = Alert.objects.select_for_update(skip_locked=True).filter(mail_due__lte=now, letter=None)
        waiting: dict[str, list[Alert]] = {}
        for alert in due.select_related("event").order_by("pk"):
            waiting.setdefault(alert.account, []).append(alert)
        return sum(_written(account, alerts, now) for account, alerts in waiting.items())


def _written(account: str, alerts: list[Alert], now: datetime) -> int:
    """A letter about what is still unread and so; without any such, or soon after another one, none."""
    new = [each for each in alerts if each.seen is None and each.event.withdrawn is None]
    idle = [each.pk for each in alerts if each not in new]
    Alert.objects.filter(pk__in=idle).update(mail_due=None)
    is_urgent = any(each.event.urgent for each in new)
    if not new or (not is_urgent and Letter.objects.filter(account=account, made__gt=now - APART).exists()):
        return 0
    letter = Letter.objects.create(account=account, count=len(new), made=now, due=now)
    Alert.objects.filter(pk__in=[each.pk for each in new]).update(letter=letter)
    return 1


def _send_next() -> bool:
    """Send the letter that has waited longest; False when none is due."""
    letter = _taken()
    if letter is None:
        return False
    _send(letter)
    return True


@transaction.atomic
def _taken() -> Letter | None:
    """The letter that has waited longest, in nobody else's hands for a while.

    No transaction stays open while it is sent: the feed of changes waits for each, and a mail server may be slow.
    """
    waiting = Letter.objects.select_for_update(skip_locked=True).filter(
        sent=None, given_up=None, due__lte=timezone.now()
    )
    letter = waiting.order_by("due").first()
    if letter is not None:
        letter.due = timezone.now() + TAKEN_FOR
        letter.save(update_fields=["due"])
    return letter


def _send(letter: Letter) -> None:
    account = account_named(letter.account)
    if account is None or not account.email:
        return _give_up(letter, "The account is closed or has no e-mail address.")
    try:
        message(letter.count, account.email).send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        if all(code >= 500 for code in codes):
            return _give_up(letter, f"The mail server refuses this address ({codes[0]}).")
        return _try_later(letter, f"The mail server does not take it now ({codes[0]}).")
    except (OSError, smtplib.SMTPException) as trouble:
        return _try_later(letter, f"The mail server could not be reached ({type(trouble).__name__}).")
    return _note_sent(letter)


def message(count: int, address: str) -> EmailMessage:
    """The letter itself; it is the same whatever the alerts are about."""
    number = f"{count} new alert{'' if count == 1 else 's'}"
    return EmailMessage(
        SUBJECT.format(number), BODY.format(number, settings.TOLDONCE_ALERTS_LINK), to=[address]
    )


@transaction.atomic
def _note_sent(letter: Letter) -> None:
    letter.sent, letter.trouble = timezone.now(), ""
    letter.save()
    ledger.write(
        by=SYSTEM, act="alert.mail", subject=f"account/{letter.account}", detail={"count": letter.count}
    )


@transaction.atomic
def _give_up(letter: Letter, why: str) -> None:
    letter.given_up, letter.trouble = timezone.now(), why
    letter.save()
    ledger.write(by=SYSTEM, act="alert.mail-failed", subject=f"account/{letter.account}", why=why)


def _try_later(letter: Letter, why: str) -> None:
    letter.tries += 1
    if letter.tries > len(AGAIN_AFTER):
        return _give_up(letter, why)
    letter.trouble = why
    letter.due = timezone.now() + timedelta(minutes=AGAIN_AFTER[letter.tries - 1])
    letter.save()
    return None


def trouble_of(account: str) -> str:
    """Why the last letter to an account did not go; empty when it went."""
    last = Letter.objects.filter(account=account).order_by("-made").first()
    return last.trouble if last else ""
