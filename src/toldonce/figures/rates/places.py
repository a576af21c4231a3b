"""Places that are to be compared with their average: numerators and denominators of one measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from toldonce.figures.missing import Missing
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.estimates import Reasons, checked_multiplier
from toldonce.figures.rates.intervals import FEW, Numbers


class Measure(Enum):
    """What is compared, and so from what its limits are made."""

    PROPORTION = "proportion"
    RATIO = "ratio"
    CRUDE_RATE = "crude rate"
    STANDARDISED_RATE = "directly standardised rate"


@dataclass(frozen=True, slots=True)
class Places:
    """Numerators with denominators of one measure, the average of all, and what is wrong with each place.

    For standardised rates the denominator is the one that would give the rate: events x multiplier / rate.
    """

    measure: Measure
    numerators: Numbers
    denominators: Numbers
    average: float
    multiplier: float
    years: float
    reasons: Reasons

    def why_not(self, row: int) -> Missing | None:
        """Return why a place is neither judged nor drawn; its few events still count towards the average."""
        if row in self.reasons.found:
            return self.reasons.found[row]
        few = self.measure is Measure.STANDARDISED_RATE and self.numerators[row] < FEW
        return Missing(too_few(self.numerators[row])) if few else None


def proportions_of(numerators: ArrayLike, denominators: ArrayLike, *, multiplier: float = 100) -> Places:
    """Return places whose proportions are compared with that of all together."""
    found = _checked(Measure.PROPORTION, numerators, denominators, multiplier, 1)
    found.reasons.where(
        found.numerators > found.denominators,
        "the numerator is above the denominator: in a proportion nobody is counted twice, so correct one of them",
    )
    return _averaged(found)


def ratios_of(observed: ArrayLike, expected: ArrayLike, *, multiplier: float = 100) -> Places:
    """Return places whose observed events are compared with those expected; the average is one."""
    return _checked(Measure.RATIO, observed, expected, multiplier, 1)


def crude_rates_of(
    events: ArrayLike, populations: ArrayLike, *, multiplier: float = 100_000, years: float = 1
) -> Places:
    """Return places whose rates over so many years are compared with that of all together."""
    return _averaged(_checked(Measure.CRUDE_RATE, events, populations, multiplier, years))


def standardised_rates_of(
    events: ArrayLike, rates: ArrayLike, *, multiplier: float = 100_000, years: float = 1
) -> Places:
    """Return places whose directly standardised rates are compared with their average; ten events are the fewest."""
    counted, told = (np.atleast_1d(np.asarray(each, dtype=float)) for each in (events, rates))
    if counted.shape != told.shape:
        raise ShapeRefused(f"{counted.shape} events and {told.shape} rates: give one of each for every place")
    # A place without events has no denominator to be found this way, and adds nothing to the average.
    with np.errstate(divide="ignore", invalid="ignore"):
        implied = np.where(counted > 0, multiplier * counted / told, np.nan)
    reasons = Reasons(len(counted))
    reasons.where(counted == 0, too_few(0))
    return _averaged(_checked(Measure.STANDARDISED_RATE, counted, implied, multiplier, years, reasons))


def too_few(events: float) -> str:
    """Say why a standardised rate of so few events is not shown."""
    return (
        f"{events:g} events are fewer than {FEW}: a standardised rate would not be reliable, "
        "so take more years or a larger place"
    )


def _checked(
    measure: Measure,
    numerators: ArrayLike,
    denominators: ArrayLike,
    multiplier: float,
    years: float,
    known: Reasons | None = None,
) -> Places:
    above, below = (np.atleast_1d(np.asarray(each, dtype=float)) for each in (numerators, denominators))
    if above.shape != below.shape or above.ndim != 1 or not len(above):
        raise ShapeRefused(
            f"{above.shape} numerators and {below.shape} denominators: give one of each for every place"
        )
    if not years > 0:
        raise OptionRefused(f"data of {years} years: say how many years they cover, such as 1 or 3")
    reasons = known or Reasons(len(above))
    reasons.where(~np.isfinite(above), "the numerator is not known: find it, or leave the place out")
    reasons.where(above < 0, "the numerator is below zero: correct it")
    reasons.where(~np.isfinite(below), "the denominator is not known: find it, or leave the place out")
    reasons.where(below <= 0, "the denominator is not above zero: nobody could be counted")
    return Places(measure, above, below, 1.0, checked_multiplier(multiplier), years, reasons)


def _averaged(found: Places) -> Places:
    """Return the places with the average of those that have no fault."""
    use = ~found.reasons.mask()
    total = found.denominators[use].sum()
    return replace(found, average=float(found.numerators[use].sum() / total) if total > 0 else np.nan)
