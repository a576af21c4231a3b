"""Budgets, fair shares and contracts, worked out: `python -m bench.steering.money [LINES]`.

A budget of so many lines with months, changes and profiles; practices by two formulas; contracts of six lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.measured import Measured, size, tell, took
from toldonce.steering.money.budgets.book import BUDGET
from toldonce.steering.money.budgets.lines import budget_of
from toldonce.steering.money.budgets.position import position
from toldonce.steering.money.contracts import position as contracts
from toldonce.steering.money.contracts.book import REGISTER
from toldonce.steering.money.contracts.register import register_of
from toldonce.steering.money.fair_shares.book import FAIR_SHARES
from toldonce.steering.money.fair_shares.shares import shares
from toldonce.steering.money.fair_shares.weights import weights_of
from toldonce.steering.money.months import MONTHS
from toldonce.steering.sheets.declaring import Contents
from toldonce.steering.sheets.opening.folders import read
from toldonce.steering.sheets.typed import understood

PLACE = Path(__file__).parents[2] / "places/dorset/plans"
ABOUT, LINES, AS_ONE_TYPES = "Budgets, fair shares and contracts", 500, 100.0  # milliseconds


def main() -> None:
    tell(measured(int(size(LINES))))


def measured(lines: int) -> Iterator[Measured]:
    """Budgets, fair shares and contracts, each checked as one types and worked out."""
    budget = _invented_budget(lines)
    yield took(ABOUT, f"a budget of {lines} lines checked", lambda: BUDGET.check(budget), AS_ONE_TYPES)
    yield took(ABOUT, "its position after six months", lambda: position(_made(budget)), AS_ONE_TYPES)
    published = read(PLACE / "fair-shares/2024-25", FAIR_SHARES).contents
    weights = weights_of(published)
    yield took(ABOUT, "weighted populations checked", lambda: FAIR_SHARES.check(published), AS_ONE_TYPES)
    yield took(ABOUT, "one amount shared", lambda: shares(weights, weights.pots[0], 2024), AS_ONE_TYPES)
    many = lines * 3 // 5
    register = _invented_register(many, 6)
    yield took(ABOUT, f"{many} contracts of 6 lines checked", lambda: REGISTER.check(register), AS_ONE_TYPES)
    yield took(ABOUT, "their positions", lambda: _positions(register), AS_ONE_TYPES)


def _made(contents: Contents):
    budget = budget_of(contents)
    assert budget is not None
    return budget


def _positions(contents: Contents) -> int:
    register = register_of(contents, date(2016, 10, 1))
    assert register is not None
    return sum(contracts.position(register, each).total("forecast") for each in register.contracts)


def _invented_budget(lines: int) -> Contents:
    chance = random.Random(1)
    openings = {f"Line {at}": chance.randrange(100_000, 50_000_000) for at in range(lines)}
    told = {
        "terms": [{"year": "2015/16", "closed": "6"}],
        "lines": [
            {"line": name, "programme": name[:6], "opening": f"{each}"} for name, each in openings.items()
        ],
        "changes": [
            {"line": name, "on": "2015-07-01", "amount": "1200", "recurrent": "no", "reason": "invented"}
            for name in openings
        ],
        "actuals": [
            {"line": name} | {month: f"{chance.randrange(1, each // 6)}" for month in MONTHS[:6]}
            for name, each in openings.items()
        ],
        "printed": [{"total": f"{sum(openings.values())}"}],
    }
    return understood(BUDGET, told)[0]


def _invented_register(many: int, each: int) -> Contents:
    chance = random.Random(2)
    names = [f"C{at} line {line}" for at in range(many) for line in range(each)]
    told = {
        "terms": [{"year": "2016/17", "closed": "6"}],
        "contracts": [
            {
                "contract": f"C{at}", "title": f"Care {at}", "provider": f"Provider {at % 40}", "commissioner": "Group",
                "kind": "standard", "starts": "2016-04-01", "ends": "2017-03-31", "value": "1000000",
            }
            for at in range(many)
        ],
        "lines": [
            {"line": name, "contract": name.split()[0], "point": name, "form": "tariff", "price": "152.75"}
            for name in names
        ],
        "plan": [{"line": name} | {month: f"{chance.randrange(500)}" for month in MONTHS} for name in names],
        "activity": [{"line": name} | {month: f"{chance.randrange(500)}" for month in MONTHS[:6]} for name in names],
        "variations": [
            {"variation": f"V{at}", "line": name, "on": "2016-07-01", "more": "3%", "reason": "invented"}
            for at, name in enumerate(names)
        ],
    }  # fmt: skip
    return understood(REGISTER, told)[0]


if __name__ == "__main__":
    main()
