"""A place against its own past: two periods, and the recent trend over five years."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri

from toldonce.figures.comparison.benchmark import Difference, differences
from toldonce.figures.comparison.verdicts import improvement
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.rates.confidence import deviations
from toldonce.figures.rates.estimates import Estimate
from toldonce.figures.rates.intervals import Numbers

YEARS = 5
CRITICAL = float(chdtri(1, 0.002))  # 9.55: chi-squared of one degree that chance passes once in 500


class Way(StrEnum):
    """Which way a series goes, when it goes by more than chance."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no significant change"


@dataclass(frozen=True, slots=True)
class Change:
    """The later value less the earlier, and what that means."""

    difference: Difference
    way: Way
    meaning: str


def between_periods(earlier: Estimate, later: Estimate, good: Good) -> Change | Missing:
    """Compare two periods that do not overlap, at the lowest confidence that both have."""
    found = differences(later, earlier)
    if isinstance(found, Missing):
        return found
    difference = min(found, key=lambda each: each.confidence)
    way = _way(difference.value) if difference.is_more_than_chance else Way.NO_CHANGE
    return Change(difference, way, _meaning(way, good))


@dataclass(frozen=True, slots=True)
class Trend:
    """Where the last five years go: the test statistic, and whether one year alone would turn the direction."""

    way: Way
    meaning: str
    chi_squared: float
    outlier: bool


def trend_of_proportions(
    years: ArrayLike, numerators: ArrayLike, denominators: ArrayLike, good: Good
) -> Trend | Missing:
    """Return the trend of the last five proportions: the gradient of their logits, tested by chi-squared for trend.

    Source: Fingertips public health technical guidance, chapter on trend markers.
    """
    if isinstance(rows := _last(years, numerators, denominators), Missing):
        return rows
    when, counted, of = rows
    if np.any((counted <= 0) | (counted >= of)):
        return Missing(
            "a year in which nobody or everybody was counted has no logit: its trend cannot be tested"
        )
    logits = np.log(counted / (of - counted))
    return _trend(when, logits, np.ones(YEARS), _chi_squared_for_trend(when, counted, of), good)


def trend_of_values(
    years: ArrayLike,
    values: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    good: Good,
    *,
    confidence: float = 0.95,
) -> Trend | Missing:
    """Return the trend of the last five values of any other kind, each weighted by how narrow its interval is."""
    if isinstance(rows := _last(years, values, lower, upper), Missing):
        return rows
    when, told, below, above = rows
    if np.any(above <= below):
        return Missing(
            "a year has an interval without width: its trend cannot be weighted, so find the interval"
        )
    weights = (2 * deviations(confidence) / (above - below)) ** 2
    away = when - np.average(when, weights=weights)
    chi_squared = _gradient(when, told, weights) ** 2 * float((weights * away**2).sum())
    return _trend(when, told, weights, chi_squared, good)


def _last(years: ArrayLike, *columns: ArrayLike) -> list[Numbers] | Missing:
    """Return the last five years of each column, or why there are none."""
    table = [np.asarray(column, dtype=float) for column in (years, *columns)]
    if len({len(column) for column in table}) > 1:
        return Missing("the years and their numbers are not equally many: give one of each")
    if len(table[0]) < YEARS:
        return Missing(f"{len(table[0])} years are too few for a trend: it needs {YEARS}")
    order = np.argsort(table[0])[-YEARS:]
    last = [column[order] for column in table]
    if len(set(last[0])) < YEARS:
        return Missing("a year is there twice: its trend cannot be tested, so leave one of the two out")
    if not all(np.all(np.isfinite(column)) for column in last):
        return Missing(f"one of the last {YEARS} years is not known: its trend cannot be tested")
    return last


def _trend(when: Numbers, values: Numbers, weights: Numbers, chi_squared: float, good: Good) -> Trend:
    slope = _gradient(when, values, weights)
    without = [
        _gradient(*(np.delete(each, year) for each in (when, values, weights))) for year in range(YEARS)
    ]
    outlier = any(np.sign(each) != np.sign(slope) for each in without)
    way = _way(slope) if chi_squared > CRITICAL and not outlier else Way.NO_CHANGE
    return Trend(way, _meaning(way, good), chi_squared, outlier)


def _gradient(when: Numbers, values: Numbers, weights: Numbers) -> float:
    away = when - np.average(when, weights=weights)
    parts = weights * away * (values - np.average(values, weights=weights))
    if abs(parts.sum()) < 1e-12 * np.abs(parts).sum():  # no direction but that of rounding
        return 0.0
    return float(parts.sum() / (weights * away**2).sum())


def _chi_squared_for_trend(when: Numbers, counted: Numbers, of: Numbers) -> float:
    """Return the Cochran-Armitage statistic of counts over years."""
    share = counted.sum() / of.sum()
    away = when - np.average(when, weights=of)
    return float((away * counted).sum() ** 2 / (share * (1 - share) * (of * away**2).sum()))


def _way(slope: float) -> Way:
    return Way.INCREASING if slope > 0 else Way.DECREASING


def _meaning(way: Way, good: Good) -> str:
    return str(way) if way is Way.NO_CHANGE else improvement(way is Way.INCREASING, good)
