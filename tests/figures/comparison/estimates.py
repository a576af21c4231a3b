"""Estimates as tests of comparisons write them."""

from __future__ import annotations

from toldonce.figures.missing import Missing
from toldonce.figures.rates.estimates import Estimate, Limits

UNKNOWN = Missing("the denominator is zero")


def estimate(value: float | Missing, *limits: tuple[float, float]) -> Estimate:
    """A value with its limits at 95% and, if there are two pairs, at 99.8%."""
    pairs = [Limits(level, *pair) for level, pair in zip((0.95, 0.998), limits, strict=False)]
    return Estimate(value, tuple(pairs), "rate", "by hand")


def about(value: float, half: float) -> Estimate:
    """A value with limits of that half width at 95%, and of half as much again at 99.8%."""
    return estimate(value, (value - half, value + half), (value - 1.5 * half, value + 1.5 * half))
