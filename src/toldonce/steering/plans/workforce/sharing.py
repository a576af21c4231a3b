"""How those who come into a role are shared out among its employers."""

from __future__ import annotations

import numpy as np

from toldonce.steering.plans.workforce.assumptions import Plan


def parts_of_teams(plan: Plan) -> np.ndarray:
    """Each team's part of those who come into its role: by its heads at the start, or where nobody is in post yet by
    all the heads of its employer; the parts of a role add up to 1."""
    heads = np.array([sum(team.heads) for team in plan.teams])
    at_all: dict[str, float] = {}
    for team, number in zip(plan.teams, heads, strict=True):
        at_all[team.employer] = at_all.get(team.employer, 0.0) + number
    parts = np.zeros(len(plan.teams))
    for role in range(len(plan.roles)):
        own = np.array([team.role == role for team in plan.teams])
        weights = heads * own
        if not weights.sum():
            weights = np.array([at_all[team.employer] for team in plan.teams]) * own
        if not weights.sum():
            weights = own.astype(float)
        parts += weights / weights.sum()
    return parts
