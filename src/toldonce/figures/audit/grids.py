"""Files and pasted text as grids of text, each cell with the address that a spreadsheet would give it."""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toldonce.figures.audit import printed
from toldonce.figures.audit.errors import Unreadable

FILE_AT_MOST, UNPACKED_AT_MOST = 20 * 2**20, 100 * 2**20
ROWS_AT_MOST, COLUMNS_AT_MOST = 20_000, 500
ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
FORMULA_WITHOUT_VALUE = "#formula"


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet or one file, as rows of equal length."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def address(row: int, column: int) -> str:
    """The spreadsheet's name of a cell that is counted from 0: (0, 0) is A1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def of_file(path: Path) -> list[Grid]:
    """The grids of a file: one for CSV, one for each sheet of a workbook; raises Unreadable."""
    try:
        if path.stat().st_size > FILE_AT_MOST:
            raise Unreadable(
                f"{path} is larger than {FILE_AT_MOST // 2**20} MB: audit its tables one by one."
            )
        content = path.read_bytes()
    except OSError as trouble:
        raise Unreadable(f"{path} cannot be read: {trouble.strerror}.") from trouble
    if content.startswith(ZIP):
        return _of_workbook(path, content)
    if content.startswith(OLD_EXCEL):
        raise Unreadable(
            f"{path} is a workbook of old Excel (.xls) or has a password: save it as .xlsx or CSV."
        )
    if content.startswith(PDF) or b"\x00" in content[:1000]:
        raise Unreadable(f"{path} is no table: give a CSV file or a workbook.")
    return [of_text(_decoded(content), path.name)]


def of_text(text: str, name: str = "table") -> Grid:
    """The grid of text as it is typed, exported or pasted: commas, tabs, semicolons, bars or spaces between cells."""
    if not text.strip():
        raise Unreadable(f"{name} is empty: there is nothing to audit.")
    between = _delimiter(text)
    if between == "," and not _has_commas_between(text):
        return _grid(name, [_by_spaces(line) for line in text.splitlines()])
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=between, skipinitialspace=True))
    except csv.Error as trouble:
        raise Unreadable(f"{name} is no table of cells ({trouble}): export it as CSV again.") from trouble
    if between == "|":
        rows = [row for row in (_inside_bars(row) for row in rows) if not _is_rule(row)]
    return _grid(name, rows)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()][:200]
    if sum("\t" in line for line in lines) * 2 >= len(lines):
        return "\t"
    outside = [re.sub(r'"[^"]*"', "", line) for line in lines]
    # A comma stands inside numbers as well: it parts cells only where no other mark does so on most lines.
    for mark in ("|", ";"):
        if sum(line.count(mark) > 0 for line in outside) * 3 >= len(lines) * 2:
            return mark
    return ","


def _has_commas_between(text: str) -> bool:
    """Whether commas stand between cells: equally many on every line, or on most lines not only inside numbers."""
    if len({line.count(",") for line in text.splitlines() if line.strip()}) == 1:
        return "," in text
    lines = [re.sub(r"\d,(?=\d{3}\b)", "", line) for line in text.splitlines() if line.strip()]
    return sum("," in line for line in lines) * 2 > len(lines)


def _by_spaces(line: str) -> list[str]:
    """The cells of a line copied from a document: wide gaps part them, or the figures at its end follow its words."""
    if re.search(r"\S\s{2,}\S", line):
        return re.split(r"\s{2,}", line.rstrip())
    words = line.split()
    figures = len(list(itertools.takewhile(lambda word: printed.read(word) is not None, reversed(words))))
    label = " ".join(words[: len(words) - figures])
    return [label, *words[len(words) - figures :]]


def _inside_bars(row: list[str]) -> list[str]:
    return row[1:-1] if len(row) > 1 and not row[0].strip() and not row[-1].strip() else row


def _is_rule(row: list[str]) -> bool:
    return bool(row) and all(re.fullmatch(r"\s*:?-{2,}:?\s*", cell) for cell in row)


def _grid(name: str, rows: list[list[str]]) -> Grid:
    width = max(map(len, rows), default=0)
    if len(rows) > ROWS_AT_MOST or width > COLUMNS_AT_MOST:
        raise Unreadable(
            f"{name} has {len(rows):,} rows and {width:,} columns; a table that people publish has at most "
            f"{ROWS_AT_MOST:,} and {COLUMNS_AT_MOST:,}: audit it in parts."
        )
    return Grid(name, tuple(tuple(cell.strip() for cell in row) + ("",) * (width - len(row)) for row in rows))


def _of_workbook(path: Path, content: bytes) -> list[Grid]:
    import openpyxl

    try:
        _refuse_bombs(path, content)
        shown = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        cells = [(sheet.title, _cells(sheet), _cells(written[sheet.title])) for sheet in shown.worksheets]
    except Unreadable:
        raise
    except Exception as trouble:  # openpyxl lets out whatever the archive or the XML raised
        raise Unreadable(
            f"{path} cannot be read as a workbook ({trouble}): save it again as .xlsx."
        ) from trouble
    grids = []
    for title, sheet, formulas in cells:
        rows = [
            [_text(cell, formula.value) for cell, formula in zip(row, own, strict=False)]
            for row, own in zip(sheet, formulas, strict=False)
        ]
        if any(cell for row in rows for cell in row):
            grids.append(_grid(f"{path.name}, sheet {title}", rows))
    if not grids:
        raise Unreadable(f"{path} holds no cells: there is nothing to audit.")
    return grids


def _refuse_bombs(path: Path, content: bytes) -> None:
    """Refuse a workbook that unpacks to more than a table of figures ever is."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > UNPACKED_AT_MOST:
        raise Unreadable(
            f"{path.name} unpacks to more than {UNPACKED_AT_MOST // 2**20} MB: audit its tables one by one."
        )


def _cells(sheet: Any) -> list[Sequence[Any]]:
    """The rows of a sheet, and no more of an endless one than shows that it is too large."""
    sheet.reset_dimensions()  # what a sheet says of its own size may be anything
    rows: list[Sequence[Any]] = []
    for row in sheet.iter_rows(max_row=ROWS_AT_MOST + 1):
        rows.append(row[: COLUMNS_AT_MOST + 1])
        if len(row) > COLUMNS_AT_MOST:
            break
    return rows


def _text(cell: Any, written: Any) -> str:
    """A cell as the spreadsheet shows it."""
    value = cell.value
    if value is None:
        return FORMULA_WITHOUT_VALUE if isinstance(written, str) and written.startswith("=") else ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip()
    shape = (cell.number_format or "General").split(";")[0]
    decimals = len(match[1]) if (match := re.search(r"\.([0#?]+)", shape)) else 0
    if "%" in shape:
        return f"{value * 100:.{decimals}f}%"
    if shape in ("General", "@"):
        return f"{value:.12g}" if abs(value) < 1e12 else f"{value:.0f}"
    return f"{value:.{decimals}f}"
