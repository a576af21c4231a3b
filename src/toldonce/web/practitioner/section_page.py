"""One section of the record as the template wants it."""

from collections.abc import Sequence
from dataclasses import dataclass

from toldonce.record.readings.demographics import demographics
from toldonce.record.readings.moments import Moment, latest
from toldonce.record.readings.record import Heard, Record, Section, Source
from toldonce.web.design.words import day, moment
from toldonce.web.practitioner.growth import drawn
from toldonce.web.practitioner.sections import GROWTH, VALUES, WHO, Part, Shown
from toldonce.web.practitioner.shown import Table, table
from toldonce.web.practitioner.values import ValueLine, value_line

STATE = {Heard.LIVE: "", Heard.DOWN: "not heard since ", Heard.NEVER: "never heard"}


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of a section: its table, or why it is empty."""

    title: str
    table: Table
    section: Section


@dataclass(frozen=True, slots=True)
class HeardLine:
    """When a source last told something here, and anything at all."""

    name: str
    here: str
    at_all: str


def section_page(record: Record, shown: Shown) -> dict:
    """Parts, warnings and the last word of each source."""
    parts = [_part(record, part) for part in shown.parts]
    warnings = dict.fromkeys(words for part in parts for words in part.section.warnings)
    page = {"parts": parts, "warnings": list(warnings), "heard": _heard(parts)}
    if shown.template == VALUES:
        page |= {"values": _values(record, shown.parts[0]), "tests": parts[0], "parts": parts[1:]}
    if shown.template == GROWTH:
        page |= {"growth": drawn(record)}
    if shown.template == WHO:
        page |= {"who": next(iter(record.once(demographics)), None)}
    return page


def _values(record: Record, part: Part) -> list[ValueLine]:
    return [value_line(each) for each in part.items(record)]


def _part(record: Record, part: Part) -> ShownPart:
    items = part.items(record) if part.columns else []
    return ShownPart(
        part.title, table(part.caption, part.columns, items, part.faded), record.once(part.reading)
    )


def _heard(parts: Sequence[ShownPart]) -> list[HeardLine]:
    """Each source with its last word in any part of the section."""
    told: dict[str, list[Moment | None]] = {}
    for part in parts:
        for source, last in part.section.last_word_by_source:
            told.setdefault(source.code, []).append(last)
    return [
        HeardLine(source.name, day(latest(*told[source.code])) or "nothing", _state(source))
        for source, _ in parts[0].section.last_word_by_source
    ]


def _state(source: Source) -> str:
    words = moment(source.last_heard) if source.state != Heard.NEVER else ""
    return f"{STATE[source.state]}{words}" or "not told"
