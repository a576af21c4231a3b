"""Whole pounds are shared so that the parts make the whole."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toldonce.steering.sheets.sharing import shared

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
