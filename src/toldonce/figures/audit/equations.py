"""What may hold between cells: a sum that is nought, or a quotient; and what each leaves open for one of its cells.

Figures are printed rounded, so every one is an interval. An equation holds when there are true values within the
intervals of its cells that satisfy it: what the printed precision can explain is never called an error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from toldonce.figures.audit.cells import Cell

Interval = tuple[float, float]
Known = Callable[[Cell], Interval]
EVERYTHING: Interval = (-math.inf, math.inf)
NOTHING: Interval = (math.inf, math.inf)
DUST = 1e-9  # relative: what floating-point arithmetic may add


def as_printed(cell: Cell) -> Interval:
    """The values that round to what a cell shows."""
    return (cell.value - cell.half, cell.value + cell.half)


def exactly(cell: Cell) -> Interval:
    """The value that a cell shows and no other."""
    return (cell.value, cell.value)


@dataclass(frozen=True, slots=True)
class Linear:
    """Cells with coefficients add up to a constant: sums, differences, balances, means, repeats."""

    terms: tuple[tuple[Cell, float], ...]
    constant: float = 0.0

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell, _ in self.terms)

    def allowed(self, wanted: Cell, known: Known = as_printed) -> Interval:
        """Between which values the other cells force this one."""
        own, low, high = 1.0, self.constant, self.constant
        for cell, factor in self.terms:
            if cell is wanted:
                own = factor
                continue
            least, most = sorted(factor * end for end in known(cell))
            low, high = low - most, high - least
        least, most = sorted((low / own, high / own))
        return _padded(least, most, max((abs(cell.value) for cell in self.cells), default=1.0))


@dataclass(frozen=True, slots=True)
class Ratio:
    """((part + offset) / factor) to the power equals top / bottom: shares, rates, prices, growth.

    A share of 100 has factor 100 and offset 0; growth in per cent has factor 100 and offset 100, for n years power n.
    Where its amounts are exact, they are just what is printed, and only the part was rounded.
    """

    part: Cell
    top: Cell
    bottom: Cell
    factor: float
    offset: float = 0.0
    power: float = 1.0
    exact: bool = False

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.part, self.top, self.bottom)

    def allowed(self, wanted: Cell, known: Known = as_printed) -> Interval:
        """Between which values the other cells force this one; everything where that cannot be said."""
        if wanted is self.part:
            between = _over(self._amount(self.top, known), self._amount(self.bottom, known))
            if between is None or (self.power != 1 and between[0] < 0):
                return EVERYTHING
            ends = [self.factor * end ** (1 / self.power) - self.offset for end in between]
        else:
            base = [(end + self.offset) / self.factor for end in known(self.part)]
            if self.power != 1 and min(base) < 0:
                return EVERYTHING
            times = (min(base) ** self.power, max(base) ** self.power)
            other = self._amount(self.bottom if wanted is self.top else self.top, known)
            found = _times(other, times) if wanted is self.top else _over(other, times)
            if found is None:
                return EVERYTHING
            ends = list(found)
        allowed = _padded(min(ends), max(ends), max(abs(end) for end in ends))
        return _whole(allowed) if self.exact and wanted is not self.part and wanted.counts else allowed

    def _amount(self, cell: Cell, known: Known) -> Interval:
        """What is known of an amount: one that was not mended is exact where all are."""
        return exactly(cell) if self.exact and known(cell) == as_printed(cell) else known(cell)


Equation = Linear | Ratio


def _padded(low: float, high: float, size: float) -> Interval:
    dust = DUST * size
    return (low - dust, high + dust)


def _whole(interval: Interval) -> Interval:
    """From the first whole number within an interval to the last."""
    low, high = math.ceil(interval[0]), math.floor(interval[1])
    return (low, high) if low <= high else NOTHING


def _times(one: Interval, other: Interval) -> Interval:
    ends = [a * b for a in one for b in other]
    return (min(ends), max(ends))


def _over(one: Interval, other: Interval) -> Interval | None:
    """The quotient of two intervals; nothing when the divisor may be nought."""
    if other[0] <= 0 <= other[1]:
        return None
    return _times(one, (1 / other[1], 1 / other[0]))


def meet(one: Interval, other: Interval) -> bool:
    """Whether two intervals share a value."""
    return one[0] <= other[1] and other[0] <= one[1]


def meeting(intervals: Iterable[Interval]) -> Interval | None:
    """What all intervals share; nothing when they share nothing."""
    low, high = EVERYTHING
    for least, most in intervals:
        low, high = max(low, least), min(high, most)
    return (low, high) if low <= high else None


def holds(equation: Equation, known: Known = as_printed) -> bool:
    """Whether true values within the printed precision satisfy an equation."""
    first = equation.cells[0]
    return meet(equation.allowed(first, known), known(first))


def as_rounded(equation: Equation) -> Equation:
    """The same equation of figures that were all rounded."""
    return replace(equation, exact=False) if isinstance(equation, Ratio) else equation


def residual(equation: Equation) -> float:
    """By how much the first cell differs from what the others, taken as printed, make it."""
    first = equation.cells[0]
    low, high = equation.allowed(first, exactly)
    return first.value - (low + high) / 2 if math.isfinite(high - low) else 0.0
