"""Over-dispersion: places differ by more than chance, and a funnel that does not know it names far too many of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy.special import ndtri

from toldonce.figures.missing import Missing
from toldonce.figures.rates.errors import OptionRefused
from toldonce.figures.rates.funnel import INNER, OUTER, Signal
from toldonce.figures.rates.intervals import Numbers
from toldonce.figures.rates.places import Measure, Places

FEWEST_PLACES = 3


class Scale(Enum):
    """On which scale the distance of a place from the average is measured, so that it is near to normal."""

    LOGARITHM = "logarithm"  # ratios, as the Summary Hospital-level Mortality Indicator has it
    ROOT = "square root"  # ratios, as the Care Quality Commission has it
    ARCSINE = "arcsine root"  # proportions


class Tails(Enum):
    """What is done to the most extreme places, so that those whom a funnel is to find do not widen it."""

    WINSORISED = "pulled in to the last that is kept"
    TRIMMED = "left out"


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How far places are apart beyond chance: phi is 1 when chance is all, tau squared is what lies between places."""

    places: Places
    scale: Scale
    phi: float
    tau_squared: float
    z: Numbers  # of each place, from chance alone; nan where the place has a fault
    errors: Numbers

    def adjusted(self, *, multiplicative: bool = False) -> Numbers:
        """Return each z with the wider spread: tau squared is added to the variance, or the variance times phi."""
        if multiplicative:
            return self.z / np.sqrt(max(self.phi, 1.0))
        return self.z * self.errors / np.sqrt(self.errors**2 + self.tau_squared)

    def signals(self, *, multiplicative: bool = False) -> list[Signal | Missing]:
        """Return for each place whether its distance is more than chance and the spread between places."""
        distances = self.adjusted(multiplicative=multiplicative)
        why = self.places.why_not
        return [why(row) or self._signal(row, distance) for row, distance in enumerate(distances)]

    def _signal(self, row: int, distance: float) -> Signal | Missing:
        if np.isnan(distance):
            return Missing("no events, which this scale cannot show: take the square root")
        if abs(distance) <= ndtri(1 - INNER):
            return Signal.WITHIN
        outer = abs(distance) > ndtri(1 - OUTER)
        if distance > 0:
            return Signal.HIGH_OUTER if outer else Signal.HIGH_INNER
        return Signal.LOW_OUTER if outer else Signal.LOW_INNER

    def limits(self, sizes: Numbers, tail: float, *, multiplicative: bool = False) -> tuple[Numbers, Numbers]:
        """Return the funnel's lower and upper line at such sizes: people, or events expected."""
        error = _error(self.scale, np.asarray(sizes, dtype=float))
        if multiplicative:
            spread = error * np.sqrt(max(self.phi, 1.0))
        else:
            spread = np.sqrt(error**2 + self.tau_squared)
        target, reach = _target(self.scale, self.places), float(ndtri(1 - tail)) * spread
        unit = self.places.multiplier
        if self.places.measure in (Measure.CRUDE_RATE, Measure.STANDARDISED_RATE):
            unit *= self.places.average
        return _back(self.scale, target - reach) * unit, _back(self.scale, target + reach) * unit


def dispersion(
    places: Places, *, scale: Scale | None = None, share: float = 0.1, tails: Tails = Tails.WINSORISED
) -> Dispersion:
    """Measure the spread between places, after pulling in (or leaving out) a share of them at each end.

    The scale is arcsine for proportions and otherwise the square root, unless said.
    Sources: Spiegelhalter, Statistics in Medicine 2005; 24: 1185-1202, and Qual Saf Health Care 2005; 14: 347-351; tau
    squared by the moments of DerSimonian and Laird, Controlled Clinical Trials 1986; 7: 177-188.
    """
    chosen = _scale(places, scale)
    if not 0 <= share < 0.5:
        raise OptionRefused(
            f"a share of {share} at each end cannot be pulled in: give one from 0 to below 0.5"
        )
    distances, errors = _distances(places, chosen)
    known = np.isfinite(distances)
    if known.sum() < FEWEST_PLACES:
        raise OptionRefused(
            f"{known.sum()} places are too few to know how far places are apart: {FEWEST_PLACES} are needed"
        )
    kept, their_errors = _without_extremes(distances[known], errors[known], share, tails)
    phi = float(np.mean(kept**2))
    return Dispersion(places, chosen, phi, between(phi, their_errors), distances, errors)


def between(phi: float, errors: Numbers) -> float:
    """Return tau squared: the variance between places that explains a phi above what chance brings."""
    count, weights = len(errors), 1 / errors**2
    excess = count * phi - (count - 1)
    return max(0.0, float(excess / (weights.sum() - (weights**2).sum() / weights.sum())))


def _scale(places: Places, asked: Scale | None) -> Scale:
    fitting = Scale.ARCSINE if places.measure is Measure.PROPORTION else Scale.ROOT
    chosen = asked or fitting
    if (chosen is Scale.ARCSINE) != (places.measure is Measure.PROPORTION):
        raise OptionRefused(
            f"the {chosen.value} is no scale for a {places.measure.value}: take the {fitting.value}"
        )
    return chosen


def _sizes(places: Places) -> Numbers:
    """Return people for proportions, and expected events for rates and ratios."""
    sizes = places.denominators * (1.0 if places.measure is Measure.PROPORTION else places.average)
    return np.where(places.reasons.mask(), np.nan, sizes)


def _distances(places: Places, scale: Scale) -> tuple[Numbers, Numbers]:
    sizes = _sizes(places)
    errors = _error(scale, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        shown = places.numerators / sizes
        away = {Scale.LOGARITHM: np.log, Scale.ROOT: np.sqrt, Scale.ARCSINE: _arcsine}[scale](shown)
    distances = (away - _target(scale, places)) / errors
    return np.where(np.isfinite(distances), distances, np.nan), errors


def _error(scale: Scale, sizes: Numbers) -> Numbers:
    return (1.0 if scale is Scale.LOGARITHM else 0.5) / np.sqrt(sizes)


def _target(scale: Scale, places: Places) -> float:
    if scale is Scale.ARCSINE:
        return float(_arcsine(np.array(places.average)))
    return 0.0 if scale is Scale.LOGARITHM else 1.0


def _arcsine(shares: Numbers) -> Numbers:
    return np.arcsin(np.sqrt(shares))


def _back(scale: Scale, shown: Numbers) -> Numbers:
    turned: dict[Scale, Callable[[Numbers], Numbers]] = {
        Scale.LOGARITHM: np.exp,
        Scale.ROOT: lambda numbers: np.maximum(numbers, 0) ** 2,
        Scale.ARCSINE: lambda numbers: np.sin(np.clip(numbers, 0, np.pi / 2)) ** 2,
    }
    return turned[scale](shown)


def _without_extremes(
    distances: Numbers, errors: Numbers, share: float, tails: Tails
) -> tuple[Numbers, Numbers]:
    low, high = np.quantile(distances, [share, 1 - share])
    if tails is Tails.WINSORISED:
        return np.clip(distances, low, high), errors
    inside = (distances >= low) & (distances <= high)
    return distances[inside], errors[inside]
