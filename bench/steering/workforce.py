"""Work out the workforce plan that the place ships: `python -m bench.steering.workforce [DRAWS]`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.measured import Measured, size, tell, took
from toldonce.steering.plans.workforce.assumptions import Plan
from toldonce.steering.plans.workforce.book import WORKFORCE
from toldonce.steering.plans.workforce.chance import drawn
from toldonce.steering.plans.workforce.merging import merged
from toldonce.steering.plans.workforce.outcome import outcome
from toldonce.steering.plans.workforce.projecting import fte_of
from toldonce.steering.plans.workforce.reading import changes_of, plan_of
from toldonce.steering.plans.workforce.scenarios import compared
from toldonce.steering.sheets.opening.folders import read

PLACE = Path(__file__).parents[2] / "places/dorset/plans"
ABOUT, AS_ONE_TYPES = "Workforce", 100.0  # milliseconds
DRAWS, DRAWN = 10_000, 2000.0  # milliseconds for so many draws, as of the financial gap
SCENARIO = "Train 452 nursing associates"


def main() -> None:
    tell(measured(int(size(DRAWS))))


def measured(draws: int) -> Iterator[Measured]:
    """The check, the plan as expected, drawn by chance, and a scenario compared."""
    contents = read(PLACE / "workforce/looking-forwards", WORKFORCE).contents
    plan = plan_of(contents)
    small, changes = merged(plan), changes_of(contents, SCENARIO)
    rows = f"{sum(map(len, contents.values()))} rows, {len(plan.roles)} roles, {len(plan.years)} years"
    yield took(ABOUT, f"{rows} checked", lambda: WORKFORCE.check(contents), AS_ONE_TYPES)
    yield took(ABOUT, "worked out as expected", lambda: outcome(_anew(plan_of(contents))), times=5)
    yield took(ABOUT, f"{draws:,} draws", lambda: fte_of(small, drawn(small, draws)), DRAWN, times=5)
    yield took(ABOUT, "a scenario compared", lambda: compared(_anew(plan), "", "", changes), times=5)


def _anew(plan: Plan) -> Plan:
    """The same plan with another seed, so that nothing that was kept of it is used."""
    return replace(plan, seed=time.time_ns())


if __name__ == "__main__":
    main()
