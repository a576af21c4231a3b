"""Studies in which the person takes part."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import period_of, text_of
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment
from toldonce.record.readings.record import Provenance, Record, Section


@dataclass(frozen=True, slots=True)
class Participation:
    """One study and how the person stands in it."""

    study: str
    status: str
    since: Moment | None
    until: Moment | None
    provenance: Provenance


def research(record: Record) -> Section[Participation]:
    """The studies of the person."""
    told = record.resources_of("ResearchSubject")
    found = [
        Participation(
            record.name_of(each.get("study"), each),
            text_of(each.get("status")),
            *period_of(each),
            record.provenance(each),
        )
        for each in told
    ]
    return section(record, "research", found, told)
