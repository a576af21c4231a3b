"""What a finance director would say of a budget, made from its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from toldonce.steering.money.budgets.position import Position, Stands
from toldonce.steering.money.months import NAMES
from toldonce.steering.sheets.saying import pounds

NAMED = 3  # as many lines as a sentence bears


def over_or_under(amount: int, share: Decimal | None = None) -> str:
    """A variance in words: £1,204 over budget (1.2%)."""
    if amount == 0:
        return "on budget"
    ratio = f" ({abs(share)}%)" if share is not None else ""
    return f"{pounds(abs(amount))} {'over' if amount > 0 else 'under'} budget{ratio}"


def sentences(stands: Position) -> list[str]:
    """Where the budget stands, where it ends, what drives it, and what is not known."""
    if not stands.lines:
        return ["The budget has no lines yet."]
    said = [_to_date(stands), _year(stands), _drivers(stands.lines), _surplus(stands), _unknown(stands)]
    return [each for each in said if each]


def _to_date(stands: Position) -> str:
    whole = stands.whole
    if not stands.months:
        return f"The budget of the year is {pounds(whole.budget + stands.held)}; no month is closed yet."
    through = NAMES[stands.months - 1]
    if whole.actual_to_date is None or whole.variance_to_date is None:
        return f"{through} is closed, and no line has reported what was spent."
    return (
        f"To the end of {through} {pounds(whole.actual_to_date)} was spent against {pounds(whole.budget_to_date)}: "
        f"{over_or_under(whole.variance_to_date, whole.share_to_date)}."
    )


def _year(stands: Position) -> str:
    whole = stands.whole
    if whole.actual_to_date is None:
        return ""
    return (
        f"By the methods that the lines name, the year ends at {pounds(whole.forecast)} against "
        f"{pounds(whole.budget)}: {over_or_under(whole.variance, whole.share)}."
    )


def _drivers(lines: Iterable[Stands]) -> str:
    moved = [each for each in lines if each.variance and each.line and not each.line.held]
    largest = sorted(moved, key=lambda each: -abs(each.variance))[:NAMED]
    named = "; ".join(f"{each.name}, {over_or_under(each.variance)}" for each in largest)
    return f"Most of it: {named}." if named else ""


def _surplus(stands: Position) -> str:
    if not stands.held:
        return ""
    planned = f"a surplus of {pounds(stands.held)} is planned"
    if stands.whole.actual_to_date is None:
        return f"Of it, {planned} and held back."
    result = "surplus" if stands.surplus >= 0 else "deficit"
    return f"The forecast leaves a {result} of {pounds(abs(stands.surplus))}, where {planned}."


def _unknown(stands: Position) -> str:
    count = len(stands.unreported)
    if not count or stands.whole.actual_to_date is None:
        return ""
    names = ", ".join(stands.unreported[:NAMED]) + (" and others" if count > NAMED else "")
    return (
        f"{count} of the lines {'is' if count == 1 else 'are'} not reported for every closed month and left out of "
        f"the figures to date ({names})."
    )
