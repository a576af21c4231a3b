"""How long it takes to recompute the charts of many indicators: `python -m bench.figures_spc [INDICATORS]` (1,000)."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date

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


def _timed(words: str, work: Callable[[], list]) -> list:
    began, at_work = time.perf_counter(), time.process_time()
    made = work()
    taken, used = time.perf_counter() - began, time.process_time() - at_work
    print(
        f"{words:<40} {taken:6.2f} s by the clock, {used:6.2f} s of a core, {used / len(made) * 1000:6.2f} ms each"
    )
    return made


def main() -> None:
    """Print what each step takes, the budget beside the one that has one."""
    count = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 1_000
    print(f"{count:,} indicators of {POINTS} points")
    all_series = _timed("series put in order", lambda: [invented(seed) for seed in range(count)])
    charts = _timed(
        f"labels and sentence (budget {BUDGET * count / 1000:g} s)",
        lambda: [told(one, number) for number, one in enumerate(all_series)],
    )
    _timed("colours", lambda: [rate(chart) for chart in charts])
    _timed("tables", lambda: [(facts_table(chart), points_table(chart)) for chart in charts])
    _timed("drawings", lambda: [picture(chart, slug="one") for chart in charts])
    _timed("outlooks, each with its record", lambda: [outlook(one, TARGETS) for one in all_series])


if __name__ == "__main__":
    main()
