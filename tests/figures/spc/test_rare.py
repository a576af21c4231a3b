"""T and G charts: rare events, by what lies between them."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.spc.drawn import centre, colours, labels, limits, month, unhurried
from toldonce.figures.kinds import Good
from toldonce.figures.spc import rare
from toldonce.figures.spc.errors import BadSeries
from toldonce.figures.spc.rules import Lines
from toldonce.figures.spc.sentence import sentence

FIRST = date(2020, 1, 1)


def t_chart(gaps: list[int]):
    days = [FIRST]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return rare.t(days, name="Never events")


def g_chart(cases: list[int]):
    return rare.g([(month(at), count) for at, count in enumerate(cases)], name="Infections")


def test_days_between_events_are_charted_by_their_root():
    drawn = t_chart([20, 30, 20, 30])
    small, large = 20 ** (1 / 3.6), 30 ** (1 / 3.6)
    middle, width = (small + large) / 2, 2.66 * (large - small)
    assert centre(drawn.marks[0].lines) == pytest.approx(middle**3.6)
    assert limits(drawn.marks[0].lines) == pytest.approx(((middle - width) ** 3.6, (middle + width) ** 3.6))
    assert [mark.value for mark in drawn.marks] == [20, 30, 20, 30]


def test_a_long_time_without_an_event_is_an_improvement():
    drawn = t_chart([20, 30] * 8 + [400])
    assert labels(drawn).endswith("O") and colours(drawn).endswith("I")
    assert "400.0 days on" in sentence(drawn) and "the chart shows an improvement" in sentence(drawn)


def test_two_events_on_one_day_have_no_days_between_them():
    assert t_chart([10, 0, 20, 15]).marks[1].value == 0


@pytest.mark.parametrize("days", [[], [FIRST]])
def test_one_event_has_no_time_before_it(days):
    with pytest.raises(BadSeries, match="needs two of them"):
        rare.t(days, name="Never events")


def test_events_that_come_evenly_have_no_limits():
    assert "do not vary" in str(t_chart([7] * 20).parts[0].limits)


def test_cases_between_events():
    drawn = g_chart([0, 10, 20, 30, 90])
    lines = drawn.marks[0].lines
    assert isinstance(lines, Lines)
    assert (lines.centre, lines.lower, lines.upper) == pytest.approx((20, None, 30 + 3 * sqrt(30 * 31)))
    assert lines.near_upper == pytest.approx(30 + 2 * sqrt(30 * 31))


def test_more_cases_without_an_infection_than_the_limit():
    drawn = g_chart([8, 12] * 10 + [200])
    assert labels(drawn).endswith("O") and colours(drawn).endswith("I")
    assert drawn.good is Good.HIGHER


@pytest.mark.parametrize("cases", [[1, -1], [1, 1.5]])
def test_cases_are_whole_numbers(cases):
    with pytest.raises(BadSeries, match="whole numbers"):
        g_chart(cases)


def test_events_one_after_the_other_have_no_limits():
    assert "no time between them" in str(g_chart([0, 0, 0]).parts[0].limits)


@unhurried
@given(st.lists(st.integers(0, 1000), min_size=2, max_size=40))
def test_no_time_between_events_is_negative(gaps):
    for mark in t_chart(gaps).marks:
        if isinstance(mark.lines, Lines):
            assert (mark.lines.lower or 0) >= 0
            assert mark.lines.upper is not None and mark.lines.upper > mark.lines.centre >= 0


def test_a_run_of_rare_events_is_told_by_its_own_middle():
    assert "above 8, the median" in sentence(g_chart([1, 8] * 10 + [9] * 8))
    assert "the typical time" in sentence(t_chart([20, 30] * 8 + [31] * 7))
