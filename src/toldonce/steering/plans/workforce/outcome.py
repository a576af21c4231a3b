"""What a plan comes to: supply against need by role and year, with the range of what may happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from toldonce.steering.plans.workforce.assumptions import Plan
from toldonce.steering.plans.workforce.chance import as_expected, drawn
from toldonce.steering.plans.workforce.merging import merged
from toldonce.steering.plans.workforce.needing import needed
from toldonce.steering.plans.workforce.projecting import Projection, fte_of, projected

Array = np.ndarray
LEVELS = (5, 25, 50, 75, 95)  # percentiles of the draws that the fan shows
KEPT = 32  # outcomes of plans and scenarios that are kept ready


@dataclass(frozen=True)
class Range:
    """Where the draws lie: one number for each of LEVELS."""

    low: float
    lower: float
    middle: float
    upper: float
    high: float


@dataclass(frozen=True)
class Outcome:
    """A plan worked out once as expected; every draw is worked out when somebody asks how sure it is."""

    plan: Plan
    expected: Projection
    need: Array  # FTE by year and role, as expected

    @cached_property
    def drawn(self) -> tuple[Array, Array]:
        """FTE in post and FTE needed by year, draw and role."""
        small = merged(self.plan)
        luck = drawn(small)
        return fte_of(small, luck), needed(small, luck)

    @cached_property
    def supply(self) -> Array:
        """FTE in post by year and role, as expected."""
        return self.expected.fte[:, 0]

    @cached_property
    def gap(self) -> Array:
        """FTE missing by year and role (negative where there are more than are needed), as expected."""
        return self.need - self.supply

    def at(self, year: int) -> int:
        """The place of a year on the first axis."""
        return year - self.plan.base

    def supply_range(self, roles: Sequence[int]) -> tuple[Range, ...]:
        """Where the draws of the FTE in post of some roles together lie, for every year."""
        return _ranges(self.drawn[0][:, :, roles].sum(axis=2))

    def gap_range(self, roles: Sequence[int]) -> tuple[Range, ...]:
        """Where the draws of the FTE missing of some roles together lie, for every year."""
        return _ranges(self._missing[:, :, roles].sum(axis=2))

    def chance_of_gap(self, roles: Sequence[int], year: int) -> float:
        """In which part of the draws some roles together are short in a year."""
        return float((self._missing[self.at(year)][:, roles].sum(axis=1) > 0).mean())

    @cached_property
    def _missing(self) -> Array:
        supply, need = self.drawn
        return need - supply


@lru_cache(maxsize=KEPT)
def outcome(plan: Plan) -> Outcome:
    """Work a plan out; what was worked out before is kept, as plans never change."""
    sure = as_expected(plan)
    return Outcome(plan, projected(plan, sure), needed(plan, sure)[:, 0])


def _ranges(values: Array) -> tuple[Range, ...]:
    return tuple(Range(*map(float, row)) for row in np.percentile(values, LEVELS, axis=1).T)
