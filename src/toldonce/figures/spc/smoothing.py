"""Two models of what a series does next, run over all of it: about a level, and about the figures of a year before."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from toldonce.figures.missing import Missing

WEIGHTS = tuple(step / 10 for step in range(11))  # 0: the level never moves; 1: the last figure is the level
FEWEST_ERRORS = 8
TOO_FEW = Missing("too few figures in a row to learn how far the next ones may lie off")


@dataclass(frozen=True, slots=True)
class Smoothing:
    """One model with one weight: its level after each point, and how far it has erred until then.

    `levels[at]` is the level once the figure at `at` is known, `squares[at]` the sum of its squared errors until then,
    `errors[at]` how many there were. `values` are the figures, `lag` the periods to look back (0: none).
    """

    values: Sequence[float | None]
    lag: int
    weight: float
    levels: Sequence[float | None]
    squares: Sequence[float]
    errors: Sequence[int]

    def width(self, at: int) -> float:
        """Return the standard deviation of its errors one step ahead, known at a point; more when there were few."""
        count = self.errors[at]
        return math.sqrt(self.squares[at] / (count - 1) * (1 + 1 / count))

    def erred(self, since: int, at: int) -> float:
        """Return the mean of its squared errors between two points."""
        count = self.errors[at] - self.errors[since]
        return (self.squares[at] - self.squares[since]) / count if count else math.inf

    def ahead(self, at: int, steps: int) -> float:
        """Return the figure that it expects some steps after a point from which it `reaches` so far."""
        return (self.levels[at] or 0.0) + (
            self.values[self._year_before(at, steps)] or 0.0 if self.lag else 0.0
        )

    def reaches(self, at: int, steps: int) -> bool:
        """Whether it has learnt enough by a point, and knows the figures of a year before for all steps after it."""
        if self.levels[at] is None or self.errors[at] < FEWEST_ERRORS:
            return False
        return not self.lag or all(
            self.values[self._year_before(at, step)] is not None for step in range(1, steps + 1)
        )

    def _year_before(self, at: int, steps: int) -> int:
        return at + steps - self.lag * math.ceil(steps / self.lag)


def smoothings(values: Sequence[float | None], in_a_year: int) -> tuple[Smoothing, ...]:
    """Run both models with every weight over a series; that of a year before only where a year has several periods."""
    lags = (0, in_a_year) if in_a_year > 1 else (0,)
    return tuple(_run(values, lag, weight) for lag in lags for weight in WEIGHTS)


def best_until(models: Sequence[Smoothing], at: int, steps: int) -> Smoothing | Missing:
    """Return the model that has erred least until a point, of those that reach so many steps ahead."""
    ready = [model for model in models if model.reaches(at, steps)]
    if not ready:
        return TOO_FEW
    since = max(bisect_left(model.errors, 1) for model in ready) - 1
    return min(ready, key=lambda model: model.erred(max(since, 0), at))


def _run(values: Sequence[float | None], lag: int, weight: float) -> Smoothing:
    level: float | None = None
    square, count, seen = 0.0, 0, 0
    levels, squares, errors = [], [], []
    for at, value in enumerate(values):
        against = _against(values, at, lag)
        if value is not None and against is not None:
            change = value - against
            seen += 1
            if level is None:
                level = change
            else:
                error = change - level
                square, count = square + error * error, count + 1
                # Until it has seen more than its weight asks for, the level is the mean of what it has seen.
                level += max(weight, 1 / seen) * error
        levels.append(level)
        squares.append(square)
        errors.append(count)
    return Smoothing(values, lag, weight, levels, squares, errors)


def _against(values: Sequence[float | None], at: int, lag: int) -> float | None:
    if not lag:
        return 0.0
    return values[at - lag] if at >= lag else None
