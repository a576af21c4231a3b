"""A relation: one rule that many cells of a table follow, with the evidence that the table means it.

From the bits of evidence (`evidence.py`) the number of rules that were tried is taken off, so that a rule found among
thousands must be the surer. Words that claim a rule ("Total", "change", "%") are worth bits of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from toldonce.figures.audit.cells import UNKNOWN, Cell
from toldonce.figures.audit.equations import Equation, Linear, holds
from toldonce.figures.audit.evidence import evidence, has_all_its_parts, has_several_parts, surprise

ENOUGH = 8.0  # bits over the number of rules tried: one false rule in 256 searches
CLAIM = 8.0  # bits that words are worth
ENOUGH_TO_HOLD = (
    2.0  # bits for a rule that words claim and that holds everywhere: nothing is reported because of it
)
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
        good = list(filter(has_all_its_parts, good))
    telling = [equation for equation in good if surprise(equation) > 1]
    bad = sum(not holds(equation) for equation in made)
    bits = evidence(good) + (CLAIM if claimed else 0) - math.log2(max(tried, 1))
    share = _share_wanted(len(telling) + bad, CLAIMED_SHARE if claimed else UNCLAIMED_SHARE)
    if (
        bits < (ENOUGH if bad or not claimed else ENOUGH_TO_HOLD)
        or not telling
        or len(telling) < share * (len(telling) + bad)
    ):
        return None
    whole = {each.cells[0].value for each in telling if has_all_its_parts(each)}
    if len(whole) < (bad if claimed else 2 * bad):
        return None
    repeats = all(len(equation.cells) == 2 for equation in made)
    if not repeats and sum(map(has_several_parts, telling)) < bad:
        return None  # the same figures with nothing beside them are no sums
    if kind == "carried forward" and bad and not claimed:
        return None  # figures that are the same now and then are no rule
    return Relation(kind, words, made, bits, claimed, lines, total)


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
