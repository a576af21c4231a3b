"""Sending what waits: in order for each subscriber, several subscribers side by side, again where it failed.

A delivery is taken for a while, sent, and only then settled, without a transaction that stays open meanwhile. Whoever
is killed in between leaves it taken; it is sent again with the same Idempotency-Key when the while is over.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from django.db import DatabaseError, connection
from django.utils import timezone

from toldonce.directory.actors import SYSTEM
from toldonce.exchange import outward
from toldonce.exchange.notify import actions, preparing
from toldonce.exchange.notify.models import Delivery, Fate, State, Subscriber
from toldonce.exchange.notify.preparing import Letter, NotSent

AT_ONCE = 8  # subscribers
IN_A_ROW = 20  # deliveries to one of them
PATIENCE = httpx.Timeout(5.0, connect=2.0)
LONGEST_ROW = 10.0  # seconds after which a row of deliveries is broken off
TAKEN_FOR = timedelta(seconds=30)
AGAIN_AFTER = tuple(
    timedelta(seconds=each) for each in (2, 10, 60, 300, 1800, 7200, 14400)
)  # then it is given up
KEPT_FOR = timedelta(days=30)
GONE = 410
HEAD = """
    select s.id, d.due from exchange_notify_subscriber s cross join lateral (
        select id, due, taken_until from exchange_notify_delivery
        where subscriber_id = s.id and fate = 'waiting' order by id limit 1) d
    where s.state = 'active' and d.due <= now() and (d.taken_until is null or d.taken_until < now())"""
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a receiver answered to a delivery: a status, or 0 and what went wrong."""

    delivery: Delivery
    status: int
    said: str

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


def turn() -> int:
    """Activate who asked, send what is due, forget what is old; return how many deliveries were tried."""
    if not _is_anything_due():
        return 0
    _activate()
    Delivery.objects.filter(settled__lt=timezone.now() - KEPT_FOR).exclude(fate=Fate.DEAD).delete()
    rows = [_prepared(row) for row in _take()]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for replies in threads.map(_send_row, [row for row in rows if row]):
            for reply in replies:
                _settle(reply)
    return sum(map(len, rows))


def _is_anything_due() -> bool:
    """Whether a turn would do anything: it is asked four times a second, nearly always of nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select exists (select from exchange_notify_subscriber
                               where state = 'requested' or (state = 'active' and "end" < now()))
                    or exists ({HEAD})
                    or exists (select from exchange_notify_delivery
                               where settled < now() - make_interval(secs => %s) and fate <> 'dead')""",
            [KEPT_FOR.total_seconds()],
        )
        return cursor.fetchone()[0]


def _activate() -> None:
    for subscriber in Subscriber.objects.filter(state=State.REQUESTED):
        actions.activate(by=SYSTEM, subscriber=subscriber)
    for subscriber in Subscriber.objects.filter(state=State.ACTIVE, end__lt=timezone.now()):
        actions.stop(by=SYSTEM, subscriber=subscriber, state=State.OFF, why="Its end has come.")


def _take() -> list[list[Delivery]]:
    """Take the next deliveries of the subscribers whose first one is due and in nobody's hands."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""with head as ({HEAD} order by d.due limit %s),
               row as (
                   select d.id from head cross join lateral (
                       select id from exchange_notify_delivery
                       where subscriber_id = head.id and fate = 'waiting' order by id limit %s) d)
               update exchange_notify_delivery d set taken_until = now() + make_interval(secs => %s) from row
               where d.id = row.id and (d.taken_until is null or d.taken_until < now()) returning d.id""",
            [AT_ONCE, IN_A_ROW, TAKEN_FOR.total_seconds()],
        )
        ids = [id for (id,) in cursor.fetchall()]
    rows: dict[str, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(id__in=ids).select_related("subscriber").order_by("id"):
        rows.setdefault(delivery.subscriber_id, []).append(delivery)
    return list(rows.values())


def _prepared(row: Sequence[Delivery]) -> list[tuple[Delivery, Letter]]:
    """Return what is to be sent of a row; what may not be sent is settled here."""
    made = []
    for delivery in row:
        try:
            made.append((delivery, preparing.letter(delivery)))
        except NotSent as trouble:
            _close(delivery, Fate.WITHHELD, str(trouble))
        except DatabaseError:
            raise
        except Exception as trouble:
            LOG.warning("A delivery could not be prepared (%s).", type(trouble).__name__)
            _settle(Reply(delivery, 0, "was not asked: the notification could not be prepared"))
            break
    return made


def _send_row(row: Sequence[tuple[Delivery, Letter]]) -> list[Reply]:
    """Send a row in order, and stop at the first that is not taken; touches no database."""
    return list(_replies(row))


def _replies(row: Sequence[tuple[Delivery, Letter]]) -> Iterator[Reply]:
    until = timezone.now() + timedelta(seconds=LONGEST_ROW)
    with outward.client(timeout=PATIENCE) as client:
        for delivery, letter in row:
            reply = _reply(client, delivery, letter)
            yield reply
            if not reply.is_taken or timezone.now() > until:
                return


def _reply(client: httpx.Client, delivery: Delivery, letter: Letter) -> Reply:
    try:
        with client.stream(
            letter.method, letter.address, content=letter.body, headers=letter.headers
        ) as answer:
            return Reply(delivery, answer.status_code, f"answered {answer.status_code}")
    except httpx.TimeoutException:
        return Reply(delivery, 0, "did not answer in time")
    except (httpx.HTTPError, httpx.InvalidURL) as trouble:
        return Reply(delivery, 0, f"could not be reached ({type(trouble).__name__})")


# --- what becomes of them ----------------------------------------------------------------------------------------


def _settle(reply: Reply) -> None:
    delivery = reply.delivery
    delivery.tried += 1
    if reply.is_taken:
        _close(delivery, Fate.SENT, reply.said)
        Subscriber.objects.filter(id=delivery.subscriber_id).update(last_sent=delivery.settled)
    elif reply.status == GONE:
        _give_up(delivery, State.OFF, "The receiver said that it is gone (410) and wants no more.")
    elif delivery.tried > len(AGAIN_AFTER):
        sentence = f"A notification was tried {delivery.tried} times; the receiver {reply.said}."
        _give_up(delivery, State.ERROR, sentence)
    else:
        _try_again(delivery, reply.said)


def _close(delivery: Delivery, fate: Fate, said: str) -> None:
    delivery.fate, delivery.said, delivery.settled = fate, said[:200], timezone.now()
    delivery.taken_until = None
    delivery.save(update_fields=["fate", "said", "settled", "tried", "taken_until"])


def _give_up(delivery: Delivery, state: State, why: str) -> None:
    _close(delivery, Fate.DEAD, why)
    _let_go(delivery.subscriber_id, timezone.now())
    actions.stop(by=SYSTEM, subscriber=delivery.subscriber, state=state, why=why)


def _try_again(delivery: Delivery, said: str) -> None:
    due = timezone.now() + AGAIN_AFTER[delivery.tried - 1]
    delivery.due, delivery.said = due, said[:200]
    delivery.save(update_fields=["due", "said", "tried"])
    _let_go(delivery.subscriber_id, due)


def _let_go(subscriber: str, due: datetime) -> None:
    """Put what was taken with a failed one back: it waits behind it, in order."""
    waiting = Delivery.objects.filter(subscriber=subscriber, fate=Fate.WAITING)
    waiting.exclude(taken_until=None).update(taken_until=None)
