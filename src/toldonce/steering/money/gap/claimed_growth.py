"""What a plan says of growth held against itself: what a rate makes of a budget in one year, and in all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from toldonce.steering.money.gap.plan import Claim, Plan
from toldonce.steering.money.gap.saying import percent, roughly
from toldonce.steering.money.gap.stating import (
    amount_said,
    amounts,
    finding,
    horizon,
    percent_said,
    within_printing,
)
from toldonce.steering.sheets.declaring import Finding, Grade

ABOUT = 0.05  # how near two amounts are that are “about” the same


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget with the growth of its costs and of its income, as a plan states them."""

    base: int
    costs: float
    income: float

    def gap_after(self, years: int) -> int:
        """Cost above income after so many years, from a balanced base."""
        return round(self.base * ((1 + self.costs) ** years - (1 + self.income) ** years))

    def increase_in(self, year: int) -> int:
        """What costs grow by in the first, second, … year."""
        return round(self.base * (1 + self.costs) ** (year - 1) * self.costs)


def stated_budget(plan: Plan) -> Budget | None:
    """The first budget and rates that the plan states; None unless it states all three."""
    base, costs, income = (
        amount_said(plan, "base"),
        percent_said(plan, "cost_growth"),
        percent_said(plan, "income_growth"),
    )
    return None if base is None or costs is None or income is None else Budget(base, costs, income)


def held_against_the_budget(plan: Plan) -> Iterator[Finding]:
    """What is said of growth in pounds against the budget and the rates that the plan states, where it does."""
    budget = stated_budget(plan)
    if budget:
        yield from increase_of_costs(plan, budget)
        yield from growth_of_costs_alone(plan, budget)
        yield from growth_that_compounds(plan, budget)
        yield from gap_of_what_is_stated(plan, budget)


def increase_of_costs(plan: Plan, budget: Budget) -> Iterator[Finding]:
    """An increase in pounds against the budget and the growth that it is said to come from."""
    should = budget.increase_in(1)
    for claim, said in amounts(plan, "cost_increase"):
        if not within_printing(said, should):
            words = f"says {roughly(said)}; {percent(budget.costs)} of {roughly(budget.base)} is {roughly(should)}"
            yield finding(claim, words, should=should)


def growth_of_costs_alone(plan: Plan, budget: Budget) -> Iterator[Finding]:
    """An increase of costs beside which income grows too, so that the gap widens by less."""
    net = budget.gap_after(1)
    for claim, _ in amounts(plan, "cost_increase") if budget.income else ():
        words = (
            f"income grows by {percent(budget.income)}, so the gap widens by {roughly(net)} in the first year"
        )
        yield finding(claim, f"counts the growth of costs alone: {words}", Grade.DOUBT, net)


def growth_that_compounds(plan: Plan, budget: Budget) -> Iterator[Finding]:
    """A yearly increase that is only the first year's."""
    years = horizon(plan)
    last = budget.increase_in(years)
    for claim, said in amounts(plan, "cost_increase"):
        if not within_printing(said, last):
            words = f"is the first year's: compounded, costs grow by {roughly(last)} in year {years}"
            yield finding(claim, words, Grade.DOUBT)


def gap_of_what_is_stated(plan: Plan, budget: Budget) -> Iterator[Finding]:
    """The gap that the plan's own budget and growth make, compounded, against the gap that it states."""
    for claim, gap in amounts(plan, "gap"):
        years = (claim.year or plan.settings.last_year) - plan.settings.base_year
        made = budget.gap_after(years)
        if not within_printing(gap, made):
            rates = f"costs growing by {percent(budget.costs)} and income by {percent(budget.income)}"
            words = f"{roughly(budget.base)} with {rates} makes {roughly(made)} in {years} years"
            yield finding(claim, f"says {roughly(gap)}; {words}", should=made)


def gap_as_repeated_increase(plan: Plan) -> Iterator[Finding]:
    """A gap that is about the yearly increase times the years: growth of costs alone, without compounding."""
    years = horizon(plan)
    for claim, gap in amounts(plan, "gap"):
        for _, increase in amounts(plan, "cost_increase"):
            repeated = increase * years
            if gap and claim.year in (None, plan.settings.last_year) and abs(repeated / gap - 1) < ABOUT:
                words = f"is about {years} times the {roughly(increase)} that costs grow by in a year"
                so = f"({roughly(repeated)}): so counted, income would not grow at all"
                yield finding(claim, f"{words} {so}", Grade.DOUBT)


def rate_that_is_too_small(plan: Plan) -> Iterator[Finding]:
    """A yearly saving as a share of costs that does not come to what the solution counts for."""
    listed = {each.name: each.amount for each in plan.solutions if each.amount}
    for claim in plan.claims:
        if claim.about == "saving_rate" and claim.percent and claim.of in listed:
            yield from _too_small(plan, claim, claim.percent, listed[claim.of])


def _too_small(plan: Plan, claim: Claim, rate: float, amount: int) -> Iterator[Finding]:
    costs, years = sum(line.cost for line in plan.lines), horizon(plan)
    share = 1 - (1 - rate) ** years
    if costs * share < amount:
        made = f"{percent(rate)} a year for {years} years of the {roughly(costs)} of this book is"
        needs = f"“{claim.of}” counts for {roughly(amount)}, which needs costs of {roughly(amount / share)}"
        yield finding(claim, f"{made} {roughly(costs * share)}; {needs}", Grade.DOUBT)


def invested_in_all(plan: Plan) -> Iterator[Finding]:
    """What is invested until one year, and each year, against what is invested until a later one."""
    for (earlier, first), (later, total) in combinations(amounts(plan, "invested"), 2):
        yearly = [amount for each, amount in amounts(plan, "invested_yearly") if each.of == earlier.of]
        if yearly and earlier.of == later.of and earlier.year and later.year and later.year > earlier.year:
            made = first + (later.year - earlier.year) * yearly[0]
            if not within_printing(total, made):
                words = f"{roughly(first)} and {roughly(yearly[0])} a year make {roughly(made)}"
                yield finding(later, f"says {roughly(total)}; {words}", should=made)


CHECKS: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    held_against_the_budget,
    gap_as_repeated_increase,
    rate_that_is_too_small,
    invested_in_all,
)
