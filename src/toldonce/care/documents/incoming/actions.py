"""Taking in documents from systems outside: to a person's papers and a worklist, or before somebody who decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from toldonce.care.documents import items, keeping
from toldonce.care.documents.due import due_after
from toldonce.care.documents.errors import NotNow, Unreadable
from toldonce.care.documents.headings import KINDS, workflow_of
from toldonce.care.documents.incoming.arriving import (
    Envelope,
    Told,
    document_id,
    paper_inside,
    told_by,
    whose,
)
from toldonce.care.documents.incoming.kept import envelope_of
from toldonce.care.documents.models import Delivery, Reply, Stray
from toldonce.care.documents.states import MOVES, State
from toldonce.care.documents.steps import note_step
from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.record import content, identity, store

LONGEST_NAME = 300


@transaction.atomic
def receive_document(*, by: Actor, envelope: Envelope) -> Delivery | Stray:
    """Take in a document; the same one again is the one that is there already.

    Raises Unreadable when it does not hold what it says it holds.
    """
    local_id = _name(envelope)
    known = (
        Delivery.objects.filter(local_id=local_id).first()
        or Stray.objects.filter(sender=envelope.sender, local_id=envelope.local_id).first()
    )
    if known is not None:
        ledger.write(
            by=by, act="document.receive-again", subject=f"{type(known).__name__.lower()}/{known.pk}"
        )
        return known
    told = told_by(envelope)
    person, reason = whose(told)
    if not person:
        return _stray(by, envelope, told, reason)
    return _file(by, envelope, told, person)


@transaction.atomic
def settle_stray(*, by: Actor, stray: Stray, person: int) -> Delivery:
    """Give a stray document to the person whose it is, as somebody of the receiver has decided."""
    stray = _open_stray(by, stray)
    if not identity.pids_of(person):
        raise NotNow(
            "Nobody of this number is in the record. Find the person again, and choose from the list."
        )
    delivery = _file(by, envelope_of(stray), Told(**stray.says), person)
    _settle(by, stray, f"given to person {person}")
    return delivery


@transaction.atomic
def return_stray(*, by: Actor, stray: Stray, why: str) -> Stray:
    """Send a stray document back to where it came from, with the reason."""
    stray = _open_stray(by, stray)
    if len(why.strip()) < 5:
        raise NotNow("A document is returned with a reason, so that the sender knows what to do. Write it.")
    Reply.objects.create(
        sender=stray.receiver,
        receiver=stray.sender,
        about=stray.local_id,
        workflow=f"{workflow_of(stray.kind)}_ACK",
        is_accepted=False,
        words=why,
    )
    _settle(by, stray, f"returned: {why}")
    return stray


def _file(by: Actor, envelope: Envelope, told: Told, person: int) -> Delivery:
    """Put the document among the papers of a person and on the worklist of the receiver."""
    now = timezone.now()
    patients = identity.of_persons([person])
    patient = next((each for each in patients if each.source == envelope.sender), patients[0])
    document = document_id(envelope.sender, told.identifier)
    _check_same_person(document, person)
    earlier = document_id(envelope.sender, told.replaces) if told.replaces else ""
    resource = keeping.reference_of(
        id=document,
        patient=patient.id,
        source=envelope.sender,
        kind=KINDS.get(told.kind),
        title=told.title,
        author=told.author,
        at=_written(told) or now,
        receivers=[envelope.receiver],
        contents=_contents(envelope),
        identifier=told.identifier,
    )
    replaced = keeping.superseded(earlier) if earlier else None
    if replaced is not None:
        resource["relatesTo"] = [
            {"code": "replaces", "target": {"reference": f"DocumentReference/{earlier}"}}
        ]
        _supersede(by, earlier)
    resources = [resource, *([replaced] if replaced else [])]
    keeping.write(by, envelope.sender, resources, "a document came by the mailbox")
    return _deliver(by, envelope, told, document, patient.pid, now)


def _check_same_person(document: str, person: int) -> None:
    """A document never moves from one person's papers to another's because two were given one name."""
    stored = store.read("DocumentReference", document)
    if stored is not None and stored.body and stored.pid not in identity.pids_of(person):
        raise Unreadable(
            "A document of this sender with the same identifier is in the record of another person. Ask the sender to "
            "give each document an identifier of its own."
        )


def _deliver(by: Actor, envelope: Envelope, told: Told, document: str, pid: int, now: datetime) -> Delivery:
    delivery = Delivery.objects.create(
        document=document,
        pid=pid,
        kind=told.kind,
        title=told.title[:200],
        sender=envelope.sender,
        receiver=envelope.receiver,
        by_mailbox=True,
        state=State.DELIVERED,
        local_id=_name(envelope),
        sent=now,
        due=due_after(now, told.kind),
    )
    note_step(delivery, by, State.DELIVERED)
    items.raise_received(delivery, by)
    ledger.write(
        by=by,
        act="document.receive",
        pids=[pid],
        subject=f"DocumentReference/{document}",
        detail={"sender": envelope.sender, "receiver": envelope.receiver, "workflow": envelope.workflow},
    )
    return delivery


def _supersede(by: Actor, document: str) -> None:
    """Take the deliveries of a replaced document off the worklists."""
    for each in Delivery.objects.select_for_update(of=("self",)).filter(document=document, letter=None):
        items.withdraw(each, items.RECEIVED, "The sender replaced it by a newer version.")
        if each.state in MOVES["supersede"].after:
            each.state = State.SUPERSEDED
            each.save(update_fields=["state"])
            note_step(each, by, State.SUPERSEDED)


def _stray(by: Actor, envelope: Envelope, told: Told, reason: str) -> Stray:
    stray = Stray.objects.create(
        local_id=envelope.local_id,
        sender=envelope.sender,
        receiver=envelope.receiver,
        workflow=envelope.workflow,
        kind=told.kind,
        media_type=envelope.media_type,
        key=content.keep(envelope.body, envelope.media_type),
        says=told.kept(),
        reason=reason,
    )
    items.raise_stray(stray, by)
    ledger.write(by=by, act="document.stray", subject=f"stray/{stray.pk}", why=reason)
    return stray


def _open_stray(by: Actor, stray: Stray) -> Stray:
    if by.organisation != stray.receiver:
        raise NotNow("The document was sent to another organisation, and only that one decides about it.")
    stray = Stray.objects.select_for_update().get(pk=stray.pk)
    if stray.settled is not None:
        raise NotNow(f"Somebody has decided about this document already: it was {stray.outcome}.")
    return stray


def _settle(by: Actor, stray: Stray, outcome: str) -> None:
    stray.settled, stray.settled_by, stray.outcome = timezone.now(), by.account, outcome
    stray.save(update_fields=["settled", "settled_by", "outcome"])
    items.settle_stray(stray, by, outcome)
    ledger.write(by=by, act="document.stray-settle", subject=f"stray/{stray.pk}", why=outcome)


def _name(envelope: Envelope) -> str:
    """The sender's own name for it, made one that nobody else's can be."""
    if len(envelope.local_id) > LONGEST_NAME:
        raise Unreadable(
            f"Its name is longer than {LONGEST_NAME} characters. Ask the sender for a shorter one."
        )
    return f"{envelope.sender}/{envelope.local_id}"


def _contents(envelope: Envelope) -> list[tuple[str, bytes]]:
    """The paper first, where there is one, then what was sent."""
    if "json" not in envelope.media_type:
        return [(envelope.media_type, envelope.body)]
    paper = paper_inside(envelope.body)
    return [*([(keeping.PDF, paper)] if paper else []), (keeping.FHIR, envelope.body)]


def _written(told: Told) -> datetime | None:
    try:
        found = parse_datetime(told.written)
    except ValueError as trouble:
        raise Unreadable(f"Its date is none ({trouble}). Ask the sender to correct it.") from None
    return found if found is not None and found.tzinfo else None
