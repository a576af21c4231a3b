"""The lines of an XmR chart: the mean, and limits from how much neighbouring figures differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from toldonce.figures.missing import Missing
from toldonce.figures.spc.rules import Lines

FACTOR = 2.66  # three standard deviations, estimated from moving ranges of two: 3 / 1.128
SCREEN = 3.267  # the upper limit of a chart of moving ranges of two (Nelson 1982)
NEAR = 2 / 3

ONE_POINT = Missing(
    "one figure has no neighbour to differ from: limits need at least two in neighbouring periods"
)
NO_VARIATION = Missing(
    "the figures from which the limits would be made do not vary: "
    "limits without width would call every other figure a signal"
)
RARE = Missing(
    "the figures from which the limits would be made hardly ever change: "
    "a chart of the time or the number between events (T or G) tells more"
)


def within(lines: Lines, values: Sequence[float], least: float | None, most: float | None) -> Lines:
    """Leave out limits where no value can be: nobody is shown a number of people below zero.

    No label depends on them, as no value lies beyond what can be; where one does, nothing is left out.
    """

    def kept(limit: float | None) -> float | None:
        below = least is not None and limit is not None and limit < least <= min(values)
        above = most is not None and limit is not None and limit > most >= max(values)
        return None if below or above else limit

    limits = (lines.lower, lines.upper, lines.near_lower, lines.near_upper)
    return Lines(lines.centre, *(kept(limit) for limit in limits))


def mean(values: Sequence[float]) -> float:
    """Return the mean, exactly rounded."""
    return math.fsum(values) / len(values)


def moving_ranges(values: Sequence[float | None]) -> list[float]:
    """Return how much each figure differs from the one in the period before; across a gap nothing is compared."""
    return [
        abs(after - before) for before, after in pairwise(values) if before is not None and after is not None
    ]


def screened(ranges: Sequence[float]) -> list[float]:
    """Drop, once, the moving ranges of at least 3.267 times their mean; source: Nelson, J Qual Tech 14(3) 1982."""
    if not ranges:
        return []
    bound = SCREEN * mean(ranges)
    return [each for each in ranges if each < bound]


def xmr(values: Sequence[float | None], *, screen: bool = True) -> Lines | Missing:
    """Return the lines of an XmR chart made of these figures, or why there are none.

    They are the mean, the mean -/+ 2.66 mean moving ranges, and near-limits at two thirds of that.
    """
    known = [value for value in values if value is not None]
    ranges = moving_ranges(values)
    if not ranges:
        return ONE_POINT
    kept = screened(ranges) if screen else ranges
    width = FACTOR * mean(kept) if kept else 0.0
    if width <= 1e-12 * max(abs(value) for value in known):
        return RARE if max(ranges) > 0 else NO_VARIATION
    centre = mean(known)
    return Lines(centre, centre - width, centre + width, centre - NEAR * width, centre + NEAR * width)
