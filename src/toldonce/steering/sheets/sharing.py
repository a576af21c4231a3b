"""Whole numbers, such as pounds, whose sum holds: by largest remainder, the first of equals first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

Wholes = NDArray[np.int64]


def shared(amount: int, weights: Sequence[int | Decimal]) -> list[int]:
    """An amount in proportion to weights, in whole pounds that add up to it.

    Each part is rounded towards nothing; what is left goes, a pound each, to the parts that lost most. Raises
    ValueError when a weight is negative or all are nothing.
    """
    if any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("to share an amount, no weight may be negative and one must be more than nothing")
    if amount < 0:
        return [-part for part in shared(-amount, weights)]
    exact = _in_whole_numbers(weights)
    whole = sum(exact)
    parts = [amount * weight // whole for weight in exact]
    most_lost = sorted(range(len(exact)), key=lambda at: -(amount * exact[at] % whole))
    for at in most_lost[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def _in_whole_numbers(weights: Sequence[int | Decimal]) -> list[int]:
    ratios = [Fraction(weight) for weight in weights]
    scale = lcm(*(ratio.denominator for ratio in ratios))
    return [int(ratio * scale) for ratio in ratios]


def whole(amount: float) -> int:
    """An amount in whole numbers, halves away from nothing."""
    meant = float(f"{amount:.15g}")  # a float of £50 and 13% is a little less than £56.50
    return int(np.sign(meant) * np.floor(abs(meant) + 0.5))


def adding_up(parts: Sequence[float] | NDArray[np.float64], total: int | None = None) -> Wholes:
    """Parts in whole numbers that add up to their total, rounded, or to one that is given.

    Each part is rounded down; what is left goes, one each, to the parts that lost most. A given total may differ from
    the sum of the parts; each part then moves by its share of the parts' size.
    """
    exact = np.asarray(parts, float)
    aim = whole(float(exact.sum())) if total is None else total
    exact = _moved(exact, aim)
    down = np.floor(exact).astype(np.int64)
    over = int(aim - down.sum())
    down[np.argsort(down - exact, kind="stable")[:over]] += 1
    return down


def _moved(exact: NDArray[np.float64], aim: int) -> NDArray[np.float64]:
    off = aim - float(exact.sum())
    if abs(off) <= 0.5 or not len(exact):
        return exact
    size = np.abs(exact)
    return exact + off * (size / size.sum() if size.any() else np.full(len(exact), 1 / len(exact)))
