"""What a comparison comes to: better, similar or worse, and which way is good."""

from __future__ import annotations

from enum import Enum, StrEnum


class Good(Enum):
    """Which way an indicator is to go; where neither is good a comparison says higher and lower, and no more."""

    HIGH = "high is good"
    LOW = "low is good"
    NEITHER = "neither is good"


class Verdict(StrEnum):
    """Better or worse where the indicator has a good way, else higher or lower; similar is what chance can explain."""

    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"


def verdict(above: bool, good: Good) -> Verdict:
    """Return what it means to be above (or else below) by more than chance."""
    if good is Good.NEITHER:
        return Verdict.HIGHER if above else Verdict.LOWER
    return Verdict.BETTER if above is (good is Good.HIGH) else Verdict.WORSE


def improvement(rising: bool, good: Good) -> str:
    """Return what it means to rise (or else to fall)."""
    if good is Good.NEITHER:
        return "increasing" if rising else "decreasing"
    return "improving" if rising is (good is Good.HIGH) else "getting worse"
