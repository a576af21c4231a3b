"""Limits of counts and proportions: Byar, exact Poisson and Wilson, each for whole arrays at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainccinv, gammaincinv

from toldonce.figures.rates.confidence import deviations

Numbers = NDArray[np.float64]
Pair = tuple[Numbers, Numbers]

FEW = 10  # below this count Byar's approximation is not good enough, and the exact limits are used


def byar(counts: Numbers, level: float) -> Pair:
    """Return Byar's limits of a Poisson count; nan where the approximation would fall below zero.

    Source: Breslow and Day, Statistical methods in cancer research II (IARC 1987), page 69.
    """
    z = deviations(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = counts * (1 - 1 / (9 * counts) - z / (3 * np.sqrt(counts))) ** 3
        above = counts + 1
        upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return np.where(lower < 0, np.nan, lower), upper


def exact_poisson(counts: Numbers, level: float) -> Pair:
    """Return the exact limits of a Poisson count: half chi-squared with 2O and 2O + 2 degrees of freedom.

    Source: Armitage and Berry, Statistical methods in medical research (4th edition, 2002).
    """
    tail = (1 - level) / 2
    some = np.where(counts > 0, counts, 1.0)
    return np.where(counts > 0, gammaincinv(some, tail), 0.0), gammainccinv(counts + 1, tail)


def poisson(counts: Numbers, level: float) -> Pair:
    """Return exact limits for counts below ten and Byar's from ten upwards."""
    few = counts < FEW
    lower, upper = byar(counts, level)
    lower[few], upper[few] = exact_poisson(counts[few], level)
    return lower, upper


def wilson(numerators: Numbers, denominators: Numbers, level: float) -> Pair:
    """Return Wilson's score limits of a proportion; at 100% they are 0 and 1.

    Source: Wilson, J Am Stat Assoc 1927; 22: 209-212.
    """
    if level == 1:
        return np.zeros_like(numerators), np.ones_like(numerators)
    z = deviations(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Rounding may leave a hair below zero where everybody is counted, and no root is taken of that.
        inside = z**2 + 4 * numerators * np.clip(1 - numerators / denominators, 0, None)
    centre, half, whole = 2 * numerators + z**2, z * np.sqrt(inside), 2 * (denominators + z**2)
    return np.clip((centre - half) / whole, 0, None), np.clip((centre + half) / whole, None, 1)
