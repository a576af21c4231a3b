"""The steps from the gap of the last year to what is left, and on to the control total."""

from __future__ import annotations

from toldonce.steering.money.gap.controls import control_total
from toldonce.steering.money.gap.pictures.waterfall import Step
from toldonce.steering.money.gap.told import Told


def steps(told: Told) -> list[Step]:
    """The gap, each solution that acts in the last year, what is counted twice, costs to achieve, what is left."""
    at, year = told.last, told.years[-1]
    found = [Step("Gap if nothing is done", int(told.gap[at]), f"gap/{year}", total=True)]
    for place, solution in enumerate(told.plan.solutions):
        name = f"{solution.name} (stretch)" if solution.stretch else solution.name
        found.append(Step(name, -int(told.savings[place, at]), f"saving/{year}/{solution.origin.row}"))
    for place, overlap in enumerate(told.overlaps):
        name = f"Counted twice: {overlap.first} and {overlap.second}"
        found.append(Step(name, -int(told.counted_twice[place, at]), f"double/{year}/{overlap.origin.row}"))
    if told.to_achieve[at]:
        found.append(Step("Cost to achieve", int(told.to_achieve[at]), f"paid/{year}"))
    found.append(Step("Gap that is left", int(told.left[at]), f"left/{year}", total=True))
    return [*found, *_to_control(told)]


def _to_control(told: Told) -> list[Step]:
    aim, year = control_total(told.plan), told.years[-1]
    if not aim:
        return []
    kind = "surplus" if aim > 0 else "deficit allowed"
    short = int(told.left[told.last]) + aim
    return [
        Step(f"Control total: {kind}", aim, f"control/{year}"),
        Step("Short of the control total", short, f"control/{year}", total=True),
    ]
