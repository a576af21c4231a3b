"""What was published as a workbook: a sheet of notes with every definition, and a sheet of figures."""

from __future__ import annotations

import fcntl
import math
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from toldonce.figures.publication.columns import (
    COLUMNS,
    DAY,
    FLAG,
    LICENCE,
    LICENCE_ADDRESS,
    NUMBER,
    TEXT,
    WHOLE,
)
from toldonce.figures.publication.downloads import Taken, rows
from toldonce.figures.publication.models import ReleasedIndicator

BOLD, WRAPPED = Font(name="Calibri", size=11, bold=True), Alignment(wrap_text=True, vertical="top")
WIDTHS = {"A": 34, "B": 90, "C": 22, "D": 16, "E": 40}  # of the sheet of notes, in characters
BY_KIND = {TEXT: 16, NUMBER: 12, WHOLE: 11, DAY: 12, FLAG: 9}
WIDE = {
    "indicator": 28, "indicator_name": 38, "place_name": 40, "part": 22, "missing": 44, "source": 48,
    "source_file": 34, "licence": 30,
}  # fmt: skip
A4 = 9  # paper, as workbooks number it
LINE = 15  # points: the height of one line, because not every program makes a row as high as its words
SMALL_NUMBERS = (
    "Where no value is shown, the column “missing” says why. Counts of people that went through our disclosure control "
    "are rounded to the nearest 5, and counts of seven or fewer are not shown."
)
MOST_KEPT = 60  # workbooks; what goes beyond is made again when somebody asks
MOST_ROWS = 1_048_575  # of a sheet, less its header


def as_workbook(wanted: Taken) -> Path:
    """The workbook as a file, made when it is first asked for and kept: what was released never changes."""
    folder = Path(settings.PUBLISHED_FILES)
    path = folder / f"{wanted.digest}.xlsx"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "turn").open(
        "a"
    ) as turn:  # one at a time: a large one keeps a processor busy for many seconds
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not path.exists():
            _forget(folder)
            _make(wanted, path)
    return path


def _make(wanted: Taken, path: Path) -> None:
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=".half-")
    os.close(handle)
    _book(wanted).save(half)
    Path(half).replace(path)


def _forget(folder: Path) -> None:
    """Remove the workbooks that were made longest ago, beyond so many."""
    made = sorted(folder.glob("*.xlsx"), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in made[MOST_KEPT - 1 :]:
        with suppress(OSError):
            each.unlink()


def _book(wanted: Taken) -> Workbook:
    book = Workbook(write_only=True)
    _notes(book, wanted)
    sheet = book.create_sheet("Figures")
    for number, column in enumerate(COLUMNS, 1):
        width = WIDE.get(column.name, BY_KIND[column.kind])
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _on_paper(sheet)
    sheet.append([_cell(sheet, column.name, BOLD) for column in COLUMNS])
    for number, row in enumerate(rows(wanted)):
        if number == MOST_ROWS:
            break
        sheet.append([_plain(sheet, value) for value in row])
    return book


def _on_paper(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4


def _notes(book: Workbook, wanted: Taken) -> None:
    sheet = book.create_sheet("Notes")
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    _on_paper(sheet)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    heads = ("Indicator", "Definition", "Unit", "Every", "Source")
    lines = [
        *_about(wanted), (), ("Column", "Meaning"), *((column.name, column.meaning) for column in COLUMNS), (), heads,
        *map(_defined, wanted.indicators),
    ]  # fmt: skip
    about = len(_about(wanted))
    for number, line in enumerate(lines, 1):
        sheet.row_dimensions[number].height = LINE * _lines_high(line)
        head = line in (heads, ("Column", "Meaning"))
        sheet.append([_cell(sheet, word, BOLD if head or (number <= about and not at) else None)
                      for at, word in enumerate(line)])  # fmt: skip


def _about(wanted: Taken) -> list[tuple[str, ...]]:
    release = wanted.release
    return [
        ("Published figures", release.place),
        ("Release", f"{release.number}: {release.title}"),
        ("Released", f"{release.released:%d %B %Y}"),
        ("Why", release.reason),
        ("Licence", f"{LICENCE}, {LICENCE_ADDRESS}; the source of each figure stands in its row"),
        ("Attribution", release.attribution),
        ("Small numbers", SMALL_NUMBERS),
        ("Rows", f"At most {MOST_ROWS:,}, as many as a sheet can hold; the CSV and the JSON hold every one"),
    ]


def _defined(each: ReleasedIndicator) -> tuple[str, ...]:
    words = " ".join(filter(None, (each.definition, each.method, each.caveat)))
    return each.name, words, each.get_unit_display(), each.get_every_display(), each.source


def _lines_high(line: Iterable[str]) -> int:
    """How many lines the longest of the words of a row takes in its column."""
    return max(
        (math.ceil(len(word) / width) for word, width in zip(line, WIDTHS.values(), strict=False)), default=1
    )


def _cell(sheet: Any, words: str, font: Font | None = None) -> Any:
    """Words that no program takes for a formula."""
    cell = WriteOnlyCell(sheet, _whole(words))
    cell.data_type = "s"
    cell.alignment = WRAPPED
    if font:
        cell.font = font
    return cell


def _plain(sheet: Any, value: Any) -> Any:
    """A value of a figure; only words that begin like a formula need a cell of their own."""
    if not isinstance(value, str):
        return value
    return _cell(sheet, value) if value.startswith("=") else _whole(value)


def _whole(words: str) -> str:
    """Words without the characters that no workbook may hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", words)
