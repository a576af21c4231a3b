"""The arithmetic of the gap for one or many draws at once: what grows, and what each solution takes off.

Letters of the arrays: D draws, L lines, Y years (the base year first), S solutions, A assumptions about growth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toldonce.steering.money.gap.applying import NONE, applying, held
from toldonce.steering.money.gap.phasing import APRIL, share_of_year
from toldonce.steering.money.gap.plan import Plan, Solution
from toldonce.steering.money.gap.words import BENDS, COST, INCOME, PARTS_OF_COST, WITH_LINE
from toldonce.steering.sheets.kinds import LARGEST

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Paths:
    """A plan under draws of its growth (D, A) and of the share of each solution that is delivered (D, S)."""

    plan: Plan
    growth: Array
    delivered: Array

    @cached_property
    def rates(self) -> dict[str, Array]:
        """Growth of everything that grows (D, L, Y), 0 where nothing is assumed."""
        with_nothing = np.concatenate([self.growth, np.zeros((len(self.growth), 1))], axis=1)
        return {driver: with_nothing[:, places] for driver, places in self._used.items()}

    @cached_property
    def _used(self) -> dict[str, NDArray[np.int64]]:
        """The drivers that some assumption speaks of."""
        return {driver: at for driver, at in applying(self.plan).items() if (at != NONE).any()}

    @cached_property
    def income_factors(self) -> Array:
        """What income is multiplied by into each year (D, L, Y)."""
        return 1 + self.rates.get(INCOME, self._zeros)

    @cached_property
    def cost_factors(self) -> Array:
        """What cost is multiplied by into each year (D, L, Y): all that grows, multiplied together."""
        product = 1 + self._zeros
        for driver in (COST, *PARTS_OF_COST):
            if driver in self.rates:
                product = product * (1 + self.rates[driver])
        return product

    @property
    def _zeros(self) -> Array:
        return np.zeros((len(self.growth), len(self.plan.lines), len(self.plan.settings.years)))

    @cached_property
    def income(self) -> Array:
        """Income if nothing is done (D, L, Y)."""
        return self.base("income") * np.cumprod(self.income_factors, axis=2)

    @cached_property
    def cost(self) -> Array:
        """Cost if nothing is done (D, L, Y)."""
        return self.base("cost") * np.cumprod(self.cost_factors, axis=2)

    def base(self, what: str) -> Array:
        """Income or cost of the base year (1, L, 1)."""
        return np.array([float(getattr(line, what)) for line in self.plan.lines]).reshape(1, -1, 1)

    @property
    def gap(self) -> Array:
        """Cost above income if nothing is done (D, Y)."""
        return self.cost.sum(axis=1) - self.income.sum(axis=1)

    def solutions(self) -> Iterator[tuple[Solution, Array]]:
        """Each solution in the order of the sheet with what it takes off the gap (D, Y), before overlaps."""
        bent = Bent(self)
        for at, solution in enumerate(self.plan.solutions):
            if solution.kind == BENDS:
                yield solution, bent.further(at)[1].sum(axis=1)
            else:
                yield solution, self.level(at)

    def level(self, at: int) -> Array:
        """What a solution takes off that cuts a level (D, Y)."""
        solution = self.plan.solutions[at]
        saved = solution.amount * self.delivered[:, [at]] * phased(self.plan, solution)
        return saved * self._prices(solution) if solution.money == WITH_LINE else saved

    def _prices(self, solution: Solution) -> Array:
        """How far the lines of a solution have grown since the base year (D, Y)."""
        path = self.income if solution.acts_on == INCOME else self.cost
        whole = path[:, held(self.plan, solution.reach)].sum(axis=1)
        return np.divide(whole, whole[:, :1], out=np.ones_like(whole), where=whole[:, :1] != 0)

    def overlaps(self, saved: dict[str, Array]) -> list[Array]:
        """What is counted twice in each year by each statement of overlap (D, Y)."""
        return [
            overlap.share * np.maximum(np.minimum(saved[overlap.first], saved[overlap.second]), 0)
            for overlap in self.plan.overlaps
            if overlap.first in saved and overlap.second in saved
        ]

    @property
    def saved(self) -> Array:
        """What all solutions take off together, each pound once (D, Y)."""
        by_name = {solution.name: saving for solution, saving in self.solutions()}
        nothing = np.zeros((len(self.growth), len(self.plan.settings.years)))
        return sum(by_name.values(), nothing) - sum(self.overlaps(by_name), nothing)

    @property
    def left(self) -> Array:
        """The gap that is left in each year, the costs to achieve within it (D, Y)."""
        return self.gap - self.saved + to_achieve(self.plan)


class Bent:
    """Growth as it is bent by one solution after the other, in the order of the sheet."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.factors = {INCOME: paths.income_factors.copy(), COST: paths.cost_factors.copy()}
        self.path = {INCOME: paths.income.copy(), COST: paths.cost.copy()}

    def further(self, at: int) -> tuple[NDArray[np.int64], Array]:
        """The lines that a solution reaches and what it takes off each (D, those lines, Y), after those before it."""
        plan, solution = self.paths.plan, self.paths.plan.solutions[at]
        side = INCOME if solution.acts_on == INCOME else COST
        reached = np.flatnonzero(held(plan, solution.reach))
        points = solution.points * self.paths.delivered[:, [at]] * phased(plan, solution)
        bend = points[:, None, :] * self._scale(solution.acts_on, reached)
        bend[:, :, 0] = 0
        before, factors = self.path[side][:, reached], self.factors[side][:, reached]
        factors = factors + bend if side == INCOME else np.maximum(factors - bend, 0)
        after = self.paths.base(side)[:, reached] * np.cumprod(factors, axis=2)
        self.factors[side][:, reached], self.path[side][:, reached] = factors, after
        return reached, after - before if side == INCOME else before - after

    def _scale(self, driver: str, reached: NDArray[np.int64]) -> Array:
        """How far a point of one part of growth moves growth as a whole: the other parts multiply it."""
        if driver not in PARTS_OF_COST:
            return np.ones((1, len(reached), 1))
        whole = self.paths.cost_factors[:, reached]
        own = 1 + self.paths.rates[driver][:, reached] if driver in self.paths.rates else np.ones_like(whole)
        return np.divide(whole, own, out=np.zeros_like(own), where=own != 0)


