"""From a change to the alerts that it makes: events kept once, the right people told, and what was wrong taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from toldonce.care.alerts.clockwork import Hours, mail_due, quiet_until
from toldonce.care.alerts.detection import detected, happenings
from toldonce.care.alerts.happenings import Fact, Happening, TakenBack
from toldonce.care.alerts.kinds import KIND, LOOK_AT_URGENT_WITHIN
from toldonce.care.alerts.models import Alert, Event, HowTold
from toldonce.care.alerts.recipients import PersonNow, Recipient, Refusal, recipients
from toldonce.care.alerts.why import item_title, why_told
from toldonce.care.worklist.actions import hand_over, raise_item, withdraw
from toldonce.care.worklist.errors import WorklistRefused
from toldonce.care.worklist.models import Item
from toldonce.directory.actors import SYSTEM
from toldonce.ledger import actions as ledger
from toldonce.record.changes import Change
from toldonce.record.listening import Listener
from toldonce.record.waking import wake

REMEMBERED = timedelta(days=180)  # how long a fact that was told is not told again


def hear(changes: Sequence[Change]) -> int:
    """Raise the alerts of a batch of changes and take back what was wrong; how many alerts were raised.

    Hearing a change twice raises nothing twice: an event is kept once, and told to each once.
    """
    now, people, raised = timezone.now(), dict[int, PersonNow](), 0
    for difference, found in detected(changes, now=now):
        change = difference.change
        for each in found:
            if isinstance(each, TakenBack):
                take_back(change.person, each, now=now)
        for happening in happenings(change, (each for each in found if isinstance(each, Fact))):
            if event := keep(happening):
                person = people.setdefault(change.person, PersonNow(change.person))
                raised += tell(event, happening, person, now=now)
    return raised


LISTENER = Listener("alerts", hear, batch=50)  # few, so that nobody waits long for the commit of others


def keep(happening: Happening) -> Event | None:
    """Keep what happened, without what was told before; None when nothing of it is new."""
    known = Event.objects.filter(
        person=happening.person,
        kind=happening.kind,
        withdrawn=None,
        told__gte=happening.told - REMEMBERED,
        keys__overlap=list(happening.keys),
    )
    told = {key for keys in known.values_list("keys", flat=True) for key in keys}
    facts = tuple(each for each in happening.facts if each.key not in told)
    if not facts:
        return None
    new = Happening(happening.kind, happening.person, happening.pid, happening.told, facts)
    return Event.objects.create(
        kind=new.kind,
        person=new.person,
        pid=new.pid,
        fingerprint=new.fingerprint,
        keys=list(new.keys),
        words=new.words,
        references=list(new.references),
        source=facts[0].source,
        urgent=new.is_urgent,
        happened=facts[0].at,
        told=new.told,
    )


def tell(event: Event, happening: Happening, person: PersonNow, *, now: datetime) -> int:
    """Tell an event to everybody who asked and may read it; the ledger keeps who was told, and who was not."""
    count = 0
    for found in recipients(person, happening):
        if isinstance(found, Refusal):
            detail = {"asking": found.asking.pk, "kind": event.kind}
            ledger.write(
                by=SYSTEM, act="alert.withheld", pids=[event.pid], subject=f"event/{event.pk}", why=found.why,
                detail=detail,
            )  # fmt: skip
            continue
        count += _told(event, found, person, now)
    return count


def _told(event: Event, recipient: Recipient, person: PersonNow, now: datetime) -> int:
    asking = recipient.asking
    hours = hours_of(recipient.account) if recipient.account else Hours()
    alert, is_new = Alert.objects.get_or_create(
        event=event,
        organisation=asking.organisation,
        account=recipient.account,
        defaults={
            "asking": asking,
            "covers": recipient.covers,
            "relations": list(recipient.relations),
            "raised": now,
            "waits_until": None if event.urgent else quiet_until(hours, now),
            "mail_due": mail_due(hours, now, mail=asking.mail, is_urgent=event.urgent),
        },
    )
    if not is_new:
        return 0
    if asking.on_worklist:
        _put_on_worklist(alert, recipient, now)
    ledger.write(
        by=SYSTEM,
        act="alert.raise",
        pids=[event.pid],
        subject=f"alert/{alert.pk}",
        detail={
            "kind": event.kind,
            "asking": asking.pk,
            "organisation": alert.organisation,
            "account": alert.account,
            "relations": alert.relations,
        },
    )
    wake(f"org:{alert.organisation}")
    wake(f"person:{person.person}")
    return 1


def _put_on_worklist(alert: Alert, recipient: Recipient, now: datetime) -> None:
    """An item for the organisation; one that an account asked for is handed to it, unless all have it already."""
    event, account = alert.event, recipient.account
    if account and event.alerts.filter(organisation=alert.organisation, account="").exists():
        return
    within = LOOK_AT_URGENT_WITHIN if event.urgent else KIND[event.kind].look_within
    item = raise_item(
        by=SYSTEM,
        organisation=alert.organisation,
        kind="alert",
        key=f"event/{event.pk}" + (f"/{account}" if account else ""),
        pid=event.pid,
        title=item_title(event, alert.organisation),
        reason=why_told(alert),
        due=now + within,
        refers=event.references[0].split("/_history/")[0] if event.references else "",
        urgent=event.urgent,
    )
    if account:
        hand_over(by=SYSTEM, item=item, to=account, note="You asked to be told of this.")
    alert.item = item.pk
    alert.save(update_fields=["item"])


def take_back(person: int, taken: TakenBack, *, now: datetime) -> int:
    """Withdraw the events that rested on resources that say otherwise now, and take their items off the worklists."""
    count = 0
    wanted = {each.split("/_history/")[0] for each in taken.references}
    for event in Event.objects.filter(person=person, kind__in=taken.kinds, withdrawn=None):
        if wanted.isdisjoint(each.split("/_history/")[0] for each in event.references):
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


def hours_of(account: str) -> Hours:
    """An account's quiet hours and its digest, as it chose them or as they are."""
    chosen = HowTold.objects.filter(account=account).first()
    if chosen is None:
        return Hours()
    return Hours(chosen.quiet_from, chosen.quiet_until, chosen.digest_at, chosen.digest_day)
