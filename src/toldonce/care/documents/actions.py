"""Everything that is done with letters and with their deliveries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction
from django.utils import timezone

from toldonce.care.documents import items, keeping
from toldonce.care.documents.bundles import Signing, document
from toldonce.care.documents.due import due_after
from toldonce.care.documents.errors import ChangedMeanwhile, LetterRefused, NotNow, NotYours
from toldonce.care.documents.headings import workflow_of
from toldonce.care.documents.letters import LetterText, problems_of
from toldonce.care.documents.models import Delivery, Letter, LetterState, Reply
from toldonce.care.documents.paper import pdf
from toldonce.care.documents.prefilling import last_encounter, prefilled
from toldonce.care.documents.receivers import Receiver, receivers_of, suggested
from toldonce.care.documents.states import MOVES, State
from toldonce.care.documents.steps import locked, move, note_step
from toldonce.care.documents.tasks import tasks_for
from toldonce.directory.actors import Actor
from toldonce.directory.models import Role
from toldonce.ledger import actions as ledger
from toldonce.record.readings.demographics import demographics
from toldonce.record.readings.record import Record

# Letters


@transaction.atomic
def begin_letter(*, by: Actor, record: Record, kind: str) -> Letter:
    """Begin a letter about the person of an open record, with what the record says already."""
    patient = keeping.own_patient(record, by.organisation)
    letter = Letter.objects.create(
        pid=patient.pid,
        kind=kind,
        organisation=by.organisation,
        content=prefilled(record, kind, by.organisation).kept(),
        receivers=[each.kept() for each in suggested(record, by.organisation)],
        written_by=by.account,
    )
    _write(by, "letter.begin", letter)
    return letter


@transaction.atomic
def rewrite_letter(
    *,
    by: Actor,
    letter: Letter,
    text: LetterText,
    receivers: Sequence[Receiver],
    seen: str | None = None,
) -> Letter:
    """Keep what a draft says now; a signed letter is replaced instead.

    `seen` is the `stamp` of the draft that was before the writer's eyes; raises ChangedMeanwhile if it is another now.
    """
    letter = _draft(by, letter)
    _check_seen(
        letter, seen, "What you wrote is below: compare it with the draft in another tab, and keep it again."
    )
    letter.content, letter.changed = text.kept(), timezone.now()
    letter.receivers = [each.kept() for each in receivers]
    letter.save(update_fields=["content", "changed", "receivers"])
    _write(by, "letter.rewrite", letter)
    return letter


@transaction.atomic
def drop_letter(*, by: Actor, letter: Letter) -> Letter:
    """Give up a draft; it is in nobody's record."""
    letter = _draft(by, letter)
    _letter_to(letter, LetterState.DROPPED)
    _write(by, "letter.drop", letter)
    return letter


@transaction.atomic
def sign_letter(*, by: Actor, letter: Letter, record: Record, seen: str | None = None) -> Letter:
    """Sign a draft: it becomes a document of the record, as paper and as data, and is not changed any more.

    `seen` is the `stamp` of the draft that the signer read. Raises LetterRefused with what is missing, and
    ChangedMeanwhile.
    """
    letter = _draft(by, letter)
    _check_seen(letter, seen, "Read it as it is now, then sign.")
    text = letter.text
    receivers = receivers_of(letter)
    problems = problems_of(text)
    if not receivers:
        problems["receivers"] = "Nobody is chosen to receive the letter. Choose the practice of the person."
    if problems:
        raise LetterRefused(problems)
    signing = _signing(by, letter, receivers, timezone.now())
    _keep(by, letter, record, text, signing)
    letter.document, letter.signed, letter.signed_by = signing.number, signing.at, by.account
    letter.signed_name = by.name
    letter.save(update_fields=["document", "signed", "signed_by", "signed_name"])
    _letter_to(letter, LetterState.SIGNED)
    _write(by, "letter.sign", letter)
    return letter


def _keep(by: Actor, letter: Letter, record: Record, text: LetterText, signing: Signing) -> None:
    """Write the document, and say of the one that it replaces that it was replaced."""
    who = next(iter(record.once(demographics)))
    paper = pdf(text, who, signing)
    bundle = orjson.dumps(document(record, text, signing, last_encounter(record, text.kind, by.organisation)))
    patient = keeping.own_patient(record, by.organisation)["id"]
    kept = [keeping.signed_reference(patient, text.of_kind, signing, paper, bundle)]
    earlier = keeping.superseded(signing.replaces) if signing.replaces else None
    keeping.write(
        by, by.organisation, [*kept, *([earlier] if earlier else [])], f"a {text.of_kind.title} was signed"
    )


