"""Pooled budgets under section 75: who keeps them, who pays in, and who bears what is over or under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from toldonce.steering.plans.better_care import sheets, words
from toldonce.steering.plans.better_care.plan import PARTNER_AT, POOL_AT, Plan
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Row
from toldonce.steering.sheets.saying import pounds
from toldonce.steering.sheets.sharing import shared

ALL = Decimal(100)
NOTEWORTHY = Decimal(5)  # percent of the budget to date, above which a variance needs its reason
MOST_PARTS = 12  # lines without a pool of which every choice is tried
TOO_LITTLE = 200  # times that a budget may be larger than what is spent of it
FOURTH = list(words.QUARTERS)[-1]


@dataclass(frozen=True, slots=True)
class Member:
    """What one partner pays into a pool (None where it is not said), and its share of the risk in percentage points."""

    row: int
    partner: str
    amount: int | None
    risk: Decimal | None


@dataclass(frozen=True, slots=True)
class Pool:
    """One pooled budget."""

    row: int
    key: str
    name: str
    host: str | None
    members: Sequence[Member]

    @property
    def budget(self) -> int | None:
        """All contributions together; None while one is not said."""
        amounts = [member.amount for member in self.members if member.amount is not None]
        return sum(amounts) if amounts and len(amounts) == len(self.members) else None

    @property
    def risk_is_shared(self) -> bool:
        """Whether the shares of risk are said and make the whole."""
        return sum((member.risk or Decimal(0) for member in self.members), Decimal(0)) == ALL

    def borne(self, variance: int) -> Mapping[str, int] | None:
        """Who bears how much of a variance in whole pounds, by largest remainder; None without shares of risk."""
        if not self.risk_is_shared:
            return None
        parts = shared(variance, [member.risk or Decimal(0) for member in self.members])
        return {member.partner: part for member, part in zip(self.members, parts, strict=True)}


@dataclass(frozen=True, slots=True)
class QuarterEnd:
    """One pool at the end of a quarter, in pounds since the first of April."""

    row: int
    pool: Pool
    quarter: str
    budget: int
    actual: int
    forecast: int
    why: str

    @property
    def variance(self) -> int:
        """What is spent beyond the budget to date; below nothing where less is spent."""
        return self.actual - self.budget

    @property
    def percent(self) -> Decimal | None:
        """The variance in percentage points of the budget to date."""
        return Decimal(self.variance) * 100 / self.budget if self.budget else None

    @property
    def forecast_variance(self) -> int | None:
        """What the year is to end over its budget; None while the budget is not said."""
        return None if self.pool.budget is None else self.forecast - self.pool.budget


def pools_of(contents: Contents) -> list[Pool]:
    """Every pool with its members."""
    return [_pool(row, contents) for row in contents.get("pools", ()) if row["key"]]


def _pool(row: Row, contents: Contents) -> Pool:
    members = tuple(
        Member(each.number, str(each["partner"]), each["amount"], each["risk"])  # type: ignore[arg-type]
        for each in contents.get("contributions", ())
        if each["pool"] == row["key"] and each["partner"]
    )
    return Pool(row.number, str(row["key"]), str(row["name"] or row["key"]), row["host"], members)  # type: ignore[arg-type]


def quarter_ends(contents: Contents) -> list[QuarterEnd]:
    """What is said at quarter ends, pool by pool in the order of quarters."""
    pools = {pool.key: pool for pool in pools_of(contents)}
    found = [
        QuarterEnd(row.number, pools[str(row["pool"])], *_amounts(row))
        for row in contents.get("quarters", ())
        if row["pool"] in pools and all(row[each] is not None for each in sheets.QUARTERS_NEED)
    ]
    return sorted(found, key=lambda each: (list(pools).index(each.pool.key), each.quarter))


def _amounts(row: Row) -> tuple:
    return row["quarter"], row["budget"], row["actual"], row["forecast"], row["why"] or ""


def findings(contents: Contents, plan: Plan) -> Iterator[Finding]:
    """What does not hold of the pools and their quarter ends."""
    for pool in pools_of(contents):
        yield from _of_the_pool(pool)
        yield from _of_whole_lines(pool, plan)
    ends = quarter_ends(contents)
    for end in ends:
        yield from _of_the_quarter(end)
    for before, after in pairwise(ends):
        if before.pool.key == after.pool.key:
            yield from _of_the_sequence(before, after)


def _of_the_pool(pool: Pool) -> Iterator[Finding]:
    partners = [member.partner for member in pool.members]
    if not pool.members:
        yield Finding(At(sheets.POOLS, pool.row, "key"), "has no contributor.", Grade.DOUBT)
        return
    if pool.host and pool.host not in partners:
        says = f"“{pool.host}” keeps the pool and is no contributor to it."
        yield Finding(At(sheets.POOLS, pool.row, "host"), says, Grade.DOUBT)
    for member in pool.members:
        if partners.index(member.partner) != pool.members.index(member):
            says = f"“{member.partner}” is entered twice for “{pool.name}”."
            yield Finding(At(sheets.CONTRIBUTIONS, member.row, "partner"), says)
    yield from _of_the_risk(pool)


def _of_whole_lines(pool: Pool, plan: Plan) -> Iterator[Finding]:
    """Contributions that the lines of spending cannot make up, whichever of those without a pool belong to it.

    Where a line leaves its pool unsaid, the accounts only know between what amounts the spending lies. A contributor
    none of whose lines says a pool is left in peace.
    """
    for member in pool.members:
        lines = [each for each in plan.spending.entries if each.said[PARTNER_AT] in (None, member.partner)]
        sure = [each.pounds for each in lines if each.said[PARTNER_AT] and each.said[POOL_AT] == pool.key]
        may = [each.pounds for each in lines if None in (each.said[PARTNER_AT], each.said[POOL_AT])]
        open_ones = [each for each in may if each is not None]
        if member.amount is None or not sure or None in sure or len(open_ones) < len(may):
            continue
        missing = member.amount - sum(each or 0 for each in sure)
        slack = plan.nearest * (len(lines) + 1) // 2 if plan.nearest > 1 else 0
        if 0 < missing < sum(open_ones) and not _made_of(open_ones, missing, slack):
            says = f"{pounds(member.amount)} is {pounds(missing)} more than “{member.partner}” spends in this pool"
            says += ", and no line of its spending without a pool makes that up."
            yield Finding(At(sheets.CONTRIBUTIONS, member.row, "amount"), says, Grade.DOUBT)


def _made_of(parts: Sequence[int], amount: int, slack: int) -> bool:
    """Whether some parts together make an amount; of more parts than can be tried it is taken to be so."""
    if len(parts) > MOST_PARTS:
        return True
    sums = {0}
    for part in parts:
        sums |= {each + part for each in sums}
    return any(abs(each - amount) <= slack for each in sums)


def _of_the_risk(pool: Pool) -> Iterator[Finding]:
    said = [member for member in pool.members if member.risk is not None]
    if not said:
        says = f"is not said for “{pool.name}”: nobody can tell who bears a variance."
        yield Finding(At(sheets.CONTRIBUTIONS, pool.members[0].row, "risk"), says, Grade.DOUBT)
    elif not pool.risk_is_shared:
        whole = sum((member.risk or Decimal(0) for member in said), Decimal(0))
        last = pool.members[-1]
        should = ALL - whole + (last.risk or Decimal(0))
        says = f"The shares of “{pool.name}” make {whole}%, not 100%."
        yield Finding(
            At(sheets.CONTRIBUTIONS, last.row, "risk"), says, should=should if should >= 0 else None
        )


def _of_the_quarter(end: QuarterEnd) -> Iterator[Finding]:
    if end.forecast < end.actual:
        says = f"{pounds(end.forecast)} is less than the {pounds(end.actual)} that is spent already."
        yield Finding(At(sheets.QUARTERS, end.row, "forecast"), says, Grade.DOUBT)
    budget = end.pool.budget
    for column, beside in (("actual", end.budget), ("forecast", budget)):
        amount = getattr(end, column)
        if beside is not None and 0 < amount * TOO_LITTLE < beside:
            says = f"{pounds(amount)} beside a budget of {pounds(beside)}: thousands taken for pounds?"
            yield Finding(At(sheets.QUARTERS, end.row, column), says, Grade.DOUBT)
    if budget is not None and end.quarter == FOURTH and end.budget != budget:
        says = f"{pounds(end.budget)} is the budget of four quarters, and the contributions make {pounds(budget)}."
        yield Finding(At(sheets.QUARTERS, end.row, "budget"), says, should=budget)
    if end.percent is not None and abs(end.percent) >= NOTEWORTHY and not end.why:
        says = (
            f"A variance of {pounds(end.variance)} ({end.percent:.1f}% of the budget to date) has no reason."
        )
        yield Finding(At(sheets.QUARTERS, end.row, "why"), says, Grade.DOUBT)


def _of_the_sequence(before: QuarterEnd, after: QuarterEnd) -> Iterator[Finding]:
    if before.quarter == after.quarter:
        says = f"{words.QUARTERS[after.quarter]} of “{after.pool.name}” is entered twice."
        yield Finding(At(sheets.QUARTERS, after.row, "quarter"), says)
        return
    for column in ("budget", "actual"):
        was, now = getattr(before, column), getattr(after, column)
        if now < was:
            says = f"{pounds(now)} to date is less than the {pounds(was)} of the quarter before."
            yield Finding(At(sheets.QUARTERS, after.row, column), says, Grade.DOUBT)
