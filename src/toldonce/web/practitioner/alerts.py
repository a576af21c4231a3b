"""What somebody was told, as a page shows it: decided anew whether it may be read, and written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from toldonce.care.alerts import queries
from toldonce.care.alerts.glance import unversioned
from toldonce.care.alerts.kinds import title_of
from toldonce.care.alerts.models import Alert, Event
from toldonce.care.alerts.why import sees_words, why_told
from toldonce.directory.actors import Actor
from toldonce.directory.queries import account_named, names_of
from toldonce.ledger.actions import write
from toldonce.record import store
from toldonce.record.opening import let_through
from toldonce.web.design import sources
from toldonce.web.design.finding import FoundPerson, people_behind
from toldonce.web.practitioner.opened import purpose_of

PAGE = 20
NOT_NOW = "Withheld: you may not read this now. Open the record to see why."
NOT_FOR_ROLE = "Your role does not see what this says."


@dataclass(frozen=True, slots=True)
class Behind:
    """One version of a resource that an event rests on."""

    rtype: str
    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Why:
    """Why somebody got an alert: what was asked, by what right it was told, and what it rests on."""

    sentence: str
    behind: tuple[Behind, ...]
    source: str
    told: datetime


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """One alert as the page shows it; without words where they may not be read."""

    number: int
    person: FoundPerson | None
    title: str
    words: str
    is_withheld: bool
    is_urgent: bool
    is_mine: bool
    is_colleagues: bool
    raised: datetime
    happened: datetime | None
    waits_until: datetime | None
    taken_back: str
    seen: datetime | None
    seen_by: str
    item: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class Alerts:
    """One page of alerts, and where the others start."""

    shown: tuple[ShownAlert, ...]
    total: int
    start: int

    @property
    def earlier(self) -> int | None:
        """Where the page before this one starts."""
        return max(self.start - PAGE, 0) if self.start else None

    @property
    def later(self) -> int | None:
        """Where the page after this one starts."""
        return self.start + PAGE if self.start + len(self.shown) < self.total else None


def alerts_of(*, reader: Actor, start: int = 0) -> Alerts:
    """A page of what was told to this reader and to the organisation; the ledger keeps whom it named."""
    found = queries.told_to(reader)
    return Alerts(_written(reader, list(found[start : start + PAGE])), found.count(), start)


def one_alert(*, reader: Actor, number: int) -> Alerts | None:
    """One alert as a page of its own; the ledger keeps whom it named."""
    found = queries.alert_for(reader, number)
    return Alerts(_written(reader, [found]), 1, 0) if found else None


def _written(reader: Actor, alerts: Sequence[Alert]) -> tuple[ShownAlert, ...]:
    shown = _shown(reader, alerts)
    pids = sorted({each.event.pid for each in alerts})
    write(by=reader, act="record.list", pids=pids, subject="alerts", detail={"alerts": len(alerts)})
    return tuple(shown)


def why_of(alert: Alert, reader: Actor) -> Why:
    """The answer to "why did I get this", or why a colleague got it."""
    event = alert.event
    behind = [each.split("/") for each in event.references]
    return Why(
        sentence=why_told(alert, _colleague(reader, alert)),
        behind=tuple(Behind(each[0], each[1], int(each[3])) for each in behind),
        source=sources.name_of(event.source) or "a source that is not named",
        told=event.told,
    )


def _colleague(reader: Actor, alert: Alert) -> str:
    """The name of the colleague who was told; empty where it was the reader, or the organisation."""
    if alert.account in ("", reader.account):
        return ""
    found = account_named(alert.account)
    return found.name if found else alert.account


def _shown(reader: Actor, alerts: Sequence[Alert]) -> list[ShownAlert]:
    people = people_behind(each.event.pid for each in alerts)
    readable = _readable(reader, [each.event for each in alerts])
    seen_by = names_of(each.seen_by for each in alerts)
    return [
        _one(reader, each, people.get(each.event.pid), each.event.pk in readable, seen_by[each.seen_by])
        for each in alerts
    ]


def _one(reader: Actor, alert: Alert, person: FoundPerson | None, may_read: bool, seen_by: str) -> ShownAlert:
    event = alert.event
    words = event.words if may_read else NOT_NOW
    if not sees_words(event, reader.role):
        words = NOT_FOR_ROLE
    return ShownAlert(
        number=alert.pk,
        person=person,
        title=title_of(event.kind),
        words=words,
        is_withheld=words != event.words,
        is_urgent=event.urgent,
        is_mine=alert.account == reader.account,
        is_colleagues=bool(_colleague(reader, alert)),
        raised=alert.raised,
        happened=event.happened,
        waits_until=alert.waits_until,
        taken_back=event.why_withdrawn,
        seen=alert.seen,
        seen_by=seen_by,
        item=alert.item,
        why=why_of(alert, reader),
    )


def _readable(reader: Actor, events: Sequence[Event]) -> set[int]:
    """The events of which this reader may see every resource that is still there, decided now."""
    addresses = {_address(each) for event in events for each in event.references}
    stored = store.read_many(sorted(addresses))
    there = {(each.rtype, each.id) for each in stored}
    seen = {(each.rtype, each.id) for each in let_through(reader, stored, purpose_of(reader))}
    told_by = {event.pk: {_address(each) for each in event.references} & there for event in events}
    return {number for number, found in told_by.items() if found and found <= seen}


def _address(reference: str) -> tuple[str, str]:
    rtype, _, id = unversioned(reference).partition("/")
    return rtype, id
