"""The record on paper: every section with something in it, as tables."""

from collections.abc import Iterator

from toldonce.record.readings.measurements import Series
from toldonce.record.readings.record import Record
from toldonce.record.readings.sections import BY_SLUG
from toldonce.web.practitioner.sections import GROUPS, SHOWN, VALUES, WHO, Part
from toldonce.web.practitioner.shown import Cell, Column, Table, table
from toldonce.web.practitioner.values import flag_of


def _value(series: Series) -> Cell:
    latest = series.latest
    return Cell(latest.words, "value", unit=latest.unit, flag=flag_of(latest))


PRINTED_VALUES = (
    Column("Test", lambda each: each.name),
    Column("Value", _value),
    Column("Range", lambda each: each.latest.expected.words if each.latest.expected else ""),
    Column("Taken", lambda each: each.latest.taken),
    Column("Before", lambda each: ", ".join(one.words for one in each.values[1:4])),
)


def printed_tables(record: Record, chosen: str) -> dict:
    """The tables to print, and the sections to choose from."""
    slugs = [
        slug
        for _, group in GROUPS
        for slug in group
        if slug not in record.decision.hidden_sections and _prints(slug)
    ]
    wanted = [chosen] if chosen in slugs else slugs
    tables = [found for slug in wanted for found in _tables(record, slug) if found.lines]
    return {
        "parts": [_titled(each) for each in tables],
        "choices": [(slug, BY_SLUG[slug].title) for slug in slugs],
    }


def _prints(slug: str) -> bool:
    """Who the person is stands in the banner of every printed page."""
    return SHOWN[slug].template != WHO


def _tables(record: Record, slug: str) -> Iterator[Table]:
    for number, part in enumerate(SHOWN[slug].parts):
        columns = PRINTED_VALUES if number == 0 and SHOWN[slug].template == VALUES else part.columns
        yield table(_title(slug, part), columns, part.items(record), part.faded)


def _title(slug: str, part: Part) -> str:
    section = BY_SLUG[slug].title
    return section if part.title == section else f"{section}: {part.title.lower()}"


def _titled(shown: Table) -> dict:
    return {"title": shown.caption, "columns": shown.columns, "lines": shown.lines}
