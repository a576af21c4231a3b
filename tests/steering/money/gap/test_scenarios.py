"""What if: the questions of a finance director as rows of a sheet."""

from __future__ import annotations

import pytest

from tests.steering.money.gap.drawn import plan
from toldonce.steering.money.gap.scenarios import compared

SOLUTIONS = """
    solution | acts_on | kind  | amount | start      | confidence
    Theatres | cost    | level | £40m   | 01/04/2020 | 50%
    Beds     | cost    | level | £20m   | 01/04/2020 | 100%
"""
PARTS = """
    assumption | driver     | percent
    Income     | income     | 2%
    Prices     | price      | 2%
    People     | demography | 1%
"""
HEADS = "scenario | of | growth | more | later | confidence | amount | base | left_out\n"


def outcome(*rows: str, **tables: str) -> tuple[int, int]:
    """The gap of the last year if nothing is done, and what is left, in a scenario of these rows."""
    made = plan(
        **{"solutions": SOLUTIONS, "scenarios": HEADS + "\n".join(f"It | {row}" for row in rows), **tables}
    )
    _, it = compared(made)
    return int(it.told.gap[4]), int(it.told.left[4])


NOTHING_DONE = 87_426_400


@pytest.mark.parametrize(
    ("row", "gap", "left"),
    [
        ("Costs | 3% | | | | | |", round(1e9 * (1.03**4 - 1.02**4)), 3_076_650),
        ("Income | 4% | | | | | |", 0, -40_000_000),
        ("Costs | | 1% | | | | |", round(1e9 * (1.05**4 - 1.02**4)), 93_074_090),
        ("Costs | | -2% | | | | |", 0, -40_000_000),
        (" | | | 6 | | | |", NOTHING_DONE, NOTHING_DONE - 20_000_000),
        ("Beds | | | 6 | | | |", NOTHING_DONE, NOTHING_DONE - 30_000_000),
        ("Beds | | | 12 | | | |", NOTHING_DONE, NOTHING_DONE - 20_000_000),
        (" | | | | 25% | | |", NOTHING_DONE, NOTHING_DONE - 15_000_000),
        ("Theatres | | | | 100% | | |", NOTHING_DONE, NOTHING_DONE - 60_000_000),
        ("Theatres | | | | | £10m | |", NOTHING_DONE, NOTHING_DONE - 25_000_000),
        ("Theatres | | | | | | | yes", NOTHING_DONE, NOTHING_DONE - 20_000_000),
        (" | | | | | | £2bn |", 2 * NOTHING_DONE, 2 * NOTHING_DONE - 40_000_000),
    ],
)
def test_one_thing_otherwise(row, gap, left):
    assert outcome(row) == (gap, left)


def test_rows_of_one_name_belong_together():
    assert outcome("Costs | 2% | | | | | |", "Beds | | | | | | | yes") == (0, -20_000_000)


def test_one_rate_for_all_costs_takes_the_place_of_their_parts():
    assert outcome("Costs | 4% | | | | | |", growth=PARTS)[0] == NOTHING_DONE


def test_points_more_on_all_costs_go_on_prices():
    assert outcome("Costs | | 1% | | | | |", growth=PARTS)[0] == round(1e9 * ((1.03 * 1.01) ** 4 - 1.02**4))


def test_an_assumption_is_moved_by_its_name():
    assert outcome("People | 0% | | | | | |", growth=PARTS)[0] == 0


def test_the_plan_stands_beside_its_scenarios():
    made = plan(scenarios=HEADS + "Low | Costs | 3% | | | | | |\nHigh | Costs | 5% | | | | | |")
    assert [each.name for each in compared(made)] == ["As planned", "Low", "High"]
