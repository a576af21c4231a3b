"""Puts resources together as one person's record, before anybody's right to read it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from toldonce.record.readings.elements import first, listed, text_of, words
from toldonce.record.readings.moments import newest_first
from toldonce.record.readings.organisations import organisation_code
from toldonce.record.readings.record import Record, Resource, Source, source_code
from toldonce.record.readings.timing import clinical_moment

RESTRICTED = {"R", "V"}
SEALS = re.compile(
    r"whereabouts must not|(address|location|whereabouts) (is |are )?(sealed|hidden|sensitive|confidential)"
)


def record_from(
    resources: Iterable[Mapping[str, Any]],
    *,
    sources: Iterable[Source] | None = None,
    at: datetime | None = None,
    person: int = 0,
) -> Record:
    """A record of everything given, unfiltered: for tests and for listeners that act for the system."""
    told = [each if isinstance(each, Resource) else Resource(each, source_code(each)) for each in resources]
    told.sort(key=newest_first(clinical_moment))
    return whole_record(told, sources=sources, at=at, person=person)


def whole_record(
    told: Iterable[Resource],
    *,
    sources: Iterable[Source] | None = None,
    at: datetime | None = None,
    person: int = 0,
    pids: tuple[int, ...] = (),
    as_at: datetime | None = None,
    neighbours: Mapping[str, Mapping[str, Any]] | None = None,
) -> Record:
    """The record of resources that come newest clinical date first."""
    by_type: dict[str, list[Resource]] = {}
    for resource in told:
        by_type.setdefault(resource.rtype, []).append(resource)
    record = Record(
        person=person,
        pids=pids,
        resources=by_type,
        at=as_at or at or datetime.now(UTC),
        as_at=as_at,
        neighbours=neighbours or {},
    )
    _name_sources(record)
    record.sources = tuple(sources) if sources is not None else sources_told(record)
    record.forget()
    return record


def _name_sources(record: Record) -> None:
    """A resource that names no source is of the source whose Patient it belongs to."""
    source_of = {
        each.pid: each.source or _custodian(record, each) for each in record.resources.get("Patient", ())
    }
    if not any(source_of.values()):
        return
    for resource in record:
        resource.source = resource.source or source_of.get(resource.pid, "")


def _custodian(record: Record, patient: Resource) -> str:
    return organisation_code(record, patient.get("managingOrganization"))


def sources_told(record: Record) -> tuple[Source, ...]:
    """The sources that the resources themselves name."""
    names: dict[str, str] = {}
    for resource in record:
        names.setdefault(resource.source, "")
    for patient in record.resources.get("Patient", ()):
        names[patient.source] = names[patient.source] or text_of(
            first(patient.get("managingOrganization")).get("display")
        )
    return tuple(Source(code, name or code or "Source not told") for code, name in sorted(names.items()))


def is_sealed(record: Record) -> bool:
    """Whether any source has sealed the person's whereabouts, by a security label or a flag."""
    labels = {
        text_of(label.get("code"))
        for patient in record.resources.get("Patient", ())
        for label in listed(first(patient.get("meta")).get("security"))
    }
    flags = (
        words(each.get("code")) for each in record.resources_of("Flag") if each.get("status") != "inactive"
    )
    return not labels.isdisjoint(RESTRICTED) or any(SEALS.search(said.lower()) for said in flags)
