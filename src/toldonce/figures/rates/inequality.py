"""The slope and the relative index of inequality over groups that are ordered from most to least deprived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    middles = starts + slopes / 2 if multiplicative else None
    batches = [
        _simulated(found, _Simulation(asked, repetitions), random, multiplier, middles)
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


@dataclass(frozen=True, slots=True)
class _Simulation:
    """How chance is drawn: so often, and which of the sorted outcomes are the limits."""

    asked: tuple[float, ...]
    repetitions: int

    @property
    def places(self) -> NDArray[np.int64]:
        """Where the lower (first row) and upper limits of each level stand among the sorted outcomes."""
        above = [level + (1 - level) / 2 for level in self.asked]
        lower = [max(round(self.repetitions * (1 - each)), 1) - 1 for each in above]
        upper = [round(self.repetitions * each) - 1 for each in above]
        return np.array([lower, upper], dtype=np.int64)

    def limits(self, outcomes: Numbers) -> Numbers:
        """Return lower and upper limits (first and second row) of each level."""
        return np.partition(outcomes, np.unique(self.places))[self.places]


def _simulated(
    found: Groups,
    way: _Simulation,
    random: np.random.Generator,
    multiplier: float,
    middles: Numbers | None,
) -> tuple[Pairs, Pairs]:
    """Return the limits of slope and relative index of every place; `middles` are those of multiplicative lines."""
    chance = random.standard_normal((found.centres.shape[1], way.repetitions))
    starts, slopes = _projections(found)
    limits = []
    for place, (centres, errors) in enumerate(zip(found.centres, found.errors, strict=True)):
        with np.errstate(
            over="ignore", invalid="ignore"
        ):  # errors without measure end in limits without measure
            if middles is None:
                begin, rise = _summed(
                    (starts[place], slopes[place]), centres, errors, chance, found.kind.back
                )
                ends = _Ends(np.asarray, multiplier)
                limits.append((way.limits(ends.slope(begin, rise)), way.limits(ends.relative(begin, rise))))
            else:
                # The line turns about its middle, and only then are both of its ends turned back.
                (rise,) = _summed((slopes[place],), centres, errors, chance, np.asarray)
                rise, ends = way.limits(rise), _Ends(found.kind.back, multiplier)
                begin = middles[place] - rise / 2
                limits.append(
                    (np.sort(ends.slope(begin, rise), axis=0), np.sort(ends.relative(begin, rise), axis=0))
                )
    return _by_level([each[0] for each in limits], len(way.asked)), _by_level(
        [each[1] for each in limits], len(way.asked)
    )


def _summed(
    weights: Sequence[Numbers], centres: Numbers, errors: Numbers, chance: Numbers, back: Curve
) -> list[Numbers]:
    """Return the weighted sums of the values that chance draws, group by group: all at once are 80 MB more."""
    sums = [np.zeros(chance.shape[1]) for _ in weights]
    for group, drawn in enumerate(chance):
        values = back(centres[group] + errors[group] * drawn)
        for total, weight in zip(sums, weights, strict=True):
            total += weight[group] * values
    return sums


def _by_level(limits: list[Numbers], count: int) -> Pairs:
    stacked = np.array(limits)  # places x (lower, upper) x levels
    return [(stacked[:, 0, level], stacked[:, 1, level]) for level in range(count)]


def _shift(batches: list[Pairs]) -> Numbers:
    limits = np.array(batches)  # batches x levels x (lower, upper) x places
    return np.abs(limits[1:] - limits[0]).mean(axis=(0, 2))
