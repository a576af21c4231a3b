"""What every flag tells, whichever section it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import extensions, listed, notes, period_of, text_of, when, words
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource


@dataclass(frozen=True, slots=True)
class Mark:
    """One flag, condition, observation or statement that a reader must know of before acting."""

    title: str
    kind: str
    detail: str
    status: str
    since: Moment | None
    until: Moment | None
    is_current: bool
    author: str
    provenance: Provenance


OVER = {"inactive", "resolved", "entered-in-error", "rejected", "completed", "cancelled"}
TOLD_AS = ("Flag", "Consent", "Condition", "Observation", "DetectedIssue", "Communication", "ServiceRequest")


def marks(record: Record, slug: str, *rtypes: str) -> tuple[list[Mark], list[Resource]]:
    """The marks of one section, current ones first and each group newest first, with their resources."""
    told = [each for each in record.resources_of(*(rtypes or TOLD_AS)) if each.section == slug]
    found = [mark(record, each) for each in told]
    found.sort(key=lambda each: (not each.is_current, newest_first(lambda one: one.since)(each)))
    return found, told


def mark(record: Record, resource: Resource) -> Mark:
    """One resource as a mark."""
    since, until = _span(resource)
    status = text_of(resource.get("status")) or words(resource.get("clinicalStatus"))
    return Mark(
        title=_title(resource),
        kind=words(resource.get("category")),
        detail=" ".join(_details(resource)),
        status=status,
        since=since,
        until=until,
        is_current=status not in OVER and (until is None or until.last_instant >= record.at),
        author=record.author_of(resource),
        provenance=record.provenance(resource, "period"),
    )


def _span(resource: Resource) -> tuple[Moment | None, Moment | None]:
    since, until = period_of(resource)
    provision = resource.get("provision")
    if isinstance(provision, dict):
        since, until = since or period_of(provision)[0], until or period_of(provision)[1]
    told = ("effectiveDateTime", "effectivePeriod", "onsetDateTime", "recordedDate", "dateTime", "authoredOn")
    return since or when(resource, *told, "identifiedDateTime", "sent"), until or when(
        resource, "abatementDateTime"
    )


def _title(resource: Resource) -> str:
    for name in ("code", "type", "category", "scope"):
        if said := words(resource.get(name)):
            return said
    return text_of(resource.get("title")) or text_of(resource.get("description")) or "Alert without words"


def _details(resource: Resource):
    yield from notes(resource)
    for name in ("valueCodeableConcept", "interpretation", "reasonCode"):
        if said := words(resource.get(name)):
            yield said
    for name in ("valueString", "detail", "patientInstruction"):
        if said := text_of(resource.get(name)):
            yield said
    for each in listed(resource.get("payload")):
        if said := text_of(each.get("contentString")):
            yield said
    for _, value in extensions(resource):
        if isinstance(value, dict) and (said := words(value)):
            yield said
