"""Rates against a reference population: indirectly standardised ratios and rates, and the comparative figure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from toldonce.figures.rates.confidence import USUAL, Confidence, levels
from toldonce.figures.rates.errors import ShapeRefused
from toldonce.figures.rates.estimates import Estimates, Reasons, checked_multiplier, estimated
from toldonce.figures.rates.intervals import FEW, Numbers, poisson
from toldonce.figures.rates.standardised import directly_standardised
from toldonce.figures.rates.strata import (
    Names,
    band_names,
    by_band,
    doubt_counts,
    doubt_populations,
    strata,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The events and people of a reference population by band, such as those of a whole country."""

    counts: Numbers
    populations: Numbers
    bands: Names = None

    @property
    def rate(self) -> float:
        """Its crude rate, as events for each of its people."""
        return float(self.counts.sum() / self.populations.sum())

    @property
    def rates(self) -> Numbers:
        return self.counts / self.populations


def reference(
    counts: ArrayLike, populations: ArrayLike, *, bands: Names = None, unknown_is_zero: bool = False
) -> Reference:
    """Check the events and people of a reference population; one that has a fault is refused."""
    found = strata(counts, populations, bands, unknown_is_zero=unknown_is_zero)
    if found.counts.shape[0] != 1:
        raise ShapeRefused("a reference population is one place: give one row of bands")
    if found.reasons.found:
        raise ShapeRefused(f"of the reference population, {found.reasons.found[0]}")
    return Reference(found.counts[0], found.populations[0], bands)


@dataclass(frozen=True, slots=True)
class Expected:
    """What was seen, and what the reference's rates would have brought; with a reason where either is unknown."""

    observed: Numbers
    expected: Numbers
    reasons: Reasons


def expected_events(
    observed: ArrayLike,
    populations: ArrayLike,
    against: Reference,
    *,
    bands: Names = None,
    unknown_is_zero: bool = False,
) -> Expected:
    """Return observed and expected events of each place.

    Shapes: populations are places x bands; observed are the same, or one total for each place.
    """
    people = by_band(populations)
    names = band_names(bands, people.shape[1])
    _check_bands(against, bands, people.shape[1])
    reasons = Reasons(len(people))
    totals = _totals(observed, np.ndim(populations), people, names, reasons, unknown_is_zero)
    if unknown_is_zero:
        people = np.where(np.isnan(people), 0.0, people)
    doubt_populations(reasons, people, names, empty_allowed=True)
    expected = np.where(np.isfinite(people), people, 0.0) @ against.rates
    reasons.where(
        expected <= 0, "no events are expected here: the reference had none in the bands that have people"
    )
    gone = reasons.mask()
    return Expected(np.where(gone, 0.0, totals), np.where(gone, 1.0, expected), reasons)


def _check_bands(against: Reference, bands: Names, width: int) -> None:
    if len(against.rates) != width:
        raise ShapeRefused(
            f"the reference population has {len(against.rates)} bands and the data have {width}: "
            "give both the same bands, joining those that one of them splits"
        )
    if against.bands is None or bands is None:
        return
    pairs = zip(band_names(against.bands, width), band_names(bands, width), strict=True)
    for theirs, ours in pairs:
        if theirs != ours:
            raise ShapeRefused(
                f"the reference population has the band {theirs} where the data have {ours}: "
                "give both the same bands in the same order"
            )


def _totals(
    observed: ArrayLike,
    dimensions: int,
    people: Numbers,
    names: tuple[str, ...],
    reasons: Reasons,
    unknown_is_zero: bool,
) -> Numbers:
    """Return the events of each place, which come as a total or by band."""
    events = np.asarray(observed, dtype=float)
    if events.ndim < dimensions:
        totals = np.atleast_1d(events)
        if totals.shape != (len(people),):
            raise ShapeRefused(f"{totals.size} totals for {len(people)} places: give one for each")
        doubt_counts(reasons, totals[:, None], ("all ages",))
        return totals
    table = by_band(events)
    if table.shape != people.shape:
        raise ShapeRefused(
            f"{table.shape} counts and {people.shape} populations: give one of each for every place and band"
        )
    table = np.where(np.isnan(table), 0.0, table) if unknown_is_zero else table
    doubt_counts(reasons, table, names)
    return table.sum(axis=1)


def standardised_ratios(
    observed: ArrayLike,
    populations: ArrayLike,
    against: Reference,
    *,
    bands: Names = None,
    multiplier: float = 1,
    confidence: Confidence = USUAL,
    unknown_is_zero: bool = False,
) -> Estimates:
    """Return observed over expected events: standardised mortality ratios when the events are deaths.

    The reference is 1, or the multiplier (100 is usual). Exact Poisson limits below ten observed events, Byar's above;
    the reference's own chance is not part of them.
    """
    scale = checked_multiplier(multiplier)
    found = expected_events(observed, populations, against, bands=bands, unknown_is_zero=unknown_is_zero)
    return _scaled(f"indirectly standardised ratio x {scale:g}", found, scale, confidence)


def indirectly_standardised(
    observed: ArrayLike,
    populations: ArrayLike,
    against: Reference,
    *,
    bands: Names = None,
    multiplier: float = 100_000,
    confidence: Confidence = USUAL,
    unknown_is_zero: bool = False,
) -> Estimates:
    """Return the standardised ratios times the crude rate of the reference."""
    per = checked_multiplier(multiplier)
    found = expected_events(observed, populations, against, bands=bands, unknown_is_zero=unknown_is_zero)
    statistic = f"indirectly standardised rate per {per:,.0f}"
    return _scaled(statistic, found, against.rate * per, confidence)


def _scaled(statistic: str, found: Expected, scale: float, confidence: Confidence) -> Estimates:
    asked = levels(confidence)
    each = scale / found.expected
    limits = [
        (lower * each, upper * each) for lower, upper in (poisson(found.observed, level) for level in asked)
    ]
    methods = tuple(np.where(found.observed < FEW, "exact Poisson", "Byar").tolist())
    return estimated(statistic, asked, found.observed * each, limits, found.reasons, methods)


def comparative_figures(
    counts: ArrayLike,
    populations: ArrayLike,
    against: Reference,
    *,
    bands: Names = None,
    multiplier: float = 100,
    confidence: Confidence = USUAL,
    least: float = FEW,
    unknown_is_zero: bool = False,
) -> Estimates:
    """Return comparative mortality figures: the events that the reference's people would have at the place's rates.

    They are told per the events that the reference has (100 is usual), so figures of two places compare with each
    other, which ratios of indirect standardisation do not. Dobson's limits; the reference's own chance is not in them.
    """
    scale = checked_multiplier(multiplier) / against.rate if against.rate else 0.0
    if not scale:
        raise ShapeRefused("the reference population has no events: nothing can be compared with it")
    _check_bands(against, bands, by_band(populations).shape[1])
    found = directly_standardised(
        counts, populations, against.populations, bands=bands, multiplier=scale, confidence=confidence, least=least,
        unknown_is_zero=unknown_is_zero,
    )  # fmt: skip
    return replace(found, statistic=f"comparative figure x {multiplier:g}")
