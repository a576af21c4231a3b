"""Directly standardised rates, by events or by people with several events, and years of life lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from toldonce.figures.rates.bands import AgeBands
from toldonce.figures.rates.confidence import USUAL, Confidence, levels
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.estimates import Estimates, Reasons, checked_multiplier, estimated
from toldonce.figures.rates.intervals import FEW, Numbers, poisson
from toldonce.figures.rates.standard import Standard
from toldonce.figures.rates.strata import Names, Strata, strata, weights_of


def directly_standardised(
    counts: ArrayLike,
    populations: ArrayLike,
    standard: Standard | ArrayLike,
    *,
    bands: Names = None,
    multiplier: float = 100_000,
    confidence: Confidence = USUAL,
    least: float = FEW,
    unknown_is_zero: bool = False,
) -> Estimates:
    """Return the rates that places would have with the people of the standard population.

    Shapes: counts and populations are places x bands, the standard one weight for each band. Fewer than `least` events
    in all give no rate; where `least` is lowered, the limits of fewer than ten events rest on the exact Poisson ones.
    Source: Dobson and others, Statistics in Medicine 1991; 10: 457-462.
    """
    found = strata(counts, populations, bands, unknown_is_zero=unknown_is_zero)
    shares = _shares(standard, bands, found)
    per = checked_multiplier(multiplier)
    return _dobson(
        f"directly standardised rate per {per:,.0f}",
        found.reasons,
        events=found.counts.sum(axis=1),
        values=(shares * found.counts).sum(axis=1) * per,
        variances=(shares**2 * found.counts).sum(axis=1) * per**2,
        confidence=confidence,
        least=least,
        method="Dobson",
    )


def directly_standardised_by_frequency(
    people: ArrayLike,
    frequencies: ArrayLike,
    populations: ArrayLike,
    standard: Standard | ArrayLike,
    *,
    bands: Names = None,
    multiplier: float = 100_000,
    confidence: Confidence = USUAL,
    least: float = FEW,
    unknown_is_zero: bool = False,
) -> Estimates:
    """Return standardised rates of events that one person can have several times, with limits that know of it.

    Shapes: people who had exactly that many events are places x frequencies x bands, frequencies one number of events
    each, populations places x bands. The variances of the frequencies are added, each times its frequency squared.
    Source: Fingertips public health technical guidance, chapter on directly standardised rates.
    """
    times, tables = _by_frequency(people, frequencies)
    parts = [
        strata(table, populations, bands, unknown_is_zero=unknown_is_zero) for table in tables.swapaxes(0, 1)
    ]
    reasons = Reasons(len(tables))
    for part in parts:
        reasons.found = {**part.reasons.found, **reasons.found}
    shares = _shares(standard, bands, parts[0])
    per = checked_multiplier(multiplier)
    events = sum((part.counts * each for part, each in zip(parts, times, strict=True)), np.zeros(1))
    squared = sum((part.counts * each**2 for part, each in zip(parts, times, strict=True)), np.zeros(1))
    return _dobson(
        f"directly standardised rate per {per:,.0f}",
        reasons,
        events=events.sum(axis=1),
        values=(shares * events).sum(axis=1) * per,
        variances=(shares**2 * squared).sum(axis=1) * per**2,
        confidence=confidence,
        least=least,
        method="Dobson, for events that are not independent",
    )


def years_of_life_lost(
    deaths: ArrayLike,
    populations: ArrayLike,
    years: ArrayLike,
    standard: Standard | ArrayLike,
    *,
    bands: Names = None,
    multiplier: float = 100_000,
    confidence: Confidence = USUAL,
    least: float = FEW,
    unknown_is_zero: bool = False,
) -> Estimates:
    """Return the standardised rate of years of life lost: each death counts the years that its band lost.

    `years` is one number for each band: what a life expectancy says, or `years_until(bands, 75)`. Dobson's variance
    with each weight times those years; `least` counts deaths.
    """
    found = strata(deaths, populations, bands, unknown_is_zero=unknown_is_zero)
    lost = _years(years, bands, found.counts.shape[1])
    shares = _shares(standard, bands, found) * lost
    per = checked_multiplier(multiplier)
    return _dobson(
        f"years of life lost per {per:,.0f}, standardised",
        found.reasons,
        events=found.counts.sum(axis=1),
        values=(shares * found.counts).sum(axis=1) * per,
        variances=(shares**2 * found.counts).sum(axis=1) * per**2,
        confidence=confidence,
        least=least,
        method="Dobson, weighted by years",
    )


def years_until(bands: AgeBands, age: int) -> Numbers:
    """Return the years that a death in each band loses until an age, from the middle of the band; none beyond it."""
    middles = [np.inf if band.last is None else (band.first + band.last + 1) / 2 for band in bands.bands]
    lost = np.clip(age - np.array(middles), 0, None)
    split = [band for band in bands.bands if band.first < age and (band.last is None or band.last >= age)]
    if split:
        raise OptionRefused(
            f"the age {age} lies inside the band {split[0]}: take an age at which a band begins"
        )
    return lost


def _years(years: ArrayLike, bands: Names, width: int) -> Numbers:
    given = np.asarray(years, dtype=float).ravel()
    if len(given) != width or not np.all(np.isfinite(given)) or np.any(given < 0):
        raise ShapeRefused(
            f"{len(given)} numbers of years for {width} bands: give one for each, none below zero"
        )
    return given


def _by_frequency(people: ArrayLike, frequencies: ArrayLike) -> tuple[Numbers, Numbers]:
    times = np.atleast_1d(np.asarray(frequencies, dtype=float))
    tables = np.asarray(people, dtype=float)
    tables = tables[None] if tables.ndim == 2 else tables
    if tables.ndim != 3 or tables.shape[1] != len(times):
        raise ShapeRefused(
            f"people of the shape {tables.shape} for {len(times)} frequencies: "
            "give a table of bands for each place and each number of events"
        )
    if not np.all(np.isfinite(times)) or np.any(times < 0):
        raise ShapeRefused("a frequency is a number of events: none is unknown or below zero")
    return times, tables


def _shares(standard: Standard | ArrayLike, bands: Names, found: Strata) -> Numbers:
    """Return what one event of each band adds to the rate."""
    weights = weights_of(standard, bands, found.populations.shape[1])
    return weights / weights.sum() / found.populations


def _dobson(
    statistic: str,
    reasons: Reasons,
    *,
    events: Numbers,
    values: Numbers,
    variances: Numbers,
    confidence: Confidence,
    least: float,
    method: str,
) -> Estimates:
    """Return weighted sums of Poisson counts with Dobson's limits: those of the total count, scaled to the sum."""
    asked, without = levels(confidence), Reasons(len(values))
    reasons.where(
        events < least,
        lambda row: (
            f"{events[row]:g} events in all are fewer than {least:g}: a standardised rate would not be "
            "reliable, so take more years or a larger place"
        ),
    )
    without.where(
        events == 0, "there were no events, and these limits are scaled from events: show the crude rate"
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.sqrt(variances / events)
    limits = []
    for lower, upper in (poisson(events, level) for level in asked):
        limits.append((values + scale * (lower - events), values + scale * (upper - events)))
    return estimated(statistic, asked, values, limits, reasons, (method,), without)
