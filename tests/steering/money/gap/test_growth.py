"""The gap if nothing is done: closed forms of compounding, which assumption counts, and what makes costs grow."""

from __future__ import annotations

import pytest

from tests.steering.money.gap.drawn import NOTHING_GROWS, SETTINGS, by_year, worked
from toldonce.steering.money.gap.growth import grown

IN_PARTS = """
    assumption      | driver          | percent
    Income          | income          | 2%
    Activity        | activity        | 1%
    Prices          | price           | 2%
    Older people    | demography      | 1.5%
    New treatments  | non_demographic | -0.5%
"""
ALL_AT_AN_END = """
    assumption | driver   | percent
    Income     | income   | 0%
    Activity   | activity | -100%
    Prices     | price    | 2%
"""


def test_costs_and_income_compound():
    told = worked()
    assert by_year(told, told.gap) == {
        "2016/17": 0,
        "2017/18": 20_000_000,  # 1,000m x (1.04 - 1.02)
        "2018/19": 41_200_000,  # 1,000m x (1.0816 - 1.0404)
        "2019/20": 63_656_000,  # 1,000m x (1.124864 - 1.061208)
        "2020/21": 87_426_400,  # 1,000m x (1.16985856 - 1.08243216)
    }


def test_what_does_not_grow_makes_no_gap():
    assert worked(growth=NOTHING_GROWS).gap.tolist() == [0, 0, 0, 0, 0]


def test_a_deficit_of_the_base_year_stays():
    told = worked(lines="body | service | income | cost\nA | B | £900 | £1,000", growth=NOTHING_GROWS)
    assert told.gap.tolist() == [100] * 5


def test_the_parts_of_growth_multiply():
    told = worked(growth=IN_PARTS)
    assert int(told.cost[0, 1]) == round(1_000_000_000 * 1.01 * 1.02 * 1.015 * 0.995)


def test_the_closest_assumption_counts():
    lines = """
        body  | service | income | cost
        North | Beds    | £1m    | £1m
        North | Drugs   | £1m    | £1m
        South | Beds    | £1m    | £1m
        South | Drugs   | £1m    | £1m
    """
    growth = """
        assumption           | driver | body  | service | year    | percent
        Income               | income |       |         |         | 0%
        Everywhere           | cost   |       |         |         | 1%
        Drugs                | cost   |       | Drugs   |         | 2%
        North                | cost   | North |         |         | 3%
        Drugs of the North   | cost   | North | Drugs   |         | 4%
        Everywhere in a year | cost   |       |         | 2018/19 | 9%
        Drugs in a year      | cost   |       | Drugs   | 2018/19 | 7%
    """
    told = worked(lines=lines, growth=growth)
    assert told.cost[:, 1].tolist() == [1_030_000, 1_040_000, 1_010_000, 1_020_000]
    assert told.cost[:, 2].tolist() == [1_060_900, 1_081_600, 1_100_900, 1_091_400]


@pytest.mark.parametrize(
    ("cross", "parts"),
    [
        (
            "shown",
            {"Activity": 10_000_000, "Price": 20_000_000, "Demography": 15_000_000,
             "Non-demographic": -5_000_000, "Together only": 424_735},
        ),
        (
            "shared",  # each has its logarithm's share of the 40,424,735 that costs grow by
            {"Activity": 10_150_122, "Price": 20_200_242, "Demography": 15_187_559, "Non-demographic": -5_113_188},
        ),
    ],
)  # fmt: skip
def test_what_growth_makes_only_together_is_shown_or_shared(cross, parts):
    told = worked(growth=IN_PARTS, settings=SETTINGS.replace("shown", cross))
    first = grown(told)[0]
    assert sum(first.parts.values()) == first.closing - first.opening == int(told.cost[0, 1]) - 1_000_000_000
    assert first.parts == pytest.approx(parts, abs=1)


def test_a_cost_that_ends_at_once_is_made_by_what_ended_it():
    ended = worked(growth=ALL_AT_AN_END, settings=SETTINGS.replace("shown", "shared"))
    parts = grown(ended)[0].parts
    assert sum(parts.values()) == -1_000_000_000
    assert parts["Activity"] < -999_000_000


def test_income_that_grows_is_no_part_of_the_growth_of_costs():
    assert list(grown(worked())[0].parts) == ["Cost, undivided", "Together only"]
