"""What was published as files: CSV and JSON, made by the role that sees nothing else, of one table of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import orjson
from django.db import connections

from toldonce.figures.publication import reading
from toldonce.figures.publication.columns import COLUMNS, LICENCE, LICENCE_ADDRESS, TEXT
from toldonce.figures.publication.harmless import harmless
from toldonce.figures.publication.models import Release, ReleasedIndicator
from toldonce.figures.publication.reader import READER

FROM = """
from published_cell cell
join published_indicator i on i.id = cell.indicator_id
left join published_place place on place.release_id = i.release_id and place.code = cell.place
left join published_source source on source.release_id = i.release_id and source.key = cell.source
where cell.indicator_id = any({keys})
order by i.code, cell.place, cell.part, cell.period
"""
# A spreadsheet that opens a CSV runs a cell that begins like a formula; an apostrophe makes it words.
HARMLESS = r"case when {0} ~ '^[=+\-@\t\r\n]' then '''' || {0} else {0} end"
SELECTED = ", ".join(f"{column.sql.format(licence=LICENCE)} as {column.name}" for column in COLUMNS)
HARMLESSLY_SELECTED = ", ".join(
    f"{HARMLESS.format(sql) if column.kind == TEXT else sql} as {column.name}"
    for column in COLUMNS
    for sql in (column.sql.format(licence=LICENCE),)
)
DEFINED = (
    "code", "name", "definition", "owner", "unit", "good", "every", "numerator", "denominator", "source", "method",
    "caveat", "review", "checker", "themes", "version", "handling", "declared", "derivation",
)  # fmt: skip
OF_A_FIGURE = tuple(
    column.name
    for column in COLUMNS
    if column.name not in ("release", "indicator", "indicator_name", "place_name", "every", "unit")
)
PIECE = 2000  # rows


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody takes: the indicators, as they stood after a release, and what it is called."""

    release: Release
    indicators: tuple[ReleasedIndicator, ...]
    name: str

    @property
    def keys(self) -> list[int]:
        return [each.pk for each in self.indicators]

    @property
    def digest(self) -> str:
        """The same as long as the same figures are taken, whatever is released later."""
        told = [self.name, *(f"{each.pk} {each.release.digest}" for each in self.indicators)]
        return sha256("\n".join(told).encode()).hexdigest()[:32]


def taken(number: int, scope: str, chosen: Sequence[ReleasedIndicator]) -> Taken | None:
    """These indicators after a release; None where there is no such release, or nothing to take."""
    release = reading.release(number)
    if release is None or not chosen:
        return None
    return Taken(release, tuple(chosen), f"{scope}-release-{number}")


def as_csv(wanted: Taken) -> bytes:
    """One header, one row for each figure, UTF-8, straight from the database; no cell is a formula."""
    statement = (
        f"copy (select {HARMLESSLY_SELECTED} {FROM.format(keys='%s')}) to stdout with (format csv, header)"
    )
    with connections[READER].cursor() as cursor, cursor.copy(statement, [wanted.keys]) as copy:
        return b"".join(bytes(piece) for piece in copy)


def definitions_as_csv(wanted: Taken) -> bytes:
    """The words of each indicator: one header, one row for each."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["release", *DEFINED])
    for each in wanted.indicators:
        told = {**{name: getattr(each, name) for name in DEFINED}, "themes": " ".join(each.themes)}
        writer.writerow([each.release_id, *map(harmless, told.values())])
    return file.getvalue().encode()


def rows(wanted: Taken) -> Iterator[tuple[Any, ...]]:
    """The figures in the order of the columns."""
    with connections[READER].cursor() as cursor:
        cursor.execute(f"select {SELECTED} {FROM.format(keys='%s')}", [wanted.keys])
        while piece := cursor.fetchmany(PIECE):
            yield from piece


def as_json(wanted: Taken, schema: str) -> bytes:
    """Indicators with their words and their figures; names never change, new ones may come."""
    by_code: dict[str, list[dict[str, Any]]] = {each.code: [] for each in wanted.indicators}
    names = [column.name for column in COLUMNS]
    places: dict[str, str] = {}
    for row in rows(wanted):
        told = dict(zip(names, row, strict=True))
        by_code[told["indicator"]].append({name: told[name] for name in OF_A_FIGURE})
        places[told["place"]] = told["place_name"]
    return orjson.dumps(
        {
            "$schema": schema,
            "release": wanted.release.number,
            "released": wanted.release.released,
            "publisher": wanted.release.place,
            "attribution": wanted.release.attribution,
            "licence": {"name": LICENCE, "address": LICENCE_ADDRESS},
            "places": [{"code": code, "name": name} for code, name in sorted(places.items())],
            "indicators": [
                {
                    "release": each.release_id,
                    **{name: _told(each, name) for name in DEFINED},
                    "figures": by_code[each.code],
                }
                for each in wanted.indicators
            ],
        }
    )


def _told(indicator: ReleasedIndicator, name: str) -> Any:
    value = getattr(indicator, name)
    return value.isoformat() if isinstance(value, date) else value
