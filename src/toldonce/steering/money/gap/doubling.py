"""Savings that may be counted twice: by what solutions act on, by their amounts, and by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from toldonce.steering.money.gap.declared import cell
from toldonce.steering.money.gap.plan import Plan, Solution
from toldonce.steering.money.gap.saying import roughly
from toldonce.steering.sheets.declaring import Finding, Grade

SHORTEST = 5  # letters of a word that tells solutions apart
TELLS_NOTHING = {
    "savings",
    "saving",
    "system",
    "programme",
    "scheme",
    "health",
    "efficiency",
    "through",
    "other",
}


def doubled(plan: Plan) -> list[Finding]:
    """Pairs of solutions that may be one saving, but for those whose overlap is stated already."""
    stated = {frozenset((each.first, each.second)) for each in plan.overlaps}
    found = []
    for earlier, later in combinations(plan.solutions, 2):
        if frozenset((earlier.name, later.name)) not in stated and _on_the_same_lines(plan, earlier, later):
            found += [
                Finding(cell("solutions", later.origin.row, column), says, Grade.DOUBT)
                for column, says in _likeness(earlier, later)
            ]
    return found


def _on_the_same_lines(plan: Plan, one: Solution, other: Solution) -> bool:
    one_reach, other_reach = one.reach, other.reach
    return one_reach.may_meet(other_reach) and any(
        one_reach.holds(line) and other_reach.holds(line) for line in plan.lines
    )


def _likeness(earlier: Solution, later: Solution) -> Iterator[tuple[str, str]]:
    if earlier.amount and earlier.amount == later.amount:
        says = f"{roughly(later.amount)} is what “{earlier.name}” saves on the same lines"
        yield "amount", f"{says}: the same saving twice?"
    shared = _telling_words(earlier.name) & _telling_words(later.name)
    if shared:
        says = f"shares “{', '.join(sorted(shared))}” with “{earlier.name}”, which acts on the same lines"
        yield "solution", f"{says}: say in Overlaps how much is counted twice, or 0%"


def _telling_words(name: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", name.casefold()) if len(word) >= SHORTEST} - TELLS_NOTHING
