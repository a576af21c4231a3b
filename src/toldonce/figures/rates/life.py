"""Period life tables after Chiang, for many places at once, and life expectancy with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from toldonce.figures.rates.bands import AgeBands, age_bands
from toldonce.figures.rates.confidence import USUAL, Confidence, deviations, levels
from toldonce.figures.rates.errors import BandsRefused, OptionRefused, ShapeRefused
from toldonce.figures.rates.estimates import Estimates, Reasons, estimated
from toldonce.figures.rates.intervals import Numbers
from toldonce.figures.rates.strata import by_band, doubt_counts, doubt_populations

BORN = 100_000.0
FIRST_YEAR_LIVED, YEARS_LIVED = 0.1, 0.5  # the share of a band that those who die in it live, on average
SMALLEST = 5_000  # person-years: below it a life table is not robust (Toson and Baker, ONS 2003)
WIDEST = 20  # years of a 95% interval: beyond it the expectancy itself is withheld
METHOD = "Chiang, with Silcocks's variance of the last band"


@dataclass(frozen=True, slots=True)
class LifeTable:
    """Life tables of many places (places x bands, in ascending order of age) with what is wrong with each place.

    `survivors` of 100,000 born reach a band, `lived` are the years that they live in it, `remaining` those from it on.
    `expectancy` is remaining over survivors; `variance` is that of the expectancy, from the chance of deaths alone.
    """

    bands: AgeBands
    order: tuple[int, ...]  # where each of these bands stood in the data
    deaths: Numbers
    populations: Numbers
    lasting: Numbers  # years of a band; of the open one as many as deaths say (2 / M)
    lived_share: Numbers  # of a band by those who die in it
    dying: Numbers  # the chance to die within the band
    survivors: Numbers
    lived: Numbers
    expectancy: Numbers
    variance: Numbers
    reasons: Reasons

    @property
    def remaining(self) -> Numbers:
        return from_age_on(self.lived)

    @property
    def deaths_used(self) -> Numbers:
        """How many deaths of a place an expectancy rests on, at each age."""
        return from_age_on(self.deaths)

    @property
    def populations_used(self) -> Numbers:
        return from_age_on(self.populations)

    def place_of(self, age: int) -> int:
        """Return which band begins at an age."""
        starts = [band.first for band in self.bands.bands]
        if age not in starts:
            told = ", ".join(str(start) for start in starts)
            raise OptionRefused(f"no band begins at age {age}: expectancy is known at {told}")
        return starts.index(age)

    def at(self, age: int, confidence: Confidence = USUAL) -> Estimates:
        """Return the life expectancy of every place at an age at which a band begins, in years.

        The value is withheld where its 95% interval is wider than 20 years; the interval is shown all the same.
        """
        place = self.place_of(age)
        return expectancies(
            f"life expectancy at {age}",
            self.expectancy[:, place],
            self.variance[:, place],
            self.survivors[:, place],
            self.reasons,
            confidence,
            METHOD,
        )


def life_table(
    deaths: ArrayLike,
    populations: ArrayLike,
    bands: AgeBands | Sequence[str | int],
    *,
    lived_share: ArrayLike | None = None,
    smallest: float = SMALLEST,
) -> LifeTable:
    """Build the life table of each place from deaths and person-years by age band (places x bands, in any order).

    The bands begin at 0, leave no age out and end with an open one; how wide they are is free. `lived_share` is the
    share of each band that those who die in it live: 0.1 in the band that begins at birth and 0.5 in others.
    Sources: Chiang, Introduction to stochastic processes in biostatistics (1968); Silcocks, Jenner and Reza,
    J Epidemiol Community Health 2001; 55: 38-43.
    """
    read = bands if isinstance(bands, AgeBands) else age_bands(bands)
    order = read.by_age
    ascending = AgeBands(tuple(read.bands[place] for place in order))
    _check_whole_life(ascending)
    dead, people = by_band(deaths), by_band(populations)
    if dead.shape != people.shape or dead.shape[1] != len(order):
        raise ShapeRefused(
            f"{dead.shape} deaths, {people.shape} populations and {len(order)} bands: give one for each place and band"
        )
    dead, people = dead[:, list(order)], people[:, list(order)]
    reasons = _doubts(dead, people, ascending.names, smallest)
    gone = reasons.mask()[:, None]
    shares = _lived_shares(lived_share, ascending, order)
    return _built(ascending, order, np.where(gone, 1.0, dead), np.where(gone, 2.0, people), shares, reasons)


def _check_whole_life(bands: AgeBands) -> None:
    if bands.bands[0].first != 0:
        raise BandsRefused(
            f"the first age band is {bands.bands[0]}: a life table begins at birth, so add the younger"
        )
    if bands.bands[-1].last is not None:
        last = bands.bands[-1]
        raise BandsRefused(
            f"the last age band is {last}: a life table ends with an open one, such as {last.first}+"
        )


def _doubts(deaths: Numbers, people: Numbers, names: tuple[str, ...], smallest: float) -> Reasons:
    reasons = Reasons(len(people))
    doubt_counts(reasons, deaths, names)
    doubt_populations(reasons, people, names, empty_allowed=False)
    more = deaths > people
    reasons.where(
        more.any(axis=1),
        lambda row: (
            f"more people died in {names[np.argmax(more[row])]} than lived there: correct one of them"
        ),
    )
    totals = people.sum(axis=1)
    reasons.where(
        totals <= smallest,
        lambda row: (
            f"{totals[row]:,.0f} person-years are too few for a life table, which needs more than "
            f"{smallest:,.0f}: take more years or a larger place"
        ),
    )
    reasons.where(
        deaths[:, -1] == 0,
        f"nobody died in {names[-1]}: how long its people live is not known, so begin the last band younger",
    )
    return reasons


def _lived_shares(given: ArrayLike | None, bands: AgeBands, order: tuple[int, ...]) -> Numbers:
    if given is None:
        return np.array([FIRST_YEAR_LIVED if band.first == 0 else YEARS_LIVED for band in bands.bands])
    shares = np.asarray(given, dtype=float).ravel()
    if len(shares) != len(bands) or np.any(~((shares > 0) & (shares < 1))):
        raise ShapeRefused(
            "give one share between 0 and 1 for each band: how much of it those live who die in it"
        )
    return shares[list(order)]


def _built(
    bands: AgeBands,
    order: tuple[int, ...],
    deaths: Numbers,
    people: Numbers,
    shares: Numbers,
    reasons: Reasons,
) -> LifeTable:
    mortality = deaths / people
    lasting = np.empty_like(mortality)
    lasting[:, :-1] = [float(band.years or 0) for band in bands.bands[:-1]]
    lasting[:, -1] = 2 / mortality[:, -1]
    # Where many die in a wide band the formula passes one: then nobody is left.
    dying = np.minimum(lasting * mortality / (1 + lasting * mortality * (1 - shares)), 1.0)
    dying[:, -1] = 1.0
    survivors, after = np.full_like(deaths, BORN), np.zeros_like(deaths)
    survivors[:, 1:] *= np.cumprod(1 - dying[:, :-1], axis=1)
    after[:, :-1] = survivors[:, 1:]
    lived = lasting * (after + shares * (survivors - after))
    lived[:, -1] = survivors[:, -1] / mortality[:, -1]
    alive = np.where(survivors > 0, survivors, 1.0)
    expectancy = from_age_on(lived) / alive
    variance = _variance(deaths, mortality, lasting, shares, dying, survivors, expectancy)
    return LifeTable(
        bands,
        order,
        deaths,
        people,
        lasting,
        shares,
        dying,
        survivors,
        lived,
        expectancy,
        variance / alive**2,
        reasons,
    )


def _variance(
    deaths: Numbers,
    mortality: Numbers,
    lasting: Numbers,
    shares: Numbers,
    dying: Numbers,
    survivors: Numbers,
    expectancy: Numbers,
) -> Numbers:
    """Return the variance of the years that survivors have left, at each age (Chiang; the last band by Silcocks)."""
    chance = variance_of_dying(deaths, dying)
    parts = np.zeros_like(deaths)
    weight = (1 - shares[:-1]) * lasting[:, :-1] + expectancy[:, 1:]
    parts[:, :-1] = chance[:, :-1] * (survivors[:, :-1] * weight) ** 2
    parts[:, -1] = (survivors[:, -1] / 2) ** 2 * 4 / (deaths[:, -1] * mortality[:, -1] ** 2)
    return from_age_on(parts)


def variance_of_dying(deaths: Numbers, dying: Numbers) -> Numbers:
    """Return the variance of each chance to die; none where nobody died."""
    return np.where(deaths > 0, dying**2 * (1 - dying) / np.where(deaths > 0, deaths, 1.0), 0.0)


def from_age_on(numbers: Numbers) -> Numbers:
    """Return the sum of each band and all older ones."""
    return np.cumsum(numbers[:, ::-1], axis=1)[:, ::-1]


def expectancies(
    statistic: str,
    values: Numbers,
    variances: Numbers,
    survivors: Numbers,
    faults: Reasons,
    confidence: Confidence,
    method: str,
) -> Estimates:
    """Return expectancies with normal limits, withheld where they say too little."""
    asked, errors = levels(confidence), np.sqrt(variances)
    withheld, unlimited = Reasons(len(values)), Reasons(len(values))
    nobody = "nobody in this life table lives to this age: take wider bands or a larger place"
    for reasons in (withheld, unlimited):
        reasons.found.update(faults.found)
        reasons.where(survivors <= 0, nobody)
    width = 2 * float(ndtri(0.975)) * errors
    withheld.where(
        width > WIDEST,
        lambda row: (
            f"the 95% interval is {width[row]:.0f} years wide, more than {WIDEST}: "
            "take more years or a larger place"
        ),
    )
    limits = [(values - deviations(level) * errors, values + deviations(level) * errors) for level in asked]
    shown = estimated(statistic, asked, values, limits, unlimited, (method,))
    hidden = withheld.mask()
    return Estimates(
        statistic,
        asked,
        np.where(hidden, np.nan, shown.values),
        shown.lower,
        shown.upper,
        shown.methods,
        withheld.found,
        unlimited.found,
    )
