"""Figures that are kept back although the table gives them away: a total and all its other parts are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toldonce.figures.audit.cells import NIL, NUMBER, UNKNOWN, Cell, Line
from toldonce.figures.audit.equations import residual
from toldonce.figures.audit.relations import Relation

KEPT_BACK = re.compile(r"\*+|c|\[c\]|\[low\]|suppressed|[<≤]\s*\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leak:
    """A cell that is kept back, its value to within rounding, and the rule and cells that give it away."""

    cell: Cell
    least: float
    most: float
    rule: str
    proof: tuple[Cell, ...]


def of(lines: Sequence[Line], relations: Sequence[Relation]) -> Iterator[Leak]:
    """The leaks that the sums of a table make."""
    for relation in relations:
        if relation.kind == "sum" and relation.total is not None and not relation.failing:
            parts = [place for place in sorted(relation.lines) if place != relation.total]
            for at, total in enumerate(lines[relation.total].cells):
                own = [lines[place].cells[at] for place in parts]
                hidden = [cell for cell in (total, *own) if cell.kind == UNKNOWN]
                known = all(cell.kind in (NUMBER, NIL, UNKNOWN) for cell in (total, *own))
                if known and len(hidden) == 1 and KEPT_BACK.fullmatch(hidden[0].text):
                    yield _leak(hidden[0], total, own, relation)


def _leak(hidden: Cell, total: Cell, parts: list[Cell], relation: Relation) -> Leak:
    printed = [cell for cell in (total, *parts) if cell.printed]
    added = sum(cell.value for cell in parts)
    value = added if hidden is total else total.value - added
    # Where no other sum of the rule is off, its figures are not rounded and this one is known exactly.
    rounded = any(abs(residual(equation)) > 1e-6 for equation in relation.equations)
    half = sum(cell.half for cell in printed) if rounded else 0.0
    return Leak(hidden, value - half, value + half, relation.words, tuple(printed))


def narrowest(leaks: Iterable[Leak]) -> list[Leak]:
    """Of the leaks of each cell the one that tells most."""
    found: dict[Cell, Leak] = {}
    for leak in sorted(leaks, key=lambda each: each.most - each.least):
        found.setdefault(leak.cell, leak)
    return list(found.values())
