"""The claims of a plan, read: which of them speak of a thing, what they give, and how near printed amounts can be."""

from __future__ import annotations

from toldonce.steering.money.gap.declared import cell
from toldonce.steering.money.gap.plan import Claim, Plan
from toldonce.steering.money.gap.saying import percent, roughly
from toldonce.steering.sheets.declaring import Finding, Grade

UNITS = (1_000_000, 100_000, 1_000)


def printed_to(amount: int) -> int:
    """The unit in which an amount seems to be printed: whole millions, tenths of them, thousands or pounds."""
    return next((unit for unit in UNITS if amount % unit == 0), 1)


def within_printing(one: int, other: int, parts: int = 1) -> bool:
    """Whether two amounts differ by no more than the rounding of so many printed parts."""
    return abs(one - other) * 2 <= max(printed_to(one), printed_to(other)) * parts


def amounts(plan: Plan, *kinds: str) -> list[tuple[Claim, int]]:
    """The claims of these kinds that give an amount, with it."""
    return [(each, each.pounds) for each in plan.claims if each.about in kinds and each.pounds is not None]


def amount_said(plan: Plan, kind: str) -> int | None:
    """The first amount of a kind that the plan gives."""
    return next((amount for _, amount in amounts(plan, kind)), None)


def percent_said(plan: Plan, kind: str) -> float | None:
    """The first percentage of a kind that the plan gives."""
    return next((e.percent for e in plan.claims if e.about == kind and e.percent is not None), None)


def given(claim: Claim) -> int | float | None:
    """The number that a claim gives."""
    return claim.percent if claim.pounds is None else claim.pounds


def in_words(claim: Claim) -> str:
    """The number that a claim gives, as it is said."""
    return roughly(claim.pounds) if claim.pounds is not None else percent(claim.percent or 0.0)


def finding(claim: Claim, says: str, grade: Grade = Grade.ERROR, should: int | None = None) -> Finding:
    """A finding at the number of a claim."""
    column = "pounds" if claim.pounds is not None or claim.percent is None else "percent"
    return Finding(cell("claims", claim.origin.row, column), says, grade, should)


def horizon(plan: Plan) -> int:
    """The years of growth from the base year to the last."""
    return plan.settings.last_year - plan.settings.base_year
