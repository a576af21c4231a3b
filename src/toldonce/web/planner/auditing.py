"""The page into which any table is pasted: which of its figures do not agree, and what they should be."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from toldonce.figures.audit import auditing, grids
from toldonce.figures.audit.errors import AuditTrouble, Unreadable
from toldonce.figures.audit.findings import Audit
from toldonce.figures.audit.grids import Grid
from toldonce.figures.audit.tables import tables_of
from toldonce.web.planner.readers import readers_of_figures

PASTED_AT_MOST = 200_000  # letters; a table of a board's paper has a few thousand
NAME_AT_MOST = 60  # letters, of up to four bytes each, where a name of a file has 255 bytes
UPLOAD_AT_MOST = 2 * 1024 * 1024
CELLS_AT_MOST = 6_000  # that say something; each number more is held against all others of its table
ROWS_SHOWN, COLUMNS_SHOWN = 200, 40


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell as it is shown again: its words, and the number of the finding that names it (0: none)."""

    words: str
    finding: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read, with the letters of its columns and its cells at fault marked."""

    name: str
    letters: list[str]
    rows: list[list[Marked]]
    left_out: int


@readers_of_figures
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """The box, and after it what was found; nothing of it is stored."""
    problems: dict[str, str] = {}
    found: Audit | None = None
    sheets: list[Sheet] = []
    if request.method == "POST":
        try:
            read = _not_too_many(_grids(request))
            found = auditing.audit([each for grid in read for each in tables_of(grid)])
            sheets = [_sheet(grid, found) for grid in read]
        except AuditTrouble as trouble:
            problems = {"table": str(trouble)}
    shown = {"text": request.POST.get("table", ""), "found": found, "sheets": sheets, "problems": problems}
    return render(request, "planner/pages/audit.html", shown, status=400 if problems else 200)


def _grids(request: HttpRequest) -> list[Grid]:
    given = request.FILES.get("file")
    if given is not None:
        return _of_upload(given)
    text = request.POST.get("table", "")
    if len(text) > PASTED_AT_MOST:
        raise Unreadable(f"This is longer than {PASTED_AT_MOST:,} letters: audit its tables one by one.")
    return [grids.of_text(text, "The table")]


def _not_too_many(read: list[Grid]) -> list[Grid]:
    """The tables, if they are few enough that somebody waits for the answer; raises Unreadable."""
    filled = sum(bool(words.strip()) for grid in read for row in grid.rows for words in row)
    if filled > CELLS_AT_MOST:
        raise Unreadable(
            f"There are {filled:,} cells, and a page audits {CELLS_AT_MOST:,}: paste its tables one by one, "
            "or use `toldonce figures audit`."
        )
    return read


def _of_upload(given: UploadedFile) -> list[Grid]:
    if (given.size or 0) > UPLOAD_AT_MOST:
        raise Unreadable(
            f"The file is larger than {UPLOAD_AT_MOST // 2**20} MB: use `toldonce figures audit`."
        )
    with tempfile.TemporaryDirectory(prefix="toldonce-audit-") as folder:
        path = Path(folder) / (Path(given.name or "").name[:NAME_AT_MOST] or "table.csv")
        path.write_bytes(given.read())
        return grids.of_file(path)


def _sheet(grid: Grid, found: Audit) -> Sheet:
    """A grid with the cells that findings name."""
    named = {
        each.cell.address: number
        for number, each in reversed(list(enumerate(found.findings, 1)))
        if each.cell.table.startswith(grid.name)
    }
    width = min(max((len(row) for row in grid.rows), default=0), COLUMNS_SHOWN)
    rows = [
        [Marked(words, named.get(grids.address(at, column), 0)) for column, words in enumerate(row[:width])]
        for at, row in enumerate(grid.rows[:ROWS_SHOWN])
    ]
    letters = [grids.address(0, column).rstrip("1") for column in range(width)]
    return Sheet(grid.name, letters, rows, max(len(grid.rows) - ROWS_SHOWN, 0))
