"""Groups of people in the order of their deprivation, each with a value and its chance, ready for a slope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from toldonce.figures.rates.confidence import USUAL, deviations
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.estimates import Mask, Reasons
from toldonce.figures.rates.intervals import Numbers
from toldonce.figures.rates.strata import by_band

FEWEST_GROUPS, MOST_GROUPS = 5, 100

Curve = Callable[[Numbers], Numbers]


class Kind(Enum):
    """What the values are, and so the scale on which their chance is symmetric."""

    OTHER = "other"
    RATE = "rate"
    PROPORTION = "proportion"

    @property
    def straight(self) -> Curve:
        """From the value to the scale on which its chance is symmetric."""
        return {Kind.OTHER: np.asarray, Kind.RATE: np.log, Kind.PROPORTION: logit}[self]

    @property
    def back(self) -> Curve:
        return {Kind.OTHER: np.asarray, Kind.RATE: np.exp, Kind.PROPORTION: expit}[self]


@dataclass(frozen=True, slots=True)
class Groups:
    """Values of groups (places x groups) on the symmetric scale of their kind with standard errors there."""

    kind: Kind
    shares: Numbers  # of the place's people
    ranks: Numbers  # middle of the group in the cumulated people, from 0 (most deprived) to 1
    centres: Numbers
    errors: Numbers
    has_limits: bool
    reasons: Reasons


def groups(
    populations: ArrayLike,
    values: ArrayLike,
    *,
    kind: Kind = Kind.OTHER,
    limits: tuple[ArrayLike, ArrayLike] | None = None,
    errors: ArrayLike | None = None,
) -> Groups:
    """Check groups of people with their values: places x groups, the most deprived first.

    Their chance comes as 95% `limits`, or as standard `errors`, which for rates are those of the logarithm and for
    proportions those of the logit.
    """
    people, measured = by_band(populations), by_band(values)
    if people.shape != measured.shape:
        raise ShapeRefused(
            f"{people.shape} populations and {measured.shape} values: give one of each for every group"
        )
    if not FEWEST_GROUPS <= people.shape[1] <= MOST_GROUPS:
        raise ShapeRefused(
            f"{people.shape[1]} groups: a slope needs between {FEWEST_GROUPS} and {MOST_GROUPS}"
        )
    reasons = Reasons(len(people))
    _doubt(
        reasons, ~(people > 0) | np.isinf(people), "the population of group {} is zero or not known: find it"
    )
    _doubt(
        reasons, ~_inside(measured, kind), f"the value of group {{}} is no {_words(kind)}: {_remedy(kind)}"
    )
    spread = _errors(measured, kind, limits, errors, reasons)
    gone = reasons.mask()[:, None]
    people, measured = np.where(gone, 1.0, people), np.where(gone, 0.5, measured)
    shares = people / people.sum(axis=1, keepdims=True)
    ranks = np.cumsum(shares, axis=1) - shares / 2
    return Groups(
        kind, shares, ranks, kind.straight(measured), np.where(gone, 0.0, spread), limits is not None, reasons
    )


def _errors(
    values: Numbers,
    kind: Kind,
    limits: tuple[ArrayLike, ArrayLike] | None,
    errors: ArrayLike | None,
    reasons: Reasons,
) -> Numbers:
    if (limits is None) == (errors is None):
        raise OptionRefused(
            "a slope needs to know the chance of its values: give 95% limits or standard errors"
        )
    if limits is None:
        spread = by_band(errors)  # type: ignore[arg-type]
        _check_shape(spread, values)
        _doubt(
            reasons, ~(spread >= 0) | np.isinf(spread),
            "the standard error of group {} is not known or below zero: find it",
        )  # fmt: skip
        return spread
    lower, upper = by_band(limits[0]), by_band(limits[1])
    _check_shape(lower, values)
    _check_shape(upper, values)
    wrong = ~(_inside(lower, kind) & _inside(upper, kind) & (lower <= upper))
    _doubt(
        reasons, wrong,
        f"the limits of group {{}} are not known, turned round, or no {_words(kind)}: {_remedy(kind)}",
    )  # fmt: skip
    lower, upper = np.where(wrong, 0.5, lower), np.where(wrong, 0.5, upper)
    return (kind.straight(upper) - kind.straight(lower)) / 2 / deviations(USUAL)


def _check_shape(given: Numbers, values: Numbers) -> None:
    if given.shape != values.shape:
        raise ShapeRefused(
            f"{given.shape} limits or errors for {values.shape} values: give one for every group"
        )


def _inside(values: Numbers, kind: Kind) -> Mask:
    """Whether a value has a place on the symmetric scale: a rate of zero and a proportion of all or none have not."""
    inside = np.isfinite(values)
    if kind is not Kind.OTHER:
        inside &= values > 0
    if kind is Kind.PROPORTION:
        inside &= values < 1
    return inside


def _words(kind: Kind) -> str:
    return {
        Kind.OTHER: "number",
        Kind.RATE: "rate above zero",
        Kind.PROPORTION: "proportion between 0 and 1",
    }[kind]


def _remedy(kind: Kind) -> str:
    return "find it" if kind is Kind.OTHER else "join it with its neighbour, or take more years"


def _doubt(reasons: Reasons, wrong: Mask, sentence: str) -> None:
    reasons.where(wrong.any(axis=1), lambda row: sentence.format(int(np.argmax(wrong[row])) + 1))
