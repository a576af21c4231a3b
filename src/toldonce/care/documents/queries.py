"""Questions about letters and documents: what is mine to read, what was never opened, what waits for the mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from django.db.models import QuerySet
from django.utils import timezone

from toldonce.care.documents import keeping
from toldonce.care.documents.headings import workflow_of
from toldonce.care.documents.models import Delivery, Letter, LetterState, Reply, Stray
from toldonce.care.documents.states import BACK, TO_DO, UNOPENED, State

AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the mailbox is to carry, in terms that it understands."""

    sender: str
    receiver: str
    workflow: str
    local_id: str
    subject: str
    media_type: str
    body: bytes


def received(organisation: str) -> QuerySet[Delivery]:
    """What an organisation has to open or to acknowledge, the longest due first."""
    return Delivery.objects.filter(receiver=organisation, state__in=TO_DO).order_by("due", "pk")


def sent(organisation: str) -> QuerySet[Delivery]:
    """What an organisation has sent, the newest first."""
    return Delivery.objects.filter(sender=organisation, letter__isnull=False).order_by("-sent", "-pk")


def never_opened(*, sender: str = "", receiver: str = "") -> QuerySet[Delivery]:
    """What nobody at the receiver has opened, the oldest first: of one sender or of one receiver."""
    found = Delivery.objects.filter(state__in=(*UNOPENED, State.WAITING)).order_by("sent", "pk")
    return found.filter(sender=sender, letter__isnull=False) if sender else found.filter(receiver=receiver)


def came_back(organisation: str) -> QuerySet[Delivery]:
    """What was returned to a sender, or could not be delivered."""
    return Delivery.objects.filter(sender=organisation, letter__isnull=False, state__in=BACK).order_by(
        "-sent"
    )


def drafts(organisation: str) -> QuerySet[Letter]:
    """Letters that are being written, or are signed and not sent."""
    unsent = (LetterState.DRAFT, LetterState.SIGNED)
    return Letter.objects.filter(organisation=organisation, state__in=unsent).order_by("-changed")


def strays(organisation: str) -> QuerySet[Stray]:
    """Documents that came in for an organisation and belong to nobody yet."""
    return Stray.objects.filter(receiver=organisation, settled=None).order_by("received")


def deliveries_of(document: str) -> list[Delivery]:
    """Every delivery of a document, with its history."""
    return list(
        Delivery.objects.filter(document=document).prefetch_related("steps").order_by("is_copy", "pk")
    )


def delivery_to(document: str, organisation: str) -> Delivery | None:
    """The delivery of a document to an organisation, the newest."""
    return Delivery.objects.filter(document=document, receiver=organisation).order_by("-pk").first()


def letter_of(document: str) -> Letter | None:
    """The letter behind a document, where it was written here."""
    return Letter.objects.filter(document=document).first() if document else None


def to_escalate(limit: int) -> Sequence[Delivery]:
    """Deliveries past their time that nobody has been told of."""
    late = Delivery.objects.filter(
        state__in=[State.SENT, State.DELIVERED, State.OPENED],
        escalated=None,
        due__lt=timezone.now(),
        is_copy=False,
    )
    return list(late.order_by("due")[:limit])


def to_carry(limit: int) -> list[Delivery]:
    """Deliveries that wait for the mailbox, the oldest first, each locked until the transaction ends."""
    waiting = Delivery.objects.select_for_update(skip_locked=True, of=("self",))
    return list(waiting.filter(state=State.WAITING, by_mailbox=True).order_by("pk")[:limit])


def parcel_of(delivery: Delivery) -> Parcel:
    """A document as it travels: the FHIR document with the paper inside."""
    found = keeping.contents_of(delivery.document)
    return Parcel(
        delivery.sender,
        delivery.receiver,
        workflow_of(delivery.kind),
        delivery.local_id,
        delivery.title,
        keeping.FHIR,
        keeping.with_paper(found[keeping.FHIR], found[keeping.PDF]),
    )


def replies_to_carry(limit: int) -> list[Reply]:
    """Answers to systems outside that wait for the mailbox."""
    waiting = Reply.objects.select_for_update(skip_locked=True, of=("self",))
    return list(waiting.filter(carried=None).order_by("pk")[:limit])


def parcel_of_reply(reply: Reply) -> Parcel:
    """An answer as it travels: a FHIR message that says of which document, and whether it was accepted."""
    code, severity = ("ok", "information") if reply.is_accepted else ("fatal-error", "error")
    outcome = {
        "resourceType": "OperationOutcome",
        "id": "outcome",
        "issue": [{"severity": severity, "code": "informational" if reply.is_accepted else "processing",
                   "details": {"text": reply.words or "Accepted by the receiver"}}],
    }  # fmt: skip
    header = {
        "resourceType": "MessageHeader",
        "id": "header",
        "eventUri": "https://toldonce.example/event/document-answer",
        "source": {"name": "Toldonce", "endpoint": f"urn:x-ods:{reply.sender}"},
        "sender": keeping.organisation(reply.sender),
        "response": {
            "identifier": reply.about,
            "code": code,
            "details": {"reference": "OperationOutcome/outcome"},
        },
    }
    message = {
        "resourceType": "Bundle",
        "type": "message",
        "timestamp": reply.at.isoformat(timespec="seconds"),
        "entry": [{"resource": header}, {"resource": outcome}],
    }
    body = orjson.dumps(message)
    return Parcel(
        reply.sender,
        reply.receiver,
        reply.workflow,
        f"answer-{reply.pk}-{reply.about[:40]}",
        "Answer",
        keeping.FHIR,
        body,
    )


def answer_in(body: bytes) -> tuple[str, bool, str] | None:
    """Of an answer that came in: the document that it is about, whether it was accepted, and the words."""
    try:
        entries = orjson.loads(body)["entry"]
        response = entries[0]["resource"]["response"]
        words = entries[1]["resource"]["issue"][0]["details"]["text"] if len(entries) > 1 else ""
        return str(response["identifier"]), response["code"] == "ok", str(words)
    except (orjson.JSONDecodeError, KeyError, IndexError, TypeError):
        return None
