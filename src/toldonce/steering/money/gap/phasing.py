"""How much of its full effect a solution has in a financial year, from its start, ramp, delay and end."""

from __future__ import annotations

from datetime import date

from toldonce.steering.money.gap.plan import Solution

MONTHS = 12
APRIL = 4


def months_after_april(year: int, day: date) -> int:
    """Whole months from April of a year to the month of a day; below nothing when it lies before."""
    return (day.year - year) * MONTHS + day.month - APRIL


def full_months(since_start: float, ramp: int) -> float:
    """Full months of effect so many months after the start, when the effect grows evenly over `ramp` months."""
    if since_start <= 0:
        return 0.0
    if since_start < ramp:
        return since_start * since_start / (2 * ramp)
    return since_start - ramp / 2


def share_of_year(solution: Solution, year: int) -> float:
    """The share of a full year's effect that falls into a financial year, from 0 to 1.

    A solution that does not recur ends after the months that it lasts, wherever its ramp has come to by then.
    """
    begins = -months_after_april(year, solution.start) - solution.later
    ends = begins + MONTHS
    if solution.lasts is not None:
        begins, ends = min(begins, solution.lasts), min(ends, solution.lasts)
    return (full_months(ends, solution.ramp) - full_months(begins, solution.ramp)) / MONTHS
