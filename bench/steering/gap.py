"""How long the financial gap takes: `python -m bench.steering.gap [LINES]` (a book has 1 to 500 lines)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from bench.measured import Measured, size, tell, took
from toldonce.steering.money.gap.book import GAP
from toldonce.steering.money.gap.draws import DRAWS, fan
from toldonce.steering.money.gap.plan import (
    Growth,
    Line,
    Origin,
    Override,
    Plan,
    Reach,
    Settings,
    Solution,
    Spread,
)
from toldonce.steering.money.gap.scenarios import overridden
from toldonce.steering.money.gap.sensitivity import swings
from toldonce.steering.money.gap.told import told
from toldonce.steering.money.gap.tracing import trace
from toldonce.steering.sheets.declaring import Contents, Row

ABOUT, BUDGET, AS_ONE_TYPES = "The financial gap", 2000.0, 100.0  # milliseconds
LINES, SOLUTIONS = 50, 20
HERE = Origin("invented", 1)
BODIES, YEARS = 10, 10


def invented(lines: int, solutions: int, seed: int = 1) -> Plan:
    """A plan of ten years in which each body's demography and each solution's delivery has a range of its own."""
    chance = random.Random(seed)
    base = tuple(
        Line(f"Body {at % BODIES}", f"Line {at // BODIES}", cost, cost, HERE)
        for at in range(lines)
        for cost in (chance.randrange(1_000_000, 200_000_000),)
    )
    growth = [
        _growth("income", Reach(), 0.02),
        _growth("price", Reach(), 0.019),
        _growth("activity", Reach(), 0.005),
    ]
    growth += [
        _growth("demography", Reach(body), 0.011) for body in dict.fromkeys(line.body for line in base)
    ]
    made = tuple(_solution(at, base[at % lines], chance) for at in range(solutions))
    return Plan(
        Settings(2019, 2019 + YEARS, growth_correlation=0.3, delivery_correlation=0.2),
        base,
        tuple(growth),
        made,
    )


def _growth(driver: str, reach: Reach, rate: float) -> Growth:
    return Growth(
        f"{driver} {reach.body}", driver, reach, None, Spread(rate, rate / 2, rate * 2, "pert"), HERE
    )


def _solution(at: int, line: Line, chance: random.Random) -> Solution:
    level, start = at % 3 > 0, date(2019 + chance.randrange(5), chance.randrange(1, 13), 1)
    return Solution(
        f"Solution {at}", Reach(line.body, line.service), "cost", "level" if level else "growth",
        1_000_000 if level else 0, 0.0 if level else 0.005, start, Origin("solutions", at + 1),
        ramp=18, delivered=Spread(0.8, 0.4, 1.0),
    )  # fmt: skip


def typed(plan: Plan) -> Contents:
    """The sheets that make about this plan."""
    return {sheet.key: () for sheet in GAP.sheets} | {
        "settings": (_row("settings", 1, base_year=2019, last_year=2019 + YEARS, cross="shown", seed=1,
                          growth_correlation=Decimal(30), delivery_correlation=Decimal(20)),),
        "lines": tuple(_row("lines", at, body=each.body, service=each.service, income=each.income, cost=each.cost)
                       for at, each in enumerate(plan.lines, 1)),
        "growth": tuple(_row("growth", at, assumption=each.name, driver=each.driver, body=each.reach.body or None,
                             percent=Decimal(str(each.spread.likely * 100))) for at, each in enumerate(plan.growth, 1)),
        "solutions": tuple(_row("solutions", at, solution=each.name, acts_on=each.acts_on, kind=each.kind,
                                body=each.reach.body, service=each.reach.service, start=each.start,
                                amount=each.amount if each.kind == "level" else None,
                                points=Decimal("0.5") if each.kind == "growth" else None)
                           for at, each in enumerate(plan.solutions, 1)),
    }  # fmt: skip


def _row(sheet: str, number: int, **filled: Any) -> Row:
    values = {column.key: filled.get(column.key) for column in GAP.by_key[sheet].columns}
    return Row(number, number, values)


def main() -> None:
    tell(measured(int(size(LINES))))


def measured(lines: int) -> Iterator[Measured]:
    """What each question takes of a plan of so many lines and twenty solutions over ten years."""
    plan = invented(lines, SOLUTIONS)
    contents = typed(plan)
    told_of = f"{lines} lines, {SOLUTIONS} solutions, {YEARS} years"
    yield took(ABOUT, f"{DRAWS:,} draws: {told_of}", lambda: fan.__wrapped__(plan), BUDGET, times=5)
    yield took(ABOUT, "everything checked as one types", lambda: GAP.check(contents), AS_ONE_TYPES)
    yield took(ABOUT, "worked out in whole pounds, by line", lambda: told(plan).net_by_line)
    yield took(ABOUT, "what moves the gap most", lambda: swings(plan))
    yield took(ABOUT, "one pound traced", lambda: trace(told(plan), f"left/{2019 + YEARS}"))
    yield took(
        ABOUT, "what if all is six months late", lambda: told(overridden(plan, [Override(later=6)])).left
    )


if __name__ == "__main__":
    main()
