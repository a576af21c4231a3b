"""The small charts: what is drawn where."""

from datetime import date

import pytest

from toldonce.web.design.charts import sparkline, timeline


@pytest.mark.parametrize(
    ("values", "low", "high", "points"),
    [
        ([0, 10], None, None, "3.0,19.0 81.0,3.0"),
        ([10, 0], None, None, "3.0,3.0 81.0,19.0"),
        ([5, 5, 5], None, None, "3.0,11.0 42.0,11.0 81.0,11.0"),
        ([5, 5], 0, 10, "3.0,11.0 81.0,11.0"),
    ],
)
def test_values_lie_between_the_lowest_and_the_highest_that_is_known(values, low, high, points):
    assert sparkline(values, low, high).points == points


@pytest.mark.parametrize(
    ("low", "high", "band"),
    [(0, 10, (3.0, 16.0)), (None, 10, (3.0, 19.0)), (0, None, (0.0, 19.0)), (None, None, None)],
)
def test_the_band_is_the_reference_range_and_open_where_the_range_is(low, high, band):
    assert sparkline([0, 10], low, high).band == band


def test_one_value_is_no_trend():
    assert sparkline([4.2]) is None


def test_a_stay_is_as_long_as_it_lasted_and_a_contact_is_a_mark():
    drawn = timeline(
        [
            ("Stays", date(2020, 1, 1), date(2020, 7, 1), "A stay"),
            ("Results", date(2021, 1, 1), None, "A result"),
        ],
        width=1000,
    )
    stay, result = drawn.bars
    assert stay.width > 100 * result.width
    assert (stay.row, result.row) == (18, 40)
    assert [year for year, _ in drawn.years] == ["2021"]


def test_nothing_is_drawn_of_nothing():
    assert timeline([]) is None
