"""What was told and is not so any more: events are withdrawn, and their items leave the worklists."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from toldonce.care.alerts.glance import unversioned
from toldonce.care.alerts.happenings import TakenBack
from toldonce.care.alerts.models import Event
from toldonce.care.worklist.actions import withdraw
from toldonce.care.worklist.errors import WorklistRefused
from toldonce.care.worklist.models import Item
from toldonce.directory.actors import SYSTEM
from toldonce.ledger import actions as ledger
from toldonce.record.identity import pids_of
from toldonce.record.waking import wake


def take_back(person: int, taken: TakenBack, *, now: datetime) -> int:
    """Withdraw the events that rested on resources that say otherwise now; how many that were."""
    count = 0
    wanted = set(map(unversioned, taken.references))
    theirs = Event.objects.filter(pid__in=pids_of(person), kind__in=taken.kinds, withdrawn=None)
    for event in theirs:  # whoever the source patient was taken for when it was told
        if wanted.isdisjoint(map(unversioned, event.references)):
            continue
        event.withdrawn, event.why_withdrawn = now, taken.why
        event.save(update_fields=["withdrawn", "why_withdrawn"])
        _withdraw_items(event, taken.why)
        ledger.write(
            by=SYSTEM, act="alert.withdraw", pids=[event.pid], subject=f"event/{event.pk}", why=taken.why
        )
        count += 1
    return count


def _withdraw_items(event: Event, why: str) -> None:
    for alert in event.alerts.all():
        item = Item.objects.filter(pk=alert.item).first() if alert.item else None
        if item and item.is_open:
            try:
                with transaction.atomic():
                    withdraw(by=SYSTEM, item=item, why=why)
            except WorklistRefused:  # somebody settled it in this moment: it says so itself
                continue
        wake(f"org:{alert.organisation}")
