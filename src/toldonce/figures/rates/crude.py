"""Crude rates, proportions and means: one numerator and one denominator, or the values themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from toldonce.figures.rates.confidence import USUAL, Confidence, levels
from toldonce.figures.rates.errors import ShapeRefused
from toldonce.figures.rates.estimates import Estimates, Reasons, checked_multiplier, estimated
from toldonce.figures.rates.intervals import FEW, Numbers, poisson, wilson


def rates(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    multiplier: float = 100_000,
    confidence: Confidence = USUAL,
) -> Estimates:
    """Return events per so many people or days, with exact Poisson limits below ten events and Byar's above.

    Shapes: one number or n of each. A numerator may be above its denominator: a person can have several events.
    """
    per = checked_multiplier(multiplier)
    events, people = _pair(numerators, denominators)
    reasons = _doubts(events, people)
    safe_events, safe_people = _safe(events, people, reasons)
    asked = levels(confidence)
    limits = [poisson(safe_events, level) for level in asked]
    return estimated(
        f"rate per {per:,.0f}",
        asked,
        safe_events / safe_people * per,
        [(lower / safe_people * per, upper / safe_people * per) for lower, upper in limits],
        reasons,
        tuple(np.where(safe_events < FEW, "exact Poisson", "Byar").tolist()),
    )


def proportions(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    multiplier: float = 1,
    confidence: Confidence = USUAL,
) -> Estimates:
    """Return the share that is counted, with Wilson's limits; a multiplier of 100 makes it a percentage."""
    per = checked_multiplier(multiplier)
    counted, of = _pair(numerators, denominators)
    reasons = _doubts(counted, of)
    reasons.where(
        counted > of,
        lambda row: (
            f"the numerator {counted[row]:g} is above the denominator {of[row]:g}: in a proportion "
            "nobody is counted twice, so correct one of them or ask for a rate"
        ),
    )
    safe_counted, safe_of = _safe(counted, of, reasons)
    asked = levels(confidence)
    limits = [wilson(safe_counted, safe_of, level) for level in asked]
    return estimated(
        "percentage" if per == 100 else f"proportion of {per:g}",
        asked,
        safe_counted / safe_of * per,
        [(lower * per, upper * per) for lower, upper in limits],
        reasons,
        ("Wilson",),
    )


def means(samples: Sequence[ArrayLike], *, confidence: Confidence = USUAL) -> Estimates:
    """Return the mean of each sample with Student's limits; a sample is the values of one place."""
    values = [np.asarray(sample, dtype=float).ravel() for sample in samples]
    reasons, alone = Reasons(len(values)), Reasons(len(values))
    sizes = np.array([len(each) for each in values])
    unknown = np.array([int(np.sum(~np.isfinite(each))) for each in values])
    reasons.where(sizes == 0, "there are no values to take a mean of")
    reasons.where(
        unknown > 0,
        lambda row: f"{unknown[row]} of {sizes[row]} values are not known: leave them out, and say so",
    )
    alone.where(sizes == 1, "one value alone has no spread: limits need two values or more")
    safe = [each if row not in reasons.found else np.zeros(1) for row, each in enumerate(values)]
    centre = np.array([each.mean() for each in safe])
    error = np.array([each.std(ddof=1) / np.sqrt(len(each)) if len(each) > 1 else np.nan for each in safe])
    freedom = np.maximum([len(each) - 1 for each in safe], 1)
    asked = levels(confidence)
    halves = [stdtrit(freedom, level + (1 - level) / 2) * error for level in asked]
    limits = [(centre - half, centre + half) for half in halves]
    return estimated("mean", asked, centre, limits, reasons, ("Student's t",), alone)


def _pair(numerators: ArrayLike, denominators: ArrayLike) -> tuple[Numbers, Numbers]:
    above, below = (np.atleast_1d(np.asarray(each, dtype=float)) for each in (numerators, denominators))
    if above.shape != below.shape or above.ndim != 1:
        raise ShapeRefused(
            f"{above.shape} numerators and {below.shape} denominators: give one of each for every place"
        )
    return above, below


def _doubts(numerators: Numbers, denominators: Numbers) -> Reasons:
    """Find the rows that have no rate, whatever kind of rate it is."""
    reasons = Reasons(len(numerators))
    reasons.where(~np.isfinite(numerators), "the numerator is not known: find it, or leave the place out")
    reasons.where(~np.isfinite(denominators), "the denominator is not known: find it, or leave the place out")
    reasons.where(
        numerators < 0,
        lambda row: f"the numerator is {numerators[row]:g}: a count is never below zero, correct it",
    )
    reasons.where(denominators == 0, "the denominator is zero: nobody could be counted, so there is no rate")
    reasons.where(
        denominators < 0,
        lambda row: f"the denominator is {denominators[row]:g}: it is never below zero, correct it",
    )
    return reasons


def _safe(numerators: Numbers, denominators: Numbers, reasons: Reasons) -> tuple[Numbers, Numbers]:
    """Put harmless numbers where a row has a reason, so that the arithmetic need not look at it."""
    gone = reasons.mask()
    return np.where(gone, 0.0, numerators), np.where(gone, 1.0, denominators)
