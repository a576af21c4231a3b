"""The person's story over all sources in one line, newest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from toldonce.record.readings.elements import coding_words, text_of, words
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Record, Resource
from toldonce.record.readings.sections import BY_SLUG
from toldonce.record.readings.timing import clinical_moment

NOT_EVENTS = {"Patient", "RelatedPerson", "CareTeam", "Medication", "Device", "Specimen", "Person"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened or was written down."""

    when: Moment | None
    kind: str
    title: str
    detail: str
    source: str
    source_name: str
    reference: str


def timeline(
    record: Record,
    *,
    kinds: Collection[str] = (),
    sources: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> tuple[Event, ...]:
    """Every event, newest first; `kinds` are slugs of sections, `sources` codes of organisations."""
    found = [each for each in record.once(_events) if _is_wanted(each, kinds, sources)]
    return tuple(each for each in found if _is_between(each.when, since, until))


def kinds_in(record: Record) -> dict[str, int]:
    """How many events of each kind there are, for the filters."""
    counts: dict[str, int] = {}
    for each in record.once(_events):
        counts[each.kind] = counts.get(each.kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda each: list(BY_SLUG).index(each[0])))


def _events(record: Record) -> tuple[Event, ...]:
    told = [each for rtype in record.resources for each in record.resources_of(rtype)]
    shown = [each for each in told if each.section in BY_SLUG and each.rtype not in NOT_EVENTS]
    events = [_event(record, each) for each in shown]
    return tuple(sorted(events, key=newest_first(lambda each: each.when)))


def _event(record: Record, resource: Resource) -> Event:
    return Event(
        when=clinical_moment(resource),
        kind=resource.section,
        title=title_of(record, resource),
        detail=text_of(resource.get("status")),
        source=resource.source,
        source_name=record.source_named(resource.source),
        reference=resource.reference,
    )


NAMED_BY = ("code", "vaccineCode", "medicationCodeableConcept", "type", "serviceType", "category", "scope")


def title_of(record: Record, resource: Resource) -> str:
    """What a resource is about, in words."""
    if said := text_of(resource.get("title")):
        return said
    for name in NAMED_BY:
        if said := words(resource.get(name)):
            return said
    if reference := resource.get("medicationReference"):
        return record.name_of(reference, resource) or resource.rtype
    return (
        text_of(resource.get("description")) or coding_words(resource.get("class")) or _spaced(resource.rtype)
    )


def _spaced(rtype: str) -> str:
    return "".join(f" {each.lower()}" if each.isupper() and at else each for at, each in enumerate(rtype))


def _is_wanted(event: Event, kinds: Collection[str], sources: Collection[str]) -> bool:
    return (not kinds or event.kind in kinds) and (not sources or event.source in sources)


def _is_between(when: Moment | None, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    if when is None:
        return False
    return (since is None or when.day >= since) and (until is None or when.day <= until)
