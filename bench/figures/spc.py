"""How long it takes to recompute the charts of many indicators: `python -m bench.figures.spc [INDICATORS]` (1,000)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date

from bench.measured import Measured, size, tell
from toldonce.figures import periods
from toldonce.figures.kinds import Every, Good
from toldonce.figures.spc.chart import Chart, xmr
from toldonce.figures.spc.outlook import outlook
from toldonce.figures.spc.picture import picture
from toldonce.figures.spc.plan import Plan, Rebase
from toldonce.figures.spc.rating import rate
from toldonce.figures.spc.sentence import sentence
from toldonce.figures.spc.series import SHARE, Series, series
from toldonce.figures.spc.tables import facts_table, points_table
from toldonce.figures.spc.targets import target

ABOUT = "Charts"
POINTS, BUDGET = 120, 5.0  # ten years of months; seconds for labels and sentences of 1,000 indicators
FIRST = date(2015, 4, 1)
TARGETS = target(0.9, since=FIRST, source="invented")
REBASES = (Rebase(date(2020, 4, 1), by="nobody", reason="invented"),)


def invented(seed: int) -> Series:
    """Return ten years of months about a level that moves a little."""
    chance, level = random.Random(seed), 0.85
    read = []
    for at in range(POINTS):
        level += chance.gauss(0, 0.004)
        read.append((periods.following(FIRST, Every.MONTH, at), level + chance.gauss(0, 0.02)))
    return series(read, name=f"Indicator {seed}", unit=SHARE, good=Good.HIGHER)


def told(one: Series, number: int) -> Chart:
    """Make the chart of a series, every other one with a rebase, and say what a board would read."""
    chart = xmr(one, Plan(rebases=REBASES if number % 2 else ()), targets=TARGETS)
    sentence(chart)
    return chart


def main() -> None:
    tell(measured(int(size(1_000))))


def measured(count: int) -> Iterator[Measured]:
    """What each step takes for so many indicators; the one that a board waits for has a budget."""
    all_series, taken = _timed(lambda: [invented(seed) for seed in range(count)])
    yield _told(f"{count:,} series of {POINTS} points put in order", taken, count)
    charts, taken = _timed(lambda: [told(one, number) for number, one in enumerate(all_series)])
    yield _told("labels and sentences of their charts", taken, count, BUDGET * count / 1000)
    works: dict[str, Callable[[], list]] = {
        "colours": lambda: [rate(chart) for chart in charts],
        "tables": lambda: [(facts_table(chart), points_table(chart)) for chart in charts],
        "drawings": lambda: [picture(chart, slug="one") for chart in charts],
        "outlooks, each with its record": lambda: [outlook(one, TARGETS) for one in all_series],
    }
    for words, work in works.items():
        yield _told(words, _timed(work)[1], count)


def _timed(work: Callable[[], list]) -> tuple[list, float]:
    began = time.perf_counter()
    made = work()
    return made, time.perf_counter() - began


def _told(words: str, taken: float, count: int, budget: float | None = None) -> Measured:
    return Measured(ABOUT, words, taken, "s", budget, f"{taken / count * 1000:.2f} ms each")


if __name__ == "__main__":
    main()
