"""How the workforce plan joins the money model: the growth of pay and of numbers that its bill implies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toldonce.steering.plans.workforce.costing import price
from toldonce.steering.plans.workforce.outcome import Outcome


@dataclass(frozen=True)
class Grown:
    """The growth of a bill into one year: price × numbers is exactly the whole (0.01 is one in a hundred)."""

    year: int
    price: float
    numbers: float

    @property
    def whole(self) -> float:
        """Growth of the bill."""
        return (1 + self.price) * (1 + self.numbers) - 1


def grown(outcome: Outcome, *, needed: bool) -> list[Grown]:
    """The growth of what those needed cost, or of those in post; empty where nothing is costed."""
    plan = outcome.plan
    roles = [cost.role for cost in plan.costs]
    fte = (outcome.need if needed else outcome.supply)[:, roles]
    unit = np.array([[price(plan, cost, year, cost.pounds) for cost in plan.costs] for year in plan.years])
    found = []
    for at, year in enumerate(plan.years[1:], 1):
        before, priced, after = (fte[at - 1] @ unit[at - 1], fte[at - 1] @ unit[at], fte[at] @ unit[at])
        if before <= 0 or priced <= 0:
            return []
        found.append(Grown(year, float(priced / before - 1), float(after / priced - 1)))
    return found
