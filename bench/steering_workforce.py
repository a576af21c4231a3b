"""Work a workforce plan out, and ask for its pages over the wire: `python -m bench.steering_workforce [SECONDS]`.

The plan is the one that the place ships. The engine is measured alone: as expected, with 1,000 and 10,000 draws, and a
scenario. Pages are asked for by one reader, once when nothing is worked out yet, then again and again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bench.figures.measured import Measured, home_of_its_own, size, tell
from bench.figures.pages import BUDGET, SECONDS, free_port, serving, signed_in

ABOUT = "Workforce plan"
PLAN = "/plans/workforce/looking-forwards/"
PAGES = {
    "need and supply": "outlook/",
    "scenarios": "scenarios/",
    "cost": "cost/",
    "what if": "what-if/?scenario=Fifty+more+nurse+apprentices+a+year",
    "the grid of staff": "sheets/staff/",
}
DRAWS_BUDGET = 2000.0  # milliseconds for 10,000 draws, as of the financial gap
TIMES = 5


def main() -> None:
    tell(measured(size(SECONDS)))


def measured(seconds: float) -> Iterator[Measured]:
    """The engine and then each page so many seconds, in a home of its own."""
    more = {"TOLDONCE_DEMO": "1", "TOLDONCE_PORT": str(free_port()), "TOLDONCE_MLLP_PORT": "0"}
    with home_of_its_own(**more):
        from toldonce.project import configuration, installing

        installing.load_place(configuration.place())
        installing.load_personas(configuration.place())
        installing.load_plans(configuration.place() / "plans")
        yield from _engine()
        with serving():
            yield from _ask(seconds)


def _engine() -> Iterator[Measured]:
    from toldonce.steering.plans.workforce.book import WORKFORCE
    from toldonce.steering.plans.workforce.chance import drawn
    from toldonce.steering.plans.workforce.merging import merged
    from toldonce.steering.plans.workforce.outcome import outcome
    from toldonce.steering.plans.workforce.projecting import fte_of
    from toldonce.steering.plans.workforce.reading import changes_of, plan_of
    from toldonce.steering.plans.workforce.scenarios import compared
    from toldonce.steering.sheets.queries import opened

    book = opened(WORKFORCE, "looking-forwards")
    contents, plan = book.contents, plan_of(book.contents)
    small, changes = merged(plan), changes_of(book.contents, "Train 452 nursing associates")
    print(
        f"{sum(map(len, contents.values()))} rows, {len(plan.roles)} roles, {len(plan.years)} years",
        flush=True,
    )
    yield _timed("opened and checked", lambda: opened(WORKFORCE, "looking-forwards"))
    yield _timed("worked out as expected", lambda: outcome(_anew(plan_of(contents))))
    yield _timed("1,000 draws", lambda: fte_of(small, drawn(small, 1_000)))
    yield _timed("10,000 draws", lambda: fte_of(small, drawn(small, 10_000)), DRAWS_BUDGET)
    yield _timed("a scenario compared", lambda: compared(_anew(plan), "", "", changes))


def _anew(plan: Any) -> Any:
    """The same plan with another seed, so that nothing that was kept of it is used."""
    return replace(plan, seed=time.time_ns())


def _timed(what: str, do: Callable[[], object], budget: float | None = None) -> Measured:
    clock, core = [], []
    for _ in range(TIMES):
        began, at_work = time.perf_counter(), time.process_time()
        do()
        clock.append((time.perf_counter() - began) * 1000)
        core.append((time.process_time() - at_work) * 1000)
    more = f"worst {max(clock):.0f} ms; {min(core):.0f} ms of a core"
    return Measured(ABOUT, f"{what}, median", sorted(clock)[TIMES // 2], "ms", budget, more)


def _ask(seconds: float) -> Iterator[Measured]:
    from bench.requests import get, measure

    cookie, port = signed_in(), int(os.environ["TOLDONCE_PORT"])
    for what, page in PAGES.items():
        asked = get(PLAN + page, cookie=cookie)
        first = measure(port, [asked], connections=1, seconds=0.01)
        took = measure(port, [asked], connections=1, seconds=seconds)
        more = f"first {first.p50:.0f} ms; p50 {took.p50:.0f} ms; " + (took.first_error or "no errors")
        yield Measured(ABOUT, f"{what}, p95", took.p95, "ms", BUDGET, more)


if __name__ == "__main__":
    main()
