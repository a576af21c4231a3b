"""The rounds of the mailbox: send what is due, look how far it has come, collect what came in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from toldonce.directory.actors import SYSTEM
from toldonce.exchange.mailbox import actions
from toldonce.exchange.mailbox.envelopes import Box, Envelope, Passage
from toldonce.exchange.mailbox.errors import Declined, MailboxTrouble, Undeliverable
from toldonce.exchange.mailbox.mesh import Mesh
from toldonce.exchange.mailbox.models import Outgoing, Received
from toldonce.record import content

AT_A_TIME = 20
TAKEN_FOR = timedelta(minutes=5)  # longer than a mailbox may take for one envelope
log = logging.getLogger(__name__)


def send_due(box: Box) -> int:
    """Send the envelopes whose time has come, and say how many were tried.

    An envelope is marked as sent after the mailbox took it: a process that dies in between sends it once more, under
    the same name of the sender's, by which the receiver knows it again.
    """
    tried = 0
    for outgoing in _due(Outgoing.State.WAITING):
        _send(box, outgoing)
        tried += 1
    return tried


def _due(state: str) -> Iterator[Outgoing]:
    """The envelopes of a state that are due, each taken as it is asked for, so many a round."""
    return islice(iter(lambda: _next(state), None), AT_A_TIME)


@transaction.atomic
def _next(state: str) -> Outgoing | None:
    """The envelope of a state that is due longest, in nobody else's hands for a while; None where none is due.

    No transaction stays open while the mailbox is asked: the feed of changes waits for each.
    """
    now = timezone.now()
    due = Outgoing.objects.select_for_update(skip_locked=True).filter(state=state, next_try__lte=now)
    found = due.order_by("next_try", "pk").first()
    if found is not None:
        found.next_try = now + TAKEN_FOR
        found.save(update_fields=["next_try"])
    return found


def _send(box: Box, outgoing: Outgoing) -> None:
    kept = content.fetch(bytes(outgoing.key))
    if kept is None:
        actions.mark_failed(by=SYSTEM, outgoing=outgoing, trouble="Its bytes are gone.", for_good=True)
        return
    envelope = Envelope(
        outgoing.sender, outgoing.receiver, outgoing.workflow, outgoing.local_id, outgoing.subject,
        outgoing.media_type, kept.body,
    )  # fmt: skip
    try:
        name = box.send(envelope)
    except Undeliverable as trouble:
        actions.mark_failed(by=SYSTEM, outgoing=outgoing, trouble=str(trouble), for_good=True)
    except MailboxTrouble as trouble:
        actions.mark_failed(by=SYSTEM, outgoing=outgoing, trouble=str(trouble))
    else:
        actions.mark_sent(by=SYSTEM, outgoing=outgoing, name=name)
        if isinstance(box, Mesh):
            address = box.address_of(envelope.receiver, envelope.workflow)
            actions.learn_address(by=SYSTEM, mailbox=address, organisation=envelope.receiver)


def look_how_far(box: Box) -> int:
    """Ask how far the envelopes that were sent have come, and say how many have arrived or were refused."""
    return sum(_look(box, outgoing) for outgoing in _due(Outgoing.State.SENT))


def _look(box: Box, outgoing: Outgoing) -> int:
    try:
        passage, why = box.passage(outgoing.name)
    except MailboxTrouble:
        passage, why = Passage.WAITING, ""
    if passage == Passage.DELIVERED:
        actions.mark_arrived(by=SYSTEM, outgoing=outgoing)
    elif passage == Passage.REFUSED:
        trouble = why or "The mailbox refused it."
        actions.mark_failed(by=SYSTEM, outgoing=outgoing, trouble=trouble, for_good=True)
    else:
        actions.look_later(by=SYSTEM, outgoing=outgoing)
    return int(passage != Passage.WAITING)


def collect(box: Box, take: Callable[[Envelope], object]) -> int:
    """Hand over what came in, each envelope once, and say how many were dealt with.

    `take` runs in the transaction that notes the envelope; where it raises Declined, the reason is kept and told to the
    mailbox. An envelope that cannot be fetched just now, or on which we fail ourselves, stays for the next round.
    """
    try:
        names = list(islice(box.waiting(), AT_A_TIME))
    except MailboxTrouble as trouble:
        log.warning("The mailbox cannot be read: %s", trouble)
        return 0
    return sum(_collected(box, name, take) for name in names)


def _collected(box: Box, name: str, take: Callable[[Envelope], object]) -> int:
    known = Received.objects.filter(name=name[:120]).first()
    try:
        reason = known.reason if known else _taken(box, name, take)
        if reason:
            box.decline(name, reason)
        else:
            box.take(name)
    except Exception as trouble:  # whatever it is, the other envelopes are not to wait for this one
        log.warning("An envelope stays for the next round (%s).", type(trouble).__name__)
        return 0
    return 1


def _taken(box: Box, name: str, take: Callable[[Envelope], object]) -> str:
    """Take one envelope in; the reason where it is declined."""
    envelope = None
    try:
        envelope = box.fetch(name)
        with transaction.atomic():
            take(envelope)
            actions.keep_received(by=SYSTEM, name=name, envelope=envelope)
    except Declined as declined:
        actions.keep_received(
            by=SYSTEM, name=name, envelope=envelope, reason=str(declined) or "Without a reason."
        )
        return str(declined)
    return ""
