"""Confidence as people write it: 0.95 and 95 are the same."""

from __future__ import annotations

from collections.abc import Iterable

from scipy.special import ndtri

from toldonce.figures.rates.errors import ConfidenceRefused

USUAL = 0.95
Confidence = float | Iterable[float]


def levels(confidence: Confidence) -> tuple[float, ...]:
    """Return each confidence as a share: 95 -> 0.95. None at all means that no interval is wanted."""
    asked = confidence if isinstance(confidence, Iterable) else [confidence]
    return tuple(_level(each) for each in asked)


def _level(confidence: float) -> float:
    share = confidence / 100 if confidence >= 50 else confidence
    if not 0.5 <= share <= 1:
        raise ConfidenceRefused(
            f"{confidence} is not a confidence: give a share from 0.5 to 1 or a percentage from 50 to 100"
        )
    return float(share)


def deviations(level: float) -> float:
    """Return the z within which a normal value falls with this confidence: 0.95 -> 1.96."""
    return float(ndtri(level + (1 - level) / 2))
