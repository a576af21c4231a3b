"""How surely equations that hold are more than chance, in bits: one time in a thousand by chance is ten bits."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from toldonce.figures.audit.equations import DUST, Equation, Linear, Ratio

AT_MOST = 30.0  # bits of one equation
SPREADS = 2.0  # standard deviations that count as varying freely, when they make up the whole


def evidence(good: Sequence[Equation]) -> float:
    """The bits of the equations of one rule that hold.

    Those with the same value say it once. Where all parts go up and down together, a rule that holds once by chance
    holds everywhere: beyond the first, an equation counts only for as much as the parts vary against each other.
    """
    told: dict[float, Equation] = {}
    for equation in sorted(good, key=surprise):
        told[equation.cells[0].value] = equation
    best_first = sorted(told.values(), key=surprise, reverse=True)
    spread = SPREADS * _spread(good)
    return sum(map(surprise, best_first[:1])) + sum(surprise(equation, spread) for equation in best_first[1:])


def _spread(good: Sequence[Equation]) -> float:
    """How much the parts of a rule vary against each other from one equation to the next; 1 and more is freely."""
    if len(good) < 2:
        return 1.0
    ratios = [equation for equation in good if isinstance(equation, Ratio)]
    if ratios:
        parts = [abs(equation.part.value) for equation in ratios]
        return statistics.pstdev(parts) / (statistics.fmean(parts) or 1.0)
    sums = [equation for equation in good if isinstance(equation, Linear) and equation.cells[0].value]
    if any(len(equation.terms) < 3 for equation in sums):
        return 1.0
    return max((_spread_of(sums, at) for at in (1, -1)), default=1.0)


def _spread_of(sums: Sequence[Linear], at: int) -> float:
    """How much the share of a part in its total varies."""
    shares = [equation.cells[at].value / equation.cells[0].value for equation in sums]
    return statistics.pstdev(shares) if len(shares) > 1 else 1.0


def surprise(equation: Equation, spread: float = 1.0) -> float:
    """How many bits of evidence an equation is that holds: little where it holds by chance or says nothing.

    `spread` is by how much of its first cell the others could have missed it, had they nothing to do with it.
    """
    if isinstance(equation, Ratio):
        return _surprise_of_ratio(equation, spread)
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
    scale = min(scale, spread * abs(factor * first.value)) if spread < 1 else scale
    return weight * _bits(2 * slack / scale) if scale else 0.0


def _surprise_of_ratio(equation: Ratio, spread: float) -> float:
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
    scale = min(scale, spread * abs(equation.part.value)) if spread < 1 else scale
    return _bits((high - low + 2 * equation.part.half) / scale) if scale else 0.0


def _bits(chance: float) -> float:
    return min(AT_MOST, max(0.0, -math.log2(chance))) if chance > 0 else AT_MOST


def _is_plain_sum(equation: Linear) -> bool:
    """Whether an equation is a total of four parts or more with nothing taken off."""
    parts = [factor * cell.value for cell, factor in equation.terms[1:] if cell.value]
    return len(parts) > 3 and (all(part < 0 for part in parts) or all(part > 0 for part in parts))


def _cancels(equation: Linear) -> bool:
    """Whether two parts of a sum are the same with opposite signs, so that the sum speaks of the others alone."""
    amounts = {factor * cell.value for cell, factor in equation.terms if cell.value}
    return any(-amount in amounts for amount in amounts)


def has_all_its_parts(equation: Equation) -> bool:
    """Whether all that an equation speaks of is more than nought, so that it is more than a repeat."""
    return has_several_parts(equation) or (isinstance(equation, Linear) and len(equation.terms) == 2)


def has_several_parts(equation: Equation) -> bool:
    """Whether more than two of the figures that an equation speaks of are more than nought."""
    return sum(cell.value != 0 for cell in equation.cells) > 2
