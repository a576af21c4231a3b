"""What carries documents between care and the mailbox: neither knows the other."""

from __future__ import annotations

from dataclasses import asdict

import psycopg
from django.conf import settings
from django.db import DataError, transaction

from toldonce.care.documents import queries
from toldonce.care.documents.errors import DocumentRefused
from toldonce.care.documents.headings import is_answer
from toldonce.care.documents.incoming import actions as incoming
from toldonce.care.documents.incoming.arriving import Envelope as Arriving
from toldonce.care.documents.passage import actions as documents
from toldonce.care.documents.queries import Parcel
from toldonce.directory.actors import SYSTEM
from toldonce.directory.queries import organisation
from toldonce.exchange.mailbox import actions as mailbox
from toldonce.exchange.mailbox import rounds
from toldonce.exchange.mailbox.configured import box_at
from toldonce.exchange.mailbox.envelopes import Box, Envelope
from toldonce.exchange.mailbox.errors import Declined
from toldonce.exchange.mailbox.models import Outgoing
from toldonce.exchange.mailbox.queries import to_tell
from toldonce.record.errors import RecordTrouble

AT_A_TIME = 20
UNKEEPABLE = (
    "It holds something that cannot be kept, such as the character U+0000 or a sender's code of more than 16"
    " characters. Ask the sender to correct it."
)


def turn() -> int:
    """One round of the mailbox: post, send, look how far, tell, collect; how much was done."""
    return round_of(box_at(settings.MAILBOX))


def round_of(box: Box) -> int:
    """One round of a mailbox."""
    posted = _post_documents() + _post_replies()
    sent = rounds.send_due(box) + rounds.look_how_far(box)
    return posted + sent + _tell() + rounds.collect(box, take)


@transaction.atomic
def _post_documents() -> int:
    """Give the mailbox the documents that wait for it."""
    waiting = queries.to_carry(AT_A_TIME)
    for each in waiting:
        mailbox.post(by=SYSTEM, envelope=_envelope(queries.parcel_of(each)))
        documents.mark_carried(by=SYSTEM, delivery=each)
    return len(waiting)


@transaction.atomic
def _post_replies() -> int:
    """Give the mailbox the answers that wait for it."""
    waiting = queries.replies_to_carry(AT_A_TIME)
    for each in waiting:
        mailbox.post(by=SYSTEM, envelope=_envelope(queries.parcel_of_reply(each)))
        documents.mark_reply_carried(by=SYSTEM, reply=each)
    return len(waiting)


@transaction.atomic
def _tell() -> int:
    """Let the documents know which envelopes have arrived and which were given up."""
    news = to_tell(AT_A_TIME)
    for each in news:
        if each.state == Outgoing.State.DELIVERED:
            documents.mark_delivered(by=SYSTEM, local_id=each.local_id)
        elif each.state == Outgoing.State.DEAD:
            documents.mark_failed(by=SYSTEM, local_id=each.local_id, why=each.trouble)
        else:
            documents.mark_tried_again(by=SYSTEM, local_id=each.local_id)
        mailbox.mark_told(by=SYSTEM, outgoing=each)
    return len(news)


def take(envelope: Envelope) -> None:
    """Take in what came: an answer to a document of ours, or a document; raises Declined with the reason."""
    if is_answer(envelope.workflow):
        _take_answer(envelope)
        return
    if organisation(envelope.receiver) is None:
        raise Declined(f"The directory knows no organisation {envelope.receiver[:16]}. Check the address.")
    try:
        incoming.receive_document(by=SYSTEM, envelope=_arriving(envelope))
    except (DocumentRefused, RecordTrouble) as refused:
        raise Declined(str(refused)) from refused
    except (DataError, psycopg.DataError, ValueError) as trouble:
        # left where it is, it would be tried before all others for ever
        raise Declined(UNKEEPABLE) from trouble


def _take_answer(envelope: Envelope) -> None:
    told = queries.answer_in(envelope.body)
    if told is None:
        raise Declined("It says that it is an answer and names no document. Ask the sender to send it again.")
    about, accepted, words = told
    found = documents.hear_reply(
        by=SYSTEM, local_id=about, sender=envelope.sender, accepted=accepted, words=words
    )
    if found is None:
        raise Declined("It answers a document that was not sent to this sender from here.")


def _envelope(parcel: Parcel) -> Envelope:
    return Envelope(**{name: getattr(parcel, name) for name in Parcel.__slots__})


def _arriving(envelope: Envelope) -> Arriving:
    told = asdict(envelope)
    told.pop("subject")
    return Arriving(**told)
