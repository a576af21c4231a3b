"""Everything about a person from the store, unfiltered: only `opening` may show it, after access has been decided."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.record import store
from toldonce.record.readings.assembly import whole_record
from toldonce.record.readings.elements import first, text_of, words
from toldonce.record.readings.record import Heard, Record, Resource, Source, source_code
from toldonce.record.silence import silent_since

BESIDE = re.compile(
    rb'"reference"\s*:\s*"((?:Organization|Practitioner|PractitionerRole|Location|Medication|HealthcareService|Endpoint)'
    rb'/[A-Za-z0-9.\-]{1,64})"'
)
REMEMBERED_FOR = 60.0
REMEMBERED_AT_MOST = 50_000
_neighbours: dict[str, tuple[float, Mapping[str, Any] | None]] = {}


def gather(person: int, pids: Sequence[int], as_at: datetime | None = None) -> Record:
    """The whole record of a person, as it is or as it was at a moment."""
    stored = store.compartment(pids, as_at=as_at)
    told = resources_of(stored)
    beside = neighbours([each.body for each in stored if each.body], told)
    record = whole_record(told, person=person, pids=tuple(pids), as_at=as_at, neighbours=beside)
    silent = silent_since({each.code for each in record.sources} - {""})
    record.sources = tuple(_heard(record, each, silent.get(each.code)) for each in record.sources)
    record.forget()
    return record


def resources_of(stored: Iterable[store.Stored]) -> list[Resource]:
    """Stored versions as resources of their sources: the one that `meta.source` names, else the one that sent them."""
    told = [_resource(each) for each in stored]
    unsaid = [each for each in told if not each.source]
    if unsaid:
        sent = store.provenance(each.stored.arrival for each in unsaid)
        for each in unsaid:
            each.source = sent[each.stored.arrival].source
    return told


def _resource(stored: store.Stored) -> Resource:
    body = orjson.loads(stored.body or b"{}")
    return Resource(body, source_code(body), stored)


def _heard(record: Record, source: Source, silent: datetime | None) -> Source:
    """The source as the directory knows it, with the moment of its last word and whether it has fallen silent."""
    told = [each.stored.updated for each in record if each.source == source.code and each.stored is not None]
    known = record.neighbours.get(f"Organization/ods-{source.code}") or {}
    return Source(
        source.code,
        text_of(known.get("name")) or source.name,
        silent or max(told, default=None),
        Heard.DOWN if silent else source.state,
        words(first(known.get("type"))),
    )


def neighbours(bodies: Iterable[bytes], told: Iterable[Resource]) -> dict[str, Mapping[str, Any]]:
    """What the resources refer to beside the person: organisations, staff, places, medicines."""
    wanted = {reference.decode() for body in bodies for reference in BESIDE.findall(body)}
    wanted |= {f"Organization/ods-{source}" for source in {each.source for each in told} if source}
    found = _remembered(wanted)
    roles = [orjson.dumps(each) for name, each in found.items() if name.startswith("PractitionerRole/")]
    further = {reference.decode() for body in roles for reference in BESIDE.findall(body)} - set(found)
    return {**found, **_remembered(further)} if further else found


def _remembered(wanted: set[str]) -> dict[str, Mapping[str, Any]]:
    now = time.monotonic()
    unknown = [each for each in wanted if _neighbours.get(each, (0.0, None))[0] < now]
    if unknown:
        _fetch(unknown, now + REMEMBERED_FOR)
    return {each: found for each in wanted if (found := _neighbours.get(each, (0.0, None))[1]) is not None}


def _fetch(wanted: Sequence[str], until: float) -> None:
    """Reads them in one query and remembers them, and what is not there, for a minute."""
    if len(_neighbours) > REMEMBERED_AT_MOST:
        _neighbours.clear()
    _neighbours.update(dict.fromkeys(wanted, (until, None)))
    addresses = [(rtype, id) for rtype, _, id in (each.partition("/") for each in wanted) if rtype in RTYPE]
    for stored in store.read_many(addresses):
        _neighbours[f"{stored.rtype}/{stored.id}"] = (until, orjson.loads(stored.body or b"{}"))
