"""How exact the figures of some tables are: rounded, or so exact that rounding explains no difference between them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence

from toldonce.figures.audit.cells import Cell, Table
from toldonce.figures.audit.equations import DUST, Equation, Interval, Known, Linear, as_printed, residual
from toldonce.figures.audit.evidence import surprise
from toldonce.figures.audit.relations import Relation

# Of sums of rounded figures many are off by one; when it would be a rare chance that so few are, they were not rounded.
RARE, RARE_FOR_COUNTS = 0.001, 0.3
OFF_AT_MOST = 0.2  # of the sums may be off by a little and the rest still be called exact
ROUNDED = re.compile(r"\bround(ed|ing)\b", re.IGNORECASE)


def exactly(cell: Cell) -> Interval:
    """The value that a cell shows and no other."""
    return (cell.value, cell.value)


def precision_of(tables: Sequence[Table], relations: Iterable[Relation]) -> Callable[[Equation], Known]:
    """For each equation how exact its cells are to be taken."""
    strict: set[int] = set()
    if not any(ROUNDED.search(" ".join([table.title, *table.notes])) for table in tables):
        for family in _families(relations):
            if _exact(family):
                strict |= set(map(id, family))
    return lambda equation: exactly if id(equation) in strict else as_printed


def _families(relations: Iterable[Relation]) -> list[list[Linear]]:
    """Sums whose figures have one unit and one number of decimals, table by table."""
    found: dict[tuple, list[Linear]] = {}
    for relation in relations:
        if relation.kind == "repeat":
            continue
        for equation in relation.equations:
            kinds = {(cell.table, cell.printed.unit, cell.half) for cell in equation.cells if cell.printed}
            if isinstance(equation, Linear) and len(kinds) == 1 and not equation.constant:
                found.setdefault((*kinds,)[0], []).append(equation)
    return list(found.values())


def _exact(family: list[Linear]) -> bool:
    telling = [equation for equation in family if surprise(equation) > 0]
    even = [equation for equation in telling if _is_even(equation)]
    little = [equation for equation in telling if not _is_even(equation) and _within_rounding(equation)]
    if not even or len(little) > max(1, OFF_AT_MOST * len(even)):
        return False
    chances = [_chance_of_even(equation) for equation in [*even, *little]]
    chance = _at_most(len(little), chances)
    first = family[0].cells[0].printed
    counts = first is not None and first.unit == "" and first.decimals == 0 and first.scale == 1
    return chance < (RARE_FOR_COUNTS if counts else RARE)


def _is_even(equation: Linear) -> bool:
    return abs(residual(equation)) <= DUST * max(abs(cell.value) for cell in equation.cells)


def _within_rounding(equation: Linear) -> bool:
    return abs(residual(equation)) <= sum(abs(factor) * cell.half for cell, factor in equation.terms)


def _at_most(uneven: int, chances: list[float]) -> float:
    """The chance that at most so many of some sums are off, each even with its own chance."""
    exactly = [1.0] + [0.0] * uneven
    for chance in chances:
        exactly = [
            exactly[count] * chance + (exactly[count - 1] * (1 - chance) if count else 0.0)
            for count in range(uneven + 1)
        ]
    return sum(exactly)


def _chance_of_even(equation: Linear) -> float:
    """The chance that a sum of rounded figures is not off at all: its error is nearly normal."""
    parts = [(cell, factor) for cell, factor in equation.terms[1:] if cell.value]
    if len(parts) < 2:
        return 1.0
    spread = math.sqrt(sum((factor * cell.half) ** 2 for cell, factor in parts) / 3)
    return math.erf(equation.cells[0].half / spread / math.sqrt(2)) if spread else 1.0
