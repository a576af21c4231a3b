"""What is written below a drawing between its first and its last period: which months or years begin where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from toldonce.figures.kinds import Every
from toldonce.figures.spc.series import Series

MONTHS_UP_TO = timedelta(400)  # a longer series is told by its years
YEARLY = (Every.FINANCIAL_YEAR, Every.YEAR)
APART = 2.0  # letters between two words
STEPS = (1, 2, 5, 10, 20, 50, 100)
Tick = tuple[float, str]


def begun(series: Series) -> list[tuple[int, str]]:
    """The points with which a month begins, in a longer series a year, each with its words; the ends have their own."""
    points = series.points
    if series.every in YEARLY:
        return [(at, series.period(point.on)) for at, point in enumerate(points[:-1]) if at]
    short = points[-1].on - points[0].on <= MONTHS_UP_TO
    told = "%b" if short else "%Y"
    said = [point.on.strftime(told) for point in points]
    return [(at, after) for at, (before, after) in enumerate(pairwise(said), 1) if before != after]


def with_room(said: Sequence[Tick], free: tuple[float, float], letter: float) -> list[Tick]:
    """Of words at their places every one, or every second, fifth and so on, so that none touches another or an end."""
    least, most = free

    def fits(tick: Tick) -> bool:
        half = letter * (len(tick[1]) / 2 + APART / 2)
        return least + half <= tick[0] <= most - half

    for step in STEPS:
        found = [tick for tick in said[step - 1 :: step] if fits(tick)]
        if all(after[0] - before[0] >= letter * (len(after[1]) + APART) for before, after in pairwise(found)):
            return found
    return []
