"""How the deliveries to each subscriber go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from toldonce.exchange.notify.models import Delivery, Fate, Subscriber


@dataclass(frozen=True, slots=True)
class Lag:
    """One subscriber with what waits for it, since when, and what was given up or withheld."""

    subscriber: Subscriber
    waiting: int
    oldest: datetime | None
    dead: int
    withheld: int
    said: str


def lags() -> list[Lag]:
    """Return every subscriber, those in trouble first."""
    waits, dead = Q(deliveries__fate=Fate.WAITING), Q(deliveries__fate=Fate.DEAD)
    found = Subscriber.objects.annotate(
        waiting=Count("deliveries", filter=waits),
        oldest=Min("deliveries__queued", filter=waits),
        dead=Count("deliveries", filter=dead),
        withheld=Count("deliveries", filter=Q(deliveries__fate=Fate.WITHHELD)),
    )
    made = [
        Lag(each, each.waiting, each.oldest, each.dead, each.withheld, _last_word(each)) for each in found
    ]
    return sorted(made, key=lambda lag: (-lag.dead, -lag.waiting, lag.subscriber.id))


def _last_word(subscriber: Subscriber) -> str:
    """What the receiver answered to the delivery that is tried now."""
    tried = (
        Delivery.objects.filter(subscriber=subscriber, fate=Fate.WAITING, tried__gt=0).order_by("id").first()
    )
    return tried.said if tried else ""
