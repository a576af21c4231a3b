"""A pasted table as columns that a method knows: which head means what, and each cell as a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toldonce.figures.audit import printed
from toldonce.figures.audit.grids import Grid
from toldonce.figures.calculating.errors import NotThisTable
from toldonce.figures.rates.intervals import Numbers

PLACE, AGE, EVENTS, PEOPLE = "place", "age", "events", "people"
REFERENCE_EVENTS, REFERENCE_PEOPLE, HEALTHY, ASKED = (
    "reference events",
    "reference people",
    "healthy",
    "asked",
)
HEADS = {  # a column, and the heads under which it is known
    PLACE: (
        "place",
        "area",
        "group",
        "practice",
        "organisation",
        "council",
        "ward",
        "name",
        "quintile",
        "decile",
    ),
    AGE: ("age", "age band", "age group", "ages", "band"),
    EVENTS: ("deaths", "events", "count", "observed", "numerator", "cases", "admissions"),
    PEOPLE: ("population", "people", "person-years", "person years", "denominator", "list", "list size"),
    REFERENCE_EVENTS: ("reference deaths", "reference events", "standard deaths", "national deaths"),
    REFERENCE_PEOPLE: (
        "reference population",
        "reference people",
        "standard population",
        "national population",
    ),
    HEALTHY: ("healthy", "share in good health", "in good health", "good health"),
    ASKED: ("asked", "people asked", "sample", "respondents"),
}
NAMES = (PLACE, AGE)
ALL = "all rows"
SMALLEST, LARGEST = 1e-6, 1e12  # what lies beyond overflows when it is squared and divided


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of the columns that were found, row by row; a count that is not known is nan."""

    names: dict[str, tuple[str, ...]]
    numbers: dict[str, Numbers]

    def has(self, column: str) -> bool:
        return column in self.names or column in self.numbers

    def places(self) -> list[tuple[str, list[int]]]:
        """Each place with its rows, in the order in which places come; one place where no column names them."""
        rows: dict[str, list[int]] = {}
        names = self.names.get(PLACE) or (ALL,) * len(next(iter(self.numbers.values())))
        for at, name in enumerate(names):
            rows.setdefault(name, []).append(at)
        return list(rows.items())


def columns(grid: Grid, needed: Sequence[str], beside: Sequence[str] = ()) -> Columns:
    """Read the columns that are needed and those that may stand beside them; raises NotThisTable."""
    rows = [row for row in grid.rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise NotThisTable("A table has a line of heads and a line for each row: paste both.")
    found = _heads(rows[0])
    missing = [each for each in needed if each not in found]
    if missing:
        known = "; ".join(f"{each}: {', '.join(HEADS[each][:4])}" for each in missing)
        raise NotThisTable(f"No column is headed by one of these words: {known}.")
    taken = {each: found[each] for each in (*needed, *beside) if each in found}
    return Columns(
        {each: tuple(row[at].strip() for row in rows[1:]) for each, at in taken.items() if each in NAMES},
        {each: _numbers(each, at, rows) for each, at in taken.items() if each not in NAMES},
    )


def _heads(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        words = " ".join(cell.lower().replace("_", " ").split())
        for column, heads in HEADS.items():
            if words in heads:
                if column in found:
                    raise NotThisTable(
                        f"Two columns say the {column}: “{row[found[column]]}” and “{cell}”; leave one."
                    )
                found[column] = at
    return found


def _numbers(column: str, at: int, rows: Sequence[Sequence[str]]) -> Numbers:
    return np.array([_number(column, row[at].strip(), number) for number, row in enumerate(rows[1:], 2)])


def _number(column: str, cell: str, row: int) -> float:
    """A cell as a number; nan where it is empty, a dash, or says that the number is not known.

    A percentage is a share of one, in the column of shares alone: elsewhere no count is meant, nor by a sum of money.
    """
    if not cell or cell.lower() in printed.UNKNOWN or cell in printed.NIL:
        return float("nan")
    told = printed.read(cell)
    if told is None or told.unit not in ("", "%" if column == HEALTHY else ""):
        wanted = "number" if column == HEALTHY else "count"
        raise NotThisTable(
            f"“{cell[:40]}” in row {row} is no {wanted}, and the column says the {column}: correct it."
        )
    if told.value and not SMALLEST <= abs(told.value) <= LARGEST:
        raise NotThisTable(
            f"“{cell[:40]}” in row {row} is beyond anything that can be counted of people: correct it."
        )
    return told.value / 100 if told.unit == "%" else told.value
