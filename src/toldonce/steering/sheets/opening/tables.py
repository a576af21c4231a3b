"""One sheet as a CSV file: as it is downloaded, and as the folder of a plan holds it.

It is UTF-8 with a byte order mark, without which Excel reads a “£” as two letters. Words that a spreadsheet
would run as a formula stand behind an apostrophe, which is taken off again when the file is read. A row that says
nothing is left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from toldonce.figures.publication.harmless import RUNS
from toldonce.steering.sheets.declaring import Column, Row, Sheet
from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.kinds import Number, Pounds, Words
from toldonce.steering.sheets.saving import ROWS_AT_MOST

ENCODING = "utf-8-sig"
RUN = f"[{re.escape(''.join(RUNS))}]"
TO_BE_KEPT_FROM_RUNNING = re.compile(f"'*{RUN}")  # or that would look as if it had been
KEPT_FROM_RUNNING = re.compile(f"'+{RUN}")


def as_csv(sheet: Sheet, rows: Sequence[Row]) -> bytes:
    """The heads of a sheet and its rows: amounts and numbers as digits alone, everything else as pages show it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(column.head for column in sheet.columns)
    told = ([_cell(column, row) for column in sheet.columns] for row in rows)
    writer.writerows(cells for cells in told if any(cells))
    return file.getvalue().encode(ENCODING)


def _cell(column: Column, row: Row) -> str:
    said = column.kind.say(row[column.key])
    if isinstance(column.kind, Pounds | Number):
        return said.replace(",", "")
    return f"'{said}" if isinstance(column.kind, Words) and TO_BE_KEPT_FROM_RUNNING.match(said) else said


def table(path: Path, sheet: Sheet) -> Iterator[dict[str, str]]:
    """What a file writes in each cell, row by row, by the keys of the columns. Raises BookRefused."""
    heads, *rows = _lines(path) or [[]]
    columns = [_column(path, sheet, head) for head in heads]
    if twice := next(
        (head for head, each in zip(heads, columns, strict=True) if columns.count(each) > 1), ""
    ):
        raise BookRefused(
            f"{path.parent.name}/{path.name}: “{twice}” heads two columns: leave one of them out."
        )
    if len(rows) > ROWS_AT_MOST:
        raise BookRefused(f"{path.parent.name}/{path.name}: has more than {ROWS_AT_MOST:,} rows.")
    for number, cells in enumerate(rows, 2):
        if not any(cells):
            continue
        if len(cells) != len(columns):
            raise BookRefused(
                f"{path.parent.name}/{path.name} line {number}: has {len(cells)} cells, not {len(columns)}."
            )
        yield {column.key: _words(column, cell) for column, cell in zip(columns, cells, strict=True)}


def _lines(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding=ENCODING, newline="") as file:
            return list(csv.reader(file))
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise BookRefused(
            f"{path.parent.name}/{path.name}: cannot be read as CSV in UTF-8: {trouble}"
        ) from trouble


def _words(column: Column, cell: str) -> str:
    return cell[1:] if isinstance(column.kind, Words) and KEPT_FROM_RUNNING.match(cell) else cell


def _column(path: Path, sheet: Sheet, head: str) -> Column:
    for column in sheet.columns:
        if head.strip() in (column.key, column.head):
            return column
    known = ", ".join(column.head for column in sheet.columns)
    raise BookRefused(f"{path.parent.name}/{path.name}: “{head}” is no column of it: there are {known}.")
