"""The sentence about a slope over groups of deprivation: which end has more, and whether chance explains it."""

from __future__ import annotations

from toldonce.figures.comparison.sentences import Wording
from toldonce.figures.missing import Missing
from toldonce.figures.rates.estimates import Estimate, Limits

NO_LIMITS = Limits(0.95, Missing("there are no limits"), Missing("there are no limits"))


def of_slope(slope: Estimate, relative: Estimate, ends: tuple[Estimate, Estimate], wording: Wording) -> str:
    """Say which end has more, by a slope that is the most deprived end less the least and a ratio of the two.

    `ends` are the most and the least deprived group: a line can rise while they do not, and then the reader is told.
    """
    if isinstance(slope.value, Missing):
        return f"The slope is not known: {slope.value}."
    low, high = _limits(slope)
    unit = " points" if wording.unit == "%" else f" {wording.unit}" if wording.unit else ""
    apart = f"{abs(slope.value):.{wording.decimals}f}{unit}"
    more = "more" if slope.value > 0 else "less"
    if isinstance(low, Missing) or isinstance(high, Missing):
        return f"The most deprived end of the line has {apart} {more} than the least, without an interval."
    apart = f"{apart} ({_between(low, high, wording.decimals, slope.value)})"
    ratio = _ratio(relative)
    if low <= 0 <= high:
        return f"Chance can explain the difference between the two ends of the line, {apart}{ratio}."
    said = f"The most deprived end of the line has {apart} {more} than the least deprived end{ratio}."
    most, least = (each.value for each in ends)
    if isinstance(most, Missing) or isinstance(least, Missing) or (most > least) == (slope.value > 0):
        return said
    return f"{said} The groups at the two ends do not follow it: look at each."


def _between(low: float, high: float, decimals: int, value: float) -> str:
    """The interval of a difference that is told without its sign."""
    pair = (low, high) if value >= 0 else (-high, -low)
    return "95% interval " + " to ".join(f"{each:.{decimals}f}".replace("-", "−") for each in pair)


def _ratio(relative: Estimate) -> str:
    low, high = _limits(relative)
    if isinstance(relative.value, Missing) or isinstance(low, Missing) or isinstance(high, Missing):
        return ""
    return f"; {relative.value:.2f} times as much ({low:.2f} to {high:.2f})"


def _limits(told: Estimate) -> tuple[float | Missing, float | Missing]:
    found = next((each for each in told.limits if each.confidence == 0.95), NO_LIMITS)
    return found.lower, found.upper
