"""What the state of a document puts on worklists, and what it takes off them."""

from __future__ import annotations

from django.utils import timezone

from toldonce.care.documents.due import due_after
from toldonce.care.documents.models import Delivery, Stray
from toldonce.care.worklist import actions as worklist
from toldonce.care.worklist.models import Item
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.queries import organisation

KIND = "document"
RECEIVED, UNOPENED, RETURNED, STRAY = "received", "unopened", "returned", "stray"
NOBODY = 0  # the pid of an item that is about nobody yet


def key(delivery: Delivery, what: str) -> str:
    """The name under which one item about a delivery is known."""
    return f"{what}/{delivery.pk}"


def refers(delivery: Delivery) -> str:
    """The document that an item leads to."""
    return f"DocumentReference/{delivery.document}"


def raise_received(delivery: Delivery, by: Actor) -> None:
    """Let the receiver know that a document is to be read and acknowledged."""
    reason = f"From {name_of(delivery.sender)}"
    if delivery.actions:
        reason += f", asks for {len(delivery.actions)} action{'s' if len(delivery.actions) > 1 else ''}"
    _raise(delivery, by, RECEIVED, delivery.receiver, reason)


def raise_unopened(delivery: Delivery, by: Actor) -> None:
    """Let the sender know that a document is past its time and has not been acknowledged."""
    reason = f"{name_of(delivery.receiver)} has not acknowledged it ({delivery.get_state_display().lower()})"
    _raise(delivery, by, UNOPENED, delivery.sender, reason, urgent=True)


def raise_returned(delivery: Delivery, by: Actor, why: str) -> None:
    """Let the sender know that a document came back."""
    _raise(delivery, by, RETURNED, delivery.sender, f"{name_of(delivery.receiver)}: {why}", urgent=True)


def raise_stray(stray: Stray, by: Actor) -> None:
    """Let the receiver know that a document belongs to nobody yet, and that somebody has to say whose it is."""
    worklist.raise_item(
        by=by,
        organisation=stray.receiver,
        kind=KIND,
        key=f"{STRAY}/{stray.pk}",
        pid=NOBODY,
        title=stray.says["title"],
        reason=f"From {name_of(stray.sender)}, and not filed by itself. {stray.reason}",
        due=due_after(timezone.now(), stray.kind),
    )


def settle_stray(stray: Stray, by: Actor, outcome: str) -> None:
    """Take a stray document off the worklist because somebody has decided about it."""
    item = _open(f"{STRAY}/{stray.pk}")
    if item is not None:
        worklist.settle(by=by, item=item, outcome=outcome)


def settle(delivery: Delivery, by: Actor, what: str, outcome: str, note: str = "") -> None:
    """Take an item off the worklist because what it asked for was done."""
    item = _open(key(delivery, what))
    if item is not None:
        worklist.settle(by=by, item=item, outcome=outcome, note=note)


def withdraw(delivery: Delivery, what: str, note: str) -> None:
    """Take an item off the worklist because it has no object any more."""
    item = _open(key(delivery, what))
    if item is not None:
        worklist.withdraw(by=SYSTEM, item=item, why=note)


def name_of(code: str) -> str:
    """The name of an organisation, or its code where the directory does not know it."""
    found = organisation(code)
    return found.name if found else code


def _raise(
    delivery: Delivery, by: Actor, what: str, receiver: str, reason: str, *, urgent: bool = False
) -> None:
    worklist.raise_item(
        by=by,
        organisation=receiver,
        kind=KIND,
        key=key(delivery, what),
        pid=delivery.pid,
        title=delivery.title,
        reason=reason,
        due=delivery.due,
        refers=refers(delivery),
        urgent=urgent,
    )


def _open(key: str) -> Item | None:
    found = Item.objects.filter(kind=KIND, key=key).first()
    return found if found is not None and found.is_open else None
