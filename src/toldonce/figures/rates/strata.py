"""Events and people by band (age, or age and sex) of many places: what every standardised rate is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from toldonce.figures.rates.bands import AgeBands, age_bands
from toldonce.figures.rates.errors import ShapeRefused
from toldonce.figures.rates.estimates import Mask, Reasons
from toldonce.figures.rates.intervals import Numbers
from toldonce.figures.rates.standard import Standard

Names = AgeBands | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Strata:
    """Counts and populations (places x bands) with the names of the bands and what is wrong with each place.

    Where something is wrong the numbers are harmless ones; the place has its reason.
    """

    counts: Numbers
    populations: Numbers
    names: tuple[str, ...]
    reasons: Reasons


def strata(
    counts: ArrayLike,
    populations: ArrayLike,
    bands: Names,
    *,
    unknown_is_zero: bool,
    empty_allowed: bool = False,
) -> Strata:
    """Check events and people by band; `unknown_is_zero` says that a count that is not there means none."""
    events, people = by_band(counts), by_band(populations)
    if events.shape != people.shape:
        raise ShapeRefused(
            f"{events.shape} counts and {people.shape} populations: give one of each for every place and band"
        )
    names = band_names(bands, people.shape[1])
    if unknown_is_zero:
        events = np.where(np.isnan(events), 0.0, events)
    reasons = Reasons(len(people))
    doubt_counts(reasons, events, names)
    doubt_populations(reasons, people, names, empty_allowed=empty_allowed)
    gone = reasons.mask()[:, None]
    return Strata(np.where(gone, 0.0, events), np.where(gone, 1.0, people), names, reasons)


def by_band(numbers: ArrayLike) -> Numbers:
    """Return numbers as places x bands; one row is one place."""
    table = np.atleast_2d(np.asarray(numbers, dtype=float))
    if table.ndim != 2:
        raise ShapeRefused(
            f"numbers of the shape {table.shape} are no table of places and bands: give two dimensions"
        )
    return table


def band_names(bands: Names, width: int) -> tuple[str, ...]:
    """Return what the bands are called in a reason."""
    if bands is None:
        return tuple(f"band {place + 1}" for place in range(width))
    if len(bands) != width:
        raise ShapeRefused(f"{len(bands)} bands are named and the data have {width}: name each of them once")
    return bands.names if isinstance(bands, AgeBands) else tuple(bands)


def weights_of(standard: Standard | ArrayLike, bands: Names, width: int) -> Numbers:
    """Return the weight of each band: of a standard population, or as given in the order of the data."""
    if isinstance(standard, Standard):
        if bands is None:
            raise ShapeRefused(f"the {standard.name} goes by age: say which ages the bands of the data are")
        return standard.weights(bands if isinstance(bands, AgeBands) else age_bands(bands))
    weights = np.asarray(standard, dtype=float).ravel()
    if len(weights) != width:
        raise ShapeRefused(
            f"the standard population has {len(weights)} bands and the data have {width}: "
            "give both the same bands, joining those that one of them splits"
        )
    if not np.all(np.isfinite(weights)) or np.any(weights < 0) or weights.sum() == 0:
        raise ShapeRefused(
            "a standard population has people in its bands: no weight is unknown or below zero"
        )
    return weights


def doubt_counts(reasons: Reasons, counts: Numbers, names: tuple[str, ...]) -> None:
    """Give a reason to each place whose count of some band is not known or below zero."""
    _where(
        reasons, ~np.isfinite(counts), names,
        "the count of {band} is not known: find it, or say that unknown means none",
    )  # fmt: skip
    _where(reasons, counts < 0, names, "the count of {band} is below zero: correct it")


def doubt_populations(
    reasons: Reasons, people: Numbers, names: tuple[str, ...], *, empty_allowed: bool
) -> None:
    """Give a reason to each place of whose band it is not known how many people there are, or where there are none."""
    _where(reasons, ~np.isfinite(people), names, "the population of {band} is not known: find it")
    _where(reasons, people < 0, names, "the population of {band} is below zero: correct it")
    if not empty_allowed:
        _where(
            reasons, people == 0, names,
            "the population of {band} is zero: join it with its neighbour, or take more years together",
        )  # fmt: skip


def _where(reasons: Reasons, wrong: Mask, names: tuple[str, ...], sentence: str) -> None:
    first = np.argmax(wrong, axis=1)
    reasons.where(wrong.any(axis=1), lambda row: sentence.format(band=names[first[row]]))
