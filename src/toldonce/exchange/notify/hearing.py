"""The listener: each new version that meets the criteria of a subscriber becomes a delivery, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import orjson

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.notify.criteria import criteria_met
from toldonce.exchange.notify.models import Delivery, State, Subscriber
from toldonce.record import store
from toldonce.record.changes import Change
from toldonce.record.listening import Listener
from toldonce.record.store import COLUMNS, Stored

LONGEST_WRITE = timedelta(hours=1)
HEARS = (State.ACTIVE, State.ERROR)  # in error, what comes is kept until somebody resumes it


def hear(changes: Sequence[Change]) -> None:
    """Queue what subscribers are to be told of these changes."""
    subscribers = list(Subscriber.objects.filter(state__in=HEARS))
    rtypes = {each.rtype for each in subscribers}
    heard = [each for each in changes if rtypes.intersection(each.rtypes)]
    if not heard:
        return
    versions = sorted(
        _versions(heard, rtypes), key=lambda each: (each.updated, each.rtype, each.id, each.version)
    )
    found = [made for stored in versions for made in _deliveries(stored, subscribers)]
    Delivery.objects.bulk_create(found, ignore_conflicts=True)


def _versions(changes: Sequence[Change], rtypes: set[str]) -> list[Stored]:
    """Return the versions of these types that came by these changes, replaced meanwhile or not."""
    where = "pid = any(%s) and rtype = any(%s) and arrival = any(%s) and body is not null"
    values = [
        sorted({each.pid for each in changes}),
        [RTYPE[rtype] for rtype in sorted(rtypes)],
        sorted({each.arrival for each in changes}),
    ]
    return store.fetch(
        f"select {COLUMNS} from resource where {where} union all select {COLUMNS} from resource_history where {where}",
        [*values, *values],
        inline=False,
    )


def _deliveries(stored: Stored, subscribers: Sequence[Subscriber]) -> Iterator[Delivery]:
    resource = orjson.loads(stored.body or b"{}")
    for subscriber in subscribers:
        if subscriber.rtype != stored.rtype or _is_too_old(stored, subscriber):
            continue
        if criteria_met(subscriber.criteria)(resource):
            yield Delivery(
                subscriber=subscriber, rtype=stored.rtype, resource=stored.id, version=stored.version
            )


def _is_too_old(stored: Stored, subscriber: Subscriber) -> bool:
    """Whether a version is of before the subscription: it may carry a time well before it was committed."""
    return subscriber.since is not None and stored.updated < subscriber.since - LONGEST_WRITE


LISTENER = Listener("FHIR subscribers", hear)
