"""The fan: seeded, ordered, with the mean and the middle that its distributions have; and what moves the gap most."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from tests.steering.money.gap.drawn import NOTHING_GROWS, SETTINGS, plan
from tests.steering.money.gap.test_pounds import plans, spreads
from toldonce.steering.money.gap.draws import PERCENTILES, drawn, fan, merged, sampled
from toldonce.steering.money.gap.plan import Spread
from toldonce.steering.money.gap.sensitivity import swings
from toldonce.steering.money.gap.sentences import certainty
from toldonce.steering.money.gap.told import told

RANGES = """
    assumption | driver | percent | low | high
    Income     | income | 2%      | 1%  | 3%
    Costs      | cost   | 4%      | 3%  | 6%
"""
TWO = """
    solution | acts_on | kind  | amount | start      | confidence | low | high | shape
    Theatres | cost    | level | £40m   | 01/04/2018 | 80%        | 50% | 100% | triangular
    Land     | cost    | level | £20m   | 01/04/2019 | 60%        |     |      | all_or_nothing
"""


def samples(*spreads: Spread, correlation: float = 0.0) -> np.ndarray:
    """Twenty thousand draws."""
    return sampled(spreads, 20_000, correlation, np.random.default_rng(7))


@pytest.mark.parametrize(
    ("spread", "mean", "middle"),
    [
        (Spread(0.8, 0.5, 1.0, "triangular"), 0.766667, 0.773861),  # 0.5 + sqrt(0.5 x 0.5 x 0.3)
        (Spread(0.0, 0.0, 1.0, "triangular"), 0.333333, 0.292893),  # 1 - sqrt(1/2)
        (Spread(0.5, 0.0, 1.0, "pert"), 0.5, 0.5),
        (Spread(0.8, 0.5, 1.0, "uniform"), 0.75, 0.75),
        (Spread(0.6, 0.6, 0.6, "all_or_nothing"), 0.6, 1.0),
        (Spread(0.6, 0.6, 0.6), 0.6, 0.6),
    ],
)
def test_draws_have_the_mean_and_the_middle_of_their_distribution(spread, mean, middle):
    found = samples(spread)
    assert spread.mean == pytest.approx(mean, abs=1e-6)
    assert found.mean() == pytest.approx(mean, abs=0.01)
    assert np.median(found) == pytest.approx(middle, abs=0.01)


@settings(max_examples=50, deadline=None)
@given(spreads())
def test_draws_lie_between_the_ends_and_average_to_the_mean(spread):
    found = samples(spread)
    assert spread.low - 1e-9 <= found.min() <= found.max() <= spread.high + 1e-9
    assert found.mean() == pytest.approx(spread.mean, abs=0.01)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_draws_are_off_together_as_far_as_it_is_said(correlation):
    even = Spread(0.5, 0.0, 1.0, "uniform")
    found = samples(even, even, correlation=correlation)
    between = 6 / np.pi * np.arcsin(correlation / 2)  # of the ranks of normal scores that correlate so
    assert np.corrcoef(found.T)[0, 1] == pytest.approx(between, abs=0.02)


def test_the_same_seed_draws_the_same_fan_and_another_does_not():
    made = plan(growth=RANGES, solutions=TWO)
    assert fan.__wrapped__(made) == fan.__wrapped__(made)
    other = replace(made, settings=replace(made.settings, seed=2))
    assert fan(other).left != fan(made).left


def test_percentiles_are_in_order_and_widen_over_the_years():
    made = fan(plan(growth=RANGES, solutions=TWO))
    rows = np.array([made.left[each] for each in PERCENTILES])
    assert (np.diff(rows, axis=0) >= 0).all()
    assert (np.diff(rows[-1] - rows[0]) > 0).all()


def test_the_average_of_the_draws_is_what_is_expected_of_levels():
    made = plan(growth=NOTHING_GROWS, solutions=TWO)
    assert fan(made).average == pytest.approx(told(made).left.tolist(), abs=200_000)


def test_without_ranges_every_draw_is_the_plan():
    made = fan(plan())
    assert {row[-1] for row in made.left.values()} == {87_426_400}
    assert certainty(made) == "No assumption has a range, so every draw is the same."


def test_how_often_the_gap_is_closed():
    sold = """
        solution | acts_on | kind  | amount | start      | confidence | shape
        Land     | cost    | level | £1     | 01/04/2017 | 60%        | all_or_nothing
    """
    made = fan(plan(growth=NOTHING_GROWS, solutions=sold, control="year | position\n2020/21 | £1"))
    assert made.closed == 1.0
    assert made.control_met == pytest.approx(0.6, abs=0.02)


@settings(max_examples=30, deadline=None)
@given(plans())
def test_merging_lines_that_grow_alike_changes_no_draw(made):
    gaps, left = drawn(made, 5)
    lines = merged(made).lines
    assert sum(line.cost for line in lines) == sum(line.cost for line in made.lines)
    apart = replace(made, lines=made.lines)
    assert gaps[:, 0] == pytest.approx([told(apart).paths.gap[0, 0]] * 5, abs=0.01)
    assert (left.shape, gaps.shape) == ((5, 5), (5, 5))


def test_what_moves_the_gap_most():
    made = swings(plan(growth=RANGES, solutions=TWO, settings=SETTINGS))
    assert [(each.name, each.stated) for each in made] == [
        ("Costs", True),
        ("Income", True),
        ("Theatres: share delivered", True),
        ("Land: share delivered", True),
    ]
    theatres, land = made[2], made[3]
    assert theatres.at_low - theatres.at_high == 20_000_000  # half of £40m
    assert land.at_low - land.at_high == 20_000_000  # all or nothing


def test_an_assumption_without_a_range_is_moved_a_point_either_way():
    costs = next(each for each in swings(plan()) if each.name == "Costs")
    assert (costs.low, costs.high, costs.stated) == (0.03, 0.05, False)
    assert costs.at_low == round(1e9 * (1.03**4 - 1.02**4))
