"""The position that must be reached: for all bodies together as it is said, or the sum of what is said for each."""

from __future__ import annotations

from toldonce.steering.money.gap.plan import Control, Plan


def controls_of(plan: Plan, year: int) -> list[Control]:
    """The rows that make the control total of a year: the one for all bodies, or else those of the bodies."""
    of_year = [each for each in plan.controls if each.year == year]
    for_all = [each for each in of_year if not each.body]
    return for_all[:1] or of_year


def control_total(plan: Plan, year: int | None = None) -> int | None:
    """The position of all bodies in a year, the last unless it is said; None where nobody set one."""
    controls = controls_of(plan, plan.settings.last_year if year is None else year)
    return sum(each.position for each in controls) if controls else None
