"""Where a line comes from: who told it, by which feed, when it was received, and its earlier versions."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from django.http import Http404

from toldonce.record import store
from toldonce.record.readings.record import Provenance, Record, Resource


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a resource and how it came."""

    number: int
    updated: datetime
    source: str
    feed: str
    author: str
    received: datetime | None
    is_deletion: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Everything about where one resource comes from."""

    told: Provenance
    kind: str
    section: str
    versions: tuple[Version, ...]
    body: str


def origin(record: Record, rtype: str, id: str) -> Origin:
    """Where a resource of this open record comes from; 404 for one that the reader may not see."""
    resource = resource_of(record, rtype, id)
    return Origin(
        told=record.provenance(resource),
        kind=spoken(rtype),
        section=resource.section,
        versions=tuple(_versions(record, rtype, id)),
        body=orjson.dumps(resource, option=orjson.OPT_INDENT_2).decode(),
    )


def resource_of(record: Record, rtype: str, id: str) -> Resource:
    """The resource in this open record; what the reader may not see is as if it were not there."""
    found = next((each for each in record.resources.get(rtype, ()) if each.get("id") == id), None)
    if found is None:
        raise Http404
    return found


def _versions(record: Record, rtype: str, id: str):
    kept = [each for each in store.history(rtype, id) if record.as_at is None or each.updated <= record.as_at]
    came = store.provenance(each.arrival for each in kept)
    for each in kept:
        how = came.get(each.arrival)
        yield Version(
            number=each.version,
            updated=each.updated,
            source=record.source_named(how.source) if how else "",
            feed=how.feed if how else "",
            author=how.author if how else "",
            received=how.received if how else None,
            is_deletion=each.body is None,
        )


def spoken(rtype: str) -> str:
    """`Medication request` for `MedicationRequest`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in rtype).strip()
    return words[:1].upper() + words[1:]
