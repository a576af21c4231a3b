"""Work a large portfolio of programmes out: `python -m bench.steering.programmes [MILESTONES]`.

It is invented: ten programmes, each milestone waiting for two others in the mean, a tenth of them late.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from bench.measured import Measured, size, tell, took
from toldonce.steering.plans.programmes import overview
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.programmes.network import expected, slipped, what_if
from toldonce.steering.plans.programmes.pictures.timeline import timeline
from toldonce.steering.plans.programmes.reading import portfolio_of
from toldonce.steering.sheets.declaring import Contents
from toldonce.steering.sheets.typed import understood

ABOUT, AS_ONE_TYPES = "Programmes", 100.0  # milliseconds
MILESTONES, WAITS, OF_THEM, PROJECTS = 1_000, 2, 10, 4
NEAR = 40  # milestones that lie between two of which one waits for the other, at most
LATE = 0.1  # of all milestones
FIRST_DAY, ON = date(2024, 4, 1), date(2025, 4, 1)


def main() -> None:
    tell(measured(int(size(MILESTONES))))


def measured(milestones: int) -> Iterator[Measured]:
    """The check, what is expected and moved, a question, and the pictures."""
    contents = large(milestones)
    portfolio = portfolio_of(contents)
    network = expected(portfolio, ON)
    first, late = portfolio.milestones[0], slipped(network)
    rows = f"{milestones:,} milestones, {WAITS * milestones:,} dependencies"
    moved = f"{len(late)} that slip move {sum(len(each.moves) for each in late)} others"
    year_on = first.planned + timedelta(365)
    yield took(ABOUT, f"{rows} checked", lambda: PROGRAMMES.check(contents), AS_ONE_TYPES)
    yield took(ABOUT, f"what is expected: {moved}", lambda: expected(portfolio, ON), AS_ONE_TYPES)
    yield took(ABOUT, "what if the first is a year late", lambda: what_if(portfolio, ON, first.key, year_on))
    yield took(ABOUT, "programmes beside each other", lambda: overview.of(portfolio, network, ON))
    yield took(ABOUT, "the timeline of all", lambda: timeline(portfolio, network))
    yield took(ABOUT, "the timeline of one", lambda: timeline(portfolio, network, "p0"))


def large(milestones: int) -> Contents:
    """The contents of a portfolio drawn from a seed: everything waits for what is planned shortly before it."""
    luck = random.Random(2016)
    days = sorted(luck.randrange(3 * 365) for _ in range(milestones))
    projects = [f"p{at % OF_THEM}-{at % PROJECTS}" for at in range(milestones)]
    waits: set[tuple[int, int]] = set()
    while len(waits) < WAITS * milestones:
        waits.add((at := luck.randrange(NEAR, milestones), at - luck.randrange(1, NEAR)))
    tables = {
        "portfolio": [{"scale": "three"}],
        "programmes": [_said(f"p{at}", name=f"Programme {at}") for at in range(OF_THEM)],
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
    contents, wrong = understood(PROGRAMMES, tables)
    if wrong:
        raise ValueError(f"{wrong[0]}")
    return contents


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


if __name__ == "__main__":
    main()
