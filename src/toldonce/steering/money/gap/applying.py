"""Which assumption about growth counts for a line in a year: the closest goes first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from toldonce.steering.money.gap.plan import Growth, Plan, Reach
from toldonce.steering.money.gap.words import DRIVERS

NONE = -1
Places = NDArray[np.int64]


def order(growth: Growth) -> tuple[int, bool]:
    """How closely an assumption says where it counts: the lines first, then the year."""
    return growth.reach.closeness, growth.year is not None


def applying(plan: Plan) -> dict[str, Places]:
    """For each thing that grows the place of its assumption in `plan.growth`, by line and year; NONE without one.

    The column of the base year holds NONE: growth leads into a year.
    """
    years = np.array(plan.settings.years)
    found = {driver: np.full((len(plan.lines), len(years)), NONE) for driver in DRIVERS}
    for at in sorted(range(len(plan.growth)), key=lambda at: order(plan.growth[at])):
        growth = plan.growth[at]
        when = years == growth.year if growth.year is not None else np.ones(len(years), bool)
        found[growth.driver][np.ix_(held(plan, growth.reach), when)] = at
    for places in found.values():
        places[:, 0] = NONE
    return found


def held(plan: Plan, reach: Reach) -> NDArray[np.bool_]:
    """Which lines lie within a reach."""
    bodies, services = plan.names
    found = np.ones(len(plan.lines), bool)
    if reach.body:
        found &= bodies == reach.body
    if reach.service:
        found &= services == reach.service
    return found
