"""What a book of sheets is, said once: pages, files, pasting and checks are all made from these declarations.

A book is one plan (a Better Care Fund plan, a financial gap, a budget, a workforce plan). It has sheets; a sheet has
columns, each of one kind, and rows. A cell has an address that people can find: "Schemes, row 3, CCG contribution".
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from toldonce.steering.sheets.kinds import FinancialYear, Flag, Kind, Reference, Value, Words, tidied

log = logging.getLogger(__name__)
ROWS_AT_MOST = 5_000  # in one sheet
LONGEST_TITLE = 200  # letters


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `head` as people read it, `help` says what belongs there, `needed` that no row is without it.

    `total` says that its amounts add up to something, so that a workbook has their sum below them.
    """

    key: str
    head: str
    kind: Kind
    help: str = ""
    needed: bool = False
    fixed: bool = (
        False  # filled when the book is opened and never edited, such as the names of the eight changes
    )
    total: bool = False

    @property
    def head_with_unit(self) -> str:
        """The head, with the unit of what stands below where it does not name that itself: Amount (£)."""
        unit = self.kind.unit
        return f"{self.head} ({unit})" if unit and unit not in self.head else self.head


@dataclass(frozen=True)
class Sheet:
    """One table of a book; where `grows` is false its rows are those it was opened with.

    What is not `signed`, such as the monitoring of a plan, is kept up after the book is agreed.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    help: str = ""
    grows: bool = True
    opens_with: tuple[Mapping[str, Value], ...] = ()
    signed: bool = True

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """Its columns by their keys."""
        return {column.key: column for column in self.columns}

    @cached_property
    def opening_rows(self) -> tuple[Row, ...]:
        """The rows that it opens with, a cell that they do not say empty."""
        return tuple(
            Row(number, number, {column.key: said.get(column.key) for column in self.columns})
            for number, said in enumerate(self.opens_with, 1)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row with a value, or None, for every column; `number` is its place on the page (from 1), `key` stays."""

    key: int
    number: int
    values: Mapping[str, Value]
    version: int = 1

    def __getitem__(self, column: str) -> Value:
        return self.values[column]


Contents = Mapping[str, Sequence[Row]]  # the rows of every sheet of a book, by the key of the sheet
# The book as a whole, where things are found about it; its columns are what is said about it, beside any row.
THE_PLAN = Sheet(
    "",
    "The plan",
    (
        Column("title", "Title", Words(LONGEST_TITLE), needed=True),
        Column("year", "Financial year", FinancialYear()),
        Column("source", "Source", Words()),
        Column("about", "About", Words()),
        Column("invented", "Invented", Flag(), needed=True),
    ),
)


@dataclass(frozen=True, slots=True)
class At:
    """The address of a cell, a row or a sheet, or of THE_PLAN; `row` is the number that people see."""

    sheet: Sheet
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        parts = [self.sheet.title]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(self.sheet.by_key[self.column].head)
        return ", ".join(parts)


class Grade(StrEnum):
    """How much a finding matters: an error stops a book from being submitted, the others are said."""

    ERROR = "error"
    DOUBT = "doubt"
    ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not hold, at which cell, and what it should be where that is known."""

    at: At
    says: str
    grade: Grade = Grade.ERROR
    should: Value = None

    def __str__(self) -> str:
        return f"{self.at}: {self.says}"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation (by its code), the capacity in which it signs, and the title of the post whose holder does."""

    code: str
    capacity: str
    post: str


def nothing_more(contents: Contents) -> list[Finding]:
    """The check of a book whose cells alone are checked."""
    return []


@dataclass(frozen=True)
class BookKind:
    """A kind of book: its sheets, what must hold across them, and who must sign, where one of the sheets says so."""

    key: str
    title: str
    sheets: tuple[Sheet, ...]
    help: str = ""
    check: Callable[[Contents], list[Finding]] = field(default=nothing_more)
    signers: Callable[[Contents], list[Party]] | None = None

    @cached_property
    def by_key(self) -> dict[str, Sheet]:
        """Its sheets by their keys."""
        return {sheet.key: sheet for sheet in self.sheets}


def checked(kind: BookKind, contents: Contents) -> list[Finding]:
    """All that does not hold in contents: each cell by itself, then across sheets."""
    return [*cells_missing_or_unknown(kind, contents), *_across_sheets(kind, contents)]


def _across_sheets(kind: BookKind, contents: Contents) -> list[Finding]:
    """What the check finds; where the check itself fails that is what is found, so that nobody loses work over it."""
    try:
        return kind.check(contents)
    except Exception as fault:
        log.exception("The check of a %s failed", kind.title)
        says = (
            f"could not be checked, by a fault of the software ({type(fault).__name__}). All that was typed is kept. "
            "Undo the last change to go on, and tell those who run Toldonce, who find the details in its log"
        )
        return [Finding(At(THE_PLAN), says)]


def cells_missing_or_unknown(kind: BookKind, contents: Contents) -> list[Finding]:
    """The cells that are needed and empty, and those that refer to a row that is not there."""
    return [
        finding
        for sheet in kind.sheets
        for column in sheet.columns
        if column.needed or isinstance(column.kind, Reference)
        for finding in _missing_or_unknown(kind, contents, sheet, column)
    ]


def _missing_or_unknown(
    kind: BookKind, contents: Contents, sheet: Sheet, column: Column
) -> Iterator[Finding]:
    known = _known(column, contents)
    for row in contents.get(sheet.key, ()):
        value = row.values[column.key]
        if value is None and column.needed:
            yield Finding(At(sheet, row.number, column.key), "is empty, and every row needs it")
        elif value is not None and known is not None and value not in known:
            says = f"“{value}” is no row of {_other(kind, column)}{_nearly(value, known)}"
            yield Finding(At(sheet, row.number, column.key), says)


def _nearly(value: Value, known: set[Value]) -> str:
    """The name that somebody may have meant, which looks the same; "" where there is none."""
    looks = tidied(f"{value}").casefold()
    same = [each for each in known if each is not None and tidied(f"{each}").casefold() == looks]
    return f": “{min(map(str, same))}” is, with other spaces or capitals" if same else ""


def _known(column: Column, contents: Contents) -> set[Value] | None:
    if not isinstance(column.kind, Reference):
        return None
    return {row[column.kind.column] for row in contents.get(column.kind.sheet, ())}


def _other(kind: BookKind, column: Column) -> str:
    assert isinstance(column.kind, Reference)
    return f"the sheet “{kind.by_key[column.kind.sheet].title}”"
