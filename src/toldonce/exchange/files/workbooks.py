"""Workbooks (XLSX): the right sheet, cells as they are worked out, and no bomb in the zip."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from toldonce.exchange.files.errors import Unreadable

UNPACKED_AT_MOST = 1024 * 1024 * 1024
TIMES_AT_MOST = 300  # how many times larger than its zip a workbook may be
PARTS_AT_MOST = 5000
SMALL = 10 * 1024 * 1024  # unpacked, below which nothing is a bomb
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
NEVER_WORKED_OUT = "#CALC!"  # as a spreadsheet would say it, so that the cell is refused with its place


def lines_of(path: Path, wanted: str) -> tuple[Callable[[], Iterator], tuple[str, ...]]:
    """The lines of one sheet, and what the reader should know; raises Unreadable."""
    _refuse_bombs(path)
    with _book(path) as book:
        sheet = _sheet(book, wanted)
        others = [each.title for each in book.worksheets if each.title != sheet.title]
        part = sheet._worksheet_path
        title = sheet.title
    notes = [f"The sheet “{title}” was read."] if others else []
    notes += [f"The sheet “{each}” was left aside." for each in others]
    formulas = _has_formulas(path, part)
    if formulas:
        notes.append("Some cells are formulas: their last result was read.")
    return lambda: _lines(path, title, formulas), tuple(notes)


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as trouble:
        raise Unreadable(
            f"The workbook is damaged ({trouble}): ask the sender to send it again."
        ) from trouble
    unpacked, size = sum(part.file_size for part in parts), max(path.stat().st_size, 1)
    if len(parts) > PARTS_AT_MOST or unpacked > UNPACKED_AT_MOST or (
        unpacked > SMALL and unpacked / size > TIMES_AT_MOST
    ):  # fmt: skip
        raise Unreadable(
            "The workbook unpacks to far more than it is: it was not opened. Save it as CSV and try that."
        )


class _book:  # noqa: N801  (a block, not a thing)
    """A workbook that is open for reading as long as the block lasts; whatever is wrong with it is Unreadable."""

    def __init__(self, path: Path, *, worked_out: bool = True) -> None:
        self.path, self.worked_out = path, worked_out

    def __enter__(self):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and extensions, which no cell depends on
                self.book = openpyxl.load_workbook(
                    self.path, read_only=True, data_only=self.worked_out, keep_links=False
                )
        except (
            Exception
        ) as trouble:  # openpyxl has no family of errors: a bad workbook can fail anywhere in it
            raise Unreadable(
                f"This is not a workbook that can be opened ({type(trouble).__name__}): save it anew as .xlsx, or as "
                "CSV."
            ) from trouble
        return self.book

    def __exit__(self, *exc: object) -> None:
        self.book.close()


def _sheet(book, wanted: str):
    """The sheet of that name, or the first that is not hidden."""
    for sheet in book.worksheets:
        if wanted and sheet.title.strip().casefold() == wanted.casefold():
            return sheet
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if wanted:
        names = ", ".join(f"“{each.title}”" for each in book.worksheets)
        raise Unreadable(
            f"The workbook has no sheet “{wanted}”, only {names}: name the right one in the mapping."
        )
    if not seen:
        raise Unreadable("The workbook has no sheet with a table that is not hidden.")
    return seen[0]


def _has_formulas(path: Path, part: str) -> bool:
    with zipfile.ZipFile(path) as packed, packed.open(part.lstrip("/")) as sheet:
        kept = b""
        while piece := sheet.read(1024 * 1024):
            if FORMULA.search(kept + piece):
                return True
            kept = piece[-16:]
    return False


def _lines(path: Path, title: str, formulas: bool) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        yield from _worked_out(path, title) if formulas else _cells(path, title)
    except Unreadable:
        raise
    except Exception as trouble:  # see _book: a damaged sheet can fail at any line
        raise Unreadable(
            f"The sheet “{title}” cannot be read to its end ({type(trouble).__name__}): save it anew as .xlsx, or as "
            "CSV."
        ) from trouble


def _cells(path: Path, title: str, *, worked_out: bool = True) -> Iterator[tuple[int, Sequence[Any]]]:
    with _book(path, worked_out=worked_out) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = book[title]
        sheet.reset_dimensions()  # what a workbook says of its own size is often wrong
        yield from enumerate(sheet.iter_rows(values_only=True), 1)


def _worked_out(path: Path, title: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """The results of formulas, and a mark where there is none: it must not look like an empty cell."""
    told = _cells(path, title, worked_out=False)
    for (number, cells), (_, written) in zip(_cells(path, title), told, strict=True):
        pairs = zip(cells, written, strict=True)
        yield (
            number,
            [
                NEVER_WORKED_OUT
                if cell is None and isinstance(formula, str) and formula.startswith("=")
                else cell
                for cell, formula in pairs
            ],
        )
