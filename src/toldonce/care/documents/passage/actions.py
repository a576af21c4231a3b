"""What the mailbox says of a document: taken over, delivered, given up, answered."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from toldonce.care.documents import items
from toldonce.care.documents.models import Delivery, Reply
from toldonce.care.documents.states import MOVES
from toldonce.care.documents.steps import locked, move
from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger


@transaction.atomic
def mark_carried(*, by: Actor, delivery: Delivery) -> Delivery:
    """Note that the mailbox has taken over a document that waited for it."""
    delivery = locked(delivery)
    move(delivery, "send", by)
    _write_delivery(by, "document.carry", delivery)
    return delivery


@transaction.atomic
def mark_delivered(*, by: Actor, local_id: str) -> Delivery | None:
    """Note that the receiver's mailbox has taken a document; said twice, it changes nothing."""
    delivery = _known(local_id)
    if delivery is not None and delivery.state in MOVES["deliver"].after:
        move(delivery, "deliver", by)
        _write_delivery(by, "document.deliver", delivery)
    return delivery


@transaction.atomic
def mark_failed(*, by: Actor, local_id: str, why: str) -> Delivery | None:
    """Note that a document could not be delivered, and put it back on the sender's worklist."""
    delivery = _known(local_id)
    if delivery is not None and delivery.state in MOVES["fail"].after:
        move(delivery, "fail", by, why)
        items.raise_returned(delivery, by, why)
        _write_delivery(by, "document.fail", delivery)
    return delivery


@transaction.atomic
def mark_tried_again(*, by: Actor, local_id: str) -> Delivery | None:
    """Note that an operator lets the mailbox try again what it had given up."""
    delivery = _known(local_id)
    if delivery is not None and delivery.state in MOVES["try again"].after:
        move(delivery, "try again", by)
        items.withdraw(delivery, items.RETURNED, "The mailbox tries again.")
        _write_delivery(by, "document.try-again", delivery)
    return delivery


@transaction.atomic
def hear_reply(*, by: Actor, local_id: str, sender: str, accepted: bool, words: str = "") -> Delivery | None:
    """Take in what a system outside says of a document that we sent to it; None when we sent it none of this name."""
    delivery = _known(local_id)
    act = "hear accepted" if accepted else "hear returned"
    if delivery is None or delivery.receiver != sender:
        return None
    if delivery.state in MOVES[act].after:
        move(delivery, act, by, words)
        items.withdraw(delivery, items.UNOPENED, "The receiver has answered.")
        if not accepted:
            items.raise_returned(delivery, by, words)
        _write_delivery(by, "document.reply", delivery, accepted=accepted)
    return delivery


@transaction.atomic
def mark_reply_carried(*, by: Actor, reply: Reply) -> Reply:
    """Note that the mailbox has taken over an answer to a system outside."""
    reply.carried = timezone.now()
    reply.save(update_fields=["carried"])
    ledger.write(by=by, act="document.answer", subject=f"reply/{reply.pk}")
    return reply


def _known(local_id: str) -> Delivery | None:
    sent = Delivery.objects.filter(local_id=local_id, letter__isnull=False)
    return sent.select_for_update(of=("self",)).first()


def _write_delivery(by: Actor, act: str, delivery: Delivery, why: str = "", **detail: object) -> None:
    ledger.write(
        by=by,
        act=act,
        pids=[delivery.pid],
        subject=f"DocumentReference/{delivery.document}",
        why=why,
        detail={"delivery": delivery.pk, "state": delivery.state, **detail},
    )
