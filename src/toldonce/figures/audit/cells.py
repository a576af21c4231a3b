"""A table as the audit sees it: lines of cells, each of which knows where it stands and what words lead to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from toldonce.figures.audit.printed import Printed

NUMBER, NIL, UNKNOWN, TEXT = "number", "nil", "unknown", "text"


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """One cell of the body of a table; two cells are the same only if they are one cell."""

    table: str
    address: str
    row: str
    column: str
    text: str
    kind: str
    printed: Printed | None = None

    @property
    def value(self) -> float:
        return self.printed.value if self.printed else 0.0

    @property
    def half(self) -> float:
        return self.printed.half if self.printed else 0.0

    @property
    def counts(self) -> bool:
        """Whether it is a count of things, which is a whole number."""
        number = self.printed
        return bool(number) and number.unit == "" and number.decimals == 0 and number.scale == 1

    @property
    def name(self) -> str:
        """The words of its row and its column."""
        return ", ".join(word for word in (self.row, self.column) if word) or self.address


@dataclass(frozen=True, eq=False)
class Line:
    """One row or one column: its words, the section that it stands in, and its cells along the other direction.

    `within` is what its words begin with where a label in a column before its own says of what it is a part.
    """

    label: str
    cells: tuple[Cell, ...]
    section: str = ""
    within: str = ""

    @cached_property
    def words(self) -> str:
        return self.label.lower()

    @cached_property
    def unit(self) -> str:
        """The unit of most of its figures."""
        units = [cell.printed.unit for cell in self.cells if cell.printed]
        return max(sorted(set(units)), key=units.count) if units else ""

    @cached_property
    def figures(self) -> int:
        return sum(cell.kind == NUMBER for cell in self.cells)


@dataclass(frozen=True, eq=False)
class Table:
    """A table: its title, rows, columns, and what stands below it."""

    name: str
    title: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells]


def plain(words: str) -> str:
    """Words without case, marks and plural, by which labels of two tables are compared."""
    said = re.sub(
        r"[£$€]\s*(['‘’]?000['‘’]?s?|millions?|billions?|mn?\b|bn\b|k\b)?|\(.*?\)|[^a-z0-9%/ ]",
        " ",
        words.lower(),
    )
    return " ".join(re.sub(r"(?<=[a-z]{3})s$", "", word) for word in said.split())
