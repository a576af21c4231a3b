"""Quintiles, deciles and others."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.figures.missing import Missing
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.quantiles import population_quantiles, quantiles


@pytest.mark.parametrize(
    ("values", "parts", "highest_first", "expected"),
    [
        ([10, 20, 30, 40, 50, 60], 3, True, [3, 3, 2, 2, 1, 1]),
        ([10, 20, 30, 40, 50, 60], 3, False, [1, 1, 2, 2, 3, 3]),
        ([30, 10, 20], 3, False, [3, 1, 2]),
        # seven into three: the part of the best rank is left with more
        ([1, 2, 3, 4, 5, 6, 7], 3, False, [1, 1, 1, 2, 2, 3, 3]),
        # equal values stand together, at the first of their ranks
        ([1, 1, 1, 1, 5, 6], 3, False, [1, 1, 1, 1, 3, 3]),
    ],
)
def test_places_are_shared_out(values, parts, highest_first, expected):
    assert quantiles(values, parts, highest_first=highest_first) == expected


def test_a_place_without_a_value_has_no_part_and_leaves_the_others_alone():
    first, *others = quantiles([np.nan, 10, 20, 30, 40], 2)
    assert isinstance(first, Missing)
    assert others == [2, 2, 1, 1]


def test_too_few_places_have_no_parts():
    assert {str(each) for each in quantiles([1, 2, 3], 5)} == {
        "3 places are too few for 5 parts: ask for fewer"
    }


@pytest.mark.parametrize(
    ("values", "people", "expected"),
    [
        ([5, 4, 3, 2, 1], [10, 10, 50, 10, 20], [1, 1, 3, 4, 5]),  # middles at 5, 15, 45, 75 and 90%
        ([5, 4, 3, 2, 1], [20] * 5, [1, 2, 3, 4, 5]),
        ([5, 5, 1], [30, 10, 60], [2, 2, 4]),  # equal values stand together: 20% and 70%
        ([2, 1], [0, 100], [1, 3]),
    ],
)
def test_people_are_shared_out(values, people, expected):
    assert population_quantiles(values, people, 5) == expected


@pytest.mark.parametrize(
    ("values", "people", "reason"),
    [
        ([np.nan, 1], [1, 1], "the value is not known"),
        ([2, 1], [-1, 1], "the population is not known or below zero"),
        ([2, 1], [0, 0], "nobody lives in any of these places"),
    ],
)
def test_a_place_that_cannot_be_placed_says_why(values, people, reason):
    assert str(population_quantiles(values, people, 2)[0]).startswith(reason)


@pytest.mark.parametrize("parts", [1, 0, -5])
def test_fewer_than_two_parts_are_refused(parts):
    with pytest.raises(OptionRefused, match="two or more"):
        quantiles([1, 2, 3], parts)


def test_as_many_populations_as_values():
    with pytest.raises(ShapeRefused, match="one of each"):
        population_quantiles([1, 2], [1])


@given(st.integers(2, 12), st.integers(0, 200), st.booleans())
def test_parts_of_different_values_are_equally_large_to_one_place(parts, more, highest_first):
    values = np.random.default_rng(more).permutation(parts + more)
    sizes = Counter(quantiles(values, parts, highest_first=highest_first))
    assert set(sizes) == set(range(1, parts + 1))
    assert max(sizes.values()) - min(sizes.values()) <= 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50))
def test_a_higher_value_is_never_in_a_later_part(values):
    for found in (quantiles(values, 2), population_quantiles(values, [1] * len(values), 5)):
        by_value = sorted(zip(values, map(int, map(str, found)), strict=True), key=lambda each: -each[0])
        assert [part for _, part in by_value] == sorted(part for _, part in by_value)
