"""Ask to be told, stop, and send again what was given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import orjson
from django.db import transaction
from django.utils import timezone

from toldonce.directory.actors import SYSTEM, Actor
from toldonce.exchange.notify.admitting import wish_of
from toldonce.exchange.notify.models import Delivery, Fate, State, Subscriber
from toldonce.exchange.notify.secrets import without_secrets
from toldonce.ledger import actions as ledger
from toldonce.record import actions as record
from toldonce.record import store
from toldonce.record.actions import Arrival, Incoming, Outcome
from toldonce.record.errors import RecordTrouble

FEED = "notify"


def put(*, by: Actor, arrival: Arrival, incoming: Sequence[Incoming]) -> list[Outcome]:
    """Write Subscriptions as the record does, and note who asked to be told what; deletions turn them off."""
    wishes = [None if item.delete else wish_of(item.resource, by) for item in incoming]
    shown = [item if item.delete else _without_secrets(item) for item in incoming]

    def work() -> list[Outcome]:
        with transaction.atomic():
            outcomes = record.put(by=by, arrival=arrival, incoming=shown)
            for outcome, wish in zip(outcomes, wishes, strict=True):
                _note(by, outcome.id, wish)
            names = ", ".join(f"Subscription/{outcome.id}" for outcome in outcomes)
            ledger.write(by=by, act="subscription.ask", subject=names[:1000])
        return outcomes

    return record.retried(work)


def _without_secrets(item: Incoming) -> Incoming:
    document = None if item.document is None else without_secrets(item.document)
    return replace(item, resource=without_secrets(item.resource), document=document)


def _note(by: Actor, id: str, wish) -> None:
    if wish is None or wish.is_off:
        Subscriber.objects.filter(id=id).update(state=State.OFF)
        return
    Subscriber.objects.update_or_create(
        id=id,
        defaults={
            "account": by.account,
            "scopes": list(by.scopes),
            "rtype": wish.rtype,
            "criteria": wish.criteria,
            "endpoint": wish.endpoint,
            "payload": wish.payload,
            "headers": [list(each) for each in wish.headers],
            "end": wish.end,
            "state": State.REQUESTED,
            "trouble": "",
        },
    )


def activate(*, by: Actor, subscriber: Subscriber) -> None:
    """Begin to tell a subscriber of what comes from now on."""
    with transaction.atomic():
        subscriber.state, subscriber.since = State.ACTIVE, subscriber.since or timezone.now()
        subscriber.save(update_fields=["state", "since"])
        ledger.write(by=by, act="subscription.activate", subject=str(subscriber))
    say_status(by=by, subscriber=subscriber)


def stop(*, by: Actor, subscriber: Subscriber, state: State, why: str) -> None:
    """Stop telling a subscriber: off for good, or in error until somebody resumes it."""
    with transaction.atomic():
        subscriber.state, subscriber.trouble = state, why
        subscriber.save(update_fields=["state", "trouble"])
        ledger.write(by=by, act="subscription.stop", subject=str(subscriber), why=why[:500])
    say_status(by=by, subscriber=subscriber)


def resume(*, by: Actor, subscriber: Subscriber) -> int:
    """Send again what was given up, and go on with what waits; return how many were given up."""
    with transaction.atomic():
        dead = Delivery.objects.filter(subscriber=subscriber, fate=Fate.DEAD)
        number = dead.update(fate=Fate.WAITING, tried=0, due=timezone.now(), settled=None, taken_until=None)
        subscriber.state, subscriber.trouble = State.ACTIVE, ""
        subscriber.save(update_fields=["state", "trouble"])
        ledger.write(by=by, act="subscription.resume", subject=str(subscriber), detail={"again": number})
    say_status(by=by, subscriber=subscriber)
    return number


def say_status(*, by: Actor = SYSTEM, subscriber: Subscriber) -> None:
    """Write into the Subscription how it stands; who changes it meanwhile goes before."""
    stored = store.read("Subscription", subscriber.id)
    if stored is None or stored.body is None:
        return
    resource = orjson.loads(stored.body)
    wanted = {**resource, "status": str(subscriber.state)}
    wanted.pop("error", None)
    if subscriber.trouble:
        wanted["error"] = subscriber.trouble
    if wanted == resource:
        return
    try:
        record.put(
            by=by, arrival=Arrival("toldonce", FEED), incoming=[Incoming(wanted, if_match=stored.version)]
        )
    except RecordTrouble:
        return
    ledger.write(by=by, act="subscription.status", subject=f"{subscriber} {subscriber.state}")
