"""What is needed: FTE of every role by year, from the drivers of need."""

from __future__ import annotations

import numpy as np

from toldonce.steering.plans.workforce.assumptions import Driver, Need, Plan
from toldonce.steering.plans.workforce.chance import Luck

Array = np.ndarray


def needed(plan: Plan, luck: Luck) -> Array:
    """FTE needed by year, draw and role; a role without a rule needs nothing."""
    values = [_by_year(plan, driver, luck.growth[:, at]) for at, driver in enumerate(plan.drivers)]
    fte = np.zeros((len(plan.years), luck.draws, len(plan.roles)))
    for need in plan.needs:
        fte[:, :, need.role] += values[need.driver] * _each_unit(plan, need)[:, None]
    for at, year in enumerate(plan.years):
        for role, units in _one_for_each(plan, year).items():
            fte[at, :, role] = values[_first(plan, role).driver][at] / units
    return fte


def driven(plan: Plan, driver: Driver, year: int) -> float:
    """The value of a driver in a year, as expected."""
    if year <= plan.base:
        return driver.value * (1 + driver.growth) ** (year - driver.year)
    return float(_by_year(plan, driver, np.zeros(1))[year - plan.base, 0])


def _by_year(plan: Plan, driver: Driver, more: Array) -> Array:
    """Years × draws: the value of a driver with `more` growth a year after the base year than was assumed."""
    values = [np.full(len(more), driver.value * (1 + driver.growth) ** (plan.base - driver.year))]
    for year in plan.years[1:]:
        growth = driver.growth + plan.changing("growth", driver.name, year) + more
        values.append(values[-1] * np.maximum(0, 1 + growth))
    return np.stack(values)


def _each_unit(plan: Plan, need: Need) -> Array:
    """FTE for one unit of the driver, by year."""
    units = need.per or driven(plan, plan.drivers[need.driver], plan.base)
    by_working_differently = [(1 - need.productivity) ** (year - plan.base) for year in plan.years]
    return np.array(by_working_differently) * (need.fte / units if units else 0.0)


def _one_for_each(plan: Plan, year: int) -> dict[int, float]:
    """The roles that a scenario needs one FTE of for each so many units of their first driver, and how many units."""
    return {
        plan.role_at[each.of]: each.amount
        for each in plan.changing_in(year, "one-for-each")
        if each.amount > 0
    }


def _first(plan: Plan, role: int) -> Need:
    return next(need for need in plan.needs if need.role == role)
