"""What is different between two contents of one kind: rows are known by their keys, wherever they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from toldonce.steering.sheets.declaring import At, BookKind, Column, Contents, Row, Sheet
from toldonce.steering.sheets.kinds import Value


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that is there before and after, and says something else."""

    sheet: Sheet
    column: Column
    row: Row  # as it is after
    was: Value
    became: Value

    @property
    def at(self) -> At:
        """Where it stands after."""
        return At(self.sheet, self.row.number, self.column.key)


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row that was added (no `was`), removed (no `became`), or that stands elsewhere among the others."""

    sheet: Sheet
    was: Row | None
    became: Row | None
    behind: int | None = None  # the key of the row before it, as it is after

    @property
    def what(self) -> str:
        """Added, removed or moved."""
        return "added" if self.was is None else "removed" if self.became is None else "moved"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is different."""

    cells: Sequence[CellDifference]
    rows: Sequence[RowDifference]

    def __bool__(self) -> bool:
        return bool(self.cells or self.rows)


def compare(kind: BookKind, before: Contents, after: Contents) -> Comparison:
    """What is different after, sheet by sheet, in the order of the page."""
    cells: list[CellDifference] = []
    rows: list[RowDifference] = []
    for sheet in kind.sheets:
        was = {row.key: row for row in before[sheet.key]}
        became = {row.key: row for row in after[sheet.key]}
        cells += [each for key, row in became.items() if key in was for each in _cells(sheet, was[key], row)]
        rows += [RowDifference(sheet, row, None) for key, row in was.items() if key not in became]
        behind = dict(zip(became, [None, *became], strict=False))
        elsewhere = set(_moved(list(was), list(became)))
        rows += [
            RowDifference(sheet, was.get(key), row, behind[key])
            for key, row in became.items()
            if key not in was or key in elsewhere
        ]
    return Comparison(cells, rows)


def _cells(sheet: Sheet, was: Row, became: Row) -> list[CellDifference]:
    return [
        CellDifference(sheet, column, became, was[column.key], became[column.key])
        for column in sheet.columns
        if was[column.key] != became[column.key]
    ]


def _moved(before: list[int], after: list[int]) -> list[int]:
    """The fewest keys that need to move for the ones that stay to be in their new order."""
    places = {key: place for place, key in enumerate(before)}
    common = [key for key in after if key in places]
    stay = _longest_rising([places[key] for key in common])
    return [key for key in common if places[key] not in stay]


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The longest subsequence of different numbers that only rises."""
    ends: list[int] = []  # the smallest end of a rising subsequence of each length
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    found: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
