"""Telling a batch of events to those who asked: alerts, items on the worklists, and the rows of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from toldonce.care.alerts.clockwork import Hours, mail_due, quiet_until
from toldonce.care.alerts.glance import unversioned
from toldonce.care.alerts.happenings import Happening
from toldonce.care.alerts.kinds import KIND, LOOK_AT_URGENT_WITHIN
from toldonce.care.alerts.models import Alert, Event
from toldonce.care.alerts.queries import hours_of_all
from toldonce.care.alerts.recipients import Recipient, Refusal, recipients
from toldonce.care.alerts.why import Titles, why_told
from toldonce.care.worklist.actions import raise_new
from toldonce.care.worklist.models import Item, Kind
from toldonce.directory.actors import SYSTEM
from toldonce.ledger.actions import Act, write_all
from toldonce.record.waking import wake


@dataclass(frozen=True, slots=True)
class Telling:
    """An event and one of those who are told of it; `all_have_it` when it is on the organisation's worklist already."""

    event: Event
    to: Recipient
    all_have_it: bool

    @property
    def has_item(self) -> bool:
        """Whether it becomes an item of a worklist."""
        return self.to.on_worklist and not (self.to.account and self.all_have_it)


def tell(kept: Sequence[tuple[Event, Happening]], *, now: datetime) -> int:
    """Tell new events to everybody who asked and may read them; the ledger keeps who was told, and who was not."""
    if not kept:
        return 0
    told, withheld = [], []
    events = [event for event, _ in kept]
    for event, found in zip(events, recipients([each for _, each in kept]), strict=True):
        told += _tellings(event, [each for each in found if isinstance(each, Recipient)])
        withheld += [_withheld(event, each) for each in found if isinstance(each, Refusal)]
    write_all(withheld)
    _raise(told, now)
    return len(told)


def _tellings(event: Event, to: Sequence[Recipient]) -> Iterator[Telling]:
    everywhere = {each.asking.organisation for each in to if not each.account}
    return (Telling(event, each, each.asking.organisation in everywhere) for each in to)


def _withheld(event: Event, refusal: Refusal) -> Act:
    detail = {"asking": refusal.asking.pk, "kind": event.kind}
    return Act(SYSTEM, "alert.withheld", [event.pid], f"event/{event.pk}", refusal.why, detail)


def _raise(told: Sequence[Telling], now: datetime) -> None:
    if not told:
        return
    hours = hours_of_all({each.to.account for each in told} - {""})
    alerts = [_alert(each, hours.get(each.to.account, Hours()), now) for each in told]
    _put_on_worklists(told, alerts, now)
    Alert.objects.bulk_create(alerts)
    write_all([_raised(each) for each in alerts])
    organisations = {f"org:{each.organisation}" for each in alerts}
    wake(*sorted(organisations | {f"person:{each.event.person}" for each in told}))


def _alert(told: Telling, hours: Hours, now: datetime) -> Alert:
    asking, event = told.to.asking, told.event
    return Alert(
        event=event,
        organisation=asking.organisation,
        account=told.to.account,
        asking=asking,
        covers=told.to.covers,
        relations=list(told.to.relations),
        raised=now,
        waits_until=None if event.urgent else quiet_until(hours, now),
        mail_due=mail_due(hours, now, mail=told.to.mail, is_urgent=event.urgent),
    )


def _put_on_worklists(told: Sequence[Telling], alerts: Sequence[Alert], now: datetime) -> None:
    """An item for the organisation; what an account asked for is meant for it, unless all have it already."""
    wanted = [alert for each, alert in zip(told, alerts, strict=True) if each.has_item]
    titles = Titles({each.organisation for each in wanted})
    names = {each.to.account: each.to.reader.name for each in told}
    items = raise_new(by=SYSTEM, items=[_item(each, titles, names[each.account], now) for each in wanted])
    for alert, item in zip(wanted, items, strict=True):
        alert.item = item.pk


def _item(alert: Alert, titles: Titles, name: str, now: datetime) -> Item:
    event, account = alert.event, alert.account
    return Item(
        organisation=alert.organisation,
        kind=Kind.ALERT,
        key=f"event/{event.pk}" + (f"/{account}" if account else ""),
        pid=event.pid,
        title=titles.of(event, alert.organisation),
        reason=why_told(alert, name),
        due=now + (LOOK_AT_URGENT_WITHIN if event.urgent else KIND[event.kind].look_within),
        refers=unversioned(event.references[0]) if event.references else "",
        urgent=event.urgent,
        meant_for=account,
    )


def _raised(alert: Alert) -> Act:
    event = alert.event
    detail = {
        "kind": event.kind,
        "asking": alert.asking_id,
        "organisation": alert.organisation,
        "account": alert.account,
        "relations": alert.relations,
    }
    return Act(SYSTEM, "alert.raise", [event.pid], f"alert/{alert.pk}", detail=detail)
