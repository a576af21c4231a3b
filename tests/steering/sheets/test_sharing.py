"""Whole numbers are shared and rounded so that the parts make the whole."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toldonce.steering.sheets.sharing import adding_up, shared, whole

WEIGHTS = st.lists(st.decimals(0, 10**6, places=6, allow_nan=False), min_size=1, max_size=80).filter(any)


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (2, [1, 1, 1], [1, 1, 0]),
        (10, [Decimal("0.5"), 0, Decimal("1.5")], [3, 0, 7]),  # 2.5 and 7.5: the first of equals first
        (-100, [1, 1, 1], [-34, -33, -33]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_what_is_left_goes_to_the_parts_that_lost_most(amount, weights, parts):
    assert shared(amount, weights) == parts


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12), WEIGHTS)
def test_the_parts_make_the_whole_and_each_is_within_a_pound_of_its_share(amount, weights):
    parts = shared(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Decimal(amount) * weight / sum(weights)) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_weights_that_share_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="no weight may be negative"):
        shared(100, weights)


@given(st.lists(st.floats(-1e10, 1e10), min_size=1, max_size=40))
def test_parts_in_whole_pounds_add_up_to_their_rounded_total(parts):
    made = adding_up(parts)
    assert made.sum() == whole(float(np.sum(parts)))
    assert np.abs(made - np.array(parts)).max() < 1.01


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=8))
def test_parts_add_up_to_a_total_that_is_given_and_none_is_off_by_more_than_one(parts):
    total = round(sum(parts))
    made = adding_up(parts, total).tolist()
    assert sum(made) == total
    assert all(abs(a - b) <= 1 for a, b in zip(made, parts, strict=True))


def test_a_part_that_is_nothing_stays_nothing_where_others_are_moved_to_fit():
    assert adding_up([0.0, 3.0, -1.0], 3).tolist() == [0, 4, -1]


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=20), st.integers(-10_000, 10_000))
def test_parts_are_moved_to_fit_a_total_that_is_given(parts, total):
    assert adding_up(parts, total).sum() == total


def test_the_pounds_that_are_left_go_to_the_parts_that_lost_most_and_then_to_the_first():
    assert adding_up([1.4, 1.6, 1.5, 1.5]).tolist() == [1, 2, 2, 1]
