"""How a field is read: the word that a table's `as` names, and the function that does it.

Each takes the repetitions of a field, its row and the reader, and returns an element of FHIR, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from toldonce.exchange.hl7v2 import coded, people, places, values
from toldonce.exchange.hl7v2.mapping import Row
from toldonce.exchange.hl7v2.reader import Reader, cleaned
from toldonce.exchange.hl7v2.segments import Part

Converter = Callable[[list[Part], Row, Reader], Any]
YES, NO = {"Y", "YES", "TRUE", "T", "1"}, {"N", "NO", "FALSE", "F", "0"}


def text(parts: list[Part], row: Row, reader: Reader) -> str:
    """The words of one component."""
    return cleaned(parts[0](row.component or 1))


def words(parts: list[Part], row: Row, reader: Reader) -> list[str]:
    """The words of each repetition: its text where it is coded."""
    return [said for part in parts if (said := cleaned(part(2)) or cleaned(part(1)))]


def display(parts: list[Part], row: Row, reader: Reader) -> dict | None:
    """Something that is known by its name alone."""
    said = words(parts, row, reader)
    return {"display": said[0]} if said else None


def displays(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """Several that are known by their names alone; of a specimen the first component holds its code."""
    said = (cleaned(part.inside(1)(2)) or cleaned(part.inside(1)(1)) or cleaned(part(2)) for part in parts)
    return [{"display": each} for each in said if each]


def date(parts: list[Part], row: Row, reader: Reader) -> str | None:
    """A day, a month or a year."""
    found = reader.moment(parts[0], row)
    return found.fhir_date if found else None


def date_time(parts: list[Part], row: Row, reader: Reader) -> str | None:
    """A time as exact as it was said."""
    found = reader.moment(parts[0], row)
    return found.fhir if found else None


def instant(parts: list[Part], row: Row, reader: Reader) -> str | None:
    """A time to the second, with its offset."""
    found = reader.moment(parts[0], row)
    return found.fhir_instant if found else None


def flag(parts: list[Part], row: Row, reader: Reader) -> bool | None:
    """Yes or no."""
    said = parts[0](row.component or 1).strip().upper()
    if said in YES or said in NO:
        return said in YES
    reader.note(f"{row.place} {row.name}: {said[:20]!r} is neither yes nor no.")
    return None


def whole_number(parts: list[Part], row: Row, reader: Reader) -> int | None:
    """A whole number."""
    said = parts[0](row.component or 1).strip().removesuffix(".0")
    return int(said) if said.isdecimal() and len(said) < 9 else None


CONVERTERS: dict[str, Converter] = {
    "addresses": people.addresses,
    "attendees_by_name": places.attendees_by_name,
    "attendees_by_place": places.attendees_by_place,
    "attendees_by_words": places.attendees_by_words,
    "code": coded.code,
    "codes": coded.codes,
    "coding": coded.coding,
    "concept": coded.concept,
    "concepts": coded.concepts,
    "date": date,
    "dateTime": date_time,
    "destination": places.destination,
    "display": display,
    "displays": displays,
    "entity": people.entity,
    "extension": coded.extension,
    "extension_date": coded.extension_date,
    "flag": flag,
    "general_practitioners": people.general_practitioners,
    "identifiers": people.identifiers,
    "instant": instant,
    "languages": coded.languages,
    "names": people.names,
    "nhs_numbers": people.nhs_numbers,
    "number": people.number,
    "numbers": people.numbers,
    "participants": people.participants,
    "performers": people.performers,
    "place": places.place,
    "practices": people.practices,
    "practitioner": people.practitioner,
    "practitioners": people.practitioners,
    "reference_range": values.reference_range,
    "telecoms": people.telecoms,
    "text": text,
    "value": values.value,
    "whole_number": whole_number,
    "words": words,
}
