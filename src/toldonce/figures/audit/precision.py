"""How exact the figures of some tables are: rounded, or so exact that rounding explains no difference between them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from toldonce.figures.audit.cells import Table
from toldonce.figures.audit.equations import (
    DUST,
    Equation,
    Known,
    Linear,
    Ratio,
    as_printed,
    exactly,
    holds,
    residual,
)
from toldonce.figures.audit.evidence import surprise
from toldonce.figures.audit.relations import Relation

# Of sums of rounded figures many are off by one; when it would be a rare chance that so few are, they were not rounded.
RARE, RARE_FOR_COUNTS = 0.001, 0.3
OFF_AT_MOST = 0.2  # of the sums may be off by a little and the rest still be called exact
ROUNDED = re.compile(r"\bround(ed|ing)\b", re.IGNORECASE)


def precision_of(tables: Sequence[Table], relations: Iterable[Relation]) -> Callable[[Equation], Known]:
    """For each equation how exact its cells are to be taken."""
    strict: set[int] = set()
    if not any(ROUNDED.search(" ".join([table.title, *table.notes])) for table in tables):
        for family in _families(relations):
            if _exact(family):
                strict |= set(map(id, family))
    return lambda equation: exactly if id(equation) in strict else as_printed


def of_exact_amounts(made: Sequence[Ratio]) -> list[Ratio]:
    """The same quotients of amounts that were not rounded, if so many come out so well that they cannot have been."""
    fitting = list(filter(holds, made))
    even = [equation for equation in fitting if _is_even_quotient(equation)]
    little = len(fitting) - len(even)
    if not even or little > max(1, OFF_AT_MOST * len(even)):
        return []
    chance = _at_most(little, [_chance_of_even_quotient(equation) for equation in fitting])
    return [replace(equation, exact=True) for equation in made] if chance < RARE else []


def _is_even_quotient(equation: Ratio) -> bool:
    return abs(residual(equation)) <= equation.part.half + DUST * abs(equation.part.value)


def _chance_of_even_quotient(equation: Ratio) -> float:
    """The chance that a quotient of rounded amounts is printed as that of the amounts that are printed."""
    low, high = equation.allowed(equation.part)
    spread = (
        (high - low) / 2 / math.sqrt(6)
    )  # of two errors, neither of which is likelier to be small than large
    return math.erf(equation.part.half / spread / math.sqrt(2)) if math.isfinite(spread) else 1.0


def _families(relations: Iterable[Relation]) -> list[list[Linear]]:
    """Sums whose figures have one unit and one number of decimals, table by table; means are always rounded."""
    relations = list(relations)
    means = {equation.cells[0] for each in relations if each.kind == "average" for equation in each.equations}
    found: dict[tuple, list[Linear]] = {}
    for relation in relations:
        if relation.kind == "repeat":
            continue
        for equation in relation.equations:
            if not means.isdisjoint(equation.cells):
                continue
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
    return chance < (RARE_FOR_COUNTS if family[0].cells[0].counts else RARE)


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
