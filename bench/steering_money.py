"""Measure budgets, fair shares and contracts, pure and by page: `python -m bench.steering_money [SECONDS]`.

Pure: 500 lines with months, changes and profiles; 75 practices by two formulas; 300 contracts of six lines. Pages: the
books of the place, asked for one after the other from a server in a home of its own.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench.figures import pages as served
from bench.figures.measured import Measured, home_of_its_own, tell
from bench.requests import get, measure
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

PLACE = Path(__file__).parents[1] / "places/dorset/plans"
ABOUT, BY_PAGE = "Money, worked out", "Money, by page"
BUDGET_OF_A_PAGE = 200.0  # milliseconds, of 95 answers in 100
PAGES = {
    "a budget": "/plans/budget/2015-16-in-year/position/",
    "a line of it": "/plans/budget/2015-16-in-year/position/1/",
    "fair shares": "/plans/fair-shares/2024-25/shares/",
    "one network": "/plans/fair-shares/2024-25/shares/U25251/",
    "the register of contracts": "/plans/contracts/2016-17/contracts/",
    "one contract": "/plans/contracts/2016-17/contracts/1/",
    "a practice and its contracts": "/plans/contracts/2016-17/contracts/6/provider/",
    "the work plan": "/plans/contracts/2016-17/work-plan/",
}


def main() -> None:
    tell(measured(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0))


def measured(seconds: float) -> Iterator[Measured]:
    """First what is worked out, then the pages."""
    yield from _worked_out()
    yield from _pages(seconds)


def _pages(seconds: float) -> Iterator[Measured]:
    with home_of_its_own(TOLDONCE_DEMO="1", TOLDONCE_PORT=str(served.free_port()), TOLDONCE_MLLP_PORT="0"):
        from toldonce.project import configuration, installing

        installing.load_place(configuration.place())
        installing.load_personas(configuration.place())
        installing.load_plans(configuration.place() / "plans")
        with served.serving():
            cookie = served.signed_in()
            for what, address in PAGES.items():
                asked, port = [get(address, cookie=cookie)], int(os.environ["TOLDONCE_PORT"])
                took = measure(port, asked, connections=1, seconds=seconds)
                more = f"p50 {took.p50:.0f} ms; " + (took.first_error or "no errors")
                yield Measured(BY_PAGE, f"{what}, p95", took.p95, "ms", BUDGET_OF_A_PAGE, more)


def _worked_out() -> Iterator[Measured]:
    budget = _invented_budget(500)
    yield _took("a budget of 500 lines checked", lambda: BUDGET.check(budget), 100)
    yield _took("its position after six months", lambda: position(_made(budget)), 100)
    published = read(PLACE / "fair-shares/2024-25", FAIR_SHARES).contents
    weights = weights_of(published)
    yield _took(
        "weighted populations of 146 practices and years checked", lambda: FAIR_SHARES.check(published), 100
    )
    yield _took("one amount shared by one formula", lambda: shares(weights, weights.pots[0], 2024), 100)
    register = _invented_register(300, 6)
    yield _took("300 contracts of 6 lines checked", lambda: REGISTER.check(register))
    yield _took("their positions", lambda: _positions(register))


def _took(what: str, act: Callable[[], object], budget: float | None = None) -> Measured:
    """The median of several runs in milliseconds."""
    runs = []
    for _ in range(7):
        began = time.perf_counter()
        act()
        runs.append((time.perf_counter() - began) * 1000)
    return Measured(ABOUT, what, statistics.median(runs), "ms", budget, f"longest {max(runs):.0f} ms")


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
