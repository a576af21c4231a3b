"""Tables as people type them, understood cell by cell: of tests, of the folder of a place, and of what is pasted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from toldonce.steering.sheets.declaring import At, BookKind, Contents, Finding, Row, Sheet
from toldonce.steering.sheets.kinds import NotUnderstood, Value

Table = Sequence[Mapping[str, str]]  # each row: what is written in the columns, by their keys


def understood(kind: BookKind, tables: Mapping[str, Table]) -> tuple[Contents, list[Finding]]:
    """The contents that tables make, and the cells that were not understood (which are empty in them)."""
    found: list[Finding] = []
    contents = {sheet.key: rows_of(sheet, tables.get(sheet.key, ()), found) for sheet in kind.sheets}
    return contents, found


def rows_of(sheet: Sheet, table: Table, found: list[Finding], first: int = 1) -> tuple[Row, ...]:
    """The rows that a table makes, numbered from `first`; cells that are not understood are added to `found`."""
    return tuple(_row(sheet, number, written, found) for number, written in enumerate(table, first))


def _row(sheet: Sheet, number: int, written: Mapping[str, str], found: list[Finding]) -> Row:
    values: dict[str, Value] = {}
    for column in sheet.columns:
        try:
            values[column.key] = column.kind.read(written.get(column.key, ""))
        except NotUnderstood as refusal:
            values[column.key] = None
            found.append(Finding(At(sheet, number, column.key), str(refusal)))
    return Row(number, number, values)


def drawn(kind: BookKind, tables: Mapping[str, str]) -> Contents:
    """The contents of tables drawn with `|` between cells and the columns' keys above; raises ValueError on a fault.

    Made for specifications: a small table in, one expression, a table out.
    """
    contents, found = understood(kind, {key: list(_drawn_rows(text)) for key, text in tables.items()})
    if found:
        raise ValueError("; ".join(map(str, found)))
    return contents


def _drawn_rows(text: str) -> Iterable[dict[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    heads, *rows = lines
    for row in rows:
        yield dict(zip(heads, row, strict=True))
