"""Whether all accounts of the money agree in every view, and where they do not, which cell and what it should be.

Accounts that speak of the same cut are compared. Those that most of the others agree with are believed; what stands
apart is narrowed down to the rows that all its disagreements of the same size have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toldonce.steering.plans.better_care.accounts import Account, Cut, Statement
from toldonce.steering.plans.better_care.comparing import Comparison, Reconciled
from toldonce.steering.plans.better_care.plan import Plan
from toldonce.steering.plans.better_care.telling import rows_of, told
from toldonce.steering.sheets.declaring import At, Finding, Grade
from toldonce.steering.sheets.saying import pounds

THOUSANDS = 1000


@dataclass(slots=True)
class Suspect:
    """Rows of an account, one of which is wrong by `difference` pounds."""

    account: Account
    difference: float
    rows: frozenset[int]
    exact: bool
    because: list[Comparison] = field(default_factory=list)


def _agree(one: Statement, other: Statement) -> bool:
    slack = one.slack + other.slack
    return one.low - slack <= other.high and other.low - slack <= one.high


def disagreements(reconciled: Reconciled) -> list[Finding]:
    """Where the money does not agree: errors with the cell and what it should be, and what rounding explains."""
    plan, found = reconciled.plan, reconciled.comparisons
    wrong = [each for each in found if each.apart and not each.within_rounding]
    decided = _suspects([each for each in wrong if not each.undecided])
    open_ones = [each for each in wrong if each.undecided and not _explained(each, decided)]
    errors = [_error(plan, each) for each in _without_sums(decided)]
    errors += [finding for each in open_ones for finding in _open(plan, each, open_ones)]
    roundings = [_rounding(plan, each) for each in found if each.apart and each.within_rounding]
    return [*errors, *roundings]


def _suspects(wrong: Sequence[Comparison]) -> list[Suspect]:
    """Rows that stand apart, narrowed by every comparison in which the same account is apart by as much."""
    found: list[Suspect] = []
    for comparison in wrong:
        for statement in comparison.apart:
            difference, exact = _difference(statement, comparison.agreed)
            known = _same(found, statement, difference)
            if known:
                known.rows &= statement.rows
                known.because.append(comparison)
            else:
                suspect = Suspect(statement.account, difference, statement.rows, exact, [comparison])
                found.append(suspect)
    return found


def _same(found: Sequence[Suspect], statement: Statement, difference: float) -> Suspect | None:
    name = statement.account.name
    return next(
        (
            each
            for each in found
            if each.account.name == name and each.difference == difference and each.rows & statement.rows
        ),
        None,
    )


def _difference(statement: Statement, agreed: Sequence[Statement]) -> tuple[float, bool]:
    """How far a statement would have to move, and whether that is known to the pound."""
    low, high = max(each.low for each in agreed), min(each.high for each in agreed)
    low, high = min(low, high), max(low, high)  # within rounding the ends may cross
    exact = statement.exact and low == high
    if statement.high < low:
        return low - statement.high, exact
    return high - statement.low, exact


def _against(side: Statement, sides: Sequence[Statement]) -> list[Statement]:
    return [each for each in sides if not _agree(each, side)]


def _explained(comparison: Comparison, decided: list[Suspect]) -> bool:
    """Whether a comparison that cannot be decided follows from an error that was found; then it narrows that error."""
    sides = (*comparison.apart, *comparison.agreed)
    for statement in sides:
        others = _against(statement, sides)
        if not others:
            continue
        difference, _ = _difference(statement, others)
        known = _same(decided, statement, difference)
        if known:
            known.rows &= statement.rows
            known.because.append(comparison)
            return True
    return False


def _without_sums(suspects: Sequence[Suspect]) -> list[Suspect]:
    """Those that are more than the sum of narrower ones of the same account."""
    return [each for each in suspects if not _is_sum(each, suspects)]


def _is_sum(suspect: Suspect, suspects: Sequence[Suspect]) -> bool:
    within = [
        each
        for each in suspects
        if each is not suspect and each.account.name == suspect.account.name and each.rows < suspect.rows
    ]
    return bool(within) and sum(each.difference for each in within) == suspect.difference


def _error(plan: Plan, suspect: Suspect) -> Finding:
    first = suspect.because[0]
    statement = next(each for each in first.apart + first.agreed if each.account.name == suspect.account.name)
    sheet, name = suspect.account.sheet, plan.named(first.cut)
    others = told([each for each in first.agreed + first.apart if each is not statement])
    if len(suspect.rows) == 1:
        (row,) = suspect.rows
        is_now = _amount_at(plan, suspect.account, row)
        should = int(is_now + suspect.difference) if suspect.exact else None
        says = f"{pounds(is_now)} does not agree for {name}: {others}."
        return Finding(At(sheet, row, "amount"), f"{says} {_should(is_now, should, suspect)}", should=should)
    says = f"{rows_of(suspect.rows)} make {_range(statement)} for {name}, but {others}."
    more = "more" if suspect.difference > 0 else "less"
    ending = (
        f"One of them is wrong, or a row is missing: it should be {pounds(abs(suspect.difference))} {more}."
    )
    return Finding(At(sheet, None, "amount"), f"{says} {ending}")


def _should(is_now: int, should: int | None, suspect: Suspect) -> str:
    if should is None:
        more = "more" if suspect.difference > 0 else "less"
        return f"It should be at least {pounds(abs(suspect.difference))} {more}."
    slip = " Thousands seem to be taken for pounds." if is_now and should == is_now * THOUSANDS else ""
    return f"It should be {pounds(should)}.{slip}"


def _amount_at(plan: Plan, account: Account, row: int) -> int:
    if account.name == "totals":
        return next(claim.pounds for claim in plan.claims if claim.row.number == row)
    return next(entry.pounds or 0 for entry in account.entries if entry.row == row)


def _range(statement: Statement) -> str:
    if statement.exact:
        return pounds(statement.low)
    return f"between {pounds(statement.low)} and {pounds(statement.high)}"


def _open(plan: Plan, comparison: Comparison, others: Sequence[Comparison]) -> list[Finding]:
    """A finding at each side of a disagreement that nothing decides; at the printed total where one stands alone."""
    if any(_covers(other, comparison) for other in others if other is not comparison):
        return []
    sides = (*comparison.agreed, *comparison.apart)
    contested = [each for each in sides if _against(each, sides)]  # what says little agrees with every side
    totals = [each for each in contested if each.account.name == "totals"]
    blamed = totals if totals and len(totals) < len(contested) else contested
    return [_one_side(plan, comparison.cut, each, sides) for each in blamed]


def _covers(finer: Comparison, coarser: Comparison) -> bool:
    return len(finer.cut) > len(coarser.cut) and set(coarser.cut) < set(finer.cut)


def _one_side(plan: Plan, cut: Cut, side: Statement, sides: Sequence[Statement]) -> Finding:
    against = _against(side, sides)
    difference, exact = _difference(side, against)
    one = next(iter(side.rows)) if len(side.rows) == 1 else None
    should = int(side.low + difference) if one and exact else None
    says = f"{_range(side)} is said for {plan.named(cut)}, but {told(against)}."
    ending = (
        f" It should be {pounds(should)}, or those are wrong." if should is not None else " One is wrong."
    )
    return Finding(At(side.account.sheet, one, "amount"), says + ending, should=should)


def _rounding(plan: Plan, comparison: Comparison) -> Finding:
    side = comparison.apart[0]
    one = next(iter(side.rows)) if len(side.rows) == 1 else None
    says = (
        f"{_range(side)} for {plan.named(comparison.cut)} where {told(comparison.agreed)}: "
        f"rounding to the nearest {pounds(plan.nearest)} explains it."
    )
    return Finding(At(side.account.sheet, one, "amount"), says, Grade.ROUNDING)
