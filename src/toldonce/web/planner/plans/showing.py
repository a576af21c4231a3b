"""How a book is drawn: the lines of a sheet, each cell with its address and its marks, and findings as links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from toldonce.steering.books import KINDS
from toldonce.steering.sheets.declaring import THE_PLAN, At, BookKind, Column, Finding, Grade, Row, Sheet
from toldonce.steering.sheets.errors import NoSuchBook
from toldonce.steering.sheets.kinds import Flag, Number, Pick, Pounds, Reference, Value, Words
from toldonce.steering.sheets.models import Comment
from toldonce.steering.sheets.queries import Opened, opened

GRADES = {Grade.ERROR: "Errors", Grade.DOUBT: "Doubts", Grade.ROUNDING: "Within rounding"}
LONG = 120  # letters from which on words are given a wider column
WORST = (Grade.ERROR, Grade.DOUBT, Grade.ROUNDING)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is drawn: its cells are HTML already, because a sheet may have thousands of them."""

    key: int
    number: int
    version: int
    cells: SafeString


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the address of its cell."""

    finding: Finding
    address: str


def kind_called(key: str) -> BookKind:
    """A kind of book; raises Http404."""
    if key not in KINDS:
        raise Http404(f"There is no kind of plan called {key}.")
    return KINDS[key]


def book_called(kind: str, key: str) -> Opened:
    """A book with its contents and findings; raises Http404."""
    try:
        return opened(kind_called(kind), key)
    except NoSuchBook as missing:
        raise Http404(str(missing)) from missing


def sheet_called(kind: BookKind, key: str) -> Sheet:
    """A sheet of a kind of book; raises Http404."""
    if key not in kind.by_key:
        raise Http404(f"A {kind.title} has no sheet {key}.")
    return kind.by_key[key]


def lines(sheet: Sheet, rows: Sequence[Row], marks: Mapping[str, str]) -> list[Line]:
    """The rows of a sheet as they are drawn; `marks` are more classes by the key of a cell."""
    drawn = [(column.key, column.kind.say, look_of(column)) for column in sheet.columns]
    return [
        Line(
            row.key,
            row.number,
            row.version,
            mark_safe("".join(_cell(row, key, say, look, marks) for key, say, look in drawn)),
        )
        for row in rows
    ]


def _cell(row: Row, column: str, say: Callable[[Value], str], look: str, marks: Mapping[str, str]) -> str:
    """A cell as HTML; keys and classes are ours, only what it says is anybody's."""
    key = cell_key(row.key, column)
    mark = marks.get(key, "")
    wrong = ' aria-invalid="true"' if "at-error" in mark else ""
    said = say(row.values[column])
    long = " long" if len(said) > LONG else ""
    looks = f"{look}{long} {mark}".rstrip()
    return f'<td id="{key}" class="{looks}" data-column="{column}" tabindex="-1"{wrong}>{escape(said)}</td>'


def cell_key(row: int, column: str) -> str:
    """What a cell is called on the page, and behind the # of its address."""
    return f"c-{row}-{column}"


def look_of(column: Column) -> str:
    """The classes of the cells of a column."""
    kind = column.kind
    look = "number" if isinstance(kind, Pounds | Number) else "words" if type(kind) is Words else "short"
    return f"{look} fixed" if column.fixed else look


def options_of(opened: Opened, column: Column) -> list[str]:
    """What can be chosen in a column; nothing where anything can be written."""
    kind = column.kind
    if isinstance(kind, Pick):
        return list(kind.options.values())
    if isinstance(kind, Flag):
        return ["Yes", "No"]
    if isinstance(kind, Reference):
        return [f"{row[kind.column]}" for row in opened.contents[kind.sheet] if row[kind.column] is not None]
    return []


def marks(opened: Opened, sheet: Sheet) -> dict[str, str]:
    """The worst grade of each cell of a sheet that something was found about."""
    found: dict[str, str] = {}
    for grade in reversed(WORST):
        for finding in opened.findings:
            if finding.grade == grade and finding.at.sheet.key == sheet.key and finding.at.row:
                found[_key_at(opened, finding.at)] = f"at-{grade}"
    return found


def commented(said: Iterable[Comment]) -> set[str]:
    """The cells that comments are about."""
    return {cell_key(each.row, each.column) for each in said if each.row is not None}


def address_of(opened: Opened, at: At) -> str:
    """The address of a cell, a row or a sheet of a book, or of the book."""
    if at.sheet is THE_PLAN:
        return reverse("book", args=[opened.kind.key, opened.book.key])
    page = _page_of(opened.kind.key, opened.book.key, at.sheet.key)
    return f"{page}#{_key_at(opened, at)}" if at.row else page


@lru_cache(1 << 12)  # a page may lead to thousands of cells of the same few sheets, and to reverse is slow
def _page_of(kind: str, key: str, sheet: str) -> str:
    return reverse("plan-sheet", args=[kind, key, sheet])


@lru_cache(1 << 12)
def rows_of(kind: str, key: str, sheet: str) -> str:
    """Where the forms of the rows of a sheet lie: each under its key, a new one under `new/`."""
    return reverse("plan-add-row", args=[kind, key, sheet]).removesuffix("new/")


def _key_at(opened: Opened, at: At) -> str:
    rows = opened.contents[at.sheet.key]
    if at.row is None or not 0 < at.row <= len(rows):
        return ""
    row = rows[at.row - 1].key
    return cell_key(row, at.column) if at.column else f"r-{row}"


def found(opened: Opened) -> list[tuple[str, list[Found]]]:
    """The findings by their grade, worst first, each with the address of its cell."""
    return [
        (
            GRADES[grade],
            [Found(each, address_of(opened, each.at)) for each in opened.findings if each.grade == grade],
        )
        for grade in WORST
        if any(each.grade == grade for each in opened.findings)
    ]


def summary(opened: Opened) -> str:
    """How much does not hold, in a sentence."""
    counts = Counter(finding.grade for finding in opened.findings)
    if not counts:
        return "Everything holds."
    words = {Grade.ERROR: ("error", "errors"), Grade.DOUBT: ("doubt", "doubts")}
    told = [f"{counts[grade]} {words[grade][counts[grade] > 1]}" for grade in words if counts[grade]]
    if counts[Grade.ROUNDING]:
        told.append(f"{counts[Grade.ROUNDING]} within rounding")
    return f"{', '.join(told)}."
