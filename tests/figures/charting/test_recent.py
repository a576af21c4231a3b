"""The recent trend: five whole years in a row, and only for figures whose chance is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from toldonce.figures.charting.recent import recent_trend
from toldonce.figures.comparison.trend import Trend, Way
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator
from toldonce.figures.periods import following
from toldonce.figures.queries import Point

APRIL = date(2018, 4, 1)


def indicator(unit: str = "percent", every: str = "month") -> Indicator:
    return Indicator(code="x", name="Seen in time", unit=unit, every=every, good="higher")


def yearly(*tops: float | None, every: str, size: float = 1000, per: float = 100) -> list[Point]:
    """The periods of each year from 2018/19 on, all with the same numerator; None leaves a year out."""
    in_a_year = {"month": 12, "quarter": 4, "financial_year": 1}[every]
    return [
        told(following(APRIL, every, year * in_a_year + at), per * top / size, top, size)
        for year, top in enumerate(tops)
        if top is not None
        for at in range(in_a_year)
    ]


def told(
    day: date, value: float, top: float | None = None, size: float | None = None, width: float | None = None
) -> Point:
    low, high = (None, None) if width is None else (value - width, value + width)
    return Point(day, top, size, value, low, high, False, day, day, 1, "draft", 1)


@pytest.mark.parametrize("every", ["month", "quarter", "financial_year"])
@pytest.mark.parametrize(
    ("tops", "way"),
    [((500, 540, 580, 620, 660), Way.INCREASING), ((660, 620, 580, 540, 500), Way.DECREASING),
     ((500, 500, 501, 500, 500), Way.NO_CHANGE), ((900, 100, 500, 540, 580, 620, 660), Way.INCREASING)],
)  # fmt: skip
def test_whole_years_of_months_and_quarters_are_added_up(every, tops, way):
    found = recent_trend(indicator(every=every), yearly(*tops, every=every))
    assert isinstance(found, Trend) and found.way is way


def test_rates_are_weighed_by_how_sure_each_is():
    found = recent_trend(indicator("per_1000"), yearly(50, 60, 70, 80, 90, every="month", per=1000))
    assert isinstance(found, Trend) and found.way is Way.INCREASING


@pytest.mark.parametrize(
    ("tops", "why"),
    [
        ((500, 540, 580, 620), "of the 5 years up to 2021/22 that it needs, 2017/18 is not known whole"),
        ((500, None, 580, 620, 660), "2019/20 is not known whole"),
    ],
)
def test_years_that_are_not_there_are_named(tops: Sequence[float | None], why: str):
    found = recent_trend(indicator(), yearly(*tops, every="month"))
    assert isinstance(found, Missing) and why in found.reason


def test_a_year_that_has_only_begun_does_not_count():
    said = yearly(500, 540, 580, 620, 660, 700, every="month")
    assert recent_trend(indicator(), said[:-1]) == recent_trend(indicator(), said[:60])


def test_yearly_values_without_counts_are_weighed_by_their_intervals():
    said = [told(date(2018 + at, 1, 1), value, width=1) for at, value in enumerate((10, 20, 30, 40, 50))]
    found = recent_trend(indicator("score", "year"), said)
    assert isinstance(found, Trend) and found.way is Way.INCREASING


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (indicator("count"), yearly(1, 2, 3, 4, 5, every="month")),
        (indicator(every="day"), [told(APRIL, 50, 5, 10)]),
        (indicator(), [told(APRIL, 50)]),
        (indicator("score", "year"), [told(date(2020, 1, 1), 50)]),
    ],
)
def test_other_figures_are_not_tested(known, said):
    assert recent_trend(known, said) is None


def test_what_is_counted_at_one_moment_is_not_added_up():
    waiting = indicator()
    waiting.at_a_moment = True
    found = recent_trend(waiting, yearly(500, 540, 580, 620, 660, every="month"))
    assert isinstance(found, Missing) and "at one moment" in found.reason
