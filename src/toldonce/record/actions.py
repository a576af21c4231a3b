"""The one door for change: every version of every resource comes in here, and the ledger says so."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from toldonce.codes.fhir import validation
from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.record.errors import Busy, Invalid, Unsure
from toldonce.record.writing import Draft, Outcome, deletion, draft, write

TRIES = 6
TRY_AGAIN = {"40001", "40P01", "23505"}  # serialization failure, deadlock, somebody created it in between
NOT_STORED = "The store could not be written just now and nothing was stored: try again."
ASKED_AGAIN, PAUSE = (
    6,
    0.5,
)  # how often, and after how many seconds, a store that went away is asked what it kept
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where versions come from: an organisation, its feed, the author if one is named, and when it was received."""

    source: str
    feed: str
    author: str = ""
    received: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Incoming:
    """One resource to be written, or deleted, and what must hold for that."""

    resource: dict  # with resourceType, and id unless it is new
    document: dict | None = None  # the same with its decimals as written, where that differs
    if_match: int | None = None
    delete: bool = False
    create_only: bool = False


def put(*, by: Actor, arrival: Arrival, incoming: Sequence[Incoming], why: str = "") -> list[Outcome]:
    """Write resources in one transaction, all or none, and return what became of each in the same order.

    Raises Invalid (nothing is written), Conflict, NotThere, Busy, Unsure. What is well formed but doubtful is
    written, with its doubts. A resource that is named twice is written twice, in order.
    """
    given = [_with_id(item) for item in incoming]
    _refuse_invalid(given)
    drafts = [_draft(item) for item in given]
    attempt = _Attempt()
    try:
        return retried(lambda: _put(drafts, attempt, by=by, arrival=arrival, why=why))
    except Unsure as trouble:
        return _settled(attempt, trouble)


@dataclass(slots=True)
class _Attempt:
    """How far the last try of a write came: with outcomes, only the answer to its commit was missing."""

    arrival: int = 0
    outcomes: list[Outcome] | None = None


def _settled(attempt: _Attempt, trouble: Unsure) -> list[Outcome]:
    """Ask a store that went away during a commit, once it is back, what became of it."""
    if attempt.outcomes is None:
        raise Busy(NOT_STORED) from trouble
    for _ in range(ASKED_AGAIN):
        try:
            stored = _is_there(attempt.arrival)
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(PAUSE)
            continue
        if stored:
            return attempt.outcomes
        raise Busy(NOT_STORED) from trouble
    raise trouble


def _is_there(arrival: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select from arrival where id = %s", [arrival])
        return cursor.fetchone() is not None


def _with_id(item: Incoming) -> Incoming:
    if item.resource.get("id"):
        return item
    named = {"id": str(uuid.uuid4())}
    return Incoming(
        {**item.resource, **named},
        {**item.document, **named} if item.document is not None else None,
        item.if_match,
        item.delete,
        item.create_only,
    )


def _refuse_invalid(given: Sequence[Incoming]) -> None:
    problems = [
        problem for item in given if not item.delete for problem in validation.problems(item.resource)
    ]
    if problems:
        raise Invalid(problems)


def _draft(item: Incoming) -> Draft:
    if item.delete:
        return deletion(item.resource["resourceType"], item.resource["id"], if_match=item.if_match)
    return draft(item.resource, item.document, if_match=item.if_match, create_only=item.create_only)


def _put(
    drafts: Sequence[Draft], attempt: _Attempt, *, by: Actor, arrival: Arrival, why: str
) -> list[Outcome]:
    attempt.outcomes = None
    with transaction.atomic():
        attempt.arrival = number = open_arrival(arrival)
        at = now()
        outcomes = [
            outcome
            for each in rounds(drafts)
            for outcome in write(each, arrival=number, source=arrival.source, by=by, at=at)
        ]
        written = [outcome for outcome in outcomes if outcome.state != "unchanged"]
        ledger.write(
            by=by,
            act="record.write",
            pids=sorted({outcome.pid for outcome in written if outcome.pid}),
            subject=_subject(outcomes),
            why=why,
            detail={"arrival": number, "written": len(written), "of": len(outcomes)},
        )
        attempt.outcomes = _in_order(drafts, outcomes)
    return attempt.outcomes


def _in_order(drafts: Sequence[Draft], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return outcomes of rounds in the order in which the drafts were given."""
    left: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        left.setdefault((outcome.rtype, outcome.id), []).append(outcome)
    return [left[item.rtype, item.id].pop(0) for item in drafts]


def _subject(outcomes: Sequence[Outcome]) -> str:
    if len(outcomes) == 1:
        return f"{outcomes[0].rtype}/{outcomes[0].id}/_history/{outcomes[0].version} {outcomes[0].state}"
    return f"{len(outcomes)} resources"


def rounds(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Split drafts so that no round names a resource twice; almost always there is one round."""
    made: list[list[Draft]] = []
    seen: dict[tuple[str, str], int] = {}
    for item in drafts:
        turn = seen.get((item.rtype, item.id), 0)
        seen[item.rtype, item.id] = turn + 1
        if turn == len(made):
            made.append([])
        made[turn].append(item)
    return made


def now() -> datetime:
    """Return the present moment to the millisecond, as versions carry it."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def open_arrival(arrival: Arrival, *, loads: bool = False) -> int:
    """Write down where the versions that follow come from, and return its number; `loads` where many people come."""
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into arrival (source, feed, author, received, loads)
               values (%s, %s, %s, %s, %s) returning id""",
            [arrival.source, arrival.feed, arrival.author, arrival.received, loads],
        )
        return cursor.fetchone()[0]


def retried(work: Callable[[], Made]) -> Made:
    """Do work that is one transaction, again if another writer was in the way; Busy if it cannot be done now.

    Unsure if the connection was lost without a word of the server: it may have been lost after a commit.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return work()
        except DatabaseError as trouble:
            code = getattr(trouble.__cause__, "sqlstate", None)
            if connection.in_atomic_block or (
                code not in TRY_AGAIN and not isinstance(trouble, OperationalError)
            ):
                raise
            if code is None:
                raise Unsure(Unsure.__doc__) from trouble
            if code not in TRY_AGAIN or attempt == TRIES:
                raise Busy(NOT_STORED) from trouble
            time.sleep(random.uniform(0, 0.02 * 2**attempt))
    raise AssertionError("the loop above returns or raises")
