"""An XLSX file read as the contents of a book: every head and cell as it was written, or a fault with its place.

Moved, renamed and missing columns are said and refused; of formulas the last result is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from toldonce.steering.sheets.declaring import BookKind, Column, Row, Sheet
from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.kinds import Flag, NotUnderstood, Percent, Value
from toldonce.steering.sheets.workbooks.bounds import LETTERS_AT_MOST, Patience, refuse_what_is_too_much
from toldonce.steering.sheets.workbooks.shape import (
    ABOUT,
    ESCAPED,
    KEY,
    KIND,
    LINE,
    PASTED_END,
    TOTAL,
    VERSION,
    heads,
    titles,
)

ROWS_AT_MOST, SPARE_COLUMNS = 5_002, 20
ABOUT_ROWS = 40
LITERAL = re.compile(
    r'"[^"]*"|\\.'
)  # words within a number format: a “%” among them does not mean hundredths


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be taken, at which cell of the file."""

    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.where}: {self.says}"


@dataclass
class Read:
    """What a file says: its rows by sheet (new ones under negative keys), which plan and version it was made of."""

    contents: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    version: int | None = None


def read(kind: BookKind, key: str, content: bytes) -> Read:
    """What a file says of the plan `key`. Raises BookRefused where it is no workbook, or one of another plan."""
    try:
        refuse_what_is_too_much(content)
        return _read(kind, key, _opened(content, worked_out=True), _opened(content, worked_out=False))
    except BookRefused:
        raise
    except (
        Exception
    ) as trouble:  # openpyxl reads as it goes, and lets out whatever the archive or the XML raised
        raise BookRefused(
            "The file cannot be read as a workbook: save it as .xlsx and send it again."
        ) from trouble


def _read(kind: BookKind, key: str, shown: Any, written: Any) -> Read:
    patience = Patience()
    found = Read(version=_origin(kind, key, shown, patience))
    wanted = titles(kind)
    for title, sheet in wanted.items():
        if title not in shown.sheetnames:
            found.faults.append(Fault(title, "is no worksheet of the file: it was renamed or taken out"))
            continue
        _Worksheet(title, sheet, shown[title], written[title], found, patience).read()
    for title in shown.sheetnames:
        if title not in wanted and title != ABOUT:
            found.notes.append(f"The worksheet “{title}” is none of the plan's and was left aside.")
    return found


def _opened(content: bytes, *, worked_out: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=worked_out)


def _origin(kind: BookKind, key: str, book: Any, patience: Patience) -> int | None:
    """The version of the plan that the file was made of, None where it does not say."""
    if ABOUT not in book.sheetnames:
        return None
    lines = _cells(book[ABOUT], ABOUT_ROWS, 2, patience)
    told = {_text(line[0].value): line[1].value for line in lines if len(line) > 1}
    if KIND in told and (told[KIND], f"{told.get(KEY)}") != (kind.key, key):
        raise BookRefused(
            f"The file was made of another plan ({told[KIND]}/{told.get(KEY)}): open that one, or copy its rows."
        )
    version = told.get(VERSION)
    number = _whole(version)
    return number if number is not None and number >= 0 else None


def _cells(worksheet: Any, rows: int, columns: int, patience: Patience) -> list[Sequence[Any]]:
    worksheet.reset_dimensions()  # what a worksheet says of its own size may be anything
    found = []
    for row in islice(worksheet.iter_rows(max_col=columns), rows):
        found.append(row)
        patience.ask()
    return found


