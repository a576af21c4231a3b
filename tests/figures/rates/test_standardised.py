"""Directly standardised rates and years of life lost."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.rates.numbers import anything, is_told, shown
from toldonce.figures.missing import Missing
from toldonce.figures.rates.bands import age_bands
from toldonce.figures.rates.crude import rates
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.standard import EUROPEAN_2013
from toldonce.figures.rates.standardised import (
    directly_standardised,
    directly_standardised_by_frequency,
    years_of_life_lost,
    years_until,
)

#        young   old
EVENTS = [10, 40]
PEOPLE = [1000, 500]
STANDARD = [600, 400]


def test_a_rate_by_hand():
    # 0.6 x 10/1000 + 0.4 x 40/500 = 0.038; variance 0.36 x 10/1000² + 0.16 x 40/500² = 2.92e-5
    lower, upper = shown(rates(50, 1, multiplier=1)[0])[1:]
    scale = np.sqrt(2.92e-5 / 50)
    expected = (0.038, 0.038 + scale * (lower - 50), 0.038 + scale * (upper - 50))
    found = directly_standardised(EVENTS, PEOPLE, STANDARD, multiplier=1)[0]
    assert shown(found) == pytest.approx(expected, rel=1e-12)


def test_the_order_of_bands_does_not_matter():
    one = directly_standardised([30, 40], [1000, 500], EUROPEAN_2013, bands=age_bands(["0-64", "65+"]))[0]
    other = directly_standardised([40, 30], [500, 1000], EUROPEAN_2013, bands=age_bands(["65+", "0-64"]))[0]
    assert shown(one) == pytest.approx(shown(other), rel=1e-12)


def test_a_standard_reads_the_ages_of_the_bands():
    read = directly_standardised([30, 40], [1000, 500], EUROPEAN_2013, bands=["0-64", "65+"])[0]
    assert (
        read
        == directly_standardised([30, 40], [1000, 500], EUROPEAN_2013, bands=age_bands(["0-64", "65+"]))[0]
    )
    assert read == directly_standardised([30, 40], [1000, 500], [80_500, 19_500])[0]


def test_fewer_than_ten_events_have_no_rate():
    (found,) = directly_standardised([4, 5], PEOPLE, STANDARD)
    assert isinstance(found.value, Missing) and found.value.reason.startswith(
        "9 events in all are fewer than 10"
    )
    assert found.limits[0].upper == found.value


def test_fewer_than_ten_events_rest_on_exact_limits_when_somebody_wants_them():
    (found,) = directly_standardised([9], [1000], [1], least=0, multiplier=1000)
    assert shown(found) == pytest.approx(shown(rates(9, 1000, multiplier=1000)[0]), rel=1e-12)


def test_no_events_have_a_rate_of_zero_without_limits():
    (found,) = directly_standardised([0, 0], PEOPLE, STANDARD, least=0)
    assert found.value == 0
    assert isinstance(found.limits[0].upper, Missing)


@pytest.mark.parametrize(
    ("events", "people", "reason"),
    [
        ([np.nan, 40], PEOPLE, "the count of 0-64 is not known"),
        ([10, -4], PEOPLE, r"the count of 65\+ is below zero"),
        (EVENTS, [1000, 0], r"the population of 65\+ is zero: join it with its neighbour"),
        (EVENTS, [-1, 500], "the population of 0-64 is below zero"),
        (EVENTS, [np.nan, 500], "the population of 0-64 is not known"),
    ],
)
def test_a_fault_names_its_band(events, people, reason):
    (found,) = directly_standardised(events, people, EUROPEAN_2013, bands=age_bands(["0-64", "65+"]))
    assert isinstance(found.value, Missing)
    assert re.match(reason, found.value.reason)


def test_an_unknown_count_means_none_only_when_somebody_says_so():
    known = directly_standardised([0, 40], PEOPLE, STANDARD)[0]
    assert directly_standardised([np.nan, 40], PEOPLE, STANDARD, unknown_is_zero=True)[0] == known


@pytest.mark.parametrize(
    ("standard", "bands", "reason"),
    [
        ([1, 2, 3], None, "the standard population has 3 bands and the data have 2"),
        ([1, -2], None, "no weight is unknown or below zero"),
        ([0, 0], None, "has people in its bands"),
        (EUROPEAN_2013, None, "say which ages the bands"),
        (STANDARD, ["a", "b", "c"], "3 bands are named and the data have 2"),
    ],
)
def test_a_standard_of_other_bands_is_refused(standard, bands, reason):
    with pytest.raises(ShapeRefused, match=reason):
        directly_standardised(EVENTS, PEOPLE, standard, bands=bands)


def test_people_with_several_events_widen_the_limits_and_leave_the_rate():
    # of the 40 events of the old, 10 people had one and 10 had three
    once, thrice = [10, 10], [0, 10]
    (found,) = directly_standardised_by_frequency([[once, thrice]], [1, 3], [PEOPLE], STANDARD, multiplier=1)
    # variance 0.36 x 10/1000² + 0.16 x (10 + 9 x 10)/500²
    lower, upper = shown(rates(50, 1, multiplier=1)[0])[1:]
    scale = np.sqrt((3.6e-6 + 6.4e-5) / 50)
    expected = (0.038, 0.038 + scale * (lower - 50), 0.038 + scale * (upper - 50))
    assert shown(found) == pytest.approx(expected, rel=1e-12)


def test_frequencies_and_tables_are_equally_many():
    with pytest.raises(ShapeRefused, match="for 3 frequencies"):
        directly_standardised_by_frequency([[EVENTS, EVENTS]], [1, 2, 3], [PEOPLE], STANDARD)


def test_years_of_life_lost_by_hand():
    # 0.6 x 10/1000 x 40 years + 0.4 x 40/500 x 10 years = 0.56; variance with each weight times its years
    lower, upper = shown(rates(50, 1, multiplier=1)[0])[1:]
    scale = np.sqrt((0.36 * 10 / 1000**2 * 1600 + 0.16 * 40 / 500**2 * 100) / 50)
    expected = (0.56, 0.56 + scale * (lower - 50), 0.56 + scale * (upper - 50))
    found = years_of_life_lost(EVENTS, PEOPLE, [40, 10], STANDARD, multiplier=1)[0]
    assert shown(found) == pytest.approx(expected, rel=1e-12)


def test_years_until_an_age_are_counted_from_the_middle_of_a_band():
    assert years_until(age_bands(["75+", "0-4", "5-74"]), 75).tolist() == [0, 72.5, 35]


def test_an_age_within_a_band_ends_no_years():
    with pytest.raises(OptionRefused, match="inside the band 5-74"):
        years_until(age_bands(["0-4", "5-74", "75+"]), 70)


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 10**5)), min_size=1, max_size=6),
)
def test_with_its_own_people_as_standard_a_place_has_its_crude_rate(rows):
    events, people = zip(*rows, strict=True)
    (found,) = directly_standardised(events, people, people, least=1)
    if sum(events):
        assert shown(found) == pytest.approx(shown(rates(sum(events), sum(people))[0]), rel=1e-9, abs=1e-9)


@given(st.lists(st.lists(st.tuples(anything, anything), min_size=3, max_size=3), min_size=1, max_size=4))
def test_whatever_comes_is_a_number_or_has_a_reason(places):
    table = np.array(places)
    assert is_told(directly_standardised(table[:, :, 0], table[:, :, 1], [1, 2, 3], least=0))
