"""What if: the same plan with some assumptions changed, worked out with the same luck and held beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from toldonce.steering.plans.workforce.assumptions import Change, Plan
from toldonce.steering.plans.workforce.costing import bills
from toldonce.steering.plans.workforce.outcome import Outcome, outcome


@dataclass(frozen=True)
class Compared:
    """A scenario beside the plan: differences are what the scenario has more."""

    name: str
    says: str
    worked_out: Outcome
    supply: float  # FTE in the year that is judged
    need: float
    supply_more: float
    need_more: float
    cost: int
    cost_more: int

    @property
    def gap(self) -> float:
        """FTE missing in the year that is judged."""
        return self.need - self.supply


def with_changes(plan: Plan, changes: Iterable[Change]) -> Plan:
    """The plan in which these things are different."""
    return replace(plan, changes=tuple(changes))


def compared(
    plan: Plan, name: str, says: str, changes: Iterable[Change], year: int | None = None
) -> Compared:
    """A scenario worked out and held beside the plan as it stands, in a year (the one that is judged)."""
    before, after = outcome(plan), outcome(with_changes(plan, changes))
    when = year or plan.judged
    at = before.at(when)
    pounds = [sum(bill.in_post for bill in bills(each, when)) for each in (before, after)]
    supply, need = float(after.supply[at].sum()), float(after.need[at].sum())
    return Compared(
        name,
        says,
        after,
        supply,
        need,
        supply - float(before.supply[at].sum()),
        need - float(before.need[at].sum()),
        pounds[1],
        pounds[1] - pounds[0],
    )
