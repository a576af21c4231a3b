"""The gap in whole pounds: by year, line, body, solution and kind of growth, every view adding up to the same pound.

One rule rounds: the total of a year is rounded first; its parts are rounded down, and the pounds that are left go to
the parts that lost most (`sharing.adding_up`). Views by body are sums of lines, so they add up without more rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toldonce.steering.money.gap.applying import held
from toldonce.steering.money.gap.paths import Bent, Paths, as_assumed, to_achieve, year_paid
from toldonce.steering.money.gap.plan import Overlap, Plan, Reach, Solution
from toldonce.steering.money.gap.words import BENDS, INCOME
from toldonce.steering.sheets.sharing import Wholes, adding_up

Exact = NDArray[np.float64]


@dataclass(frozen=True)
class Told:
    """A plan worked out along one path, in whole pounds; the first year of every table is the base year."""

    paths: Paths

    @property
    def plan(self) -> Plan:
        """What it was worked out from."""
        return self.paths.plan

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the columns."""
        return self.plan.settings.years

    @cached_property
    def income(self) -> Wholes:
        """Income if nothing is done (L, Y)."""
        return by_year(self.paths.income[0])

    @cached_property
    def cost(self) -> Wholes:
        """Cost if nothing is done (L, Y)."""
        return by_year(self.paths.cost[0])

    @cached_property
    def gap(self) -> Wholes:
        """Cost above income if nothing is done (Y)."""
        return self.cost.sum(axis=0) - self.income.sum(axis=0)

    @cached_property
    def exact(self) -> dict[str, Exact]:
        """What each solution takes off each line, unrounded, before overlaps (L, Y)."""
        bent, found = Bent(self.paths), {}
        for at, solution in enumerate(self.plan.solutions):
            if solution.kind == BENDS:
                reached, taken_off = bent.further(at)
                found[solution.name] = np.zeros_like(self.paths.cost[0])
                found[solution.name][reached] = taken_off[0]
            else:
                found[solution.name] = self._spread(solution, self.paths.level(at)[0])
        return found

    def _spread(self, solution: Solution, saving: Exact) -> Exact:
        """A saving over the lines that it acts on, in proportion to their cost (or income) of the year."""
        path = self.paths.income[0] if solution.acts_on == INCOME else self.paths.cost[0]
        return _in_proportion(path, held(self.plan, solution.reach), saving)

    @cached_property
    def _parts(self) -> tuple[Wholes, Wholes]:
        """Savings (S, Y) and what is counted twice (O, Y, taken away), which add up to the rounded whole."""
        savings = [each.sum(axis=0) for each in self.exact.values()]
        doubles = [-double[0] for double in self.paths.overlaps(self._exact_by_name)]
        together = by_year(np.array([*savings, *doubles]).reshape(-1, len(self.years)))
        return together[: len(savings)], together[len(savings) :]

    @cached_property
    def _exact_by_name(self) -> dict[str, Exact]:
        return {name: each.sum(axis=0)[None, :] for name, each in self.exact.items()}

    @property
    def savings(self) -> Wholes:
        """What each solution takes off (S, Y), before overlaps."""
        return self._parts[0]

    @property
    def counted_twice(self) -> Wholes:
        """What each statement of overlap takes away again, below nothing (O, Y)."""
        return self._parts[1]

    @cached_property
    def saved(self) -> Wholes:
        """What all solutions take off together, each pound once (Y)."""
        return self.savings.sum(axis=0) + self.counted_twice.sum(axis=0)

    @cached_property
    def to_achieve(self) -> Wholes:
        """What it costs to achieve them (Y)."""
        return to_achieve(self.plan).astype(np.int64)

    @cached_property
    def left(self) -> Wholes:
        """The gap that is left (Y)."""
        return self.gap - self.saved + self.to_achieve

    @cached_property
    def savings_by_line(self) -> dict[str, Wholes]:
        """What each solution takes off each line (L, Y); its columns add up to its row of `savings`."""
        return {
            name: _by_year_to(exact, self.savings[at]) for at, (name, exact) in enumerate(self.exact.items())
        }

    @cached_property
    def net_by_line(self) -> Wholes:
        """What all solutions take off each line, overlaps and costs to achieve counted (L, Y)."""
        nothing = np.zeros((len(self.plan.lines), len(self.years)), np.int64)
        return (
            sum(self.savings_by_line.values(), nothing)
            + self._overlaps_by_line(nothing)
            - self._to_achieve_by_line(nothing)
        )

    def _overlaps_by_line(self, nothing: Wholes) -> Wholes:
        total = nothing.copy()
        for at, overlap in enumerate(self.overlaps):
            total += _by_year_to(self.exact[overlap.first], self.counted_twice[at])
        return total

    @property
    def overlaps(self) -> list[Overlap]:
        """The statements of overlap between solutions that are there."""
        return [each for each in self.plan.overlaps if {each.first, each.second} <= self.exact.keys()]

    def _to_achieve_by_line(self, nothing: Wholes) -> Wholes:
        total = nothing.copy()
        for solution in self.plan.solutions:
            if solution.to_achieve and year_paid(solution) in self.years:
                at = self.years.index(year_paid(solution))
                where = held(self.plan, solution.reach)
                total[:, at] += adding_up(self.paths.cost[0][:, at] * where, solution.to_achieve)
        return total

    def of_body(self, body: str, table: Wholes) -> Wholes:
        """The lines of a body together (Y)."""
        return table[held(self.plan, Reach(body=body))].sum(axis=0)

    @cached_property
    def last(self) -> int:
        """The column of the last year."""
        return len(self.years) - 1


def told(plan: Plan, delivered: list[float] | None = None) -> Told:
    """A plan worked out with its likely growth and what its solutions deliver on average, or shares that are given."""
    return Told(as_assumed(plan, delivered))


def in_full(plan: Plan) -> Told:
    """A plan worked out as if every solution delivered all that it promises."""
    return told(plan, [1.0] * len(plan.solutions))


def by_year(exact: Exact) -> Wholes:
    """A table in whole pounds whose columns add up to their rounded totals."""
    return _columns(exact, [None] * exact.shape[1])


def _by_year_to(exact: Exact, totals: Wholes) -> Wholes:
    return _columns(exact, [int(total) for total in totals])


def _columns(exact: Exact, totals: list[int] | list[None]) -> Wholes:
    made = np.zeros(exact.shape, np.int64)
    if len(exact):
        for at, total in enumerate(totals):
            made[:, at] = adding_up(exact[:, at], total)
    return made


def _in_proportion(path: Exact, where: NDArray[np.bool_], saving: Exact) -> Exact:
    weights = np.abs(path) * where[:, None]
    weights = np.where(weights.sum(axis=0) > 0, weights, where[:, None])
    return weights / np.maximum(weights.sum(axis=0), 1e-300) * saving
