"""A relation: one rule that many cells of a table follow, with the evidence that the table means it.

Evidence is counted in bits. An equation that holds by chance one time in a thousand is ten bits; the number of rules
that were tried is taken off, so that a rule found among thousands must be the surer. Words that claim a rule
("Total", "change", "%") are worth bits of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from toldonce.figures.audit.cells import UNKNOWN, Cell
from toldonce.figures.audit.equations import DUST, Equation, Linear, Ratio, holds

ENOUGH = 8.0  # bits over the number of rules tried: one false rule in 256 searches
CLAIM = 8.0  # bits that words are worth
ENOUGH_TO_HOLD = (
    2.0  # bits for a rule that words claim and that holds everywhere: nothing is reported because of it
)
AT_MOST = 30.0  # bits of one equation
UNCLAIMED_SHARE, CLAIMED_SHARE = 2 / 3, 1 / 2  # of its equations that must hold, where they are few
SEVERAL, MANY, SHARE_OF_MANY = 6, 20, 0.9  # where they are many, the errors of a published table are few


@dataclass(frozen=True, eq=False)
class Relation:
    """A rule in words, its kind, its equations, and the bits of evidence for it."""

    kind: str
    words: str
    equations: tuple[Equation, ...]
    bits: float
    claimed: bool = False
    lines: frozenset[int] = frozenset()
    total: int | None = None  # the line that the rule computes

    @property
    def failing(self) -> list[Equation]:
        return [equation for equation in self.equations if not holds(equation)]

    @property
    def holding(self) -> list[Equation]:
        return [equation for equation in self.equations if holds(equation)]


def surprise(equation: Equation) -> float:
    """How many bits of evidence an equation is that holds: little where it holds by chance or says nothing."""
    if isinstance(equation, Ratio):
        return _surprise_of_ratio(equation)
    sizes = sorted((abs(factor * cell.value) for cell, factor in equation.terms), reverse=True)
    filled = [size for size in sizes if size > 0]
    if len(filled) < 2:
        return 0.0
    # The nearer a sum comes to nought the less likely it does so by chance, even within what rounding explains.
    step = max(cell.half for cell in equation.cells) or DUST * sizes[0]
    slack = step + abs(sum(factor * cell.value for cell, factor in equation.terms) - equation.constant)
    first, factor = equation.terms[0]
    within = abs(factor * first.value) <= sum(abs(each) * cell.half for cell, each in equation.terms)
    if within or (len(equation.terms) > 3 and _cancels(equation)):
        return 0.0
    # Two figures that are the same and nothing else: a sum with one part says less than a sum.
    weight = 1.0 if len(filled) > 2 or len(equation.terms) == 2 else 0.5
    scale = (
        abs(factor * first.value)
        if _is_plain_sum(equation)
        else filled[-1]
        if len(filled) == 3
        else filled[len(filled) // 2]
    )
    return weight * _bits(2 * slack / scale)


def _surprise_of_ratio(equation: Ratio) -> float:
    if not all(cell.value for cell in (equation.top, equation.bottom)):
        return 0.0
    low, high = equation.allowed(equation.part)
    if not math.isfinite(high - low):
        return 0.0
    # A share lies between nought and its factor; growth and rates are judged by their own size.
    scale = max(
        abs(equation.part.value),
        (equation.factor / 4 if equation.offset == 0 and equation.factor == 100 else 0),
    )
    return _bits((high - low + 2 * equation.part.half) / scale) if scale else 0.0


def _bits(chance: float) -> float:
    return min(AT_MOST, max(0.0, -math.log2(chance))) if chance > 0 else AT_MOST


def weighed(
    kind: str,
    words: str,
    equations: Iterable[Equation],
    tried: float,
    claimed: bool = False,
    lines: frozenset[int] = frozenset(),
    total: int | None = None,
) -> Relation | None:
    """The relation that these equations are, if the table means it; nothing if that may well be chance."""
    made = tuple(equations)
    good = [equation for equation in made if holds(equation)]
    if kind == "running total":
        good = list(filter(_has_all_its_parts, good))
    telling = [equation for equation in good if surprise(equation) > 1]
    bad = sum(not holds(equation) for equation in made)
    bits = _evidence(good) + (CLAIM if claimed else 0) - math.log2(max(tried, 1))
    share = _share_wanted(len(telling) + bad, CLAIMED_SHARE if claimed else UNCLAIMED_SHARE)
    if (
        bits < (ENOUGH if bad or not claimed else ENOUGH_TO_HOLD)
        or not telling
        or len(telling) < share * (len(telling) + bad)
    ):
        return None
    if bad and not claimed and sum(map(_has_all_its_parts, telling)) < 2 * bad:
        return None
    return Relation(kind, words, made, bits, claimed, lines, total)


def _is_plain_sum(equation: Linear) -> bool:
    """Whether an equation is a total of four parts or more with nothing taken off."""
    parts = [factor * cell.value for cell, factor in equation.terms[1:] if cell.value]
    return len(parts) > 3 and (all(part < 0 for part in parts) or all(part > 0 for part in parts))


def _cancels(equation: Linear) -> bool:
    """Whether two parts of a sum are the same with opposite signs, so that the sum speaks of the others alone."""
    amounts = {factor * cell.value for cell, factor in equation.terms if cell.value}
    return any(-amount in amounts for amount in amounts)


def _has_all_its_parts(equation: Equation) -> bool:
    return sum(cell.value != 0 for cell in equation.cells) > 2 or (
        isinstance(equation, Linear) and len(equation.terms) == 2
    )


def _evidence(good: list[Equation]) -> float:
    """The bits of equations that hold; those that say the same of the same value say it once."""
    told: dict[float, float] = {}
    for equation in good:
        value = equation.cells[0].value
        told[value] = max(told.get(value, 0.0), surprise(equation))
    return sum(told.values())


def _share_wanted(count: int, few: float) -> float:
    return few + (SHARE_OF_MANY - few) * min(1.0, max(0.0, (count - SEVERAL) / (MANY - SEVERAL)))


def linear(terms: Iterable[tuple[Cell | None, float]], constant: float = 0.0) -> Linear | None:
    """The equation of cells with their coefficients; nothing if a figure that it needs is kept back or missing.

    An empty cell or a dash among the parts is nought.
    """
    kept = []
    for cell, factor in terms:
        if cell is None or cell.kind == UNKNOWN or cell.kind == "text":
            return None
        if cell.printed:
            kept.append((cell, factor))
    return Linear(tuple(kept), constant) if len(kept) > 1 or (kept and constant) else None
