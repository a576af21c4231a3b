"""A place against a benchmark: by its interval, by both intervals, or by the funnel of all places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from toldonce.figures.comparison.verdicts import Verdict, verdict
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.rates.estimates import Estimate, Limits
from toldonce.figures.rates.funnel import Signal

FUNNEL_LEVELS = {
    Signal.HIGH_INNER: (0.95, True),
    Signal.HIGH_OUTER: (0.998, True),
    Signal.LOW_INNER: (0.95, False),
    Signal.LOW_OUTER: (0.998, False),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison came to, and the highest confidence (a share) at which it still holds; none when similar."""

    verdict: Verdict
    confidence: float | None
    value: float
    benchmark: float
    good: Good


@dataclass(frozen=True, slots=True)
class Difference:
    """How much one value is above another, with limits at one confidence."""

    one: float
    other: float
    lower: float
    upper: float
    confidence: float

    @property
    def value(self) -> float:
        return self.one - self.other

    @property
    def is_more_than_chance(self) -> bool:
        return self.lower > 0 or self.upper < 0


def against_value(estimate: Estimate, benchmark: float | Missing, good: Good) -> Comparison | Missing:
    """Compare with a benchmark that is taken for certain, as a national value is: is it outside the interval?"""
    if isinstance(benchmark, Missing):
        return Missing(f"there is nothing to compare with: {benchmark}")
    if isinstance(estimate.value, Missing):
        return Missing(f"there is nothing to compare: {estimate.value}")
    if not (known := _known(estimate.limits)):
        return Missing(
            "the value has no interval, so nobody can say whether a difference is more than chance"
        )
    outside = [level for level, lower, upper in known if benchmark < lower or benchmark > upper]
    return _comparison(estimate.value, benchmark, max(outside, default=None), good)


def against_estimate(estimate: Estimate, benchmark: Estimate, good: Good) -> Comparison | Missing:
    """Compare with a benchmark that has chance of its own: is the interval of their difference away from zero?"""
    if isinstance(benchmark.value, Missing):
        return Missing(f"there is nothing to compare with: {benchmark.value}")
    if isinstance(estimate.value, Missing):
        return Missing(f"there is nothing to compare: {estimate.value}")
    found = differences(estimate, benchmark)
    if isinstance(found, Missing):
        return found
    sure = [each.confidence for each in found if each.is_more_than_chance]
    return _comparison(estimate.value, benchmark.value, max(sure, default=None), good)


def by_funnel(signal: Signal | Missing, value: float, average: float, good: Good) -> Comparison | Missing:
    """Compare with the average of all places by where the place lies in their funnel."""
    if isinstance(signal, Missing):
        return signal
    level, above = FUNNEL_LEVELS.get(signal, (None, False))
    told = Verdict.SIMILAR if level is None else verdict(above, good)
    return Comparison(told, level, value, average, good)


def differences(one: Estimate, other: Estimate) -> list[Difference] | Missing:
    """Return how much one is above the other, with limits at each confidence that both have.

    Limits: the square-and-add of Zou and Donner (Statistics in Medicine 2008; 27: 1693-1702); for proportions with
    Wilson's limits it is Newcombe's.
    """
    if isinstance(one.value, Missing) or isinstance(other.value, Missing):
        return Missing(str(one.value if isinstance(one.value, Missing) else other.value))
    theirs = {level: (lower, upper) for level, lower, upper in _known(other.limits)}
    found = []
    for level, lower, upper in _known(one.limits):
        if level in theirs:
            below, above = theirs[level]
            apart = one.value - other.value
            down = hypot(one.value - lower, above - other.value)
            up = hypot(upper - one.value, other.value - below)
            found.append(Difference(one.value, other.value, apart - down, apart + up, level))
    if not found:
        return Missing("the two values have no interval of the same confidence: ask for both at the same one")
    return found


def _known(limits: Sequence[Limits]) -> list[tuple[float, float, float]]:
    return [
        (each.confidence, each.lower, each.upper)
        for each in limits
        if not isinstance(each.lower, Missing) and not isinstance(each.upper, Missing)
    ]


def _comparison(value: float, benchmark: float, level: float | None, good: Good) -> Comparison:
    told = Verdict.SIMILAR if level is None else verdict(value > benchmark, good)
    return Comparison(told, level, value, benchmark, good)
