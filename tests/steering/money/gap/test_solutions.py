"""What solutions take off the gap: phasing, ramp, confidence, levels and growth, overlaps, one-off savings."""

from __future__ import annotations

import pytest

from tests.steering.money.gap.drawn import NOTHING_GROWS, by_year, worked

YEARS = ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21"]


def saved(solutions: str, **tables: str) -> list[int]:
    """What solutions save each year where nothing grows, unless a table says otherwise."""
    return worked(solutions=solutions, **{"growth": NOTHING_GROWS, **tables}).saved.tolist()


@pytest.mark.parametrize(
    ("start", "ramp", "by_year"),
    [
        ("01/04/2017", "", [0, 12, 12, 12, 12]),
        ("01/10/2017", "", [0, 6, 12, 12, 12]),  # six months of the first year
        ("31/03/2018", "", [0, 1, 12, 12, 12]),  # the month counts, whatever the day
        ("01/04/2017", "12", [0, 6, 12, 12, 12]),  # half on average while it grows
        ("01/04/2017", "24", [0, 3, 9, 12, 12]),
        ("01/10/2017", "12", [0, 1.5, 10.5, 12, 12]),
        ("01/04/2010", "", [12, 12, 12, 12, 12]),
        ("01/04/2025", "", [0, 0, 0, 0, 0]),
    ],
)
def test_a_solution_counts_from_its_month_as_far_as_it_has_come(start, ramp, by_year):
    table = f"solution | acts_on | kind | amount | start | ramp\nA | cost | level | £12m | {start} | {ramp}"
    assert saved(table) == [each * 1_000_000 for each in by_year]


def test_a_saving_that_does_not_recur_ends():
    table = """
        solution | acts_on | kind  | amount | start      | recurrent | lasts
        Sale     | cost    | level | £12m   | 01/10/2017 | no        | 12
    """
    assert saved(table) == [0, 6_000_000, 6_000_000, 0, 0]


def test_confidence_is_the_share_that_is_delivered():
    table = """
        solution | acts_on | kind  | amount | start      | confidence | low | high | shape
        Sure     | cost    | level | £100   | 01/04/2016 |            |     |      |
        Likely   | cost    | level | £100   | 01/04/2016 | 80%        |     |      |
        Three    | cost    | level | £100   | 01/04/2016 | 80%        | 40% | 90%  | triangular
        Six      | cost    | level | £100   | 01/04/2016 | 80%        | 40% | 90%  | pert
        Even     | cost    | level | £100   | 01/04/2016 | 80%        | 40% | 90%  | uniform
        Coin     | cost    | level | £100   | 01/04/2016 | 50%        |     |      | all_or_nothing
    """
    told = worked(solutions=table, growth=NOTHING_GROWS)
    assert told.savings[:, 1].tolist() == [100, 80, 70, 75, 65, 50]


def test_a_level_may_grow_with_its_line():
    table = """
        solution | acts_on | kind  | amount | money | start
        Cash     | cost    | level | £10m   | cash  | 01/04/2016
        Real     | cost    | level | £10m   | line  | 01/04/2016
        Income   | income  | level | £10m   | line  | 01/04/2016
    """
    told = worked(solutions=table)
    assert told.savings[:, 2].tolist() == [10_000_000, 10_816_000, 10_404_000]


def test_growth_is_bent_year_after_year():
    table = """
        solution | acts_on | kind   | points | start
        Slower   | cost    | growth | 1%     | 01/04/2018
    """
    told = worked(solutions=table)
    kept = 1_000_000_000 * 1.04
    assert by_year(told, told.saved) == {
        "2016/17": 0,
        "2017/18": 0,
        "2018/19": round(kept * (1.04 - 1.03)),
        "2019/20": round(kept * (1.04**2 - 1.03**2)),
        "2020/21": round(kept * (1.04**3 - 1.03**3)),
    }


def test_income_that_grows_faster_closes_the_gap_too():
    table = "solution | acts_on | kind | points | start\nMore | income | growth | 1% | 01/04/2017"
    assert worked(solutions=table).saved[1] == 10_000_000


def test_a_bent_part_of_growth_is_multiplied_by_the_others():
    growth = """
        assumption | driver     | percent
        Income     | income     | 0%
        Prices     | price      | 10%
        People     | demography | 1%
    """
    table = "solution | acts_on | kind | points | start\nWell | demography | growth | 1% | 01/04/2017"
    assert worked(solutions=table, growth=growth).saved[1] == 11_000_000  # 1,000m x 1.10 x 1%


def test_solutions_that_bend_the_same_growth_add_up_to_both_together():
    table = """
        solution | acts_on | kind   | points | start
        One      | cost    | growth | 1%     | 01/04/2016
        Two      | cost    | growth | 1%     | 01/04/2016
    """
    told = worked(solutions=table)
    assert told.saved[4] == round(1_000_000_000 * (1.04**4 - 1.02**4))
    assert told.savings[0, 4] > told.savings[1, 4]


def test_what_is_stated_to_overlap_counts_once():
    solutions = """
        solution | acts_on | kind  | amount | start
        Big      | cost    | level | £100   | 01/04/2017
        Small    | cost    | level | £40    | 01/04/2018
    """
    overlaps = "first | second | share\nBig | Small | 50%"
    assert saved(solutions, overlaps=overlaps) == [0, 100, 120, 120, 120]


def test_the_cost_to_achieve_is_paid_once():
    table = """
        solution | acts_on | kind  | amount | start      | to_achieve | to_achieve_year
        Said     | cost    | level | £100   | 01/04/2018 | £30        | 2017/18
        Not said | cost    | level | £100   | 01/02/2019 | £7         |
    """
    told = worked(solutions=table, growth=NOTHING_GROWS)
    assert by_year(told, told.to_achieve) == dict(zip(YEARS, [0, 30, 7, 0, 0], strict=True))
    assert told.left.tolist() == [0, 30, -110, -200, -200]
