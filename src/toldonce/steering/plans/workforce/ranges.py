"""How sure a plan is: where its draws lie by year, for all roles together and for each of them.

Of thousands of draws only what pages show is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from toldonce.steering.plans.workforce.assumptions import Plan
from toldonce.steering.plans.workforce.chance import drawn
from toldonce.steering.plans.workforce.merging import merged
from toldonce.steering.plans.workforce.needing import needed
from toldonce.steering.plans.workforce.projecting import fte_of
from toldonce.steering.sheets.ready import kept_ready

Array = np.ndarray
LEVELS = (5, 25, 50, 75, 95)  # percentiles of the draws that the fan shows
ALL = -1  # in the place of a role: all of them together


@dataclass(frozen=True, slots=True)
class Range:
    """Where the draws lie: one number for each of LEVELS."""

    low: float
    lower: float
    middle: float
    upper: float
    high: float


OfYears = tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Ranges:
    """For every year where the draws of the FTE in post and of those missing lie, by the place of a role or ALL.

    `short` is the part of the draws in which a role is short, by year and role.
    """

    supply: Mapping[int, OfYears]
    gap: Mapping[int, OfYears]
    short: Array


def draws_of(plan: Plan) -> tuple[Array, Array]:
    """FTE in post and FTE needed by year, draw and role."""
    small = merged(plan)
    luck = drawn(small)
    return fte_of(small, luck), needed(small, luck)


@kept_ready(64)
def ranges_of(plan: Plan) -> Ranges:
    """Draw a plan; the same seed gives the same ranges, which are kept as long as the plan says the same."""
    supply, need = draws_of(plan)
    missing = need - supply
    return Ranges(_ranges(supply), _ranges(missing), (missing > 0).mean(axis=1))


def _ranges(values: Array) -> dict[int, OfYears]:
    """The ranges of years × draws × roles."""
    each = np.percentile(values, LEVELS, axis=1)
    found = {role: _of_years(each[:, :, role]) for role in range(values.shape[2])}
    return found | {ALL: _of_years(np.percentile(values.sum(axis=2), LEVELS, axis=1))}


def _of_years(percentiles: Array) -> OfYears:
    return tuple(Range(*map(float, year)) for year in percentiles.T)
