"""Counts at a price: whole pounds, halves upwards, each as it would be by itself."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.steering.money.amounts import times, whole_pounds

COUNTS = st.lists(st.integers(0, 10**12), max_size=12)


@pytest.mark.parametrize(
    ("counts", "factor", "made"),
    [
        ((1, 2, 3), Decimal("0.5"), (1, 1, 2)),
        ((100,), Decimal("152.755"), (15276,)),
        ((3,), Fraction(5, 6), (3,)),  # two and a half, which no decimal of five sixths says
        ((0, 7), Decimal(0), (0, 0)),
        ((), Decimal(3), ()),
    ],
)
def test_each_count_is_taken_times_the_factor_and_rounded(counts, factor, made):
    assert times(counts, factor) == made


@given(COUNTS, st.decimals(0, 10**6, places=4))
def test_many_counts_are_rounded_as_one_is(counts, price):
    assert times(counts, price) == tuple(whole_pounds(each * price) for each in counts)


def test_an_amount_with_more_digits_than_decimals_reckon_with_is_rounded_too():
    assert whole_pounds(Decimal("1" + "0" * 30)) == 10**30