def phased(plan: Plan, solution: Solution) -> Array:
    """The share of its full effect that a solution has in each year (1, Y)."""
    return np.array([[share_of_year(solution, year) for year in plan.settings.years]])


def to_achieve(plan: Plan) -> Array:
    """What it costs in each year to achieve the solutions (Y)."""
    paid = [
        sum(each.to_achieve for each in plan.solutions if year_paid(each) == year)
        for year in plan.settings.years
    ]
    return np.array(paid, float)


def year_paid(solution: Solution) -> int:
    """The year of the cost to achieve: as said, or that of the agreed start, which no delay moves."""
    if solution.to_achieve_year is not None:
        return solution.to_achieve_year
    return solution.start.year - (solution.start.month < APRIL)


def too_large(plan: Plan) -> bool:
    """Whether growth leads beyond the largest amount that a cell can hold, so that pounds could not be counted."""
    with np.errstate(over="ignore", invalid="ignore"):
        paths = as_assumed(plan)
        sizes = [np.abs(each).sum(axis=1).max() for each in (paths.income, paths.cost)]
        return not max(*sizes, np.abs(paths.saved).max()) < LARGEST


def as_assumed(plan: Plan, delivered: list[float] | None = None) -> Paths:
    """The one path of the likely growth, and of what solutions deliver on average or as given."""
    likely = [growth.spread.likely for growth in plan.growth]
    shares = [solution.delivered.mean for solution in plan.solutions] if delivered is None else delivered
    return Paths(plan, np.array([likely]), np.array([shares]))
