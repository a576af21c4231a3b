"""What must hold of benefits: an owner, a target, and a trajectory that goes the right way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from toldonce.steering.plans.programmes import agreed_sheets, progress_sheets
from toldonce.steering.plans.programmes.plan import Benefit, Portfolio
from toldonce.steering.plans.programmes.telling import amount, said_day
from toldonce.steering.sheets.declaring import At, Finding, Grade


def of_benefits(portfolio: Portfolio) -> Iterator[Finding]:
    """Everything about benefits and their trajectories."""
    for benefit in portfolio.benefits:
        if not benefit.owner:
            yield _doubt(benefit, "owner", "is empty: a benefit for which nobody answers is not followed.")
        if not benefit.targets:
            yield _doubt(benefit, "key", "has no target: add its planned values to the sheet “Trajectory”.")
        yield from _going_the_wrong_way(benefit)
        yield from _of_two_on_one_day(benefit)
        yield from _before_its_milestone(portfolio, benefit)


def _doubt(benefit: Benefit, column: str, says: str) -> Finding:
    return Finding(At(agreed_sheets.BENEFITS, benefit.number, column), says, Grade.DOUBT)


def _going_the_wrong_way(benefit: Benefit) -> Iterator[Finding]:
    for before, after in pairwise(benefit.planned):
        if not benefit.at_least(after.value, before.value):
            says = (
                f"is worse than {amount(benefit, before.value)} planned by {said_day(before.on)}, where "
                f"{benefit.better} is better."
            )
            yield Finding(At(agreed_sheets.TRAJECTORY, after.number, "value"), says, Grade.DOUBT)
        if after.baseline:
            says = "is a baseline after a planned value: a baseline is what was counted before the programme."
            yield Finding(At(agreed_sheets.TRAJECTORY, after.number, "baseline"), says, Grade.DOUBT)


def _of_two_on_one_day(benefit: Benefit) -> Iterator[Finding]:
    for points, sheet, column in (
        (benefit.planned, agreed_sheets.TRAJECTORY, "by"),
        (benefit.measured, progress_sheets.MEASURED, "on"),
    ):
        for before, after in pairwise(points):
            if before.on == after.on:
                says = f"is the day of row {before.number} too: “{benefit.name}” has one value on a day."
                yield Finding(At(sheet, after.number, column), says)


def _before_its_milestone(portfolio: Portfolio, benefit: Benefit) -> Iterator[Finding]:
    milestone = portfolio.milestone.get(benefit.after)
    if milestone and benefit.targets and benefit.targets[0].on < milestone.planned:
        first = benefit.targets[0]
        says = (
            f"is planned for {said_day(milestone.planned)}, after {said_day(first.on)}, by which the benefit is to "
            f"be {amount(benefit, first.value)} already."
        )
        yield _doubt(benefit, "after", says)
