"""A file as lines of cells, whatever it is: CSV, a workbook, or a list in JSON. It may be read more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toldonce.exchange.files import delimited, listed, workbooks
from toldonce.exchange.files.errors import Unreadable
from toldonce.exchange.files.mapping import Mapping

FILE_AT_MOST = 512 * 1024 * 1024
COLUMNS_AT_MOST = 2000
ROWS_AT_MOST = 2_000_000
ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"

Line = tuple[int, Sequence[Any]]  # its number in the file, from 1, and its cells


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one file, and what a reader of it should know."""

    kind: str
    lines: Callable[[], Iterator[Line]]
    notes: tuple[str, ...] = ()


def opened(path: Path, mapping: Mapping) -> Table:
    """The table in a file; raises Unreadable."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as trouble:
        raise Unreadable(f"The file cannot be read: {trouble.strerror}.") from trouble
    if not start.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise Unreadable("The file is empty: ask the sender to send it again.")
    if size > FILE_AT_MOST:
        raise Unreadable(f"The file is larger than {FILE_AT_MOST // 2**20} MB: send it in parts.")
    found = _table(path, start, mapping)
    return Table(found.kind, lambda: _bounded(found.lines), found.notes)


def _table(path: Path, start: bytes, mapping: Mapping) -> Table:
    if start.startswith(ZIP):
        return Table("workbook", *workbooks.lines_of(path, mapping.sheet))
    if start.startswith(OLD_EXCEL):
        raise Unreadable(
            "This is a workbook of old Excel (.xls) or one with a password: save it as .xlsx or CSV."
        )
    if start.startswith(PDF):
        raise Unreadable("This is a PDF, not a table: ask for CSV or a workbook.")
    if listed.looks_like_json(path, start):
        return Table("json", *listed.lines_of(path, mapping.rows))
    return Table("csv", *delimited.lines_of(path, mapping))


def _bounded(lines: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    for number, cells in lines():
        if len(cells) > COLUMNS_AT_MOST:
            raise Unreadable(f"Line {number} has more than {COLUMNS_AT_MOST:,} cells: this is no table.")
        if number > ROWS_AT_MOST:
            raise Unreadable(f"The file has more than {ROWS_AT_MOST:,} lines: send it in parts.")
        yield number, cells
