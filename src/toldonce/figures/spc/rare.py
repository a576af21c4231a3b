"""Charts of rare events: T for the days between them, G for the number of cases between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc import limits
from toldonce.figures.spc.chart import Chart, draft
from toldonce.figures.spc.errors import BadSeries
from toldonce.figures.spc.plan import AS_PUBLISHED, Plan
from toldonce.figures.spc.rules import Lines
from toldonce.figures.spc.series import COUNT, DAYS, Unit, series

POWER = 3.6  # makes times between random events nearly normal (Nelson 1994)
ALL_AT_ONCE = Missing("every event came at once after the one before: there is no time between them")


def t(
    events: Iterable[date],
    *,
    name: str,
    place: str = "",
    unit: Unit = DAYS,
    good: Good = Good.HIGHER,
    plan: Plan = AS_PUBLISHED,
) -> Chart:
    """Return the T chart of the days between events: an XmR chart of days ^ (1/3.6), drawn in days again.

    Unscreened, as the method has it. Needs two events. Source: Nelson, J Qual Tech 26(1) 1994.
    """
    days = sorted(events)
    if len(days) < 2:
        raise BadSeries(f"{name} happened {len(days)} times: the time between events needs two of them")
    between = [(after, float((after - before).days)) for before, after in pairwise(days)]
    measured = series(between, name=name, place=place, unit=unit, every=None, good=good)

    def fit(behind: Sequence[int]) -> Sequence[Lines] | Missing:
        lines = limits.xmr([between[at][1] ** (1 / POWER) for at in behind], screen=False)
        return lines if isinstance(lines, Missing) else [_in_days(lines)] * len(between)

    return draft("T", measured, plan, fit, middle="typical time")


def g(
    between: Iterable[tuple[date, int]],
    *,
    name: str,
    place: str = "",
    unit: Unit = COUNT,
    good: Good = Good.HIGHER,
    plan: Plan = AS_PUBLISHED,
) -> Chart:
    """Return the G chart of (day of the event, cases since the one before): limits g + 3 sqrt(g (g + 1)).

    Runs are counted about the median, because such counts lie mostly below their mean. Raises `BadSeries` for a
    negative number or a part of a case. Source: Benneyan 2001; Montgomery, Introduction to Statistical Quality
    Control.
    """
    counted = series(between, name=name, place=place, unit=unit, every=None, good=good)
    values = [point.value for point in counted.points if not isinstance(point.value, Missing)]
    if len(values) < len(counted.points) or any(value < 0 or value % 1 for value in values):
        raise BadSeries(
            f"{name}: the cases between events are whole numbers from 0 on, and none may be missing"
        )

    def fit(behind: Sequence[int]) -> Sequence[Lines] | Missing:
        base = [values[at] for at in behind]
        mean = limits.mean(base)
        sigma = math.sqrt(mean * (mean + 1))
        lines = Lines(median(base), None, mean + 3 * sigma, None, mean + 2 * sigma)
        return [lines] * len(values) if mean else ALL_AT_ONCE

    return draft("G", counted, plan, fit, middle="median")


def _in_days(lines: Lines) -> Lines:
    def back(value: float | None) -> float | None:
        return value**POWER if value is not None and value > 0 else None

    return Lines(
        lines.centre**POWER,
        back(lines.lower),
        back(lines.upper),
        back(lines.near_lower),
        back(lines.near_upper),
    )
