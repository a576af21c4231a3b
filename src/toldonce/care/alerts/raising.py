"""From changes to the alerts that they make: events kept once, the right people told, and what was wrong taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from toldonce.care.alerts.detection import detected, happenings
from toldonce.care.alerts.happenings import Fact, Happening, TakenBack
from toldonce.care.alerts.models import LONGEST_SOURCE, Event
from toldonce.care.alerts.taking_back import take_back
from toldonce.care.alerts.telling import tell
from toldonce.record.changes import Change
from toldonce.record.listening import Listener

REMEMBERED = timedelta(days=180)  # how long a fact that was told is not told again


def hear(changes: Sequence[Change]) -> int:
    """Raise the alerts of a batch of changes and take back what was wrong; how many alerts were raised.

    Hearing a change twice raises nothing twice: an event is kept once, and told to each once. Nothing here looks
    across people, so that only what one person's changes tell is kept in their order.
    """
    now, raised = timezone.now(), 0
    news: list[Happening] = []
    for difference, found in detected(changes, now=now):
        person = difference.change.person
        for each in found:
            if isinstance(each, TakenBack):
                if any(earlier.person == person for earlier in news):
                    raised, news = raised + tell(keep(news), now=now), []
                take_back(person, each, now=now)
        news += happenings(difference.change, (each for each in found if isinstance(each, Fact)))
    return raised + tell(keep(news), now=now)


LISTENER = Listener("alerts", hear, batch=100)  # few, so that nobody waits long for the commit of others


def keep(news: Sequence[Happening]) -> list[tuple[Event, Happening]]:
    """Keep what happened, without what was told before, as events; what tells nothing new is left out."""
    told = _told_before(news)
    new: list[Happening] = []
    for each in news:
        known = told.setdefault((each.person, each.kind), {})
        since = each.told - REMEMBERED
        facts = tuple(fact for fact in each.facts if fact.key not in known or known[fact.key] < since)
        if facts:
            known.update({fact.key: each.told for fact in facts})
            new.append(replace(each, facts=facts))
    return list(zip(Event.objects.bulk_create(map(_event, new)), new, strict=True))


def _told_before(news: Sequence[Happening]) -> dict[tuple[int, str], dict[str, datetime]]:
    """When each fact that was not taken back was last told of these people: by person and kind, by key."""
    told: dict[tuple[int, str], dict[str, datetime]] = {}
    if not news:
        return told
    known = Event.objects.filter(
        person__in={each.person for each in news},
        kind__in={each.kind for each in news},
        withdrawn=None,
        told__gte=min(each.told for each in news) - REMEMBERED,
        keys__overlap=sorted({key for each in news for key in each.keys}),
    )
    for person, kind, at, keys in known.order_by("told").values_list("person", "kind", "told", "keys"):
        told.setdefault((person, kind), {}).update(dict.fromkeys(keys, at))
    return told


def _event(happening: Happening) -> Event:
    first = happening.facts[0]
    return Event(
        kind=happening.kind,
        person=happening.person,
        pid=happening.pid,
        fingerprint=happening.fingerprint,
        keys=list(happening.keys),
        words=happening.words,
        references=list(happening.references),
        source=first.source[:LONGEST_SOURCE],
        urgent=happening.is_urgent,
        happened=first.at,
        told=happening.told,
    )
