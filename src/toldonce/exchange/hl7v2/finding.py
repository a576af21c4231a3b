"""Finding messages again: by number, control id, person, feed, state and time; and those that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import zstandard
from django.db import connection

from toldonce.codes import nhs_number
from toldonce.exchange.hl7v2.models import MessageState
from toldonce.record import identity

SHOWN = 50
SUMMARY = "n, received, sent, feed, control_id, kind, version, state, reason, pids, size"

WAITING = """
select m.feed, m.n, m.received, m.body
from hl7_feed f cross join lateral (
    select feed, n, received, body from hl7_message
    where feed = f.code and state = 'waiting' order by n limit %s) m
where f.state = 'live' order by m.feed, m.n
"""
NEWEST = """
select {columns} from (select code from hl7_feed union select 'unknown') f
cross join lateral (
    select {columns} from hl7_message m
    where m.feed = f.code and m.received >= %(since)s and m.received < %(until)s
    order by m.received desc limit %(count)s) m
order by received desc, n desc limit %(count)s
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a message says of itself, and what became of it; nothing of what it tells."""

    n: int
    received: datetime
    sent: datetime | None
    feed: str
    control_id: str
    kind: str
    version: str
    state: str
    reason: str
    pids: list[int]
    size: int

    @property
    def state_words(self) -> str:
        """What became of it, as pages say it."""
        return MessageState(self.state).label


@dataclass(frozen=True, slots=True)
class Raw:
    """One message with its bytes."""

    n: int
    received: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class Alike:
    """Quarantined messages of one feed with one reason."""

    feed: str
    reason: str
    count: int
    first: int
    oldest: datetime
    newest: datetime


def waiting(limit: int) -> dict[str, list[Raw]]:
    """The oldest waiting messages of each live feed, so that a burst of one does not keep the others waiting."""
    found: dict[str, list[Raw]] = {}
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [limit])
        for feed, n, received, body in cursor.fetchall():
            found.setdefault(feed, []).append(Raw(n, received, zstandard.decompress(body)))
    return found


def raw(numbers: Sequence[int]) -> list[Raw]:
    """Messages with their bytes, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select n, received, body from hl7_message where n = any(%s) order by n", [list(numbers)]
        )
        return [Raw(n, received, zstandard.decompress(body)) for n, received, body in cursor.fetchall()]


def one(n: int) -> Summary | None:
    """What is known of one message, without its bytes."""
    return next(iter(_summaries("n = %s", [n])), None)


def by_control_id(control_id: str) -> list[Summary]:
    """The messages with this control id, newest first."""
    return _summaries("control_id = %s", [control_id])


def by_number(number: str) -> list[Summary]:
    """The messages that name this number, and those about whoever has it by all their numbers, newest first."""
    digits = nhs_number.normalised(number)
    is_nhs = nhs_number.is_valid(digits)
    asked = digits if is_nhs else number.strip()
    named = _summaries("local_numbers(patients) && array[upper(%s)]", [asked])
    known = identity.find(nhs=digits) if is_nhs else identity.find(local_id=asked)
    of_theirs = (each for person in sorted({each.person for each in known}) for each in by_person(person))
    found = {each.n: each for each in (*named, *of_theirs)}
    return sorted(found.values(), key=lambda each: -each.n)[:SHOWN]


def by_person(person: int) -> list[Summary]:
    """The messages about a person of the record, by every number that a source knows the person by."""
    told = identity.of_persons([person])
    numbers = {each.nhs_number for each in told if each.nhs_number}
    numbers |= {number.partition("|")[2].upper() for each in told for number in each.local_ids}
    found = _summaries("local_numbers(patients) && %s::text[]", [sorted(numbers)], 4 * SHOWN)
    pids = {each.pid for each in told}
    return [each for each in found if not each.pids or pids & set(each.pids)][:SHOWN]


def newest(*, since: datetime, until: datetime, count: int = SHOWN) -> list[Summary]:
    """The messages received in a time, newest first."""
    columns = ", ".join(f"m.{name}" for name in SUMMARY.split(", "))
    with connection.cursor() as cursor:
        cursor.execute(NEWEST.format(columns=columns), {"since": since, "until": until, "count": count})
        return [Summary(*row) for row in cursor.fetchall()]


def quarantined(feed: str, reason: str, *, after: int = 0, count: int = SHOWN) -> list[Summary]:
    """The quarantined messages of a feed with one reason, the oldest first."""
    return _summaries(
        "state = 'quarantined' and feed = %s and reason = %s and n > %s",
        [feed, reason, after],
        count,
        order="n",
    )


def alike() -> list[Alike]:
    """What is in quarantine, gathered by feed and reason, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select feed, reason, count(*), min(n), min(received), max(received) from hl7_message
               where state = 'quarantined' group by feed, reason order by max(received) desc limit 200"""
        )
        return [Alike(*row) for row in cursor.fetchall()]


def states_of(feed: str) -> Mapping[str, int]:
    """How many messages of a feed are in each state."""
    with connection.cursor() as cursor:
        cursor.execute("select state, count(*) from hl7_message where feed = %s group by state", [feed])
        counted = dict(cursor.fetchall())
    return {state.value: counted.get(state.value, 0) for state in MessageState}


def kept_of(feed: str) -> tuple[int, int]:
    """How many messages of a feed are kept, and how many bytes they had when they came."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*), coalesce(sum(size), 0) from hl7_message where feed = %s", [feed])
        [(count, size)] = cursor.fetchall()
    return count, size


def _summaries(condition: str, values: list, count: int = SHOWN, order: str = "n desc") -> list[Summary]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {SUMMARY} from hl7_message where {condition} order by {order} limit %s", [*values, count]
        )
        return [Summary(*row) for row in cursor.fetchall()]
