"""The lines of a file as cells that are asked for by the columns of a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from toldonce.exchange.files import heads as heading
from toldonce.exchange.files import tables
from toldonce.exchange.files.values import plain
from toldonce.figures.receiving.mapping import Mapping


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its number in the file, from 1."""

    number: int
    cells: Sequence[Any]
    at: dict[str, int]

    def cell(self, column: str) -> Any:
        """The cell of a column of the mapping; None where the line is too short."""
        spot = self.at[column]
        return self.cells[spot] if spot < len(self.cells) else None

    def words(self, columns: Sequence[str], between: str) -> str:
        """What a reader sees in some columns, those left out that are empty."""
        return between.join(filter(None, (plain(self.cell(each)) for each in columns)))


@dataclass(frozen=True, slots=True)
class Lines:
    """A table with its heads found by a mapping."""

    mapping: Mapping
    table: tables.Table
    heads: heading.Heads
    names: tuple[str, ...]  # the heads in the order of the file

    def __iter__(self) -> Iterator[Line]:
        at = {column: spot for (_, _, column), spot in self.heads.at.items()}
        for number, cells in islice(self.table.lines(), self.heads.after, None):
            if any(cell is not None and cell != "" for cell in cells):
                yield Line(number, cells, at)

    def head(self, columns: Sequence[str]) -> str:
        """Columns as a reader of the file finds them: by their heads."""
        return " and ".join(self.names[self.heads.at["", 0, each]] for each in columns)


def opened(path: Path, mapping: Mapping) -> Lines:
    """The lines of a file; raises FileRefused where it is no table or lacks a column."""
    table = tables.opened(path, mapping.table)
    first = [cells for _, cells in islice(table.lines(), heading.LOOKED_AT)]
    heads = heading.found(first, mapping.table)
    return Lines(mapping, table, heads, tuple(plain(cell) for cell in first[heads.after - 1]))
