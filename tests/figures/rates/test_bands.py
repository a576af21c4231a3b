"""Age bands and standard populations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.figures.rates.bands import age_bands
from toldonce.figures.rates.errors import BandsRefused
from toldonce.figures.rates.standard import EUROPEAN_1976, EUROPEAN_2013


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("0-4", "0-4"),
        ("0 – 4", "0-4"),
        ("Aged 0 to 4", "0-4"),
        ("under 1", "0"),
        ("<1", "0"),
        ("<5", "0-4"),
        ("0 years", "0"),
        ("age 7", "7"),
        ("90+", "90+"),
        ("90 +", "90+"),
        ("90 and over", "90+"),
        ("90 plus", "90+"),
        ("85 or over", "85+"),
        ("0_4", "0-4"),
        ("10to14", "10-14"),
        ("Under 1 year", "0"),
        ("90 years and over", "90+"),
        ("90 & over", "90+"),
        ("00-04", "0-4"),
    ],
)
def test_a_band_is_read_as_people_write_it(label, name):
    assert age_bands([label]).names == (name,)


def test_first_ages_alone_end_where_the_next_begins():
    assert age_bands([0, 1, 5, 90]).names == ("0", "1-4", "5-89", "90+")


def test_bands_stay_in_the_order_of_the_data_and_know_that_of_age():
    found = age_bands(["90+", "0-49", "50-89"])
    assert found.names == ("90+", "0-49", "50-89")
    assert found.by_age == (1, 2, 0)


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (["50-54", "55-69", "60-64"], "the age bands 55-69 and 60-64 overlap"),
        (["0-4", "0-4"], "the age bands 0-4 and 0-4 overlap"),
        (["85+", "90+"], r"the age bands 85\+ and 90\+ overlap"),
        (["0-4", "10-14"], "no age band holds 5-9: it is missing between 0-4 and 10-14"),
        (["0-4", "6-9"], "no age band holds 5: it is missing between 0-4 and 6-9"),
        (["9-5"], "“9-5” ends before it begins"),
        (["all ages"], "“all ages” cannot be read"),
        (["men 0-4"], "“men 0-4” cannot be read"),
        (["5-9-14"], "“5-9-14” cannot be read"),
        (["0", "9" * 5000], "“9999999999999999999999999999999999999999” cannot be read"),
        (["under 1", "1-" + "9" * 5000], "cannot be read"),
        (["²"], "“²” cannot be read"),
        (["under 0"], "holds no age"),
        ([], "there are no age bands"),
    ],
)
def test_bands_that_do_not_fit_together_are_refused(labels, reason):
    with pytest.raises(BandsRefused, match=reason):
        age_bands(labels)


FIVE_YEARS = ["0-4", *(f"{age}-{age + 4}" for age in range(5, 90, 5)), "90+"]
OF_2013 = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500,
           1500, 1000]  # fmt: skip


def test_the_standard_of_2013_in_nineteen_bands():
    assert EUROPEAN_2013.weights(age_bands(FIVE_YEARS)).tolist() == OF_2013


@pytest.mark.parametrize("standard", [EUROPEAN_2013, EUROPEAN_1976])
def test_a_standard_is_of_a_hundred_thousand(standard):
    assert sum(standard.people) == 100_000


def test_a_standard_fits_coarser_bands_and_some_ages_only():
    assert EUROPEAN_2013.weights(age_bands(["0", "1-4", "5-64", "65-74"])).tolist() == [
        1000,
        4000,
        75500,
        10500,
    ]


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (["0-2", "3-4"], "has the ages 1-4 in one band and cannot be split at 0-2"),
        (["90-99", "100+"], r"has the ages 95\+ in one band and cannot be split at 90-99"),
    ],
)
def test_a_standard_is_never_split(labels, reason):
    with pytest.raises(BandsRefused, match=reason):
        EUROPEAN_2013.weights(age_bands(labels))


@given(st.sets(st.integers(1, 100), min_size=1, max_size=20), st.randoms())
def test_whatever_bands_are_written_are_read_again(starts, random):
    ages = [0, *sorted(starts)]
    written = list(age_bands(ages).names)
    random.shuffle(written)
    assert age_bands([f"{name} " for name in written]).names == tuple(written)
