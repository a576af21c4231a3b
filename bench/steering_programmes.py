"""Work a large portfolio out: `python -m bench.steering_programmes`.

It is invented: 1,000 milestones of ten programmes with 2,000 dependencies, a tenth of them late. The engine is measured
alone, without a database: reading, checking, what is expected, what each slip moves, and the pictures.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bench.figures.measured import Measured, tell

ABOUT = "Programmes"
MILESTONES, DEPENDENCIES, PROGRAMMES, PROJECTS = 1_000, 2_000, 10, 4
FIRST_DAY, ON = date(2024, 4, 1), date(2025, 4, 1)
BUDGET = 100.0  # milliseconds, as of a plan that is reconciled while one types
LATE = 0.1  # of all milestones
TIMES = 7


def main() -> None:
    tell(measured())


def measured() -> Iterator[Measured]:
    """Each step of the engine on the large portfolio."""
    from toldonce.steering.plans.programmes.checking import what_does_not_hold
    from toldonce.steering.plans.programmes.network import expected, slipped, what_if
    from toldonce.steering.plans.programmes.overview import of
    from toldonce.steering.plans.programmes.pictures.timeline import timeline
    from toldonce.steering.plans.programmes.reading import portfolio_of

    contents = large()
    portfolio = portfolio_of(contents)
    network = expected(portfolio, ON)
    late, first = slipped(network), portfolio.milestones[0]
    moved = sum(len(each.moves) for each in late)
    print(f"{len(late)} milestones slip by themselves and move {moved:,} others in all", flush=True)
    yield _timed("read", lambda: portfolio_of(contents))
    yield _timed("checked", lambda: what_does_not_hold(contents))
    yield _timed("what is expected, and what each slip moves", lambda: expected(portfolio, ON), BUDGET)
    yield _timed(
        "what if the first slips by a year",
        lambda: what_if(portfolio, ON, first.key, first.planned + timedelta(365)),
    )
    yield _timed("all programmes beside each other", lambda: of(portfolio, network, ON))
    yield _timed("timeline of all programmes", lambda: timeline(portfolio, network))
    yield _timed("timeline of one programme, 100 rows", lambda: timeline(portfolio, network, "p0"))


def large() -> dict:
    """The contents of a portfolio drawn from a seed: everything waits for what is planned shortly before it."""
    from toldonce.steering.plans.programmes.book import PROGRAMMES as KIND
    from toldonce.steering.sheets.typed import understood

    luck = random.Random(2016)
    days = sorted(luck.randrange(3 * 365) for _ in range(MILESTONES))
    projects = [f"p{at % PROGRAMMES}-{at % PROJECTS}" for at in range(MILESTONES)]
    waits: set[tuple[int, int]] = set()
    while len(waits) < DEPENDENCIES:
        waits.add((at := luck.randrange(40, MILESTONES), at - luck.randrange(1, 40)))
    tables = {
        "portfolio": [{"scale": "three"}],
        "programmes": [_said(f"p{at}", name=f"Programme {at}") for at in range(PROGRAMMES)],
        "projects": [
            _said(key, programme=key.split("-")[0], name=f"Project {key}") for key in sorted(set(projects))
        ],
        "milestones": [
            _said(f"m{at}", project=project, name=f"Milestone {at}", planned=_day(day))
            for at, (project, day) in enumerate(zip(projects, days, strict=True))
        ],
        "dependencies": [
            {"milestone": f"m{at}", "waits_for": f"m{other}", "days": _within(days[at] - days[other], luck)}
            for at, other in sorted(waits)
        ],
        "progress": [row for at, day in enumerate(days) if (row := _went(at, day, luck))],
    }
    contents, wrong = understood(KIND, tables)
    if wrong:
        raise ValueError(f"{wrong[0]}")
    return dict(contents)


def _said(key: str, **cells: str) -> dict[str, str]:
    return {"key": key, "source": "invented", **cells}


def _within(days: int, luck: random.Random) -> str:
    """So many days that the plan can be kept."""
    return f"{luck.randrange(days + 1)}"


def _went(at: int, day: int, luck: random.Random) -> dict[str, str] | None:
    """How a milestone goes: done if it is past, but for one in ten, which is late, as is one in ten of the others."""
    if luck.random() < LATE:
        return {"milestone": f"m{at}", "forecast": _day(day + luck.randrange(120)), "source": "invented"}
    if _day(day) < f"{ON}":
        return {"milestone": f"m{at}", "actual": _day(day), "source": "invented"}
    return None


def _day(number: int) -> str:
    return f"{FIRST_DAY + timedelta(number)}"


def _timed(what: str, do: Callable[[], object], budget: float | None = None) -> Measured:
    clock, core = [], []
    for _ in range(TIMES):
        began, at_work = time.perf_counter(), time.process_time()
        do()
        clock.append((time.perf_counter() - began) * 1000)
        core.append((time.process_time() - at_work) * 1000)
    more = f"worst {max(clock):.0f} ms; {min(core):.0f} ms of a core"
    return Measured(ABOUT, f"{what}, median", sorted(clock)[TIMES // 2], "ms", budget, more)


if __name__ == "__main__":
    main()
