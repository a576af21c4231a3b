"""Search within one record: words over names, notes, answers and the titles of documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toldonce.record.readings.elements import plain
from toldonce.record.readings.record import Record, Resource
from toldonce.record.readings.sections import BY_SLUG
from toldonce.record.readings.timeline import Event, timeline

SAID_IN = {
    "text",
    "display",
    "title",
    "description",
    "valueString",
    "conclusion",
    "name",
    "comment",
    "patientInstruction",
}
NOT_SAID = {"meta", "identifier", "extension", "contained", "subject", "patient", "encounter"}


def find_in(record: Record, query: str) -> tuple[Event, ...]:
    """The events in which every word of the query is said, at least as the beginning of a word, newest first."""
    wanted = plain(query).split()
    if not wanted:
        return ()
    said = record.once(_what_is_said)
    return tuple(each for each in timeline(record) if _says(said.get(each.reference, ""), wanted))


def _what_is_said(record: Record) -> dict[str, str]:
    told = (
        each for rtype in record.resources for each in record.resources_of(rtype) if each.section in BY_SLUG
    )
    return {each.reference: _said(record, each) for each in told}


def _said(record: Record, resource: Resource) -> str:
    words = [*_strings(resource), BY_SLUG[resource.section].title, record.source_named(resource.source)]
    return f" {plain(' '.join(words))}"


def _says(said: str, wanted: list[str]) -> bool:
    return all(f" {word}" in said for word in wanted)


def _strings(element: Any, name: str = "") -> Iterator[str]:
    """The texts that a person would read; the mark-up of narratives is left out."""
    if isinstance(element, str):
        if name in SAID_IN:
            yield element
    elif isinstance(element, dict):
        for key, value in element.items():
            if key not in NOT_SAID and not (key == "text" and isinstance(value, dict)):
                yield from _strings(value, key)
    elif isinstance(element, list):
        for each in element:
            yield from _strings(each, name)
