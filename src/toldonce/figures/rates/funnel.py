"""Funnels: how far chance alone carries a place from the average, by its size, and which places are further out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import gammainccinv, gammaincinv, ndtri

from toldonce.figures.missing import Missing
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.estimates import Mask
from toldonce.figures.rates.intervals import Numbers, poisson
from toldonce.figures.rates.places import Measure, Places

INNER, OUTER = 0.025, 0.001  # the chance beyond each limit on one side: 95% and 99.8% lie between
POINTS = 100


class Signal(StrEnum):
    """Where a place lies: within the funnel, or beyond the limit that chance passes so rarely."""

    HIGH_OUTER = "High (0.001)"
    HIGH_INNER = "High (0.025)"
    LOW_OUTER = "Low (0.001)"
    LOW_INNER = "Low (0.025)"
    WITHIN = "Not significant"


def signals(places: Places) -> list[Signal | Missing]:
    """Return for each place whether its distance from the average is more than chance.

    Proportions: beyond the score limits about the average at its size. Rates and ratios: the average lies outside the
    place's own Poisson interval (exact below ten events, else Byar).
    Source: Fingertips public health technical guidance, chapter on funnel plots.
    """
    found = [Signal.WITHIN] * len(places.numerators)
    for tail, low, high in (
        (INNER, Signal.LOW_INNER, Signal.HIGH_INNER),
        (OUTER, Signal.LOW_OUTER, Signal.HIGH_OUTER),
    ):
        for rows, signal in zip(_outside(places, tail), (low, high), strict=True):
            for row in np.flatnonzero(rows):
                found[row] = signal
    return [places.why_not(row) or signal for row, signal in enumerate(found)]


def _outside(places: Places, tail: float) -> tuple[Mask, Mask]:
    """Return which places are below and which above the funnel that leaves so much chance on each side."""
    gone = places.reasons.mask()
    counted, of = np.where(gone, 0.0, places.numerators), np.where(gone, 1.0, places.denominators)
    if places.measure is Measure.PROPORTION:
        lower, upper = score_limits(places.average, of, tail)
        return counted / of < lower, counted / of > upper
    lower, upper = poisson(counted, 1 - 2 * tail)
    return upper / of < places.average, lower / of > places.average


def score_limits(average: float, sizes: Numbers, tail: float) -> tuple[Numbers, Numbers]:
    """Return the proportions at which Wilson's interval of a place of that size just touches the average.

    Turned round, Wilson's interval is p ± z sqrt(p (1 - p) / n): the score test of the average.
    """
    reach = float(ndtri(1 - tail)) * np.sqrt(average * (1 - average) / sizes)
    return average - reach, average + reach


@dataclass(frozen=True, slots=True)
class Line:
    """One edge of a funnel: the value at which chance leaves `tail` beyond it, along `sizes` of places.

    For rates and ratios `sizes` are the people of one year, or the events expected, at which so many events lie on it.
    """

    tail: float
    values: Numbers
    sizes: Numbers


@dataclass(frozen=True, slots=True)
class Funnel:
    """The lines of a funnel along an axis: people for proportions, events for rates and ratios."""

    axis: Numbers
    lower: tuple[Line, ...]
    upper: tuple[Line, ...]
    baseline: float


def funnel(places: Places, *, excess: bool = False, tails: tuple[float, ...] = (INNER, OUTER)) -> Funnel:
    """Return the lines to draw, at a hundred points that lie closer where places are small.

    `excess` tells ratios as what is above or below one, without the multiplier.
    """
    if excess and places.measure is not Measure.RATIO:
        raise OptionRefused("only ratios are told as an excess over one")
    axis = funnel_axis(places)
    if places.measure is Measure.PROPORTION:
        lower, upper = _proportion_lines(places, axis, tails)
    else:
        lower, upper = _poisson_lines(places, axis, tails, excess)
    baseline = 0.0 if excess else places.average * places.multiplier
    return Funnel(axis, lower, upper, baseline)


Lines = tuple[tuple[Line, ...], tuple[Line, ...]]


def _proportion_lines(places: Places, axis: Numbers, tails: tuple[float, ...]) -> Lines:
    lower, upper = [], []
    for tail in tails:
        below, above = score_limits(places.average, axis, tail)
        lower.append(Line(tail, np.maximum(below, 0) * places.multiplier, axis))
        upper.append(Line(tail, np.minimum(above, 1) * places.multiplier, axis))
    return tuple(lower), tuple(upper)


def _poisson_lines(places: Places, events: Numbers, tails: tuple[float, ...], excess: bool) -> Lines:
    """Return the lines on which so many events just leave `tail` of the chance beyond them."""
    scale, shift = (1.0, -1.0) if excess else (places.multiplier, 0.0)
    lower, upper = [], []
    for tail in tails:
        # The expected events at which that many or fewer, or that many or more, are so unlikely.
        for lines, expected in ((lower, gammainccinv(events + 1, tail)), (upper, gammaincinv(events, tail))):
            sizes = expected / places.average
            lines.append(Line(tail, events / sizes * scale + shift, sizes / places.years))
    return tuple(lower), tuple(upper)


def funnel_axis(places: Places) -> Numbers:
    """Return a hundred whole numbers from the smallest place to the largest, evenly in logarithm."""
    use = ~places.reasons.mask()
    if not use.any():
        raise ShapeRefused("no place can be drawn: each of them has a fault")
    yearly = places.denominators[use] / places.years
    first = (
        0.0 if yearly.max() > 2 * yearly.min() else _rounded(yearly.min() * 0.95, np.floor, 1) * places.years
    )
    last = _rounded(yearly.max() * 1.05, np.ceil, 2) * places.years
    if places.measure in (Measure.CRUDE_RATE, Measure.STANDARDISED_RATE):
        first, last = np.floor(first * places.average), np.ceil(last * places.average)
    # Ratios end one step short of the last number, as the published funnels do.
    steps = range(1, POINTS) if places.measure is Measure.RATIO else range(2, POINTS + 1)
    axis = [max(1.0, float(first))]
    for step in steps:
        before = axis[-1]
        axis.append(max(float(round((last / before) ** (1 / (POINTS + 1 - step)) * before)), before + 1))
    return np.array(axis)


def _rounded(number: float, away: np.ufunc, digits: int) -> float:
    """Round a positive number outwards to its first digits."""
    unit = 10.0 ** (len(str(int(away(number)))) - digits)
    return float(away(number / unit) * unit)


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a funnel of rates: its rate and its people of one year, or why it is not drawn."""

    rate: float | Missing
    people: float | Missing


def points(places: Places) -> list[Point]:
    """Return where each place is drawn."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = places.numerators / places.denominators * places.multiplier
    sizes = places.denominators / places.years
    return [
        Point(why, why)
        if (why := places.reasons.found.get(row))
        else Point(float(rates[row]), float(sizes[row]))
        for row in range(len(rates))
    ]
