"""The slope and the relative index of inequality."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.rates.numbers import anything, is_told, shown
from toldonce.figures.missing import Missing
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.groups import Kind, groups
from toldonce.figures.rates.inequality import inequality

PEOPLE = np.array([100, 300, 200, 250, 150])
RANKS = np.array([0.05, 0.25, 0.5, 0.725, 0.925])  # middle of each group among all the people
STRAIGHT = 10 + 5 * RANKS
CERTAIN = np.zeros(5)


def test_a_straight_line_is_found_whatever_the_people():
    found = inequality(groups(PEOPLE, STRAIGHT, errors=CERTAIN), seed=1)
    assert shown(found.slope[0]) == pytest.approx((5, 5, 5))
    assert shown(found.relative[0]) == pytest.approx((1.5, 1.5, 1.5))
    assert found.start.tolist() == pytest.approx([10])


@pytest.mark.parametrize("multiplier", [100, -100])
def test_slope_and_start_are_multiplied_and_the_relative_index_is_not(multiplier):
    found = inequality(groups(PEOPLE, STRAIGHT, errors=CERTAIN), seed=1, multiplier=multiplier)
    assert found.slope[0].value == pytest.approx(5 * multiplier)
    assert found.start.tolist() == pytest.approx([1000])
    assert found.relative[0].value == pytest.approx(1.5 if multiplier > 0 else 1 / 1.5)


def test_people_weigh_in_the_slope():
    # least squares of four values on their ranks, each as often as it has people
    values = np.array([12.0, 9.0, 14.0, 11.0, 16.0])
    expected = np.polyfit(RANKS, values, 1, w=np.sqrt(PEOPLE))
    found = inequality(groups(PEOPLE, values, errors=CERTAIN), seed=1)
    assert (found.slope[0].value, found.start[0]) == pytest.approx(tuple(expected))


def test_simulated_limits_are_those_of_the_normal_sum():
    values, errors = STRAIGHT, np.array([0.5, 0.2, 0.4, 0.3, 0.6])
    shares = PEOPLE / 1000
    weights = shares * (RANKS - shares @ RANKS) / (shares @ (RANKS - shares @ RANKS) ** 2)
    half = 1.959963985 * np.sqrt((weights**2 * errors**2).sum())
    (found,) = inequality(groups(PEOPLE, values, errors=errors), seed=7).slope
    assert shown(found)[1:] == pytest.approx((5 - half, 5 + half), abs=0.02 * half)


def test_limits_of_95_percent_stand_for_their_standard_errors():
    errors = np.full(5, 0.5)
    by_limits = groups(PEOPLE, STRAIGHT, limits=(STRAIGHT - 0.9799819923, STRAIGHT + 0.9799819923))
    one, other = (
        inequality(found, seed=3).slope[0] for found in (by_limits, groups(PEOPLE, STRAIGHT, errors=errors))
    )
    assert shown(one) == pytest.approx(shown(other), rel=1e-6)


def test_the_same_seed_gives_the_same_limits_and_another_gives_others():
    found = groups(PEOPLE, STRAIGHT, errors=np.full(5, 0.5))
    assert inequality(found, seed=1).slope[0] == inequality(found, seed=1).slope[0]
    assert inequality(found, seed=1).slope[0] != inequality(found, seed=2).slope[0]


def test_a_place_has_the_same_interval_whoever_else_is_there():
    errors = np.full(5, 0.5)
    alone = inequality(groups(PEOPLE, STRAIGHT, errors=errors), seed=1).slope[0]
    among = groups([PEOPLE[::-1], PEOPLE], [STRAIGHT, STRAIGHT], errors=[errors, errors])
    assert shown(inequality(among, seed=1).slope[1]) == pytest.approx(shown(alone))


def limits_about(values):
    return values / 1.1, values * 1.1


def test_a_multiplicative_slope_of_rates_is_straight_in_logarithms():
    # from 200 at the most deprived end down to 100 at the other
    values = 200 * 0.5**RANKS
    found = inequality(
        groups(PEOPLE, values, kind=Kind.RATE, limits=(values, values)), seed=1, multiplicative=True
    )
    assert shown(found.slope[0]) == pytest.approx((-100, -100, -100))
    assert shown(found.relative[0]) == pytest.approx((0.5, 0.5, 0.5))
    assert found.start.tolist() == pytest.approx([200])


def test_a_multiplicative_slope_turns_about_its_middle():
    values = 200 * 0.5**RANKS
    found = inequality(
        groups(PEOPLE, values, kind=Kind.RATE, limits=limits_about(values)), seed=1, multiplicative=True
    )
    lower, upper = shown(found.relative[0])[1:]
    # both ends of the limiting lines: middle times and over the square root of the relative index
    middle = 200 * np.sqrt(0.5)
    ends = [middle * np.sqrt(each) - middle / np.sqrt(each) for each in (lower, upper)]
    assert shown(found.slope[0])[1:] == pytest.approx(ends)


def test_a_multiplicative_slope_of_proportions_is_straight_in_logits():
    values = 1 / (1 + np.exp(-(-1 + 2 * RANKS)))
    found = inequality(
        groups(PEOPLE, values, kind=Kind.PROPORTION, limits=(values, values)),
        seed=1, multiplicative=True, multiplier=100,
    )  # fmt: skip
    first, last = 100 / (1 + np.e), 100 * np.e / (1 + np.e)
    assert found.slope[0].value == pytest.approx(last - first)
    assert found.relative[0].value == pytest.approx(last / first)


@pytest.mark.parametrize("multiplicative", [False, True])
def test_a_negative_multiplier_turns_the_direction_round(multiplicative):
    values = 200 * 0.5**RANKS
    given = groups(PEOPLE, values, kind=Kind.RATE, limits=limits_about(values))
    plain, turned = (
        inequality(given, seed=1, multiplicative=multiplicative, multiplier=each) for each in (1, -1)
    )
    value, lower, upper = shown(plain.slope[0])
    assert shown(turned.slope[0]) == pytest.approx((-value, -upper, -lower), rel=1e-3)
    value, lower, upper = shown(plain.relative[0])
    assert shown(turned.relative[0]) == pytest.approx((1 / value, 1 / upper, 1 / lower), rel=1e-3)


def test_how_far_another_simulation_moves_the_limits_is_told_when_asked():
    given = groups(PEOPLE, STRAIGHT, errors=np.full(5, 0.5))
    found = inequality(given, seed=1, confidence=[95, 99.8], repetitions=1000, with_shift=True)
    assert found.slope_shift is not None and found.relative_shift is not None
    assert found.slope_shift.shape == (2, 1) and found.relative_shift.shape == (2, 1)
    assert 0 < found.slope_shift[0, 0] < found.slope_shift[1, 0] < 1
    assert inequality(given, seed=1).slope_shift is None


@pytest.mark.parametrize(
    ("people", "values", "kind", "errors", "reason"),
    [
        ([100, 0, 1, 1, 1], STRAIGHT, Kind.OTHER, CERTAIN, "the population of group 2 is zero"),
        (PEOPLE, [1, 2, np.nan, 4, 5], Kind.OTHER, CERTAIN, "the value of group 3 is no number: find it"),
        (PEOPLE, [1, 2, 3, 0, 5], Kind.RATE, CERTAIN, "the value of group 4 is no rate above zero"),
        (PEOPLE, [0.5, 0.5, 0.5, 0.5, 1], Kind.PROPORTION, CERTAIN, "the value of group 5 is no proportion"),
        (PEOPLE, STRAIGHT, Kind.OTHER, [0, 0, -1, 0, 0], "the standard error of group 3"),
    ],
)
def test_a_group_with_a_fault_is_named(people, values, kind, errors, reason):
    (found,) = inequality(groups(people, values, kind=kind, errors=errors), seed=1).slope
    assert isinstance(found.value, Missing) and found.value.reason.startswith(reason)


def test_limits_that_are_turned_round_are_named():
    found = inequality(groups(PEOPLE, STRAIGHT, limits=(STRAIGHT + 1, STRAIGHT - 1)), seed=1)
    assert str(found.relative[0].value).startswith("the limits of group 1 are not known, turned round")


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: groups(PEOPLE, STRAIGHT), "needs to know the chance"),
        (lambda: groups(PEOPLE[:4], STRAIGHT[:4], errors=CERTAIN[:4]), "between 5 and 100"),
        (lambda: groups(PEOPLE, STRAIGHT[:4], errors=CERTAIN), "one of each for every group"),
        (lambda: groups(PEOPLE, STRAIGHT, errors=CERTAIN[:4]), "one for every group"),
        (lambda: inequality(groups(PEOPLE, STRAIGHT, errors=CERTAIN), seed=1, repetitions=999), "too few"),
        (
            lambda: inequality(groups(PEOPLE, STRAIGHT, errors=CERTAIN), seed=1, multiplier=0),
            "multiplied by 0",
        ),
        (
            lambda: inequality(groups(PEOPLE, STRAIGHT, errors=CERTAIN), seed=1, multiplicative=True),
            "only rates and proportions",
        ),
        (
            lambda: inequality(
                groups(PEOPLE, STRAIGHT, errors=CERTAIN, kind=Kind.RATE), seed=1, multiplicative=True
            ),
            "needs the 95% limits",
        ),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(call, reason):
    with pytest.raises((OptionRefused, ShapeRefused), match=reason):
        call()


@settings(max_examples=40)
@given(st.lists(st.tuples(anything, anything, anything), min_size=5, max_size=5), st.sampled_from(Kind))
def test_whatever_comes_is_a_number_or_has_a_reason(rows, kind):
    people, values, errors = zip(*rows, strict=True)
    found = inequality(groups(people, values, kind=kind, errors=errors), seed=1, repetitions=1000)
    assert is_told(found.slope)
