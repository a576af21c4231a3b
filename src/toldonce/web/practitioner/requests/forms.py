"""The forms of requests: who can be asked, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from toldonce.care.referrals.answer_clock import PRIORITIES
from toldonce.care.referrals.shapes import Asking
from toldonce.care.referrals.states import Kind
from toldonce.directory.actors import Actor
from toldonce.directory.models import OrganisationKind
from toldonce.directory.queries import organisation, organisations, organisations_called
from toldonce.record.readings.documents import documents
from toldonce.record.readings.record import Record
from toldonce.record.readings.registration import registered_at

USUAL = (
    OrganisationKind.ACUTE_TRUST,
    OrganisationKind.COMMUNITY_TRUST,
    OrganisationKind.COUNCIL,
    OrganisationKind.AMBULANCE_TRUST,
)
NEWEST_DOCUMENTS = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    words: str


def receivers(record: Record, by: Actor, kind: str, looked_for: str, chosen: str = "") -> list[Choice]:
    """Whom one can ask: what was looked for, for tasks oneself, the practice of the person, trusts and councils."""
    found = organisations_called(looked_for) if looked_for else []
    usual = [each for one in USUAL for each in organisations(one)]
    practices = [organisation(code) for code in sorted(registered_at(record))]
    own = [organisation(by.organisation)] if kind == Kind.TASK else []
    everyone = [*found, *own, *practices, *usual, organisation(chosen) if chosen else None]
    named = {each.code: each.name for each in everyone if each is not None}
    if kind != Kind.TASK:
        named.pop(by.organisation, None)
    return [Choice(code, name) for code, name in named.items()]


def attachable(record: Record) -> list[Choice]:
    """The newest documents of the record, to be sent along."""
    found = [each for each in record.once(documents) if each.provenance.rtype == "DocumentReference"]
    return [
        Choice(
            each.provenance.id,
            f"{each.title}, {each.date.words if each.date else 'no date'}, {each.organisation}",
        )
        for each in found[:NEWEST_DOCUMENTS]
        if not each.is_superseded
    ]


def asking_in(post: QueryDict, record: Record) -> Asking:
    """What was written; documents that this reader does not see are left out."""
    known = {each.value for each in attachable(record)}
    kind, priority = post.get("kind", ""), post.get("priority", "")
    return Asking(
        kind=kind if kind in Kind.values else Kind.REFERRAL.value,
        to=post.get("to", "")[:16],
        service=post.get("service", "").strip()[:200],
        question=post.get("question", "").replace("\r\n", "\n").strip(),
        priority=priority if priority in PRIORITIES else "routine",
        due=_day(post.get("due", "")),
        documents=tuple(each for each in post.getlist("document") if each in known),
    )


def moment_in(post: QueryDict) -> datetime | None:
    """The day and time of an appointment; None where they are none."""
    try:
        found = parse_datetime(post.get("at", ""))
    except ValueError:
        return None
    return timezone.make_aware(found) if found is not None and found.tzinfo is None else found


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
