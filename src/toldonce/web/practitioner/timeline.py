"""Everything that happened, over all sources, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toldonce.record.readings.elements import period_of, text_of, words
from toldonce.record.readings.measurements import measurement
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource
from toldonce.record.readings.sections import BY_SLUG
from toldonce.record.readings.timing import clinical_moment
from toldonce.web.design.charts import Timeline, timeline
from toldonce.web.practitioner.writing import what_it_is

PAGE = 100
MEASURED = {"results", "vital-signs"}
NOT_EVENTS = {"demographics", "contacts"}
DRAWN = {
    "stays",
    "problems",
    "procedures",
    "results",
    "medicines",
    "documents",
    "vaccinations",
    "appointments",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants to see of the timeline."""

    kind: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    start: int = 0

    def wants(self, event: "Event") -> bool:
        """Whether an event is among those asked for."""
        day = event.when.day if event.when else None
        return (
            self.kind in ("", event.slug)
            and self.source in ("", event.told_by[0].source)
            and (self.since is None or (day is not None and day >= self.since))
            and (self.until is None or (day is not None and day <= self.until))
        )


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, or the values of one day from one source."""

    slug: str
    kind: str
    what: str
    when: Moment | None
    until: Moment | None
    told_by: tuple[Provenance, ...]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The events asked for, the choices of the filters, and the picture of all of them."""

    events: list[Event]
    total: int
    next_start: int | None
    kinds: list[tuple[str, str]]
    sources: list[tuple[str, str]]
    chart: Timeline | None


def timeline_page(record: Record, asked: Asked) -> TimelinePage:
    """One page of the timeline of an open record."""
    every = record.once(events)
    wanted = [each for each in every if asked.wants(each)]
    end = asked.start + PAGE
    return TimelinePage(
        events=wanted[asked.start : end],
        total=len(wanted),
        next_start=end if len(wanted) > end else None,
        kinds=sorted({(each.slug, each.kind) for each in every}, key=lambda pair: pair[1]),
        sources=sorted(
            {(each.told_by[0].source, each.told_by[0].name) for each in every}, key=lambda pair: pair[1]
        ),
        chart=timeline([_drawn(each) for each in wanted if each.slug in DRAWN and each.when]),
    )


def events(record: Record) -> list[Event]:
    """Every event, newest first; the values of one day from one source are one event."""
    found = [*_single(record), *_panels(record)]
    return sorted(found, key=newest_first(lambda each: each.when))


def _shown(record: Record) -> Iterable[Resource]:
    for rtype in record.resources:
        for resource in record.resources_of(rtype):
            if resource.section in BY_SLUG and resource.section not in NOT_EVENTS:
                yield resource


def _single(record: Record) -> Iterable[Event]:
    for resource in _shown(record):
        if resource.section not in MEASURED or resource.rtype != "Observation":
            yield _event(record, resource)


def _event(record: Record, resource: Resource) -> Event:
    return Event(
        slug=resource.section,
        kind=BY_SLUG[resource.section].title,
        what=_what(resource),
        when=clinical_moment(resource),
        until=period_of(resource)[1],
        told_by=(record.provenance(resource),),
    )


def _what(resource: Resource) -> str:
    said = text_of(resource.get("description")) or text_of(resource.get("title")) or what_it_is(resource)
    why = words(resource.get("reasonCode"))
    return f"{said}: {why}" if why and why != said else said


def _panels(record: Record) -> Iterable[Event]:
    panels: dict[tuple, list[Resource]] = {}
    for resource in record.resources_of("Observation"):
        if resource.section in MEASURED:
            told = clinical_moment(resource)
            panels.setdefault((resource.section, told and told.day, resource.source), []).append(resource)
    for (slug, _, _), members in panels.items():
        yield Event(
            slug=slug,
            kind=BY_SLUG[slug].title,
            what="; ".join(_value(record, each) for each in members),
            when=clinical_moment(members[0]),
            until=None,
            told_by=tuple(record.provenance(each) for each in members),
        )


def _value(record: Record, resource: Resource) -> str:
    value = measurement(record, resource)
    outside = f" ({value.flag})" if value.is_outside else ""
    return f"{value.test} {value.words} {value.unit}".strip() + outside


def _drawn(event: Event) -> tuple[str, date, date | None, str]:
    day = event.when.day
    until = event.until.day if event.until and event.slug == "stays" and event.until.day > day else None
    return (event.kind, day, until, f"{event.when.words}: {event.what}"[:120])
