"""What a delivery says, if it may be said now: the right to read is asked for at that moment, not before."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.directory import queries, scopes
from toldonce.directory.actors import Actor
from toldonce.directory.models import Role
from toldonce.exchange.notify.admitting import check_endpoint
from toldonce.exchange.notify.errors import SubscriptionRefused
from toldonce.exchange.notify.models import Delivery, Subscriber
from toldonce.exchange.smart.queries import standing_scopes
from toldonce.ledger import actions as ledger
from toldonce.record import store
from toldonce.record.access import Purpose
from toldonce.record.opening import let_through
from toldonce.record.store import Stored

FHIR = "application/fhir+json"


class NotSent(Exception):
    """A delivery is not sent; the message says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A request as it goes out."""

    method: str
    address: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def letter(delivery: Delivery) -> Letter:
    """Return what is sent, its row in the ledger written; raises NotSent."""
    subscriber = delivery.subscriber
    _check_endpoint(subscriber.endpoint)
    stored = _version(delivery)
    reader = _reader(subscriber)
    seen = _seen(reader, subscriber, stored)
    ledger.write(
        by=reader,
        act="subscription.notify",
        pids=[stored.pid] if stored.pid else [],
        subject=f"{delivery} for {subscriber}",
        detail={"content": subscriber.payload, "to": subscriber.origin},
    )
    headers = (*map(tuple, subscriber.headers), ("Idempotency-Key", str(delivery.key)))
    if not subscriber.payload:
        return Letter("POST", subscriber.endpoint, headers, b"")
    address = f"{subscriber.endpoint}/{delivery.rtype}/{delivery.resource}"
    return Letter("PUT", address, (*headers, ("Content-Type", FHIR)), seen.body or b"")


def _check_endpoint(endpoint: str) -> None:
    try:
        check_endpoint(endpoint)
    except SubscriptionRefused as trouble:
        raise NotSent("its address is no longer allowed") from trouble


def _version(delivery: Delivery) -> Stored:
    current = store.read(delivery.rtype, delivery.resource)
    if current is None or current.body is None:
        raise NotSent("the resource was deleted meanwhile")
    stored = store.vread(delivery.rtype, delivery.resource, delivery.version)
    if stored is None or stored.body is None:
        raise NotSent("the version is not there any more")
    return stored


def _reader(subscriber: Subscriber) -> Actor:
    account = queries.account_named(subscriber.account)
    if account is None:
        raise NotSent("its account is closed")
    post = queries.posts_of(account).first()
    role, organisation = (post.role, post.organisation_id) if post else (Role.SERVICE.value, "")
    may = [made for each in sorted(standing_scopes(account)) if (made := scopes.parsed(each))]
    given = [made for each in subscriber.scopes if (made := scopes.parsed(each))]
    kept = {str(both) for one in given for other in may if (both := scopes.shared(one, other))}
    return Actor(account.username, account.name, role, organisation, tuple(sorted(kept)))


def _seen(reader: Actor, subscriber: Subscriber, stored: Stored) -> Stored:
    """Return the version as this subscriber may see it now; raises NotSent."""
    covering = [
        scope.context
        for scope in map(scopes.parsed, reader.scopes)
        if scope and scope.covers(subscriber.rtype, "read")
    ]
    if "system" in covering:
        return stored
    found = let_through(reader, [stored], Purpose.DIRECT_CARE) if covering and stored.pid else []
    if not found:
        raise NotSent("it may not be read by this subscriber")
    return found[0]
