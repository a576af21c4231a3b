"""What can be worked out and yet should be looked at again: sizes, owners, reach, and solutions that crowd a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from toldonce.steering.money.gap.applying import held
from toldonce.steering.money.gap.declared import cell
from toldonce.steering.money.gap.phasing import share_of_year
from toldonce.steering.money.gap.plan import Control, Growth, Plan, Solution
from toldonce.steering.money.gap.saying import percent
from toldonce.steering.money.gap.told import told
from toldonce.steering.money.gap.words import BENDS, DRIVERS, INCOME
from toldonce.steering.sheets.declaring import Finding, Grade
from toldonce.steering.sheets.saying import listed, pounds, year_words

STEEP = 0.25  # growth a year beyond which somebody should look again
OUT_OF_SCALE = 200  # times that income and cost of a line may differ
TINY = 10_000  # times that a cost may be larger than the saving off it
SMALLEST = 10_000_000  # pounds that the bodies of a partnership spend at least


def doubts(plan: Plan) -> list[Finding]:
    """What can be worked out and yet should be looked at again."""
    found = [
        *(finding for line in plan.lines for finding in _thousands(line.income, line.cost, line.origin.row)),
        *(finding for growth in plan.growth for finding in _of_growth(growth)),
        *(finding for solution in plan.solutions for finding in _of_solution(plan, solution)),
        *_all_in_thousands(plan),
        *_left_empty(plan),
        *_more_than_there_is(plan),
        *_controls(plan),
    ]
    return [Finding(each.at, each.says, Grade.DOUBT, each.should) for each in found]


def _thousands(income: int, cost: int, row: int) -> Iterator[Finding]:
    small, large = sorted((abs(income), abs(cost)))
    if small and large / small > OUT_OF_SCALE:
        column = "income" if abs(income) == small else "cost"
        says = f"{pounds(small)} beside {pounds(large)}: thousands or millions taken for pounds?"
        yield Finding(cell("lines", row, column), says)


def _all_in_thousands(plan: Plan) -> Iterator[Finding]:
    """A base that is too small for any partnership, although its lines and solutions fit each other."""
    together = sum(abs(line.cost) for line in plan.lines)
    if 0 < together < SMALLEST:
        says = f"all lines together cost {pounds(together)}: thousands or millions taken for pounds?"
        yield Finding(cell("lines", plan.lines[0].origin.row, "cost"), says)


def _of_growth(growth: Growth) -> Iterator[Finding]:
    row = growth.origin.row
    if abs(growth.spread.likely) > STEEP:
        says = f"{percent(growth.spread.likely)} a year for {DRIVERS[growth.driver]} is steep"
        yield Finding(cell("growth", row, "percent"), says)
    if not growth.origin.source:
        yield Finding(cell("growth", row, "source"), "nobody can see where this assumption comes from")


def _of_solution(plan: Plan, solution: Solution) -> Iterator[Finding]:
    row = solution.origin.row
    if not any(share_of_year(solution, year) for year in plan.settings.years):
        yield Finding(cell("solutions", row, "start"), "has no effect in the years of this plan")
    if solution.amount < 0 or solution.points < 0:
        column = "points" if solution.kind == BENDS else "amount"
        yield Finding(cell("solutions", row, column), "is below nothing: it adds to the gap")
    reached = int(np.abs([line.cost for line in plan.lines])[held(plan, solution.reach)].sum())
    if solution.kind != BENDS and 0 < abs(solution.amount) * TINY < reached:
        says = f"{pounds(solution.amount)} beside costs of {pounds(reached)}: thousands or millions taken for pounds?"
        yield Finding(cell("solutions", row, "amount"), says)
    if solution.kind != BENDS and solution.acts_on != INCOME and solution.amount > reached > 0:
        says = f"{pounds(solution.amount)} is more than all the {pounds(reached)} that it acts on cost in the base year"
        yield Finding(cell("solutions", row, "amount"), says)


def _left_empty(plan: Plan) -> Iterator[Finding]:
    """Columns of the solutions that are empty, each said once with its rows."""
    ownerless = [each.origin.row for each in plan.solutions if not each.owner]
    sure = [each.origin.row for each in plan.solutions if not each.states_confidence]
    for column, rows, says in (
        ("owner", ownerless, "nobody owns them"),
        ("confidence", sure, "they count in full"),
    ):
        if rows:
            which = f"row{'s' if len(rows) > 1 else ''} {listed([str(row) for row in rows])}"
            yield Finding(cell("solutions", rows[0], column), f"is empty in {which}: {says}")


def _more_than_there_is(plan: Plan) -> Iterator[Finding]:
    """Lines off which several solutions together take more than the limit of overlap."""
    worked, limit = told(plan), plan.settings.overlap_limit
    taken = sum((each[:, worked.last] for each in worked.exact.values()), np.zeros(len(plan.lines)))
    acting = sum(
        (held(plan, each.reach).astype(int) for each in plan.solutions), np.zeros(len(plan.lines), int)
    )
    costs = worked.cost[:, worked.last]
    for at, line in enumerate(plan.lines):
        if limit is not None and acting[at] > 1 and taken[at] > limit * costs[at]:
            share = percent(float(taken[at]) / int(costs[at]) if costs[at] else 0, 1)
            together = f"{acting[at]} solutions together take {share} off {line}"
            says = f"{together}, more than {percent(limit)}: do they count the same savings?"
            yield Finding(cell("lines", line.origin.row, "cost"), says)


def _controls(plan: Plan) -> Iterator[Finding]:
    """A control total for all that is not the sum of those of the bodies."""
    by_year: dict[int, list[Control]] = defaultdict(list)
    for each in plan.controls:
        by_year[each.year].append(each)
    for year, controls in by_year.items():
        of_all = [each for each in controls if not each.body]
        bodies = sum(each.position for each in controls if each.body)
        if of_all and len(controls) > len(of_all) and of_all[0].position != bodies:
            says = f"the bodies reach {pounds(bodies)} together in {year_words(year)}"
            yield Finding(cell("control", of_all[0].origin.row, "position"), says, should=bodies)
