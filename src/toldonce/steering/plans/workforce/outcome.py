"""What a plan comes to as expected: supply against need by role and year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from toldonce.steering.plans.workforce.assumptions import Plan
from toldonce.steering.plans.workforce.chance import as_expected
from toldonce.steering.plans.workforce.needing import needed
from toldonce.steering.plans.workforce.projecting import Projection, projected
from toldonce.steering.sheets.ready import kept_ready

Array = np.ndarray


@dataclass(frozen=True)
class Outcome:
    """A plan worked out once, as expected."""

    plan: Plan
    expected: Projection
    need: Array  # FTE by year and role, as expected

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


@kept_ready(64)
def outcome(plan: Plan) -> Outcome:
    """Work a plan out; what was worked out before is kept, as plans never change."""
    sure = as_expected(plan)
    return Outcome(plan, projected(plan, sure), needed(plan, sure)[:, 0])