@transaction.atomic
def send_letter(*, by: Actor, letter: Letter) -> list[Delivery]:
    """Send a signed letter to its receivers: to a worklist here, or by the mailbox where nobody reads here."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    _check_ours(by, letter.organisation)
    if letter.state != LetterState.SIGNED:
        raise NotNow("Only a signed letter that was not sent yet can be sent. Sign it first.")
    if letter.replaces is not None:
        _supersede(by, letter.replaces)
    made = [_deliver(by, letter, each) for each in receivers_of(letter)]
    _letter_to(letter, LetterState.SENT)
    _write(by, "letter.send", letter, to=[each.receiver for each in made])
    return made


def _deliver(by: Actor, letter: Letter, to: Receiver) -> Delivery:
    text, now = letter.text, timezone.now()
    title = text.of_kind.title + (" (corrected)" if letter.replaces_id else "")
    delivery = Delivery.objects.create(
        letter=letter,
        document=letter.document,
        pid=letter.pid,
        kind=letter.kind,
        title=title,
        sender=letter.organisation,
        receiver=to.code,
        is_copy=to.is_copy,
        by_mailbox=not to.reads_here,
        local_id=str(uuid.uuid4()),
        actions=[] if to.is_copy else letter.content["actions"],
        sent=now,
        due=due_after(now, letter.kind),
    )
    note_step(delivery, by, State.WAITING)
    if to.reads_here:
        move(delivery, "deliver", by, SENDING_HERE)
        items.raise_received(delivery, by)
    return delivery


SENDING_HERE = "The receiver reads its documents in this system."


def _supersede(by: Actor, earlier: Letter) -> None:
    """Tell of a replaced letter that nobody is to act on it any more."""
    for each in earlier.deliveries.select_for_update():
        if each.state in MOVES["supersede"].after:
            move(each, "supersede", by)
        for what in (items.RECEIVED, items.UNOPENED, items.RETURNED):
            items.withdraw(each, what, "A corrected version was sent.")
    _letter_to(earlier, LetterState.SUPERSEDED)


@transaction.atomic
def replace_letter(*, by: Actor, letter: Letter) -> Letter:
    """Begin the corrected version of a letter that was signed; sending it tells everyone who had the first."""
    _check_ours(by, letter.organisation)
    if letter.state not in (LetterState.SIGNED, LetterState.SENT):
        raise NotNow("Only a letter that was signed can be replaced. A draft is changed as it is.")
    begun = Letter.objects.filter(replaces=letter, state__in=[LetterState.DRAFT, LetterState.SIGNED]).first()
    made = begun or Letter.objects.create(
        pid=letter.pid,
        kind=letter.kind,
        organisation=letter.organisation,
        content=letter.content,
        receivers=letter.receivers,
        replaces=letter,
        written_by=by.account,
    )
    _write(by, "letter.replace", made)
    return made


# Deliveries


@transaction.atomic
def open_delivery(*, by: Actor, delivery: Delivery) -> Delivery:
    """Note that somebody of the receiver opened the document; opening it again changes nothing."""
    delivery = locked(delivery)
    if by.organisation == delivery.receiver and delivery.state in MOVES["open"].after:
        move(delivery, "open", by)
        _write_delivery(by, "document.open", delivery)
        return delivery
    _write_delivery(by, "document.look", delivery)
    return delivery


@transaction.atomic
def acknowledge_delivery(
    *, by: Actor, delivery: Delivery, note: str = "", make_tasks: bool = True
) -> Delivery:
    """Accept a document for one's organisation; what it asks to be done becomes tasks of the organisation."""
    delivery = _received(by, delivery)
    move(delivery, "acknowledge", by, note)
    if make_tasks and delivery.actions and not delivery.tasks_made:
        keeping.write(by, by.organisation, tasks_for(delivery, by), "actions of a document became tasks")
        delivery.tasks_made = True
        delivery.save(update_fields=["tasks_made"])
    items.settle(delivery, by, items.RECEIVED, "acknowledged", note)
    items.withdraw(delivery, items.UNOPENED, "It was acknowledged.")
    _answer(delivery, accepted=True, words=note)
    _write_delivery(by, "document.acknowledge", delivery, tasks=len(delivery.actions) if make_tasks else 0)
    return delivery


