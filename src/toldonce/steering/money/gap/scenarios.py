"""A plan under other assumptions: scenarios that its sheet names, and questions asked on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from toldonce.steering.money.gap.plan import Growth, Line, Origin, Override, Plan, Reach, Solution, Spread
from toldonce.steering.money.gap.told import Told, told
from toldonce.steering.money.gap.words import COST, INCOME
from toldonce.steering.sheets.sharing import adding_up

AS_PLANNED = "As planned"
ALL_COSTS, ALL_INCOME = "Costs", "Income"
WHOLE_SIDES = {ALL_COSTS.casefold(): COST, ALL_INCOME.casefold(): INCOME}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A scenario worked out."""

    name: str
    plan: Plan
    told: Told


def compared(plan: Plan) -> list[Outcome]:
    """The plan as it is, and each of its scenarios, side by side."""
    named = [(AS_PLANNED, ()), *plan.scenarios]
    return [_outcome(name, overridden(plan, overrides)) for name, overrides in named]


def _outcome(name: str, plan: Plan) -> Outcome:
    return Outcome(name, plan, told(plan))


def overridden(plan: Plan, overrides: Iterable[Override]) -> Plan:
    """The plan with each override made in turn."""
    for override in overrides:
        plan = _growth_changed(_solutions_changed(_base_changed(plan, override), override), override)
    return plan


def means_nothing(plan: Plan, override: Override) -> str:
    """Why an override changes nothing, or ""."""
    speaks_of_growth = override.growth is not None or override.more is not None
    speaks_of_solution = override.left_out or not (
        override.later is None and override.confidence is None and override.amount is None
    )
    if not (speaks_of_growth or speaks_of_solution or override.base is not None):
        return "changes nothing: fill what is otherwise in this scenario"
    if speaks_of_growth and not _growth_meant(plan, override):
        return f"“{override.of}” is no growth assumption: write its name, “{ALL_COSTS}” or “{ALL_INCOME}”"
    if speaks_of_solution and not any(_is_meant(each, override) for each in plan.solutions):
        return f"“{override.of}” is no solution"
    return ""


def _base_changed(plan: Plan, override: Override) -> Plan:
    """All base costs in proportion, so that they add up to what is said; income keeps its ratio to cost."""
    before = sum(line.cost for line in plan.lines)
    if override.base is None or not before:
        return plan
    scale = override.base / before
    costs = adding_up([line.cost * scale for line in plan.lines], override.base)
    incomes = adding_up([line.income * scale for line in plan.lines])
    lines = [
        replace(line, cost=int(cost), income=int(income), origin=override.origin)
        for line, cost, income in zip(plan.lines, costs, incomes, strict=True)
    ]
    return replace(plan, lines=tuple[Line, ...](lines))


def _solutions_changed(plan: Plan, override: Override) -> Plan:
    kept = [
        _solution_changed(each, override) if _is_meant(each, override) else each
        for each in plan.solutions
        if not (override.left_out and _is_meant(each, override))
    ]
    return replace(plan, solutions=tuple(kept))


def _is_meant(solution: Solution, override: Override) -> bool:
    return override.of in ("", solution.name)


def _solution_changed(solution: Solution, override: Override) -> Solution:
    if override.later is not None:
        solution = replace(solution, later=solution.later + override.later)
    if override.amount is not None:
        solution = replace(solution, amount=override.amount)
    if override.confidence is not None:
        certain = Spread(override.confidence, override.confidence, override.confidence)
        solution = replace(solution, delivered=certain, states_confidence=True)
    return solution


def _growth_meant(plan: Plan, override: Override) -> bool:
    whole = override.of.casefold() in WHOLE_SIDES
    return whole or any(each.name == override.of for each in plan.growth)


def _growth_changed(plan: Plan, override: Override) -> Plan:
    if override.growth is None and override.more is None:
        return plan
    side = WHOLE_SIDES.get(override.of.casefold())
    if side and override.growth is not None:
        plan = _one_growth(plan, side, override.growth, override.origin)
    return replace(plan, growth=tuple(_moved(each, side, override) for each in plan.growth))


def _one_growth(plan: Plan, side: str, rate: float, origin: Origin) -> Plan:
    """All growth of costs, or of income, as one rate everywhere."""
    kept = [each for each in plan.growth if (each.driver == INCOME) != (side == INCOME)]
    name = ALL_INCOME if side == INCOME else ALL_COSTS
    return replace(plan, growth=(*kept, Growth(name, side, Reach(), None, Spread(rate, rate, rate), origin)))


def _moved(growth: Growth, side: str | None, override: Override) -> Growth:
    if side is None and growth.name == override.of and override.growth is not None:
        rate = override.growth
        return replace(growth, spread=Spread(rate, rate, rate), origin=override.origin)
    if override.more is None or not _moves_with(growth, side, override):
        return growth
    was, more = growth.spread, override.more
    moved = Spread(was.likely + more, was.low + more, was.high + more, was.shape)
    return replace(growth, spread=moved, origin=override.origin)


def _moves_with(growth: Growth, side: str | None, override: Override) -> bool:
    """Whether points more count for an assumption: by its name; of all costs they go on price, or on what is whole."""
    if side is None:
        return growth.name == override.of
    return growth.driver in ((INCOME,) if side == INCOME else (COST, "price"))
