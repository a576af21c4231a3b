"""What a comparison comes to: better, similar or worse, and which way is good."""

from __future__ import annotations

from enum import StrEnum

from toldonce.figures.kinds import Good


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
    return Verdict.BETTER if above is (good is Good.HIGHER) else Verdict.WORSE


def improvement(rising: bool, good: Good) -> str:
    """Return what it means to rise (or else to fall)."""
    if good is Good.NEITHER:
        return "increasing" if rising else "decreasing"
    return "improving" if rising is (good is Good.HIGHER) else "getting worse"
