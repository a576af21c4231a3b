"""The requests of one organisation as lists, with the names of those whom they are about and the clock of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from toldonce.care.referrals import queries
from toldonce.care.referrals.answer_clock import AnswerClock
from toldonce.care.referrals.models import Request
from toldonce.care.referrals.states import State
from toldonce.directory.actors import Actor
from toldonce.ledger.actions import write
from toldonce.web.design.finding import FoundPerson, people_behind

SHOWN = 100


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request on a list."""

    item: Request
    who: FoundPerson | None
    other: str
    clock: AnswerClock
    opens: bool


@dataclass(frozen=True, slots=True)
class RequestList:
    """One list with its title, its lines and what to say when there are none."""

    slug: str
    title: str
    empty: str
    lines: tuple[RequestLine, ...]


def request_lists(reader: Actor) -> list[RequestList]:
    """What is ours to do first, then what we wait for, then what is over."""
    ours = reader.organisation
    wanted: tuple[tuple[str, str, str, QuerySet], ...] = (
        ("to-do", "For us to do", "Nobody waits for us.", queries.to_do(ours)),
        ("to-reply", "We are asked for more information", "Nobody asks us for more.", queries.to_reply(ours)),
        ("waiting", "We wait for others", "We wait for nobody.", queries.waiting_for(ours)),
        (
            "standing",
            "We asked for more information",
            "Nobody owes us an answer.",
            queries.waits_for_asker(ours),
        ),
        ("over", "Over", "Nothing has come to its end yet.", queries.over(ours)),
    )
    return [
        RequestList(slug, title, empty, tuple(_named(reader, list(found[:SHOWN]), slug)))
        for slug, title, empty, found in wanted
    ]


def _named(reader: Actor, found: Sequence[Request], subject: str) -> list[RequestLine]:
    """Requests with the names of those whom they are about; the ledger keeps whom the list named."""
    people = people_behind(each.pid for each in found)
    if found:
        detail = {"people": len({each.person for each in people.values()})}
        write(by=reader, act="record.list", pids=sorted(people), subject=f"requests {subject}", detail=detail)
    return [
        RequestLine(
            each,
            people.get(each.pid),
            each.asked if each.asker == reader.organisation else each.asker,
            each.clock,
            each.pid in people and _opens(each, reader),
        )
        for each in found
    ]


def _opens(request: Request, reader: Actor) -> bool:
    """Whether it leads anywhere: whoever has given a person back may have no right to the record any more."""
    return request.asker == reader.organisation or request.state not in (State.REJECTED, State.WITHDRAWN)
