"""The attack of an outsider on what is released: between which numbers a group must lie, by linear programming.

Each figure that is shown limits the sum of the smallest groups that it counts. The least and the most that a group can
be under all these limits is what the outsider knows of it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

DUST = 1e-6
UNBOUNDED = 3  # linprog's status


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure tells: its people are at least and at most so many."""

    people: frozenset[Hashable]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a group can be, and the figures that make it so."""

    least: int
    most: float
    for_least: tuple[Told, ...]
    for_most: tuple[Told, ...]


def bounds(people: frozenset[Hashable], known: Sequence[Told]) -> Bounds:
    """What is known of a group from figures that touch it, and figures that touch those."""
    near = _near(people, known)
    groups = sorted({group for told in near for group in told.people} | people, key=repr)
    place = {group: at for at, group in enumerate(groups)}
    wanted = np.array([float(group in people) for group in groups])
    cells = [(row, place[group]) for row, told in enumerate(near) for group in told.people]
    rows, columns = np.array(cells).T if cells else (np.array([], int), np.array([], int))
    matrix = csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(near), len(groups)))
    least, for_least = _extreme(wanted, matrix, near)
    most, for_most = _extreme(-wanted, matrix, near)
    ceiling = math.floor(-most + DUST) if math.isfinite(most) else math.inf
    return Bounds(math.ceil(least - DUST), ceiling, for_least, for_most)


def _near(people: frozenset[Hashable], known: Sequence[Told]) -> list[Told]:
    """The figures that are tied to a group by groups that they share."""
    reached, waiting, near = set(people), list(known), []
    while True:
        touching = [told for told in waiting if told.people & reached]
        if not touching:
            return near
        near += touching
        waiting = [told for told in waiting if not told.people & reached]
        reached.update(*(told.people for told in touching))


def _extreme(cost: np.ndarray, matrix: csr_matrix, near: list[Told]) -> tuple[float, tuple[Told, ...]]:
    """The least of a sum of groups, and the figures whose limits hold it there."""
    if not near:
        return (0.0 if cost.max() > 0 else -math.inf), ()
    upper = np.array([told.most for told in near])
    lower = np.array([told.least for told in near])
    found = linprog(
        cost, A_ub=vstack([matrix, -matrix]), b_ub=np.concatenate([upper, -lower]), method="highs"
    )
    if found.status == UNBOUNDED:
        return -math.inf, ()
    if not found.success:
        raise ArithmeticError(f"The attack could not be computed: {found.message}")
    weights = np.abs(found.ineqlin.marginals)
    held = weights[: len(near)] + weights[len(near) :] > DUST
    return float(found.fun), tuple(told for told, active in zip(near, held, strict=True) if active)
