"""Every change to the mailbox's rows."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.exchange.mailbox.envelopes import Envelope
from toldonce.exchange.mailbox.models import Address, Outgoing, Received
from toldonce.ledger import actions as ledger
from toldonce.record import content

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
TRIES = 12  # about two days and a half with the pauses above
LOOK_AGAIN = timedelta(minutes=5)


@transaction.atomic
def post(*, by: Actor, envelope: Envelope) -> Outgoing:
    """Take over an envelope to be sent; the same name posted again is the one that is there already."""
    made, is_new = Outgoing.objects.get_or_create(
        local_id=envelope.local_id,
        defaults={
            "sender": envelope.sender,
            "receiver": envelope.receiver,
            "workflow": envelope.workflow,
            "subject": envelope.subject[:200],
            "media_type": envelope.media_type,
            "key": content.keep(envelope.body, envelope.media_type),
        },
    )
    if is_new:
        _write(by, "mailbox.post", made)
    return made


@transaction.atomic
def mark_sent(*, by: Actor, outgoing: Outgoing, name: str) -> Outgoing:
    """Note that the mailbox has taken an envelope, and by which name it knows it."""
    outgoing.name, outgoing.trouble = name, ""
    outgoing.next_try = timezone.now()
    return _to(by, outgoing, Outgoing.State.SENT, told=outgoing.told)


@transaction.atomic
def mark_arrived(*, by: Actor, outgoing: Outgoing) -> Outgoing:
    """Note that the receiver has fetched an envelope."""
    return _to(by, outgoing, Outgoing.State.DELIVERED, told=False)


@transaction.atomic
def look_later(*, by: Actor, outgoing: Outgoing) -> Outgoing:
    """Note that an envelope has not been fetched yet, and when to look again."""
    outgoing.next_try = timezone.now() + LOOK_AGAIN
    outgoing.save(update_fields=["next_try"])
    ledger.write(by=by, act="mailbox.look", subject=f"envelope/{outgoing.local_id}")
    return outgoing


@transaction.atomic
def mark_failed(*, by: Actor, outgoing: Outgoing, trouble: str, for_good: bool = False) -> Outgoing:
    """Note a failure: tried again after a pause that doubles, or given up."""
    outgoing.tries += 1
    outgoing.trouble = trouble
    outgoing.next_try = timezone.now() + _pause_after(outgoing.tries)
    if for_good or outgoing.tries >= TRIES:
        return _to(by, outgoing, Outgoing.State.DEAD, told=False)
    return _to(by, outgoing, Outgoing.State.WAITING, told=outgoing.told)


@transaction.atomic
def try_again(*, by: Actor, outgoing: Outgoing) -> Outgoing:
    """Let an envelope that was given up be tried from the beginning."""
    outgoing = Outgoing.objects.select_for_update().get(pk=outgoing.pk)
    if outgoing.state == Outgoing.State.DEAD:
        outgoing.tries, outgoing.next_try = 0, timezone.now()
        _to(by, outgoing, Outgoing.State.WAITING, told=False)
    return outgoing


@transaction.atomic
def mark_told(*, by: Actor, outgoing: Outgoing) -> Outgoing:
    """Note that whoever posted an envelope knows how far it is."""
    outgoing.told = True
    outgoing.save(update_fields=["told"])
    ledger.write(by=by, act="mailbox.tell", subject=f"envelope/{outgoing.local_id}")
    return outgoing


@transaction.atomic
def keep_received(*, by: Actor, name: str, envelope: Envelope | None, reason: str = "") -> Received:
    """Note what came in, once: taken, or declined with the reason."""
    reason = reason.replace("\0", "\ufffd")  # it may quote what came
    made = Received.objects.create(
        name=name[:120],
        sender=envelope.sender[:64] if envelope else "",
        receiver=envelope.receiver[:64] if envelope else "",
        workflow=envelope.workflow[:64] if envelope else "",
        local_id=envelope.local_id[:120] if envelope else "",
        reason=reason,
    )
    act = "mailbox.decline" if reason else "mailbox.receive"
    ledger.write(by=by, act=act, subject=f"envelope/{name}", why=reason, detail={"workflow": made.workflow})
    return made


@transaction.atomic
def learn_address(*, by: Actor, mailbox: str, organisation: str) -> Address:
    """Keep whose mailbox it is, so that an answer from it is known."""
    made, is_new = Address.objects.get_or_create(mailbox=mailbox, defaults={"organisation": organisation})
    if is_new:
        ledger.write(by=by, act="mailbox.learn", subject=mailbox, detail={"organisation": organisation})
    return made


def _pause_after(tries: int) -> timedelta:
    return min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)


def _to(by: Actor, outgoing: Outgoing, state: str, *, told: bool) -> Outgoing:
    outgoing.state, outgoing.told = state, told
    outgoing.save()
    _write(by, f"mailbox.{state}", outgoing)
    return outgoing


def _write(by: Actor, act: str, outgoing: Outgoing) -> None:
    detail = {"workflow": outgoing.workflow, "receiver": outgoing.receiver, "tries": outgoing.tries}
    ledger.write(by=by, act=act, subject=f"envelope/{outgoing.local_id}", why=outgoing.trouble, detail=detail)
