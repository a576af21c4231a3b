"""Many values of one statistic at once, each with its limits, or with the reason why it is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toldonce.figures.missing import Missing
from toldonce.figures.rates.errors import OptionRefused
from toldonce.figures.rates.intervals import Numbers

NO_LIMIT = "the method has no limit here at this confidence: ask for a lower one"
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the true value lies between, with so much confidence (a share)."""

    confidence: float
    lower: float | Missing
    upper: float | Missing


@dataclass(frozen=True, slots=True)
class Estimate:
    """One value with its limits, what it is, and how the limits were made."""

    value: float | Missing
    limits: tuple[Limits, ...]
    statistic: str
    method: str


class Reasons:
    """The first reason that was found for each row that cannot be counted."""

    def __init__(self, rows: int):
        self.rows = rows
        self.found: dict[int, Missing] = {}

    def where(self, wrong: ArrayLike, sentence: str | Callable[[int], str]) -> None:
        """Give the rows where something is wrong their reason, unless they have one already."""
        for row in np.flatnonzero(wrong):
            if row not in self.found:
                told = sentence if isinstance(sentence, str) else sentence(int(row))
                self.found[int(row)] = Missing(told)

    def mask(self) -> Mask:
        """Return which rows have a reason."""
        mask = np.zeros(self.rows, dtype=bool)
        mask[list(self.found)] = True
        return mask


@dataclass(frozen=True, slots=True)
class Estimates:
    """A statistic of many places: values (n), lower and upper (levels x n), and why what is missing is missing.

    Where a value or a limit is missing the arrays hold nan, and `why` or `why_no_limits` holds its reason by row.
    """

    statistic: str
    confidence: tuple[float, ...]
    values: Numbers
    lower: Numbers
    upper: Numbers
    methods: tuple[str, ...]  # one for all, or one for each value
    why: Mapping[int, Missing] = field(default_factory=dict)
    why_no_limits: Mapping[int, Missing] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Estimate]:
        return (self[row] for row in range(len(self)))

    def __getitem__(self, row: int) -> Estimate:
        if not -len(self) <= row < len(self):
            raise IndexError(f"there are {len(self)} estimates, and none at {row}")
        row %= len(self)
        value = self._known(float(self.values[row]), self.why.get(row))
        limits = tuple(self._limits(row, each) for each in range(len(self.confidence)))
        return Estimate(value, limits, self.statistic, self.methods[row % len(self.methods)])

    def _limits(self, row: int, level: int) -> Limits:
        # A value can be withheld although its limits are shown, so the limits have reasons of their own.
        why = self.why_no_limits.get(row)
        lower, upper = float(self.lower[level, row]), float(self.upper[level, row])
        return Limits(self.confidence[level], self._known(lower, why), self._known(upper, why))

    @staticmethod
    def _known(number: float, why: Missing | None) -> float | Missing:
        return (why or Missing(NO_LIMIT)) if isnan(number) else number


def estimated(
    statistic: str,
    confidence: tuple[float, ...],
    values: Numbers,
    limits: list[tuple[Numbers, Numbers]],
    reasons: Reasons,
    methods: tuple[str, ...],
    without_limits: Reasons | None = None,
) -> Estimates:
    """Put values and limits together, with nan where there is a reason; what has no value has no limits."""
    values, gone = np.array(values, dtype=float), reasons.mask()
    values[gone] = np.nan
    lower, upper = _stacked(limits, 0, len(values)), _stacked(limits, 1, len(values))
    found = {**(without_limits.found if without_limits else {}), **reasons.found}
    lower[:, list(found)] = upper[:, list(found)] = np.nan
    return Estimates(statistic, confidence, values, lower, upper, methods, reasons.found, found)


def _stacked(limits: list[tuple[Numbers, Numbers]], side: int, rows: int) -> Numbers:
    return np.array([pair[side] for pair in limits], dtype=float).reshape(len(limits), rows)


def checked_multiplier(multiplier: float) -> float:
    """Return the multiplier: a rate is told per so many."""
    if not (np.isfinite(multiplier) and multiplier > 0):
        raise OptionRefused(
            f"a rate cannot be told per {multiplier}: give a number above zero, such as 100000"
        )
    return float(multiplier)
