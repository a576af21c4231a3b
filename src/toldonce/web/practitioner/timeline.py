"""The timeline as it is shown: the values of one day from one source on one line, and a picture of the years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toldonce.record.readings.elements import first, period_of, text_of
from toldonce.record.readings.measurements import measurement
from toldonce.record.readings.moments import Moment
from toldonce.record.readings.record import Record, Resource
from toldonce.record.readings.sections import BY_SLUG
from toldonce.record.readings.timeline import Event, kinds_in, timeline
from toldonce.web.design import sources
from toldonce.web.design.charts import Timeline
from toldonce.web.design.charts import timeline as drawn

PAGE = 100
MEASURED = ("results", "vital-signs")
DRAWN = (
    "stays",
    "problems",
    "procedures",
    "results",
    "medicines",
    "documents",
    "vaccinations",
    "appointments",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants to see of the timeline."""

    kind: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line: when, what, of which kind, and who told it."""

    when: Moment | None
    slug: str
    kind: str
    what: str
    until: Moment | None
    source: str
    rtype: str
    id: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The lines asked for, the choices of the filters, and the picture of all of them."""

    lines: list[EventLine]
    total: int
    next_start: int | None
    kinds: list[tuple[str, str]]
    sources: list[tuple[str, str]]
    chart: Timeline | None


def timeline_page(record: Record, asked: Asked) -> TimelinePage:
    """One page of the timeline of an open record."""
    events = timeline(
        record,
        kinds=[asked.kind] if asked.kind else (),
        sources=[asked.source] if asked.source else (),
        since=asked.since,
        until=asked.until,
    )
    groups, end = _days(events), asked.start + PAGE
    return TimelinePage(
        lines=[_line(record, group) for group in groups[asked.start : end]],
        total=len(groups),
        next_start=end if len(groups) > end else None,
        kinds=[(slug, BY_SLUG[slug].title) for slug in kinds_in(record)],
        sources=[(each.code, each.name) for each in record.sources],
        chart=drawn(list(_marks(record, groups))),
    )


def lines(record: Record, events: Iterable[Event]) -> list[EventLine]:
    """Each event on its own line."""
    return [_line(record, [event]) for event in events]


def _days(events: Iterable[Event]) -> list[list[Event]]:
    """Events newest first, the measurements of one day from one source together."""
    groups: dict[object, list[Event]] = {}
    for event in events:
        day = event.when.day if event.when else None
        key = (event.kind, day, event.source) if event.kind in MEASURED else event.reference
        groups.setdefault(key, []).append(event)
    return list(groups.values())


def _line(record: Record, group: list[Event]) -> EventLine:
    event = group[0]
    resource = _told(record, event)
    rtype, _, id = event.reference.partition("/")
    return EventLine(
        when=event.when,
        slug=event.kind,
        kind=BY_SLUG[event.kind].title,
        what="; ".join(dict.fromkeys(_words(record, each) for each in group)),
        until=period_of(resource)[1] if event.kind == "stays" else None,
        source=sources.word_for(event.source),
        rtype=rtype,
        id=id,
    )


def _told(record: Record, event: Event) -> Resource:
    """The resource that tells of an event; empty when it is beside the record."""
    found = record.find({"reference": event.reference})
    return found if isinstance(found, Resource) else Resource(found or {})


def _words(record: Record, event: Event) -> str:
    resource = _told(record, event)
    if resource.get("resourceType") == "Observation":
        value = measurement(record, resource)
        outside = f" ({value.flag})" if value.is_outside else ""
        return f"{value.test} {value.words} {value.unit}".strip() + outside
    if resource.get("resourceType") in ("DocumentReference", "Task"):
        return text_of(resource.get("description")) or event.title
    why = record.name_of(first(resource.get("reasonReference")), resource) or _reason(resource)
    return f"{event.title}: {why}" if why and why != event.title else event.title


def _reason(resource: dict) -> str:
    return text_of(first(resource.get("reasonCode")).get("text")) or text_of(
        first(first(resource.get("reasonCode")).get("coding")).get("display")
    )


def _marks(record: Record, groups: list[list[Event]]) -> Iterable[tuple[str, date, date | None, str]]:
    for event, *_ in groups:
        if event.kind in DRAWN and event.when is not None:
            day = event.when.day
            until = period_of(_told(record, event))[1] if event.kind == "stays" else None
            end = until.day if until and until.day > day else None
            yield BY_SLUG[event.kind].title, day, end, f"{event.when.words}: {event.title}"[:120]
