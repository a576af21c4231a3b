"""The recent trend of a share or a rate: where its last five years go, when that is more than chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import numpy as np

from toldonce.figures import periods
from toldonce.figures.charting.peers import PER
from toldonce.figures.comparison.trend import YEARS, Trend, trend_of_proportions, trend_of_values
from toldonce.figures.missing import Missing
from toldonce.figures.models import Every, Good, Indicator, Unit
from toldonce.figures.queries import Point
from toldonce.figures.rates import crude

ADDED_UP = (Every.MONTH, Every.QUARTER)  # whose periods make whole financial years
YEARLY = (Every.YEAR, Every.FINANCIAL_YEAR)
AGAIN_AND_AGAIN = Missing(
    "it counts who or what is there at one moment, and most of them are there at the next: no test of chance fits"
)
Year = tuple[float, float]  # numerator and denominator


def recent_trend(indicator: Indicator, points: Sequence[Point]) -> Trend | Missing | None:
    """Return where the last five years go, why nobody can tell, or None where the test is not for such figures.

    Months and quarters are added up to financial years; only whole ones count. What is counted at one moment is not
    tested: who waits in April may wait in May, so that years would seem surer than they are. Yearly figures without
    numerator and denominator are weighed by their published intervals.
    """
    every, good = Every(indicator.every), Good(indicator.good)
    counted = indicator.unit in PER and any(point.numerator is not None for point in points)
    if every in YEARLY and not counted:
        return _of_intervals(points, good)
    if not counted or every not in (*ADDED_UP, *YEARLY):
        return None
    if indicator.at_a_moment:
        return AGAIN_AND_AGAIN
    years = _whole_years(every, points)
    if isinstance(last := _last_five(years, every), Missing):
        return last
    when, counts = [day.year for day in last], [years[day] for day in last]
    tops, sizes = [top for top, _ in counts], [size for _, size in counts]
    if indicator.unit == Unit.PERCENT:
        return trend_of_proportions(when, tops, sizes, good)
    made = crude.rates(np.array(tops), np.array(sizes), multiplier=PER[Unit(indicator.unit)])
    limits = [each.limits[0] for each in made]
    values, low, high = (
        [_number(number) for number in those]
        for those in (
            [each.value for each in made],
            [each.lower for each in limits],
            [each.upper for each in limits],
        )
    )
    return trend_of_values(when, values, low, high, good)


def _number(told: float | Missing) -> float:
    return float("nan") if isinstance(told, Missing) else told


def _whole_years(every: Every, points: Sequence[Point]) -> dict[date, Year]:
    """What was counted in each year of which every period is known, by its first day."""
    found: defaultdict[date, list[Point]] = defaultdict(list)
    for point in points:
        day = point.period if every in YEARLY else periods.first_day(point.period, Every.FINANCIAL_YEAR)
        found[day].append(point)
    whole = {
        day: [(point.numerator, point.denominator) for point in those]
        for day, those in found.items()
        if len(those) == periods.IN_A_YEAR[every]
    }
    return {
        day: (sum(top or 0 for top, _ in those), sum(size or 0 for _, size in those))
        for day, those in whole.items()
        if all(top is not None and size for top, size in those)
    }


def _last_five(years: dict[date, Year], every: Every) -> list[date] | Missing:
    kind = every if every in YEARLY else Every.FINANCIAL_YEAR
    if not years:
        return Missing(f"no {kind.label.lower()} is known whole: the test needs {YEARS} in a row")
    last = max(years)
    wanted = [periods.following(last, kind, -back) for back in range(YEARS - 1, -1, -1)]
    lacking = [periods.words(day, kind) for day in wanted if day not in years]
    if lacking:
        return Missing(
            f"of the {YEARS} years up to {periods.words(last, kind)} that it needs, {', '.join(lacking)} "
            f"{'is' if len(lacking) == 1 else 'are'} not known whole"
        )
    return wanted


def _of_intervals(points: Sequence[Point], good: Good) -> Trend | Missing | None:
    """The trend of yearly values that were published with their 95% intervals; None where they were not."""
    told = [
        (point.period.year, point.value, point.low, point.high)
        for point in points
        if not isinstance(point.value, Missing) and point.low is not None and point.high is not None
    ]
    if not told:
        return None
    when, values, low, high = (list(column) for column in zip(*told, strict=True))
    return trend_of_values(when, values, low, high, good)
