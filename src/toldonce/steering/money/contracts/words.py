"""What a contracts director would say, made from the numbers of the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from toldonce.steering.money.contracts.duplicates import Duplicate
from toldonce.steering.money.contracts.position import Position, Standing
from toldonce.steering.money.contracts.procurement import Lot
from toldonce.steering.money.contracts.quality import Scheme
from toldonce.steering.money.contracts.reconciled import Reckoned
from toldonce.steering.money.contracts.register import Contract
from toldonce.steering.money.months import NAMES
from toldonce.steering.sheets.saying import pounds


def of_contract(stands: Position, schemes: Sequence[Scheme], account: Sequence[Reckoned]) -> list[str]:
    """Where a contract stands, what drives it, what quality has earned, what the year comes to."""
    if not stands.lines:
        return ["No price is entered for this contract: only its value is known."]
    said = [_to_date(stands), _drivers(stands), _quality(schemes), _year(stands, account)]
    return [each for each in said if each]


def _to_date(stands: Position) -> str:
    if not stands.closed:
        return f"The plan of the year is {pounds(stands.total('value'))}; no month is closed yet."
    through = NAMES[stands.closed - 1]
    if stands.due_to_date is None or stands.variance_to_date is None:
        return f"{through} is closed, and no line has reported what was delivered."
    return (
        f"To the end of {through} {pounds(stands.due_to_date)} is due against a plan of "
        f"{pounds(stands.value_to_date)}: {above_or_below(stands.variance_to_date)}{_left_out(stands)}."
    )


def _left_out(stands: Position) -> str:
    missing = [line.line.point for line in stands.lines if not line.reported]
    return f" (left out, as not reported for every closed month: {', '.join(missing)})" if missing else ""


def above_or_below(amount: int) -> str:
    """A difference from plan in words."""
    return f"{pounds(abs(amount))} {'above' if amount > 0 else 'below'} plan" if amount else "as planned"


def _drivers(stands: Position) -> str:
    moved = sorted((line for line in stands.reported if line.variance_to_date), key=_size)
    named = "; ".join(
        f"{each.line.point}, {above_or_below(each.variance_to_date or 0)}" for each in moved[:3]
    )
    return f"Most of it: {named}." if named and len(stands.lines) > 1 else ""


def _size(line: Standing) -> int:
    return -abs(line.variance_to_date or 0)


def _quality(schemes: Sequence[Scheme]) -> str:
    if not schemes:
        return ""
    worth, got = sum(each.worth for each in schemes), sum(each.earned for each in schemes)
    lost, still = sum(each.lost for each in schemes), sum(each.open for each in schemes)
    return (
        f"Quality is worth {pounds(worth)}: {pounds(got)} is earned, {pounds(lost)} is not, and {pounds(still)} "
        "waits for its result."
    )


def _year(stands: Position, account: Sequence[Reckoned]) -> str:
    if not stands.closed:
        return ""
    return f"The year comes to {pounds(account[-1].amount)}, from {pounds(account[0].amount)} as signed."


def of_provider(
    provider: str, contracts: Sequence[Contract], ending: Sequence[Contract], twice: Sequence[Duplicate]
) -> list[str]:
    """How many contracts somebody has with how many commissioners, what they are worth, what ends, what is doubtful."""
    buyers = {each.commissioner for each in contracts}
    worth = pounds(sum(each.value for each in contracts))
    those = count(len(contracts), "contract")
    said = [
        f"{provider} has {those} with {count(len(buyers), 'commissioner')}: {worth} a year.",
        f"{count(len(ending), 'contract')} {'ends' if len(ending) == 1 else 'end'} within six months.",
    ]
    if twice:
        one, value = len(twice) == 1, pounds(sum(each.value for each in twice))
        what = "pair of contracts may be" if one else "pairs of contracts may be"
        said.append(f"{len(twice)} {what} for the same thing: {value} a year to look at.")
    return said


def of_work_plan(lots: Sequence[Lot], unfollowed: Sequence[Contract], on: date) -> list[str]:
    """How many lots slip, which contract would be missing, and what ends with nothing to follow."""
    slipping = [lot for lot in lots if lot.slips]
    overdue = [lot for lot in lots if lot.next and lot.next.due < on]
    said = [
        f"{len(slipping)} of {count(len(lots), 'lot')} cannot start as planned; in {len(overdue)} a stage is overdue."
    ]
    gaps = [f"{lot.name}, {count(lot.gap, 'day')}" for lot in lots if lot.gap]
    if gaps:
        said.append(f"Without a contract in between: {'; '.join(gaps)}.")
    if unfollowed:
        value = pounds(sum(each.value for each in unfollowed))
        named = ", ".join(each.number for each in unfollowed[:5]) + (
            " and others" if len(unfollowed) > 5 else ""
        )
        ends = f"{count(len(unfollowed), 'contract')} worth {value} a year"
        said.append(f"Ending within a year with nothing to follow: {ends} ({named}).")
    return said


def count(number: int, what: str) -> str:
    """A number of things."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
