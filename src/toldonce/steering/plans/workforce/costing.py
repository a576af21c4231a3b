"""What those in post cost, and those who are needed, in whole pounds.

FTE are taken to a hundredth and the cost of one to the penny before they are multiplied, as they are shown, and a total
is the sum of what is shown: whoever does it again on paper comes to the same pound.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from toldonce.steering.money.amounts import whole_pounds
from toldonce.steering.plans.workforce.assumptions import Cost, Plan
from toldonce.steering.plans.workforce.outcome import Outcome

HUNDREDTH = Decimal("0.01")
EXACT = 9  # decimals of a float that are what was meant


@dataclass(frozen=True)
class Bill:
    """Whole pounds in one year for one role; `cover` is what agencies cost where they fill the gap."""

    role: int
    year: int
    in_post: int
    needed: int
    cover: int

    @property
    def difference(self) -> int:
        """What it costs more to have everyone who is needed."""
        return self.needed - self.in_post


def bills(outcome: Outcome, year: int | None = None) -> list[Bill]:
    """A bill for every role with a unit cost, and for every year or for one."""
    years = outcome.plan.years if year is None else (year,)
    return [_bill(outcome, cost, each) for each in years for cost in outcome.plan.costs]


def uncosted(plan: Plan) -> list[str]:
    """The roles that no bill holds, because nothing says what they cost."""
    known = {cost.role for cost in plan.costs}
    return [role.name for at, role in enumerate(plan.roles) if at not in known]


def yearly(found: list[Bill]) -> dict[int, Bill]:
    """The bills of each year added up; their role is -1."""
    summed: dict[int, Bill] = {}
    for bill in found:
        so_far = summed.get(bill.year, Bill(-1, bill.year, 0, 0, 0))
        summed[bill.year] = Bill(
            -1,
            bill.year,
            so_far.in_post + bill.in_post,
            so_far.needed + bill.needed,
            so_far.cover + bill.cover,
        )
    return summed


def growth(first: int, last: int, years: int) -> float | None:
    """The growth a year (0.01 is one in a hundred) that leads from one amount to another; None from nothing."""
    return (last / first) ** (1 / years) - 1 if first > 0 and last > 0 and years > 0 else None


def price(plan: Plan, cost: Cost, year: int, pounds: int) -> float:
    """What an amount of the unit costs has become in a year, with what a scenario adds to pay."""
    name, grown = plan.roles[cost.role].name, pounds * (1 + cost.pay) ** (min(year, plan.base) - cost.year)
    for each in range(plan.base + 1, year + 1):
        grown *= 1 + cost.pay + plan.changing("pay", name, each)
    return grown


def to_a_hundredth(number: float) -> Decimal:
    """A number as it is shown, halves up; what a float may have lost is far behind the decimals that count."""
    return Decimal(repr(round(float(number), EXACT))).quantize(HUNDREDTH, ROUND_HALF_UP)


def _bill(outcome: Outcome, cost: Cost, year: int) -> Bill:
    plan, at = outcome.plan, outcome.at(year)
    one, cover = (to_a_hundredth(price(plan, cost, year, each or 0)) for each in (cost.pounds, cost.cover))
    in_post, need = (to_a_hundredth(each[at, cost.role]) for each in (outcome.supply, outcome.need))
    missing = max(Decimal(0), need - in_post)
    return Bill(cost.role, year, *map(whole_pounds, (in_post * one, need * one, missing * cover)))
