"""Healthy life expectancy: the years of a life table that are lived in good health, after Sullivan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from toldonce.figures.rates.confidence import USUAL, Confidence
from toldonce.figures.rates.errors import ShapeRefused
from toldonce.figures.rates.estimates import Estimates, Reasons
from toldonce.figures.rates.intervals import Numbers
from toldonce.figures.rates.life import LifeTable, expectancies, from_age_on, variance_of_dying
from toldonce.figures.rates.strata import by_band

METHOD = "Sullivan, with the chance of deaths and of answers"


@dataclass(frozen=True, slots=True)
class HealthyLife:
    """Healthy years that are left at each age (places x bands) with their variance, beside the life table."""

    table: LifeTable
    expectancy: Numbers
    variance: Numbers
    reasons: Reasons

    def at(self, age: int, confidence: Confidence = USUAL) -> Estimates:
        """Return the healthy life expectancy of every place at an age at which a band begins, in years."""
        place = self.table.place_of(age)
        return expectancies(
            f"healthy life expectancy at {age}",
            self.expectancy[:, place],
            self.variance[:, place],
            self.table.survivors[:, place],
            self.reasons,
            confidence,
            METHOD,
        )


def healthy_life(table: LifeTable, healthy: ArrayLike, asked: ArrayLike | None = None) -> HealthyLife:
    """Return how many of the years of a life table are lived in good health.

    `healthy` is the share in good health of each place and band, in the order of the table's data; `asked` how many
    people were asked (places x bands, or one row for all). Without `asked` the shares are taken for certain, as those
    of a census are.
    Sources: Sullivan, HSMHA Health Reports 1971; 86: 347-354. Variances: Mathers (1991) for deaths, Jagger and others,
    Health expectancy calculation by the Sullivan method (2014), for answers.
    """
    shares = _spread(healthy, table, "shares in good health")
    people = None if asked is None else _spread(asked, table, "numbers of people asked")
    reasons = _doubts(table, shares, people)
    gone = reasons.mask()[:, None]
    safe = np.where(gone, 0.0, shares)
    alive = np.where(table.survivors > 0, table.survivors, 1.0)
    expectancy = from_age_on(table.lived * safe) / alive
    variance = _from_deaths(table, safe, expectancy)
    if people is not None:
        variance = variance + table.lived**2 * safe * (1 - safe) / np.where(gone, 1.0, people)
    return HealthyLife(table, expectancy, from_age_on(variance) / alive**2, reasons)


def _spread(numbers: ArrayLike, table: LifeTable, what: str) -> Numbers:
    """Return numbers of the table's data as places x bands in ascending order of age."""
    given, wide = by_band(numbers), table.survivors.shape
    if given.shape[1] != wide[1] or given.shape[0] not in (1, wide[0]):
        raise ShapeRefused(
            f"{given.shape} {what} for a life table of {wide}: give one for each place and band"
        )
    return np.broadcast_to(given[:, list(table.order)], wide)


def _doubts(table: LifeTable, shares: Numbers, people: Numbers | None) -> Reasons:
    reasons, names = Reasons(len(shares)), table.bands.names
    reasons.found.update(table.reasons.found)
    outside = ~((shares >= 0) & (shares <= 1))
    reasons.where(
        outside.any(axis=1),
        lambda row: (
            f"the share in good health of {names[np.argmax(outside[row])]} is not known or not between 0 and 1: "
            "find it, or correct it"
        ),
    )
    if people is not None:
        nobody = ~(people > 0)
        reasons.where(
            nobody.any(axis=1),
            lambda row: (
                f"nobody was asked in {names[np.argmax(nobody[row])]}: join the band with its neighbour"
            ),
        )
    return reasons


def _from_deaths(table: LifeTable, shares: Numbers, expectancy: Numbers) -> Numbers:
    """Return what the chance of deaths adds to the variance in each band: a death takes the healthy years after it."""
    parts = np.zeros_like(shares)
    chance = variance_of_dying(table.deaths, table.dying)[:, :-1]
    weight = (1 - table.lived_share[:-1]) * table.lasting[:, :-1] * shares[:, :-1] + expectancy[:, 1:]
    parts[:, :-1] = chance * (table.survivors[:, :-1] * weight) ** 2
    last = table.deaths[:, -1] / table.populations[:, -1]
    parts[:, -1] = (table.survivors[:, -1] * shares[:, -1]) ** 2 / (table.deaths[:, -1] * last**2)
    return parts
