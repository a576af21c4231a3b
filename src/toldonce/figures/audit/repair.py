"""Which cell is at fault: the one whose change lets most equations hold that do not, and breaks none that does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from toldonce.figures.audit import equations
from toldonce.figures.audit.cells import Cell
from toldonce.figures.audit.equations import Equation, Interval, Known, Linear, meet, meeting
from toldonce.figures.audit.relations import Relation
from toldonce.figures.audit.slips import SIGN, miscounted, slip, telling

FINDINGS_AT_MOST = 200
Precision = Callable[[Equation], Known]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell set to a value within an interval, what that mends and what it breaks."""

    cell: Cell
    value: float
    allowed: Interval
    mended: tuple[Equation, ...]
    broken: int
    slip: str

    @property
    def rank(self) -> tuple[int, int]:
        return (len(self.mended) - 2 * self.broken, -self.broken)


@dataclass(frozen=True, slots=True)
class Fault:
    """Equations that do not hold, the change that mends them, and the changes that would do so as well."""

    change: Change
    instead: tuple[Change, ...]

    @property
    def told(self) -> bool:
        """Whether it can be told which cell is at fault."""
        return not self.instead


class Repair:
    """The equations of some tables, and what is known of cells that were already found to be wrong."""

    def __init__(self, relations: Iterable[Relation], precision: Precision) -> None:
        self._precision = precision
        self._mended: dict[Cell, Interval] = {}
        self._equations = [equation for relation in relations for equation in relation.equations]
        self._of: dict[Cell, list[Equation]] = {}
        for equation in self._equations:
            for cell in equation.cells:
                self._of.setdefault(cell, []).append(equation)

    def faults(self) -> list[Fault]:
        """Every fault, the plainest first; each is taken as mended before the next is looked for."""
        found: list[Fault] = []
        failing = [equation for equation in self._equations if not self.holds(equation)]
        while failing and len(found) < FINDINGS_AT_MOST:
            fault = self._plainest(failing)
            found.append(fault)
            self._mended[fault.change.cell] = fault.change.allowed
            settled = set(map(id, fault.change.mended))
            failing = [each for each in failing if id(each) not in settled and not self.holds(each)]
        return found

    def holds(self, equation: Equation) -> bool:
        return equations.holds(equation, self._known(equation))

    def mended(self, cell: Cell) -> bool:
        """Whether a fault was found in a cell."""
        return cell in self._mended

    def _known(self, equation: Equation) -> Known:
        exactly = self._precision(equation)
        return lambda cell: self._mended.get(cell) or exactly(cell)

    def _plainest(self, failing: list[Equation]) -> Fault:
        cells = {cell: None for equation in failing for cell in equation.cells if cell.address}
        changes = [change for cell in cells if (change := self._best_change(cell, failing))]
        best = max(changes, key=lambda change: change.rank)
        equals = [
            change
            for change in changes
            if change.rank == best.rank and set(map(id, change.mended)) == set(map(id, best.mended))
        ]
        return _told_apart(equals)

    def _best_change(self, cell: Cell, failing: list[Equation]) -> Change | None:
        """The change of one cell that mends most: each equation that fails proposes one."""
        own = self._of[cell]
        wrong = [equation for equation in own if any(equation is each for each in failing)]
        allowed = {id(each): each.allowed(cell, self._known(each)) for each in own}
        best: Change | None = None
        for proposing in wrong:
            start = allowed[id(proposing)]
            if not all(map(math.isfinite, start)):
                continue
            agreeing = [each for each in own if meet(allowed[id(each)], start)]
            shared = meeting(allowed[id(each)] for each in agreeing)
            if shared is None:
                agreeing = [proposing]
                shared = start
            mended = tuple(each for each in wrong if any(each is one for one in agreeing))
            broken = sum(not any(each is one for one in [*agreeing, *wrong]) for each in own)
            value = self._value(cell, agreeing, shared)
            change = Change(cell, value, shared, mended, broken, _slip(cell, shared, value, mended))
            if best is None or change.rank > best.rank:
                best = change
        return best

    def _value(self, cell: Cell, agreeing: list[Equation], shared: Interval) -> float:
        """What a cell should be: what a sum of the printed figures makes it, if the other equations agree to that."""
        for equation in sorted(agreeing, key=lambda each: (not isinstance(each, Linear), len(each.cells))):
            low, high = equation.allowed(cell, lambda other: (other.value, other.value))
            value = (low + high) / 2
            if isinstance(equation, Linear) and shared[0] <= value <= shared[1]:
                return value
        return (shared[0] + shared[1]) / 2


def _slip(cell: Cell, allowed: Interval, value: float, mended: Iterable[Equation]) -> str:
    """How a figure may have come to be wrong: by how it was typed, or by what was added up."""
    sums = [
        each for each in mended if isinstance(each, Linear) and each.cells[0] is cell and len(each.cells) > 3
    ]
    counted = (miscounted(cell, value, each.cells[1:]) for each in sums)
    return slip(cell, allowed, value) or next(filter(None, counted), "")


def _is_sure(change: Change) -> bool:
    """Whether the slip of a change tells of it, and not only because rounding leaves much open."""
    turned = change.slip != SIGN or abs(change.cell.value + change.value) <= change.cell.half * (1 + 1e-6)
    return turned and telling(change.slip)


def _told_apart(equals: list[Change]) -> Fault:
    """The change to name among those that mend the same: one that a common slip explains, else the computed cell."""
    likely = list(filter(_is_sure, equals)) or [change for change in equals if telling(change.slip)]
    negative = [change for change in likely if change.slip == SIGN and change.cell.value < 0]
    likely = negative if len(negative) == 1 else likely
    if len(equals) > 1 and len(likely) == 1:
        return Fault(likely[0], ())
    computed = [
        change for change in equals if any(equation.cells[0] is change.cell for equation in change.mended)
    ]
    first = (likely or computed or equals)[0]
    return Fault(first, tuple(change for change in equals if change is not first))
