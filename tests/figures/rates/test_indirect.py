"""Indirectly standardised ratios and rates, and comparative figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.rates.numbers import anything, is_told, shown
from toldonce.figures.missing import Missing
from toldonce.figures.rates.bands import age_bands
from toldonce.figures.rates.crude import rates
from toldonce.figures.rates.errors import ShapeRefused
from toldonce.figures.rates.indirect import (
    comparative_figures,
    expected_events,
    indirectly_standardised,
    reference,
    standardised_ratios,
)

NATION = reference([100, 400], [100_000, 50_000])  # 1 and 8 in a thousand; 500 of 150,000
EVENTS, PEOPLE = [15, 60], [10_000, 5_000]  # 10 and 40 expected


def test_expected_events_are_the_reference_s_rates_on_our_people():
    assert expected_events(EVENTS, PEOPLE, NATION).expected.tolist() == [50]


@pytest.mark.parametrize("observed", [EVENTS, 75])
def test_a_ratio_of_observed_over_expected(observed):
    # the limits of 75 events, over 50 that are expected instead of over people
    (found,) = standardised_ratios(observed, PEOPLE, NATION, multiplier=100)
    assert shown(found) == pytest.approx(shown(rates(75, 50, multiplier=100)[0]), rel=1e-12)
    assert (found.value, found.method) == (150, "Byar")


def test_few_observed_events_have_exact_limits():
    (found,) = standardised_ratios(1, PEOPLE, NATION)
    assert shown(found) == pytest.approx((0.02, 0.0253178 / 50, 5.5716434 / 50), rel=1e-5)
    assert found.method == "exact Poisson"


def test_a_rate_is_the_ratio_times_the_reference_s_crude_rate():
    assert indirectly_standardised(EVENTS, PEOPLE, NATION, multiplier=1000)[0].value == pytest.approx(
        1.5 * 500 / 150
    )


def test_a_comparative_figure_is_told_per_the_events_of_the_reference():
    # the nation's people at our rates: 150 + 600 events of 500
    assert comparative_figures(EVENTS, PEOPLE, NATION)[0].value == pytest.approx(150)


def test_totals_of_several_places_stand_beside_their_people():
    found = standardised_ratios([75, 50], [PEOPLE, PEOPLE], NATION)
    assert found.values.tolist() == [1.5, 1.0]


@pytest.mark.parametrize(
    ("events", "people", "reason"),
    [
        ([15, np.nan], PEOPLE, "the count of band 2 is not known"),
        ([-15, 60], PEOPLE, "the count of band 1 is below zero"),
        (EVENTS, [np.nan, 1], "the population of band 1 is not known"),
        (EVENTS, [0, 0], "no events are expected here"),
        (np.nan, PEOPLE, "the count of all ages is not known"),
    ],
)
def test_what_cannot_be_compared_says_why(events, people, reason):
    (found,) = standardised_ratios(events, people, NATION)
    assert isinstance(found.value, Missing) and found.value.reason.startswith(reason)


def test_unknown_events_and_people_mean_none_only_when_somebody_says_so():
    found = standardised_ratios([15, np.nan], [10_000, np.nan], NATION, unknown_is_zero=True)
    assert found[0].value == 1.5


@pytest.mark.parametrize(
    ("counts", "people", "reason"),
    [
        ([1, np.nan], [10, 10], "the count of band 2 is not known"),
        ([1, 1], [10, 0], "the population of band 2 is zero"),
        ([[1, 1], [1, 1]], [[9, 9], [9, 9]], "a reference population is one place"),
    ],
)
def test_a_reference_with_a_fault_is_refused(counts, people, reason):
    with pytest.raises(ShapeRefused, match=reason):
        reference(counts, people)


def test_a_reference_without_events_compares_nothing():
    with pytest.raises(ShapeRefused, match="no events"):
        comparative_figures(EVENTS, PEOPLE, reference([0, 0], [10, 10]))


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (["0-64", "65+"], r"has the band 0-59 where the data have 0-64"),
        (["60+", "0-59"], r"has the band 0-59 where the data have 60\+"),
    ],
)
def test_a_reference_of_other_bands_is_refused(labels, reason):
    nation = reference([100, 400], [100_000, 50_000], bands=age_bands(["0-59", "60+"]))
    with pytest.raises(ShapeRefused, match=reason):
        standardised_ratios(EVENTS, PEOPLE, nation, bands=age_bands(labels))


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(500, 10**5)), min_size=1, max_size=6))
def test_the_reference_against_itself_is_one(rows):
    events, people = zip(*rows, strict=True)
    itself = reference(events, people)
    assert standardised_ratios(events, people, itself)[0].value == pytest.approx(1)
    assert comparative_figures(events, people, itself, least=1)[0].value == pytest.approx(100)


@given(st.lists(st.lists(st.tuples(anything, anything), min_size=2, max_size=2), min_size=1, max_size=4))
def test_whatever_comes_is_a_number_or_has_a_reason(places):
    table = np.array(places)
    assert is_told(indirectly_standardised(table[:, :, 0], table[:, :, 1], NATION))
