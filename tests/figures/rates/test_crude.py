"""Crude rates, proportions and means."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.rates.numbers import anything, counts, is_told, people, shown
from toldonce.figures.missing import Missing
from toldonce.figures.rates.crude import means, proportions, rates
from toldonce.figures.rates.errors import ConfidenceRefused, OptionRefused, ShapeRefused

# events, people, value, lower, upper: exact limits of 0, 1 and 9 from printed tables of the Poisson distribution
RATES = [
    (0, 100, 0, 0, 3.689, "exact Poisson"),
    (1, 100, 1, 0.0253, 5.572, "exact Poisson"),
    (9, 100, 9, 4.115, 17.085, "exact Poisson"),
    (65, 100, 65, 50.163187710459, 82.849138545940, "Byar"),
    (250, 220, 113.63636, 99.98495, 128.63114, "Byar"),
]


@pytest.mark.parametrize(("events", "of", "value", "lower", "upper", "method"), RATES)
def test_a_rate_with_its_limits(events, of, value, lower, upper, method):
    found = rates(events, of, multiplier=100)[0]
    assert shown(found) == pytest.approx((value, lower, upper), rel=1e-5 if events in (65, 250) else 1e-3)
    assert found.method == method


@pytest.mark.parametrize(
    ("counted", "of", "value", "lower", "upper"),
    [
        # Newcombe, Statistics in Medicine 1998; 17: 857-872, table I, method 3
        (81, 263, 0.3080, 0.2553, 0.3662),
        (15, 148, 0.1014, 0.0624, 0.1605),
        (0, 20, 0, 0, 0.1611),
        (1, 29, 0.0345, 0.0061, 0.1718),
    ],
)
def test_a_proportion_with_its_limits(counted, of, value, lower, upper):
    assert shown(proportions(counted, of)[0]) == pytest.approx((value, lower, upper), abs=6e-5)


@pytest.mark.parametrize(
    ("confidence", "levels"),
    [
        (95, [0.95]),
        (0.95, [0.95]),
        ([0.95, 99.8], [0.95, 0.998]),
        ([], []),
        (100, [1.0]),
        (1, [1.0]),
        (0.8, [0.8]),
    ],
)
def test_confidence_is_a_share_or_a_percentage_or_several(confidence, levels):
    assert [limit.confidence for limit in rates(20, 100, confidence=confidence)[0].limits] == pytest.approx(
        levels
    )


def test_at_full_confidence_a_proportion_can_be_anything():
    assert shown(proportions(5, 10, multiplier=100, confidence=100)[0]) == (50, 0, 100)


def test_at_full_confidence_a_rate_has_no_lower_limit_and_says_so():
    assert isinstance(rates(20, 100, confidence=100)[0].limits[0].lower, Missing)


@pytest.mark.parametrize("confidence", [0.3, 49, 101, -1, 30])
def test_what_is_no_confidence_is_refused(confidence):
    with pytest.raises(ConfidenceRefused, match=r"0\.5 to 1"):
        rates(1, 2, confidence=confidence)


@pytest.mark.parametrize(
    ("function", "above", "below", "reason"),
    [
        (rates, np.nan, 100, "the numerator is not known"),
        (rates, 5, np.nan, "the denominator is not known"),
        (rates, -5, 100, "the numerator is -5: a count is never below zero"),
        (rates, 5, 0, "the denominator is zero: nobody could be counted"),
        (rates, 5, -2, "the denominator is -2"),
        (rates, np.inf, 100, "the numerator is not known"),
        (proportions, 101, 100, "the numerator 101 is above the denominator 100"),
        (proportions, 0, 0, "the denominator is zero"),
    ],
)
def test_what_cannot_be_counted_says_why(function, above, below, reason):
    (found,) = function([above], [below], confidence=[95, 99.8])
    assert isinstance(found.value, Missing)
    assert found.value.reason.startswith(reason)
    assert {side for limit in found.limits for side in (limit.lower, limit.upper)} == {found.value}


def test_a_fault_in_one_row_leaves_the_others_alone():
    found = rates([5, np.nan, 5], [100, 100, 100])
    assert found[0] == found[2]
    assert isinstance(found[1].value, Missing)


def test_two_denominators_for_three_numerators_are_refused():
    with pytest.raises(ShapeRefused, match="one of each for every place"):
        rates([1, 2, 3], [1, 2])


@pytest.mark.parametrize("multiplier", [0, -100, np.nan, np.inf])
def test_a_rate_is_told_per_a_number_above_zero(multiplier):
    with pytest.raises(OptionRefused, match="above zero"):
        rates(1, 2, multiplier=multiplier)


def test_an_estimate_that_is_not_there_is_an_error():
    with pytest.raises(IndexError):
        rates([1], [2])[1]


@pytest.mark.parametrize(
    ("sample", "value", "lower", "upper"),
    [([30, 40, 50, 60], 45, 24.4574, 65.5426), ([1, 3], 2, 2 - 12.7062, 2 + 12.7062)],
)
def test_a_mean_with_its_limits(sample, value, lower, upper):
    assert shown(means([sample])[0]) == pytest.approx((value, lower, upper), abs=1e-4)


@pytest.mark.parametrize(
    ("sample", "reason"),
    [([], "there are no values"), ([1, np.nan], "1 of 2 values are not known")],
)
def test_a_mean_that_cannot_be_taken_says_why(sample, reason):
    found = means([[1, 2], sample])[1]
    assert isinstance(found.value, Missing) and found.value.reason.startswith(reason)


def test_one_value_is_a_mean_without_limits():
    (found,) = means([[7]])
    assert found.value == 7
    assert found.limits[0].lower == Missing("one value alone has no spread: limits need two values or more")


@given(st.lists(st.tuples(anything, anything), min_size=1, max_size=5))
def test_whatever_comes_is_a_number_or_has_a_reason(rows):
    above, below = zip(*rows, strict=True)
    assert is_told(rates(above, below, confidence=[95, 99.8]))
    assert is_told(proportions(above, below, confidence=[95, 99.8]))


@given(counts, people)
def test_limits_hold_the_value_and_widen_with_confidence(events, of):
    found = rates(events, of, confidence=[0.8, 0.95, 0.998])[0]
    lower, upper = ([getattr(limit, side) for limit in found.limits] for side in ("lower", "upper"))
    assert lower == sorted(lower, reverse=True) and upper == sorted(upper)
    assert lower[0] <= found.value <= upper[0]


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_a_share_and_what_is_left_mirror_each_other(counted, more):
    of = counted + more
    value, lower, upper = shown(proportions(counted, of)[0])
    assert shown(proportions(more, of)[0]) == pytest.approx((1 - value, 1 - upper, 1 - lower), abs=1e-9)
