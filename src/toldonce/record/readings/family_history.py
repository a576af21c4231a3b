"""What runs in the family."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import chosen, first, listed, notes, text_of, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.record import Provenance, Record, Resource, Section


@dataclass(frozen=True, slots=True)
class Relative:
    """One relative and what they had."""

    relationship: str
    conditions: tuple[str, ...]
    has_died: bool
    notes: tuple[str, ...]
    provenance: Provenance


def family_history(record: Record) -> Section[Relative]:
    """Each relative with their conditions."""
    told = record.resources_of("FamilyMemberHistory")
    found = [_relative(record, each) for each in told]
    return section(record, "family-history", sorted(found, key=lambda each: each.relationship), told)


def _relative(record: Record, resource: Resource) -> Relative:
    conditions = (_condition(each) for each in listed(resource.get("condition")))
    kind, died = chosen(resource, "deceased")
    return Relative(
        relationship=words(resource.get("relationship")) or text_of(resource.get("name")) or "Relative",
        conditions=tuple(filter(None, conditions)),
        has_died=died is True or (bool(kind) and kind != "Boolean"),
        notes=notes(resource),
        provenance=record.provenance(resource, "date"),
    )


def _condition(element: dict) -> str:
    name = words(element.get("code"))
    age = first(element.get("onsetAge")).get("value")
    return f"{name}, at age {age}" if name and age is not None else name
