"""One section of the record as the template wants it."""

from dataclasses import dataclass

from toldonce.record.readings.record import Heard, Record, Section
from toldonce.web.design.words import day, moment
from toldonce.web.practitioner.sections import Part, RecordSection
from toldonce.web.practitioner.shown import Table, table

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


def section_page(record: Record, chosen: RecordSection) -> dict:
    """Parts, warnings and the last word of each source."""
    parts = [_part(record, part) for part in chosen.parts]
    shown = {
        "parts": parts,
        "warnings": list(dict.fromkeys(words for part in parts for words in part.section.warnings)),
        "heard": _heard(parts[0].section) if parts else [],
    }
    return shown | (chosen.shows(record) if chosen.shows else {})


def _part(record: Record, part: Part) -> ShownPart:
    shown = table(part.caption, part.columns, part.items(record), part.faded)
    return ShownPart(part.title, shown, record.once(part.reading))


def _heard(section: Section) -> list[HeardLine]:
    return [
        HeardLine(source.name, day(told) or "nothing", _state(source))
        for source, told in section.last_word_by_source
    ]


def _state(source) -> str:
    words = moment(source.last_heard)
    return f"{STATE[source.state]}{words if source.state != Heard.NEVER else ''}" or "not told"
