"""What is not known: how far the assumptions may be off, and who happens to leave; drawn from a seed.

Leavers, joiners and drop-out are each multiplied by a log-normal factor with mean 1, whose standard deviation is the
spread of their row; it holds for all years of a draw. The growth of a driver gets normal points of mean 0.
Who leaves in a year is chance as well: the number of a role follows the binomial distribution of so many people with
that chance each, by its normal approximation, drawn anew for every year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from toldonce.steering.plans.workforce.assumptions import Plan

Array = np.ndarray


@dataclass(frozen=True)
class Luck:
    """What each draw makes of the assumptions; the first axis is of draws, but for `chance` (years × draws × roles)."""

    draws: int
    leavers: Array  # a factor for each team
    joiners: Array  # a factor for each team
    dropout: Array  # a factor for each pipeline
    growth: Array  # points added for each driver
    chance: Array  # standard deviations by which more of a role leave

    def parts(self, size: int) -> Iterator[Luck]:
        """The same draws, so many at a time."""
        for start in range(0, self.draws, size):
            some = slice(start, min(start + size, self.draws))
            yield Luck(
                some.stop - start,
                self.leavers[some],
                self.joiners[some],
                self.dropout[some],
                self.growth[some],
                self.chance[:, some],
            )


def as_expected(plan: Plan) -> Luck:
    """One draw in which every assumption holds exactly."""
    teams, roles, years = len(plan.teams), len(plan.roles), len(plan.years)
    return Luck(
        1,
        np.ones((1, teams)),
        np.ones((1, teams)),
        np.ones((1, len(plan.pipelines))),
        np.zeros((1, len(plan.drivers))),
        np.zeros((years, 1, roles)),
    )


def drawn(plan: Plan, draws: int | None = None) -> Luck:
    """As many draws as the plan says, or so many; the same seed gives the same draws whatever a scenario changes."""
    number, random = draws or plan.draws, np.random.default_rng(plan.seed)
    roles, years = len(plan.roles), len(plan.years)
    leavers, joiners = (random.standard_normal((number, roles)) for _ in range(2))
    dropout = random.standard_normal((number, len(plan.pipelines)))
    growth = random.standard_normal((number, len(plan.drivers)))
    chance = random.standard_normal((years, number, roles))
    of_teams = np.array([team.role for team in plan.teams], dtype=int)
    spread = np.array([team.spread for team in plan.teams])
    return Luck(
        number,
        _factor(leavers[:, of_teams], spread),
        _factor(joiners[:, of_teams], spread),
        _factor(dropout, np.array([each.spread for each in plan.pipelines])),
        growth * np.array([each.spread for each in plan.drivers]),
        chance,
    )


def _factor(normal: Array, spread: Array) -> Array:
    """Log-normal factors with mean 1 and these standard deviations."""
    sigma = np.sqrt(np.log1p(spread**2))
    return np.exp(normal * sigma - sigma**2 / 2)
