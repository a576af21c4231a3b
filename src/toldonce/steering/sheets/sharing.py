"""Whole pounds divided so that the parts always make the whole: by largest remainder, the first of equals first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm


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
