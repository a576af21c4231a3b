"""Procedures and therapies that were done, are being done or were not done."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import codings, first, listed, notes, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.merging import names_of, newest_told, together
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure, however many sources tell it."""

    name: str
    codes: tuple[tuple[str, str], ...]
    status: str
    done: Moment | None
    site: str
    reason: str
    outcome: str
    by: str
    notes: tuple[str, ...]
    told_by: tuple[Provenance, ...]


def procedures(record: Record) -> Section[Procedure]:
    """Procedures newest first; the same on the same day is one."""
    told = record.resources_of("Procedure")
    found = [_procedure(record, group) for group in together(told, _keys)]
    return section(record, "procedures", sorted(found, key=newest_first(lambda each: each.done)), told)


def _done(resource: Resource) -> Moment | None:
    return when(resource, "performedDateTime", "performedPeriod")


def _keys(resource: Resource) -> list:
    done = _done(resource)
    return [(name, done.day) for name in names_of(resource.get("code"))] if done else [id(resource)]


def _procedure(record: Record, group: list[Resource]) -> Procedure:
    told = newest_told(record, group, "performedDateTime", "performedPeriod")
    newest = told[0][0]
    return Procedure(
        name=next(
            (said for each, _ in told if (said := words(each.get("code")))), "Procedure without a name"
        ),
        codes=tuple(dict.fromkeys(coding for each in group for coding in codings(each.get("code")))),
        status=text_of(newest.get("status")),
        done=_done(newest),
        site=words(newest.get("bodySite")),
        reason=words(newest.get("reasonCode"))
        or record.name_of(first(newest.get("reasonReference")), newest),
        outcome=words(newest.get("outcome")),
        by=_by(record, newest),
        notes=tuple(note for each in group for note in notes(each)),
        told_by=tuple(provenance for _, provenance in told),
    )


def _by(record: Record, resource: Resource) -> str:
    actors = (record.name_of(each.get("actor"), resource) for each in listed(resource.get("performer")))
    return next(filter(None, actors), "")
