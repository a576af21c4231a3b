"""What is needed: FTE of every role by year, from the drivers of need."""

from __future__ import annotations

import numpy as np

from toldonce.steering.plans.workforce.assumptions import Driver, Need, Plan
from toldonce.steering.plans.workforce.chance import Luck

Array = np.ndarray


def needed(plan: Plan, luck: Luck) -> Array:
    """FTE needed by year, draw and role; a role without a rule needs nothing."""
    fte = np.zeros((len(plan.years), luck.draws, len(plan.roles)))
    for at, year in enumerate(plan.years):
        for need in plan.needs:
            fte[at, :, need.role] += _of(plan, luck, need, year)
        for role, units in _one_for_each(plan, year).items():
            fte[at, :, role] = _driven(plan, luck, _first(plan, role).driver, year) / units
    return fte


def driven(plan: Plan, driver: Driver, year: int, more: float | Array = 0.0) -> float | Array:
    """The value of a driver in a year, with `more` growth a year after the base year than was assumed."""
    value: float | Array = driver.value * (1 + driver.growth) ** (min(year, plan.base) - driver.year)
    for each in range(plan.base + 1, year + 1):
        value = value * (1 + driver.growth + plan.changing("growth", driver.name, each) + more)
    return value


def _driven(plan: Plan, luck: Luck, driver: int, year: int) -> float | Array:
    return driven(plan, plan.drivers[driver], year, luck.growth[:, driver])


def _of(plan: Plan, luck: Luck, need: Need, year: int) -> float | Array:
    units = need.per or driven(plan, plan.drivers[need.driver], plan.base)
    by_working_differently = (1 - need.productivity) ** (year - plan.base)
    return need.fte * _driven(plan, luck, need.driver, year) / units * by_working_differently


def _one_for_each(plan: Plan, year: int) -> dict[int, float]:
    """The roles that a scenario needs one FTE of for each so many units of their first driver, and how many units."""
    return {
        plan.role_at[each.of]: each.amount
        for each in plan.changes
        if each.effect == "one-for-each" and each.during(year) and each.amount > 0
    }


def _first(plan: Plan, role: int) -> Need:
    return next(need for need in plan.needs if need.role == role)
