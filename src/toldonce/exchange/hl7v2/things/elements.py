"""What all things share: fields of segments as facts, states as elements of FHIR, names that never change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from toldonce.exchange.hl7v2 import authorities
from toldonce.exchange.hl7v2.converters import CONVERTERS
from toldonce.exchange.hl7v2.mapping import Kind, Row, SegmentMap
from toldonce.exchange.hl7v2.reader import Reader
from toldonce.exchange.hl7v2.segments import Message, Part, Segment
from toldonce.exchange.hl7v2.stamps import Stamp
from toldonce.exchange.hl7v2.state import Address, Fact, State
from toldonce.record.bodies import Attachment

BY_AUTHORITY = {"identifiers", "nhs_numbers", "numbers"}
NOTHING: tuple = (None, "", [], {})
MOVEMENT, REPEATED = 1, 0  # what a movement says of a patient goes before what other messages repeat
LOCAL_TYPES = ("MR", "MRN", "PI", "PT", "")
NOT_A_PATIENTS = {"SS", "DL", "PPN", "PRC", "AN", "VN", "SSN", "USSSA"}


class CannotBeApplied(Exception):
    """The message lacks what it must have to be applied; the sentence says what."""


@dataclass(slots=True)
class Telling:
    """One message as facts: about which patient, at what time, and what it brings along."""

    message: Message
    kind: Kind
    stamp: Stamp
    reader: Reader
    facts: list[Fact] = field(default_factory=list)
    patients: list[Address] = field(default_factory=list)
    contents: list[Attachment] = field(default_factory=list)
    merges: list[tuple[Address, Address]] = field(default_factory=list)  # merged away, survivor

    def fact(
        self, address: Address, fields: dict[str, Any], events: dict | None = None, rank: int = MOVEMENT
    ) -> None:
        """Add what is said about one thing."""
        self.facts.append(Fact(address, self.stamp.ranked(rank), fields, events or {}))


@dataclass(frozen=True, slots=True)
class Setting:
    """In what a state is rendered: whose feed tells of it."""

    source: str


def fields_of(segments: Iterable[Segment], reader: Reader) -> dict[str, Any]:
    """What segments say, by element and field; several of one kind add to each other's lists."""
    found: dict[str, Any] = {}
    for segment in segments:
        table = reader.mapping.segments.get(segment.name)
        for row in table.rows if table else ():
            if segment.raw(row.field):
                _read(segment, row, reader, found)
    return found


def _read(segment: Segment, row: Row, reader: Reader, found: dict[str, Any]) -> None:
    if segment.is_deleted(row.field):
        if row.reads_as not in BY_AUTHORITY:
            found[_name(row)] = None
        return
    parts = segment.parts(row.field)
    if not parts:
        return
    value = CONVERTERS[row.reads_as](parts, row, reader)
    if row.reads_as in BY_AUTHORITY:
        for authority, numbers in value.items():
            _add(found, f"{row.to}#{authority}", numbers)
    elif value not in NOTHING or value is False or value == 0:
        _add(found, _name(row), value)


def _name(row: Row) -> str:
    return row.to if row.to.startswith("+") else f"{row.to}#{row.place}"


def _add(found: dict[str, Any], name: str, value: Any) -> None:
    if isinstance(value, list) and isinstance(found.get(name), list):
        found[name] = found[name] + [each for each in value if each not in found[name]]
    else:
        found[name] = value


def elements_of(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as a resource's elements: lists of one element come together, paths become objects."""
    made: dict[str, Any] = {}
    for name, value in sorted(fields.items()):
        if name.startswith("+") or value is None:
            continue
        *path, last = name.partition("#")[0].split(".")
        place = made
        for step in path:
            place = place.setdefault(step, {})
        if isinstance(value, list) and last in place:
            place[last] = place[last] + [each for each in value if each not in place[last]]
        else:
            place[last] = value
    return made


def said(state: State) -> dict[str, Any]:
    """The last word for every element."""
    return elements_of({name: value for name, (_, value) in state.fields.items()})


def resource(rtype: str, address: Address, elements: dict[str, Any], *parts: str) -> dict[str, Any]:
    """A resource with the name that its thing always has."""
    return {"resourceType": rtype, "id": name_of(address, *parts), **elements}


def name_of(address: Address, *parts: str) -> str:
    """The id of a thing's resource: the same for ever, and without a number that says who it is."""
    text = "\x1f".join((*address, *parts))
    return f"v2-{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"


def subject_of(state: State) -> dict[str, str]:
    """The reference to the patient that a thing is about."""
    return {"reference": f"Patient/{name_of(patient_of(state))}"}


def patient_of(state: State) -> Address:
    """The patient that a thing is about, by the last word."""
    scope, kind, key = state.told("+patient")
    return scope, kind, key


def patient_address(parts: list[Part], feed: str, source: str) -> Address | None:
    """Which patient an identifier list means: the hospital's own number first, then the NHS number.

    A number whose authority is said is the source's; one without is the feed's, for nobody knows whose it is.
    """
    usable = [part for part in parts if authorities.is_somebodys(authorities.value_of(part))]
    if not usable:
        return None
    best = min(usable, key=_standing)
    authority = authorities.authority_of(best)
    scope = f"source:{source}" if authority or authorities.is_nhs(best) else f"feed:{feed}"
    return scope, "patient", authorities.named(best)


def _standing(part: Part) -> int:
    kind = part(5).strip().upper()
    if authorities.is_nhs(part):
        return len(LOCAL_TYPES) + 1
    if kind in NOT_A_PATIENTS:
        return len(LOCAL_TYPES) + 2
    return LOCAL_TYPES.index(kind) if kind in LOCAL_TYPES else len(LOCAL_TYPES)


def rows_of(table: SegmentMap, to: str) -> Row:
    """The row of a segment that goes to an element."""
    return next(row for row in table.rows if row.to == to)
