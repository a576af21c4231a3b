"""What a plan says held against itself and against its own sheets: each check compares numbers that were typed.

Nothing here knows any plan: a claim says what it speaks of, and claims that speak of the same thing must agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

from toldonce.steering.money.gap import claimed_growth
from toldonce.steering.money.gap.plan import Claim, Plan
from toldonce.steering.money.gap.saying import roughly
from toldonce.steering.money.gap.stating import amounts, finding, given, in_words, within_printing
from toldonce.steering.money.gap.words import AT_LEAST, AT_MOST, EXACTLY
from toldonce.steering.sheets.declaring import Finding, Grade
from toldonce.steering.sheets.saying import pounds, year_words

SAID_ONCE = {"gap", "solutions", "solution", "base", "cost_growth", "income_growth", "cost_increase",
             "invested", "invested_yearly"}  # fmt: skip


def contradictions(plan: Plan) -> list[Finding]:
    """Where the plan's own numbers do not agree, in the order of its claims."""
    found = [each for check in (*CHECKS, *claimed_growth.CHECKS) for each in check(plan)]
    return sorted(found, key=lambda each: each.at.row or 0)


def without_a_number(plan: Plan) -> Iterator[Finding]:
    """Claims whose number the plan left out."""
    for claim in plan.claims:
        if given(claim) is None:
            yield finding(claim, "gives no number: the plan leaves it out")


def different(plan: Plan) -> Iterator[Finding]:
    """Two different numbers for the same thing."""
    groups: dict[tuple[str, str, int | None], list[Claim]] = defaultdict(list)
    for claim in plan.claims:
        if claim.about in SAID_ONCE and claim.comparison == EXACTLY and given(claim) is not None:
            groups[claim.about, claim.of, claim.year].append(claim)
    for same in groups.values():
        for earlier, later in combinations(same, 2):
            if given(earlier) != given(later):
                yield finding(
                    later, f"says {in_words(later)} where “{earlier.words}” says {in_words(earlier)}"
                )


def unlike_the_solution(plan: Plan) -> Iterator[Finding]:
    """A claim about a solution against what the sheet of solutions says that it saves."""
    listed = {each.name: each.amount for each in plan.solutions if each.amount}
    for claim, said in amounts(plan, "solution"):
        amount = listed.get(claim.of)
        if amount and not _agrees(claim.comparison, said, amount):
            off = f"{roughly(abs(said - amount))} {'more' if said > amount else 'less'}"
            words = f"says {roughly(said)}, {off} than the {roughly(amount)} that “{claim.of}” counts for"
            yield finding(claim, words, should=amount)


def _agrees(comparison: str, said: int, amount: int) -> bool:
    if comparison == AT_LEAST:
        return amount >= said
    return amount <= said if comparison == AT_MOST else amount == said


def unlike_their_sum(plan: Plan) -> Iterator[Finding]:
    """The solutions together against the sum of the list."""
    total = listed_total(plan)
    for claim, said in amounts(plan, "solutions"):
        if said != total:
            near = within_printing(said, total, len(plan.solutions) + 1)
            words = f"says {roughly(said)}; the listed solutions are {roughly(total)}"
            yield finding(claim, words, Grade.ROUNDING if near else Grade.ERROR, total)


def listed_total(plan: Plan) -> int:
    """What all listed solutions that cut a level promise."""
    return sum(each.amount for each in plan.solutions)


def beside_the_gap(plan: Plan) -> Iterator[Finding]:
    """Solutions that are more, or less, than the gap that they are to close."""
    total, stretch = listed_total(plan), sum(each.amount for each in plan.solutions if each.stretch)
    for claim, gap in amounts(plan, "gap"):
        if total > gap:
            words = f"the solutions of {roughly(total)} are {roughly(total - gap)} more than this gap"
            yield finding(claim, words)
        elif 0 < total < gap:
            yield finding(
                claim, f"the solutions of {roughly(total)} leave {roughly(gap - total)} of this gap"
            )
        if stretch and total - stretch < gap:
            left = roughly(gap - total + stretch)
            words = f"without the stretch of {roughly(stretch)} the solutions leave {left} of it"
            yield finding(claim, words, Grade.DOUBT)


def unlike_its_parts(plan: Plan) -> Iterator[Finding]:
    """Parts of a solution that are more than it, or that leave something unexplained."""
    last = plan.settings.last_year
    for solution in plan.solutions:
        parts = [(claim, amount) for claim, amount in amounts(plan, "part") if claim.of == solution.name]
        in_time = [(claim, amount) for claim, amount in parts if (claim.year or last) <= last]
        together, whole = sum(amount for _, amount in in_time), roughly(solution.amount)
        if in_time and together > solution.amount:
            says = f"the parts of “{solution.name}” are {roughly(together)}, more than its {whole}"
            yield finding(in_time[-1][0], says)
        elif in_time and together < solution.amount:
            rest = roughly(solution.amount - together)
            says = f"{rest} of the {whole} of “{solution.name}” are not broken down"
            yield finding(in_time[-1][0], says, Grade.DOUBT)


def beyond_the_least(plan: Plan) -> Iterator[Finding]:
    """What a solution counts for beyond the least that the text gives a reason for."""
    for claim, more in _beyond(plan):
        words = f"explains {in_words(claim)}; “{claim.of}” counts for {roughly(more)} more"
        yield finding(claim, words, Grade.DOUBT)


def _beyond(plan: Plan) -> Iterator[tuple[Claim, int]]:
    listed = {each.name: each.amount for each in plan.solutions}
    for claim, said in amounts(plan, "solution"):
        more = listed.get(claim.of, 0) - said
        if claim.comparison == AT_LEAST and more > 0:
            yield claim, more


def the_same_amount(plan: Plan) -> Iterator[Finding]:
    """A difference that nothing explains and that is exactly what another solution counts for."""
    total = listed_total(plan)
    differences = [(claim, total - gap) for claim, gap in amounts(plan, "gap")]
    for claim, difference in [*differences, *_beyond(plan)]:
        for solution in plan.solutions:
            if 0 < difference == solution.amount and solution.name != claim.of:
                words = f"the {roughly(difference)} more are exactly what “{solution.name}” counts for"
                yield finding(claim, f"{words}: is it counted twice?", Grade.DOUBT)


def after_the_last_year(plan: Plan) -> Iterator[Finding]:
    """Savings that come too late to close the gap of the last year."""
    last = plan.settings.last_year
    for claim, _ in amounts(plan, "part", "solution"):
        if claim.year is not None and claim.year > last:
            says = (
                f"comes in {year_words(claim.year)}, after {year_words(last)}: it closes nothing of that gap"
            )
            yield finding(claim, says, Grade.DOUBT)


def unlike_the_sheets(plan: Plan) -> Iterator[Finding]:
    """The budget that the plan states against the base that this book is made from."""
    total = sum(line.cost for line in plan.lines)
    for claim, said in amounts(plan, "base"):
        if said != total:
            words = f"says {pounds(said)}; the base cost of this book is {pounds(total)}"
            yield finding(
                claim, words, Grade.ROUNDING if within_printing(said, total) else Grade.ERROR, total
            )


CHECKS: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    without_a_number,
    different,
    unlike_the_solution,
    unlike_their_sum,
    beside_the_gap,
    unlike_its_parts,
    beyond_the_least,
    the_same_amount,
    after_the_last_year,
    unlike_the_sheets,
)
