"""Life expectancy and healthy life expectancy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.rates.numbers import anything, is_told, shown
from toldonce.figures.missing import Missing
from toldonce.figures.rates.bands import age_bands
from toldonce.figures.rates.errors import BandsRefused, OptionRefused, ShapeRefused
from toldonce.figures.rates.healthy_life import healthy_life
from toldonce.figures.rates.life import life_table

BANDS = ["0-49", "50+"]
DEATHS, PEOPLE = [20, 50], [10_000, 1_000]
HALF = [0.5, 0.5]


def test_a_table_by_hand():
    # M = 0.002 over 50 years: q = 0.1 / 1.05 = 2/21, of 100,000 born 90,476 reach 50 and have 1 / 0.05 = 20 years left.
    table = life_table(DEATHS, PEOPLE, BANDS, lived_share=HALF)
    assert table.dying[0].tolist() == pytest.approx([2 / 21, 1])
    assert table.survivors[0].tolist() == pytest.approx([100_000, 100_000 * 19 / 21])
    assert table.expectancy[0].tolist() == pytest.approx([50 * (1 - 1 / 21) + 20 * 19 / 21, 20])


def test_it_tells_what_it_rests_on():
    table = life_table(DEATHS, PEOPLE, BANDS)
    assert table.remaining[0, 0] == pytest.approx(table.expectancy[0, 0] * 100_000)
    assert table.deaths_used.tolist() == [[70, 50]]
    assert table.populations_used.tolist() == [[11_000, 1_000]]


def test_its_interval_by_hand():
    # deaths before 50: q² (1 - q) / 20, times the square of the 25 + 20 years lost; after: (19/21)² x 4 / (50 M²) / 4
    q, last = 2 / 21, 0.05
    variance = q**2 * (1 - q) / 20 * 45**2 + (19 / 21) ** 2 / (50 * last**2)
    value = 50 * (1 - 1 / 21) + 20 * 19 / 21
    half = 1.959963985 * np.sqrt(variance)
    found = life_table(DEATHS, PEOPLE, BANDS, lived_share=HALF).at(0)[0]
    assert shown(found) == pytest.approx((value, value - half, value + half), rel=1e-9)


def test_those_who_die_in_the_first_year_live_a_tenth_of_it():
    table = life_table([100, 0, 50], [1_000, 9_000, 1_000], ["0", "1-49", "50+"])
    assert table.dying[0, 0] == pytest.approx(0.1 / (1 + 0.1 * 0.9))


def test_bands_may_come_in_any_order_and_width():
    one = life_table([20, 5, 50], [10_000, 900, 1_000], ["0-49", "50-74", "75+"])
    other = life_table([50, 20, 5], [1_000, 10_000, 900], ["75+", "0-49", "50-74"])
    assert other.bands.names == ("0-49", "50-74", "75+")
    assert other.at(50)[0] == one.at(50)[0]


def test_where_more_die_than_the_formula_bears_nobody_is_left():
    table = life_table([20, 200, 50], [10_000, 1_000, 1_000], ["0-49", "50-74", "75+"])
    assert table.survivors[0, 2] == 0
    assert table.at(75)[0].value == Missing(
        "nobody in this life table lives to this age: take wider bands or a larger place"
    )
    dying = 0.1 / (1 + 0.1 * 0.9)  # in the first band, whose dead live a tenth of it
    assert table.at(0)[0].value == pytest.approx(50 * (1 - 0.9 * dying) + 12.5 * (1 - dying))


@pytest.mark.parametrize(
    ("deaths", "people", "reason"),
    [
        ([np.nan, 50], PEOPLE, "the count of 0-49 is not known"),
        ([-1, 50], PEOPLE, "the count of 0-49 is below zero"),
        (DEATHS, [10_000, 0], "the population of 50+ is zero"),
        (DEATHS, [10_000, -5], "the population of 50+ is below zero"),
        ([20, 1_001], PEOPLE, "more people died in 50+ than lived there"),
        (DEATHS, [4_000, 1_000], "5,000 person-years are too few"),
        ([20, 0], PEOPLE, "nobody died in 50+"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_made_says_why(deaths, people, reason):
    (found,) = life_table(deaths, people, BANDS).at(0)
    assert isinstance(found.value, Missing) and found.value.reason.startswith(reason)
    assert found.limits[0].lower == found.value


def test_one_place_with_a_fault_leaves_the_others_alone():
    found = life_table([DEATHS, [20, 0]], [PEOPLE, PEOPLE], BANDS).at(0)
    assert found[0] == life_table(DEATHS, PEOPLE, BANDS).at(0)[0]
    assert isinstance(found[1].value, Missing)


def test_an_expectancy_with_too_wide_an_interval_is_withheld_and_its_interval_shown():
    # eight deaths of 200: 25 years with a standard error of 25 / √8
    (found,) = life_table([20, 8], [10_000, 200], BANDS).at(50)
    assert isinstance(found.value, Missing) and found.value.reason.startswith(
        "the 95% interval is 35 years wide"
    )
    assert found.limits[0].upper == pytest.approx(25 + 1.959963985 * 25 / np.sqrt(8))


def test_an_expectancy_with_an_interval_of_less_than_twenty_years_is_shown():
    (found,) = life_table([20, 25], [10_000, 625], BANDS).at(50)  # 25 years with a standard error of 5
    assert found.value == pytest.approx(25)


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (["1-49", "50+"], "the first age band is 1-49: a life table begins at birth"),
        (["0-49", "50-89"], "the last age band is 50-89: a life table ends with an open one"),
        (["0-49", "51+"], "no age band holds 50"),
    ],
)
def test_a_life_without_its_beginning_or_end_is_refused(labels, reason):
    with pytest.raises(BandsRefused, match=reason):
        life_table(DEATHS, PEOPLE, labels)


def test_expectancy_is_known_where_a_band_begins():
    with pytest.raises(OptionRefused, match="no band begins at age 65: expectancy is known at 0, 50"):
        life_table(DEATHS, PEOPLE, BANDS).at(65)


@pytest.mark.parametrize("share", [[0.5], [0, 0.5], [0.5, 1]])
def test_a_share_of_a_band_lies_between_none_and_all_of_it(share):
    with pytest.raises(ShapeRefused, match="one share between 0 and 1 for each band"):
        life_table(DEATHS, PEOPLE, BANDS, lived_share=share)


def test_healthy_years_by_hand():
    # 90% of the years before 50 and half of those after
    table = life_table(DEATHS, PEOPLE, BANDS, lived_share=HALF)
    before, after = 50 * (1 - 1 / 21), 20 * 19 / 21
    q, last = 2 / 21, 0.05
    deaths = q**2 * (1 - q) / 20 * (25 * 0.9 + 10) ** 2 + (19 / 21 * 0.5) ** 2 / (50 * last**2)
    answers = before**2 * 0.9 * 0.1 / 400 + after**2 * 0.5 * 0.5 / 100
    value, half = 0.9 * before + 0.5 * after, 1.959963985 * np.sqrt(deaths + answers)
    found = healthy_life(table, [0.9, 0.5], [400, 100]).at(0)[0]
    assert shown(found) == pytest.approx((value, value - half, value + half), rel=1e-9)


# Printed in the practical guide to Sullivan's method of EUROREVES (French life table of 1991): survivors,
# years lived, share free of disability (that of 85+ is printed as its complement) and its variance; then the expectancy
# free of disability and its variance.
EUROREVES = [
    ("65-69", 89_367, 436_589, 0.804, 0.000281, 12.3, 0.0466),
    ("70-74", 84_968, 408_793, 0.714, 0.000507, 8.8, 0.0441),
    ("75-79", 78_012, 364_013, 0.630, 0.000675, 5.8, 0.0384),
    ("80-84", 66_625, 290_533, 0.487, 0.000914, 3.4, 0.0325),
    ("85+", 48_532, 289_068, 0.290, 0.000805, 1.7, 0.0285),
]


def test_healthy_years_as_they_are_published():
    labels, survivors, lived, shares, variances, expectancies, spreads = zip(*EUROREVES, strict=True)
    reached = np.array([100_000, *survivors, 0])
    years = np.array([65 * (100_000 + survivors[0]) / 2, *lived])
    dying = reached[:-1] - reached[1:]
    widths = np.array([65, 5, 5, 5, 5])
    within = (years[:-1] / widths - reached[1:-1]) / dying[:-1]  # the share of the band that its dead lived
    many = 10_000  # so many people that the chance of their deaths is nothing beside that of the answers
    table = life_table(dying * many, years * many, ["0-64", *labels], lived_share=[*within, 0.5])
    assert table.survivors[0, 1:].tolist() == pytest.approx(survivors)
    asked = [each * (1 - each) / variance for each, variance in zip(shares, variances, strict=True)]
    healthy = healthy_life(table, [0.9, *shares], [10**9, *asked])
    assert healthy.expectancy[0, 1:].tolist() == pytest.approx(expectancies, abs=0.06)
    assert healthy.variance[0, 1:].tolist() == pytest.approx(spreads, rel=0.03)


def test_health_comes_in_the_order_of_the_deaths():
    one = healthy_life(life_table(DEATHS, PEOPLE, BANDS), [0.9, 0.5], [400, 100]).at(0)[0]
    turned = life_table(DEATHS[::-1], PEOPLE[::-1], BANDS[::-1])
    assert healthy_life(turned, [0.5, 0.9], [100, 400]).at(0)[0] == one


def test_health_of_other_bands_is_refused():
    with pytest.raises(ShapeRefused, match="one for each place and band"):
        healthy_life(life_table(DEATHS, PEOPLE, BANDS), [0.9, 0.5, 0.4])


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_if_the_same_share_is_healthy_at_each_age_so_are_the_years(share):
    table = life_table(DEATHS, PEOPLE, BANDS)
    value, lower, upper = shown(table.at(0)[0])
    found = shown(healthy_life(table, [share, share]).at(0)[0])
    assert found == pytest.approx((share * value, share * lower, share * upper))


@pytest.mark.parametrize(
    ("shares", "asked", "reason"),
    [
        ([0.9, np.nan], None, "the share in good health of 50+ is not known"),
        ([1.1, 0.5], None, "the share in good health of 0-49"),
        ([0.9, 0.5], [0, 10], "nobody was asked in 0-49"),
    ],
)
def test_health_that_is_not_known_says_of_which_band(shares, asked, reason):
    (found,) = healthy_life(life_table(DEATHS, PEOPLE, BANDS), shares, asked).at(0)
    assert isinstance(found.value, Missing) and found.value.reason.startswith(reason)


deaths_and_people = st.tuples(st.integers(0, 1000), st.integers(1000, 10**6))


@given(st.lists(deaths_and_people, min_size=4, max_size=4), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_nobody_lives_longer_in_health_than_at_all(rows, shares):
    deaths, people = zip(*rows, strict=True)
    table = life_table(deaths, people, age_bands(["0", "1-39", "40-79", "80+"]))
    healthy = healthy_life(table, shares)
    assert np.all(healthy.expectancy <= table.expectancy + 1e-9)
    assert np.all(np.diff(table.survivors) <= 0)


@given(st.lists(st.lists(st.tuples(anything, anything), min_size=2, max_size=2), min_size=1, max_size=4))
def test_whatever_comes_is_a_number_or_has_a_reason(places):
    table = np.array(places)
    found = life_table(table[:, :, 0], table[:, :, 1], BANDS)
    assert is_told(found.at(0, [95, 99.8]))
    assert is_told(healthy_life(found, [0.5, 0.5]).at(50))
