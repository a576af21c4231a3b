"""What tests of rates have in common: numbers as strategies, and estimates as short tuples."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from toldonce.figures.missing import Missing
from toldonce.figures.rates.estimates import Estimate, Estimates

anything = st.one_of(st.floats(width=32), st.integers(-5, 10**7).map(float))
counts = st.integers(0, 10**5)
people = st.integers(1, 10**7)


def shown(estimate: Estimate) -> tuple:
    """Value, lower and upper at the first confidence."""
    return (estimate.value, estimate.limits[0].lower, estimate.limits[0].upper)


def is_told(estimates: Estimates) -> bool:
    """Whether every value and every limit is a number or has its reason, and limits hold the value."""
    return all(
        _is_number_or_reason(number)
        for each in estimates
        for number in (each.value, *(side for limit in each.limits for side in (limit.lower, limit.upper)))
    )


def _is_number_or_reason(number: object) -> bool:
    if isinstance(number, Missing):
        return len(number.reason) > 10
    return isinstance(number, float) and not math.isnan(number)
