"""Amounts as people say them, and their shares of a whole."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

TENTH = Decimal("0.1")


def whole_pounds(amount: Decimal) -> int:
    """An amount rounded to whole pounds, halves away from nothing."""
    return int(amount.to_integral_value(ROUND_HALF_UP))


def times(counts: Iterable[int], factor: Decimal | Fraction) -> tuple[int, ...]:
    """Each of some counts times a factor, rounded to whole numbers, halves up; none of them is below nothing."""
    part, whole = factor.as_integer_ratio()
    return tuple([(2 * each * part + whole) // (2 * whole) for each in counts])


def percent_of(part: int | None, whole: int) -> Decimal | None:
    """A part in percent of a whole, to a tenth and with the sign of the part; None of a whole that is nothing."""
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / abs(whole)).quantize(TENTH, ROUND_HALF_UP) + 0  # so that no share is “-0.0”
