"""The slope and the relative index of inequality over groups that are ordered from most to least deprived."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toldonce.figures.rates.confidence import USUAL, Confidence, levels
from toldonce.figures.rates.errors import OptionRefused
from toldonce.figures.rates.estimates import Estimates, estimated
from toldonce.figures.rates.groups import Curve, Groups, Kind
from toldonce.figures.rates.intervals import Numbers

FEWEST_REPETITIONS, REPETITIONS = 1_000, 100_000
BATCHES = 10  # simulations, when it is asked how far chance alone moves the limits


@dataclass(frozen=True, slots=True)
class Inequality:
    """Slope, relative index and where the line begins; the shifts say how far another simulation moves the limits.

    A shift (levels x places) is the mean absolute difference of nine simulations' limits from those of the first.
    """

    slope: Estimates
    relative: Estimates
    start: Numbers
    slope_shift: Numbers | None
    relative_shift: Numbers | None


def inequality(
    found: Groups,
    *,
    seed: int,
    multiplicative: bool = False,
    multiplier: float = 1,
    confidence: Confidence = USUAL,
    repetitions: int = REPETITIONS,
    with_shift: bool = False,
) -> Inequality:
    """Fit a line through the values over the ranks, weighted by people, and simulate what chance does to it.

    The slope is the fitted value of the least deprived end less that of the most deprived, the relative index their
    ratio. Linear: the line runs through the values themselves. Multiplicative: through their logarithms (rates) or
    logits (proportions), and both ends are turned back. A negative multiplier turns the direction round, and the
    relative index with it. Every place is simulated with the same random numbers, so that its interval does not depend
    on which other places are there; the same seed gives the same limits.
    Sources: Low and Low, Journal of Public Health 2004; 26: 388-395; Fingertips public health technical guidance.
    """
    _check_options(found, multiplicative, multiplier, repetitions)
    asked = levels(confidence)
    starts, slopes = _line(found, found.centres if multiplicative else found.kind.back(found.centres))
    ends = _Ends(found.kind.back if multiplicative else np.asarray, multiplier)
    random = np.random.default_rng(seed)
    batches = [
        _simulated(found, multiplicative, multiplier, asked, repetitions, random, starts + slopes / 2)
        for _ in range(BATCHES if with_shift else 1)
    ]
    slope_limits, relative_limits = batches[0]
    method = (f"simulation of {repetitions:,}, seed {seed}",)
    way = "multiplicative" if multiplicative else "linear"
    return Inequality(
        estimated(
            f"slope index of inequality ({way})", asked, ends.slope(starts, slopes), slope_limits, found.reasons, method
        ),
        estimated(
            f"relative index of inequality ({way})", asked, ends.relative(starts, slopes), relative_limits,
            found.reasons, method,
        ),
        np.where(found.reasons.mask(), np.nan, ends.start(starts)),
        _shift([slope for slope, _ in batches]) if with_shift else None,
        _shift([relative for _, relative in batches]) if with_shift else None,
    )  # fmt: skip


def _check_options(found: Groups, multiplicative: bool, multiplier: float, repetitions: int) -> None:
    if repetitions < FEWEST_REPETITIONS:
        raise OptionRefused(
            f"{repetitions} repetitions are too few: a simulation needs {FEWEST_REPETITIONS:,} or more"
        )
    if not np.isfinite(multiplier) or multiplier == 0:
        raise OptionRefused(
            f"a slope cannot be multiplied by {multiplier}: give another number, such as 1 or -100"
        )
    if multiplicative and found.kind is Kind.OTHER:
        raise OptionRefused(
            "only rates and proportions have a multiplicative slope: say which of them the values are"
        )
    if multiplicative and not found.has_limits:
        raise OptionRefused(
            "a multiplicative slope needs the 95% limits of the values, not their standard errors"
        )


@dataclass(frozen=True, slots=True)
class _Ends:
    """The two ends of a fitted line, turned back to the values and multiplied."""

    back: Curve
    multiplier: float

    def start(self, starts: Numbers) -> Numbers:
        return self.back(starts) * abs(self.multiplier)

    def slope(self, starts: Numbers, slopes: Numbers) -> Numbers:
        return (self.back(starts + slopes) - self.back(starts)) * self.multiplier

    def relative(self, starts: Numbers, slopes: Numbers) -> Numbers:
        first, last = self.back(starts), self.back(starts + slopes)
        with np.errstate(divide="ignore", invalid="ignore"):
            return first / last if self.multiplier < 0 else last / first


def _line(found: Groups, values: Numbers) -> tuple[Numbers, Numbers]:
    """Return where the weighted line begins and how far it rises, for each place."""
    to_start, to_slope = _projections(found)
    return (to_start * values).sum(axis=1), (to_slope * values).sum(axis=1)


def _projections(found: Groups) -> tuple[Numbers, Numbers]:
    """Return by what each value is multiplied in the sum that is the start, and in the sum that is the slope.

    Least squares of y sqrt(a) on sqrt(a) and b sqrt(a) is least squares of y on b with weights a, which sum to 1.
    """
    middle = (found.shares * found.ranks).sum(axis=1, keepdims=True)
    away = found.ranks - middle
    to_slope = found.shares * away / (found.shares * away**2).sum(axis=1, keepdims=True)
    return found.shares - middle * to_slope, to_slope


Pairs = list[tuple[Numbers, Numbers]]


def _simulated(
    found: Groups,
    multiplicative: bool,
    multiplier: float,
    asked: tuple[float, ...],
    repetitions: int,
    random: np.random.Generator,
    middles: Numbers,
) -> tuple[Pairs, Pairs]:
    """Return the limits of slope and relative index of every place, level by level."""
    chance = random.standard_normal((found.centres.shape[1], repetitions))
    starts, slopes = _projections(found)
    linear = _Ends(np.asarray, multiplier)
    curved = _Ends(found.kind.back, multiplier)
    slope_limits, relative_limits = [], []
    for place in range(len(found.centres)):
        drawn = found.centres[place][:, None] + found.errors[place][:, None] * chance
        if multiplicative:
            # The line turns about its middle, and only then are both of its ends turned back.
            ends = np.sort(slopes[place] @ drawn)[_places(asked, repetitions)]
            begin = middles[place] - ends / 2
            slope_limits.append(np.sort(curved.slope(begin, ends), axis=0))
            relative_limits.append(np.sort(curved.relative(begin, ends), axis=0))
        else:
            values = found.kind.back(drawn)
            begin, rise = starts[place] @ values, slopes[place] @ values
            slope_limits.append(np.sort(linear.slope(begin, rise))[_places(asked, repetitions)])
            relative_limits.append(np.sort(linear.relative(begin, rise))[_places(asked, repetitions)])
    return _by_level(slope_limits, len(asked)), _by_level(relative_limits, len(asked))


def _places(asked: tuple[float, ...], repetitions: int) -> np.ndarray:
    """Return where the lower (first row) and upper limits of each level stand among sorted repetitions."""
    above = [level + (1 - level) / 2 for level in asked]
    lower = [max(round(repetitions * (1 - each)), 1) - 1 for each in above]
    upper = [round(repetitions * each) - 1 for each in above]
    return np.array([lower, upper])


def _by_level(limits: list[Numbers], count: int) -> Pairs:
    stacked = np.array(limits)  # places x (lower, upper) x levels
    return [(stacked[:, 0, level], stacked[:, 1, level]) for level in range(count)]


def _shift(batches: list[Pairs]) -> Numbers:
    limits = np.array(batches)  # batches x levels x (lower, upper) x places
    return np.abs(limits[1:] - limits[0]).mean(axis=(0, 2))
