"""The lists of documents of one organisation, with the names of those whom they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from toldonce.care.documents import queries
from toldonce.care.documents.models import Delivery, Letter
from toldonce.directory.actors import Actor
from toldonce.ledger.actions import write
from toldonce.web.design.finding import FoundPerson, people_behind

SHOWN = 100


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document on a list: about whom, between whom, how far, and since when."""

    item: Delivery | Letter
    who: FoundPerson | None
    other: str
    since: datetime
    age: timedelta
    is_late: bool


@dataclass(frozen=True, slots=True)
class DocumentList:
    """One list with its title, its lines and what to say when there are none."""

    slug: str
    title: str
    empty: str
    lines: tuple[DocumentLine, ...]
    total: int


def document_lists(reader: Actor) -> list[DocumentList]:
    """What is to be read first; then what nobody opened, what came back, drafts and what was sent."""
    ours = reader.organisation
    wanted: tuple[tuple[str, str, str, QuerySet], ...] = (
        ("received", "To read and acknowledge", "Nothing waits to be acknowledged.", queries.received(ours)),
        ("unread", "Received, never opened", "All of it was opened.", queries.never_opened(receiver=ours)),
        ("unopened", "Sent by us, never opened", "All of it was opened.", queries.never_opened(sender=ours)),
        ("returned", "Came back to us", "Nothing came back.", queries.came_back(ours)),
        ("drafts", "Being written", "No letter is being written.", queries.drafts(ours)),
        ("sent", "Sent by us", "Nothing was sent yet.", queries.sent(ours)),
    )  # fmt: skip
    return [_list(reader, *each) for each in wanted]


def _list(reader: Actor, slug: str, title: str, empty: str, found: QuerySet) -> DocumentList:
    lines = named(reader, list(found[:SHOWN]), slug)
    return DocumentList(
        slug, title, empty, tuple(lines), found.count() if len(lines) == SHOWN else len(lines)
    )


def named(reader: Actor, found: Sequence[Delivery | Letter], subject: str) -> list[DocumentLine]:
    """Documents with the names of those whom they are about; the ledger keeps whom the list named."""
    people = people_behind(each.pid for each in found)
    if found:
        detail = {"people": len({each.person for each in people.values()})}
        write(
            by=reader, act="record.list", pids=sorted(people), subject=f"documents {subject}", detail=detail
        )
    now = timezone.now()
    return [_line(reader, each, people.get(each.pid), now) for each in found]


def _line(reader: Actor, each: Delivery | Letter, who: FoundPerson | None, now: datetime) -> DocumentLine:
    if isinstance(each, Letter):
        return DocumentLine(each, who, "", each.changed, now - each.changed, False)
    other = each.receiver if each.sender == reader.organisation else each.sender
    return DocumentLine(each, who, other, each.sent, now - each.sent, each.due < now)