class _Worksheet:
    """One worksheet on its way into rows; faults go where all of them are collected."""

    def __init__(
        self, title: str, sheet: Sheet, shown: Any, written: Any, found: Read, patience: Patience
    ) -> None:
        self.title, self.sheet, self.found, self.patience = title, sheet, found, patience
        wide = len(sheet.columns) + 1 + SPARE_COLUMNS
        self.shown = _cells(shown, ROWS_AT_MOST + 1, wide, patience)
        self.written = _cells(written, ROWS_AT_MOST + 1, wide, patience)
        self.lines: dict[int, int] = {}

    def read(self) -> None:
        """Read heads and rows."""
        if len(self.shown) > ROWS_AT_MOST:
            return self._fault(
                ROWS_AT_MOST, 0, f"has more than {ROWS_AT_MOST - 2:,} rows, which no sheet holds"
            )
        if self._heads_are_ours():
            rows = [row for number in range(1, len(self.shown)) if (row := self._row(number))]
            self.found.contents[self.sheet.key] = tuple(
                Row(row.key, number, row.values) for number, row in enumerate(rows, 1)
            )
        return None

    def _fault(self, row: int, column: int, says: str) -> None:
        self.found.faults.append(Fault(f"{self.title}, {get_column_letter(column + 1)}{row + 1}", says))

    def _heads_are_ours(self) -> bool:
        ours = heads(self.sheet)
        theirs = [_text(cell.value) for cell in self.shown[0]] if self.shown else []
        theirs += [""] * (len(ours) - len(theirs))
        for column, (wanted, head) in enumerate(zip(ours, theirs, strict=False)):
            if head != wanted:
                self._fault(0, column, _wrong_head(wanted, head, ours, theirs))
                return False
        for column, head in enumerate(theirs[len(ours) :], len(ours)):
            if head:
                self._fault(0, column, f"“{head[:60]}” is no column of the plan: take it out")
                return False
        return True

    def _row(self, number: int) -> Row | None:
        self.patience.ask()
        cells = self.shown[number]
        line = cells[0].value if cells else None
        if isinstance(line, str) and _text(line).casefold() == TOTAL.casefold():
            return None
        values = {
            column.key: self._value(number, place, column)
            for place, column in enumerate(self.sheet.columns, 1)
        }
        if line in (None, ""):
            return (
                Row(-number, number, values) if any(value is not None for value in values.values()) else None
            )
        key = self._key(number, line)
        return Row(key, number, values) if key else None

    def _key(self, number: int, line: Any) -> int | None:
        key = _whole(line)
        if key is None or not 0 < key < 2**62:
            self._fault(number, 0, f"“{_text(line)[:40]}” is no line: leave it empty for a new row")
            return None
        if key in self.lines:
            self._fault(
                number, 0, f"is the line of A{self.lines[key] + 1} again: leave it empty for a new row"
            )
            return None
        self.lines[key] = number
        return key

    def _value(self, number: int, place: int, column: Column) -> Value:
        cells, formulas = self.shown[number], self.written[number]
        if place >= len(cells):
            return None
        value = cells[place].value
        if value is None:
            formula = formulas[place].value if place < len(formulas) else None
            if isinstance(formula, str) and formula.startswith("="):
                says = (
                    "holds a formula without its result: open the file in a spreadsheet program and save it"
                )
                self._fault(number, place, says)
            return None
        try:
            return column.kind.read(_said(column, value, cells[place].number_format or ""))
        except NotUnderstood as trouble:
            self._fault(number, place, str(trouble))
            return None


def _wrong_head(wanted: str, head: str, ours: Sequence[str], theirs: Sequence[str]) -> str:
    if wanted not in theirs:
        instead = f"says “{head[:60]}”" if head else "is empty"
        return (
            f"{instead}, where “{wanted}” belongs, and no other column says it: it was renamed or taken out"
        )
    there = get_column_letter(list(theirs).index(wanted) + 1)
    moved = "“Line”" if wanted == LINE else f"“{wanted}”"
    return (
        f"says “{head[:60]}”, where {moved} belongs, which stands in column {there}: the columns were moved"
    )


def _said(column: Column, value: Any, shape: str) -> str:
    """What a cell says in words that its column understands."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int | float):
        return _number(column, Decimal(repr(value)), shape)
    return _text(value)


def _number(column: Column, value: Decimal, shape: str) -> str:
    if isinstance(column.kind, Percent):
        if "%" in LITERAL.sub("", shape):
            return f"{(value * 100).normalize():f}%"
        if "%" in shape:
            return f"{value:f}%"
    if isinstance(column.kind, Flag) and value in (0, 1):
        return "yes" if value else "no"
    return f"{value.to_integral_value() if value == value.to_integral_value() else value:f}"


def _whole(value: Any) -> int | None:
    """A whole number, which some programs write as 3.0; None for anything else."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: Any) -> str:
    """The words of a cell. Raises BookRefused where they are more than a cell holds, however often they are shared."""
    if isinstance(value, str) and len(value) > LETTERS_AT_MOST:
        raise BookRefused(
            f"A cell of the file has more than {LETTERS_AT_MOST:,} letters, which no cell holds."
        )
    return "" if value is None else ESCAPED.sub("_", PASTED_END.sub("", str(value))).strip()
