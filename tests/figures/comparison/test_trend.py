"""A place against its own past."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.comparison.estimates import UNKNOWN, about, estimate
from toldonce.figures.comparison.trend import (
    Change,
    Trend,
    Way,
    between_periods,
    trend_of_proportions,
    trend_of_values,
)
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing

YEARS = [2019, 2020, 2021, 2022, 2023]


@pytest.mark.parametrize(
    ("earlier", "later", "good", "way", "meaning"),
    [
        (about(100, 10), about(112, 10), Good.LOWER, Way.NO_CHANGE, "no significant change"),
        (about(100, 10), about(115, 10), Good.LOWER, Way.INCREASING, "getting worse"),
        (about(100, 10), about(115, 10), Good.HIGHER, Way.INCREASING, "improving"),
        (about(100, 10), about(85, 10), Good.LOWER, Way.DECREASING, "improving"),
        (about(100, 10), about(85, 10), Good.NEITHER, Way.DECREASING, "decreasing"),
        (about(100, 10), about(100, 10), Good.LOWER, Way.NO_CHANGE, "no significant change"),
    ],
)
def test_two_periods(earlier, later, good, way, meaning):
    found = between_periods(earlier, later, good)
    assert isinstance(found, Change)
    assert (found.way, found.meaning) == (way, meaning)
    assert found.difference.confidence == 0.95


def test_a_period_without_a_value_says_why():
    assert between_periods(estimate(UNKNOWN), about(1, 1), Good.LOWER) == UNKNOWN


@pytest.mark.parametrize(
    ("counted", "good", "way", "meaning", "outlier"),
    # of 1,000 each year
    [
        ([200, 220, 240, 260, 280], Good.LOWER, Way.INCREASING, "getting worse", False),
        ([280, 260, 240, 220, 200], Good.LOWER, Way.DECREASING, "improving", False),
        ([280, 260, 240, 220, 200], Good.NEITHER, Way.DECREASING, "decreasing", False),
        ([200, 203, 201, 204, 202], Good.LOWER, Way.NO_CHANGE, "no significant change", False),
        # without the last year it would go the other way
        ([240, 230, 220, 210, 400], Good.LOWER, Way.NO_CHANGE, "no significant change", True),
    ],
)
def test_the_recent_trend_of_proportions(counted, good, way, meaning, outlier):
    found = trend_of_proportions(YEARS, counted, [1000] * 5, good)
    assert isinstance(found, Trend)
    assert (found.way, found.meaning, found.outlier) == (way, meaning, outlier)


def test_chi_squared_for_trend_by_hand():
    # 10, 20, 30, 40, 50 of 100: shares .1 to .5 about .3; (sum of t c)² / (p q sum of n t²) = 100² / (.21 x 1000)
    found = trend_of_proportions(YEARS, [10, 20, 30, 40, 50], [100] * 5, Good.LOWER)
    assert isinstance(found, Trend)
    assert found.chi_squared == pytest.approx(100**2 / 210)


@pytest.mark.parametrize(
    ("yearly", "chi_squared", "way"),
    # with standard errors of 1 chi-squared is ten times the square of the slope: 9.55 comes by chance once in 500 times
    [
        (2, 40, Way.INCREASING),
        (0.98, 9.604, Way.INCREASING),
        (0.97, 9.409, Way.NO_CHANGE),
        (-0.98, 9.604, Way.DECREASING),
        (0.7, 4.9, Way.NO_CHANGE),
    ],
)
def test_the_recent_trend_of_other_values_by_hand(yearly, chi_squared, way):
    values = 10 + yearly * np.arange(5)
    found = trend_of_values(YEARS, values, values - 1.959963985, values + 1.959963985, Good.HIGHER)
    assert isinstance(found, Trend)
    assert (found.way, found.chi_squared) == (way, pytest.approx(chi_squared))


def test_only_the_last_five_years_count_in_whatever_order_they_come():
    years, counted = [2023, 2010, 2019, 2020, 2021, 2022], [280, 900, 200, 220, 240, 260]
    assert trend_of_proportions(years, counted, [1000] * 6, Good.LOWER) == trend_of_proportions(
        YEARS, [200, 220, 240, 260, 280], [1000] * 5, Good.LOWER
    )


@pytest.mark.parametrize(
    ("years", "counted", "of", "reason"),
    [
        (YEARS[:4], [1, 2, 3, 4], [9] * 4, "4 years are too few"),
        (YEARS, [1, 2, 3, 4], [9] * 5, "not equally many"),
        (YEARS, [1, 2, np.nan, 4, 5], [9] * 5, "one of the last 5 years is not known"),
        ([2019, 2019, 2021, 2022, 2023], [1, 2, 3, 4, 5], [9] * 5, "a year is there twice"),
        (YEARS, [0, 2, 3, 4, 5], [9] * 5, "nobody or everybody"),
        (YEARS, [1, 2, 3, 4, 9], [9] * 5, "nobody or everybody"),
    ],
)
def test_a_trend_that_cannot_be_tested_says_why(years, counted, of, reason):
    found = trend_of_proportions(years, counted, of, Good.LOWER)
    assert isinstance(found, Missing) and reason in found.reason


def test_a_value_without_width_cannot_be_weighted():
    found = trend_of_values(YEARS, [1, 2, 3, 4, 5], [0, 1, 3, 3, 4], [2, 3, 3, 5, 6], Good.LOWER)
    assert isinstance(found, Missing) and "without width" in found.reason


@given(st.lists(st.integers(1, 999), min_size=5, max_size=5))
def test_a_series_read_backwards_goes_the_other_way(counted):
    there = trend_of_proportions(YEARS, counted, [1000] * 5, Good.HIGHER)
    back = trend_of_proportions(YEARS, counted[::-1], [1000] * 5, Good.LOWER)
    assert isinstance(there, Trend) and isinstance(back, Trend)
    assert there.chi_squared == pytest.approx(back.chi_squared, abs=1e-9)
    assert there.meaning == back.meaning
