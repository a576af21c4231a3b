"""Funnels: limits by size, and who is beyond them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from tests.figures.rates.numbers import anything
from toldonce.figures.missing import Missing
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.funnel import INNER, OUTER, Signal, funnel, points, score_limits, signals
from toldonce.figures.rates.intervals import wilson
from toldonce.figures.rates.places import crude_rates_of, proportions_of, ratios_of, standardised_rates_of

HIGHEST, HIGH, WITHIN, LOW, LOWEST = (
    Signal.HIGH_OUTER,
    Signal.HIGH_INNER,
    Signal.WITHIN,
    Signal.LOW_INNER,
    Signal.LOW_OUTER,
)


def test_limits_of_a_proportion_by_hand():
    # 0.5 ± 1.96 x 0.05
    lower, upper = score_limits(0.5, np.array([100.0]), INNER)
    assert (lower[0], upper[0]) == pytest.approx((0.402, 0.598), abs=1e-4)


@given(st.floats(0.01, 0.99), st.integers(2, 10**6), st.sampled_from([(INNER, 0.95), (OUTER, 0.998)]))
def test_wilson_s_interval_of_a_place_on_the_limit_just_touches_the_average(average, size, tail_and_level):
    tail, level = tail_and_level
    of = np.array([float(size)])
    lower, upper = score_limits(average, of, tail)
    if lower[0] > 0 and upper[0] < 1:
        assert wilson(lower * of, of, level)[1][0] == pytest.approx(average)
        assert wilson(upper * of, of, level)[0][0] == pytest.approx(average)


@pytest.mark.parametrize(
    ("counted", "signal"),
    # of 100 each, beside a place of 10,000 with half: beyond 40.2 and 59.8, and beyond 34.5 and 65.5
    [(34, LOWEST), (35, LOW), (40, LOW), (41, WITHIN), (59, WITHIN), (60, HIGH), (65, HIGH), (66, HIGHEST)],
)
def test_signals_of_proportions(counted, signal):
    assert signals(proportions_of([counted, 500_000], [100, 1_000_000]))[0] is signal


@pytest.mark.parametrize(
    ("observed", "signal"),
    # beside 10 expected events: exact limits of 3 end at 8.8 and of 4 at 10.2; Byar's of 18 begin at 10.7, and
    # at 99.8% of 21 at 9.6 and of 22 at 10.3
    [
        (0, LOWEST),
        (1, LOWEST),
        (2, LOW),
        (3, LOW),
        (4, WITHIN),
        (17, WITHIN),
        (18, HIGH),
        (21, HIGH),
        (22, HIGHEST),
    ],
)
def test_signals_of_ratios(observed, signal):
    assert signals(ratios_of([observed], [10]))[0] is signal


def test_signals_of_crude_rates_are_about_the_rate_of_all_together():
    # 100 events among 1,000 people, as ratios of 10 expected
    found = signals(crude_rates_of([18, 10, 2, 70], [100, 100, 100, 700]))
    assert found == [HIGH, WITHIN, LOW, WITHIN]


def test_signals_of_standardised_rates_need_ten_events():
    found = signals(standardised_rates_of([9, 0, 18, 900], [9_000, 0, 18_000, 10_000]))
    assert [str(each)[:20] for each in found[:2]] == ["9 events are fewer t", "0 events are fewer t"]
    assert found[2:] == [HIGH, WITHIN]


def test_ten_events_are_enough():
    assert signals(standardised_rates_of([10, 90], [10_000, 10_000])) == [WITHIN, WITHIN]


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        (lambda: proportions_of([5, 5], [4, 10]), "the numerator is above the denominator"),
        (lambda: proportions_of([np.nan, 5], [10, 10]), "the numerator is not known"),
        (lambda: crude_rates_of([-1, 5], [10, 10]), "the numerator is below zero"),
        (lambda: crude_rates_of([1, 5], [0, 10]), "the denominator is not above zero"),
        (lambda: ratios_of([1, 5], [np.nan, 10]), "the denominator is not known"),
    ],
)
def test_a_place_with_a_fault_has_a_reason_and_counts_for_nothing(places, reason):
    found = places()
    first, second = signals(found)
    assert isinstance(first, Missing) and first.reason.startswith(reason)
    assert second is WITHIN
    drawn = points(found)
    assert isinstance(drawn[0].rate, Missing) and not isinstance(drawn[1].rate, Missing)


def test_lines_of_rates_leave_just_so_much_chance_beyond_them():
    places = crude_rates_of([20, 200], [1_000, 10_000], years=2, multiplier=1000)
    found = funnel(places)
    assert found.baseline == pytest.approx(20)
    for tail, low, high in zip((INNER, OUTER), found.lower, found.upper, strict=True):
        expected = low.sizes * 2 * 0.02  # people of a year, over two years, at the rate of all
        assert poisson.cdf(found.axis, expected) == pytest.approx(tail)
        assert low.values == pytest.approx(found.axis / (low.sizes * 2) * 1000)
        assert poisson.sf(found.axis - 1, high.sizes * 2 * 0.02) == pytest.approx(tail)


def test_lines_of_ratios_are_told_per_hundred_or_as_an_excess():
    places = ratios_of([20, 200], [20, 200])
    plain, excess = funnel(places), funnel(places, excess=True)
    assert (plain.baseline, excess.baseline) == (100, 0)
    assert plain.upper[0].values == pytest.approx((excess.upper[0].values + 1) * 100)


def test_lines_of_proportions_stay_within_none_and_all():
    found = funnel(proportions_of([1, 50], [2, 100]))
    assert min(line.values.min() for line in found.lower) == 0
    assert max(line.values.max() for line in found.upper) == 100
    assert found.upper[1].values[-1] < 80


@pytest.mark.parametrize(
    ("sizes", "first", "last"),
    [([12_345, 17_000], 10_000, 18_000), ([100, 17_000], 1, 18_000), ([7, 8], 6, 105), ([40, 90], 1, 100)],
)
def test_the_axis_begins_and_ends_outside_the_places(sizes, first, last):
    axis = funnel(proportions_of([1, 1], sizes)).axis
    assert len(axis) == 100 and np.all(np.diff(axis) >= 1)
    assert (axis[0], axis[-1]) == (first, last)


def test_only_ratios_have_an_excess():
    with pytest.raises(OptionRefused, match="only ratios"):
        funnel(proportions_of([1, 2], [3, 4]), excess=True)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: proportions_of([1, 2], [3]), "one of each for every place"),
        (lambda: standardised_rates_of([1, 2], [3]), "one of each for every place"),
        (lambda: funnel(proportions_of([5], [4])), "no place can be drawn"),
    ],
)
def test_numbers_that_do_not_belong_together_are_refused(call, reason):
    with pytest.raises(ShapeRefused, match=reason):
        call()


def test_data_cover_some_years():
    with pytest.raises(OptionRefused, match="how many years"):
        crude_rates_of([1], [2], years=0)


@given(st.lists(st.tuples(anything, anything), min_size=1, max_size=5))
def test_whatever_comes_has_a_signal_or_a_reason(rows):
    above, below = zip(*rows, strict=True)
    for places in (proportions_of, ratios_of, crude_rates_of, standardised_rates_of):
        assert all(isinstance(each, Signal | Missing) for each in signals(places(above, below)))