@transaction.atomic
def file_delivery(*, by: Actor, delivery: Delivery) -> Delivery:
    """File an acknowledged document: nothing more is to be done with it here."""
    delivery = _received(by, delivery)
    move(delivery, "file", by)
    _write_delivery(by, "document.file", delivery)
    return delivery


@transaction.atomic
def return_delivery(*, by: Actor, delivery: Delivery, why: str) -> Delivery:
    """Send a document back with the reason, most often that the person is not one's patient."""
    delivery = _received(by, delivery)
    if len(why.strip()) < 5:
        raise NotNow("A document is returned with a reason, so that the sender knows what to do. Write it.")
    move(delivery, "return", by, why)
    items.settle(delivery, by, items.RECEIVED, "returned", why)
    items.withdraw(delivery, items.UNOPENED, "It was returned.")
    _tell_of_return(delivery, by, why)
    _write_delivery(by, "document.return", delivery, why=why)
    return delivery


def _tell_of_return(delivery: Delivery, by: Actor, why: str) -> None:
    if delivery.letter_id is not None:
        items.raise_returned(delivery, by, why)
    _answer(delivery, accepted=False, words=why)


@transaction.atomic
def escalate_delivery(*, by: Actor, delivery: Delivery) -> Delivery:
    """Say to the sender that a document is past its time; at the receiver it stands on the worklist as overdue."""
    delivery = locked(delivery)
    delivery.escalated = timezone.now()
    delivery.save(update_fields=["escalated"])
    if delivery.letter_id is not None:
        items.raise_unopened(delivery, by)
    _write_delivery(by, "document.escalate", delivery)
    return delivery


# What several of them do


def _draft(by: Actor, letter: Letter) -> Letter:
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    _check_ours(by, letter.organisation)
    if letter.state != LetterState.DRAFT:
        raise NotNow(
            f"The letter is {letter.get_state_display().lower()} and is not changed any more. "
            "Replace it by a new version."
        )
    return letter


def _check_seen(letter: Letter, seen: str | None, next_step: str) -> None:
    if seen is not None and seen != letter.stamp:
        raise ChangedMeanwhile(f"Somebody changed this draft after you opened it. {next_step}")


def _signing(by: Actor, letter: Letter, receivers: Sequence[Receiver], at: datetime) -> Signing:
    return Signing(
        number=str(uuid.uuid4()),
        name=by.name,
        role=Role(by.role).label,
        organisation=by.organisation,
        organisation_name=items.name_of(by.organisation),
        at=at,
        receivers=tuple(receivers),
        replaces=letter.replaces.document if letter.replaces else "",
    )


def _check_ours(by: Actor, organisation: str) -> None:
    if by.organisation != organisation:
        raise NotYours("The letter was written by another organisation. Ask its author to change it.")


def _received(by: Actor, delivery: Delivery) -> Delivery:
    if by.organisation != delivery.receiver:
        raise NotYours("The document was sent to another organisation, and only that one answers for it.")
    return locked(delivery)


def _letter_to(letter: Letter, state: LetterState) -> None:
    letter.state = state
    letter.save(update_fields=["state"])


def _answer(delivery: Delivery, *, accepted: bool, words: str) -> None:
    """Keep the answer that a sender outside is to be given."""
    if delivery.letter_id is None:
        Reply.objects.create(
            delivery=delivery,
            sender=delivery.receiver,
            receiver=delivery.sender,
            about=delivery.local_id.partition("/")[2],
            workflow=f"{workflow_of(delivery.kind)}_ACK",
            is_accepted=accepted,
            words=words,
        )


def _write(by: Actor, act: str, letter: Letter, **detail: object) -> None:
    ledger.write(by=by, act=act, pids=[letter.pid], subject=f"letter/{letter.pk}", detail=detail)


def _write_delivery(by: Actor, act: str, delivery: Delivery, why: str = "", **detail: object) -> None:
    ledger.write(
        by=by,
        act=act,
        pids=[delivery.pid],
        subject=f"DocumentReference/{delivery.document}",
        why=why,
        detail={"delivery": delivery.pk, "state": delivery.state, **detail},
    )
