"""Quintiles, deciles and others: places in order of a value, in as many parts as are asked for."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from toldonce.figures.missing import Missing
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.estimates import Reasons
from toldonce.figures.rates.intervals import Numbers

UNKNOWN = "the value is not known, so the place has no rank: find it, or leave the place out"


def quantiles(values: ArrayLike, parts: int = 10, *, highest_first: bool = True) -> list[int | Missing]:
    """Return in which part of equally many places each place is: 1 holds the highest values, unless said otherwise.

    Places with the same value are in the same part. Source: Fingertips public health technical guidance, chapter on
    assigning deprivation categories.
    """
    known = _vector(values)
    _check_parts(parts)
    reasons = Reasons(len(known))
    reasons.where(~np.isfinite(known), UNKNOWN)
    use = ~reasons.mask()
    count = int(use.sum())
    reasons.where(use & (count < parts), f"{count} places are too few for {parts} parts: ask for fewer")
    ranks = np.zeros(len(known))
    ranks[use] = rankdata(-known[use] if highest_first else known[use], method="min")
    return [reasons.found.get(row) or _part(float(rank), count, parts) for row, rank in enumerate(ranks)]


def _part(rank: float, count: int, parts: int) -> int:
    # Counted from the last place: where places cannot be shared out evenly, the published method fills later parts
    # first. Its arithmetic is kept in its order, for a place on an edge falls with the last bit of the division.
    return max(floor((parts + 1) - ceil(((count + 1) - rank) / (count / parts))), 1)


def population_quantiles(
    values: ArrayLike, populations: ArrayLike, parts: int = 10, *, highest_first: bool = True
) -> list[int | Missing]:
    """Return in which part of equally many people each place is, by where the middle of its people stands.

    Places with the same value stand together. A part can be empty where one place holds more people than a part.
    """
    known, people = _vector(values), _vector(populations)
    if known.shape != people.shape:
        raise ShapeRefused(
            f"{len(known)} values and {len(people)} populations: give one of each for every place"
        )
    _check_parts(parts)
    reasons = Reasons(len(known))
    reasons.where(~np.isfinite(known), UNKNOWN)
    reasons.where(~(people >= 0) | np.isinf(people), "the population is not known or below zero: find it")
    use = ~reasons.mask()
    if people[use].sum() == 0:
        reasons.where(use, "nobody lives in any of these places, so they cannot be shared out by people")
        use = ~reasons.mask()
    middles = np.zeros(len(known))
    middles[use] = _middles(-known[use] if highest_first else known[use], people[use])
    return [
        reasons.found.get(row) or min(floor(middle * parts) + 1, parts) for row, middle in enumerate(middles)
    ]


def _middles(order: Numbers, people: Numbers) -> Numbers:
    """Return where the middle of each place's people stands among all, from 0 to 1."""
    if not len(order):
        return order
    _, group = np.unique(order, return_inverse=True)
    together = np.bincount(group, weights=people)
    return ((np.cumsum(together) - together / 2) / together.sum())[group]


def _vector(numbers: ArrayLike) -> Numbers:
    vector = np.atleast_1d(np.asarray(numbers, dtype=float))
    if vector.ndim != 1:
        raise ShapeRefused(f"values of the shape {vector.shape} are no list: give one for each place")
    return vector


def _check_parts(parts: int) -> None:
    if parts < 2:
        raise OptionRefused(f"{parts} parts are none: ask for two or more, such as 5 or 10")
