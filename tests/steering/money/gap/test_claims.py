"""What a plan says of itself: each check on the smallest plan that shows it, and on one that is in order."""

from __future__ import annotations

import pytest

from tests.steering.money.gap.drawn import plan
from toldonce.steering.money.gap.claims import contradictions

HEADS = "claim | of | words | comparison | pounds | percent | year\n"
SOLUTIONS = """
    solution | acts_on | kind  | amount | start      | stretch
    Theatres | cost    | level | £60m   | 01/04/2020 | no
    Beds     | cost    | level | £30m   | 01/04/2020 | no
    Hope     | cost    | level | £10m   | 01/04/2020 | yes
"""


def says(*claims: str, **tables: str) -> list[str]:
    """What is found in a plan of three solutions, £60m, £30m and £10m, that says this of itself."""
    made = plan(**{"solutions": SOLUTIONS, "claims": HEADS + "\n".join(claims), **tables})
    return [f"row {each.at.row}, {each.grade}: {each.says}" for each in contradictions(made)]


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        (["solutions | | totals | | £100m | |"], []),
        (["solutions | | totals | | £101m | |"],
         ["row 1, rounding: says £101m; the listed solutions are £100m"]),
        (["solutions | | totals | | £110m | |"], ["row 1, error: says £110m; the listed solutions are £100m"]),
        (["solution | Beds | saves | | £30m | |"], []),
        (["solution | Beds | saves | at_least | £30m | |"], []),
        (["solution | Beds | saves | at_most | £35m | |"], []),
        (["solution | Beds | saves | at_most | £25m | |"],
         ["row 1, error: says £25m, £5m less than the £30m that “Beds” counts for"]),
        (["solution | Beds | saves | at_least | £31m | |"],
         ["row 1, error: says £31m, £1m more than the £30m that “Beds” counts for"]),
        (["solution | Theatres | saves | at_least | £50m | |"],
         ["row 1, doubt: explains £50m; “Theatres” counts for £10m more",
          "row 1, doubt: the £10m more are exactly what “Hope” counts for: is it counted twice?"]),
        (["part | Beds | one | | £20m | |", "part | Beds | two | | £10m | |"], []),
        (["part | Beds | one | | £20m | |", "part | Beds | two | | £5m | |"],
         ["row 2, doubt: £5m of the £30m of “Beds” are not broken down"]),
        (["part | Beds | one | | £20m | |", "part | Beds | two | | £15m | |"],
         ["row 2, error: the parts of “Beds” are £35m, more than its £30m"]),
        (["part | Beds | one | | £30m | | 2021/22"],
         ["row 1, doubt: comes in 2021/22, after 2020/21: it closes nothing of that gap"]),
        (["solution | | unnamed | | | |"], ["row 1, error: gives no number: the plan leaves it out"]),
        (["base | | first | | £1bn | |", "base | | again | | £1.2bn | |"],
         ["row 2, error: says £1.2bn where “first” says £1bn",
          "row 2, error: says £1,200,000,000; the base cost of this book is £1,000,000,000"]),
        (["gap | | stated | | £100m | | 2020/21"],
         ["row 1, doubt: without the stretch of £10m the solutions leave £10m of it"]),
        (["gap | | stated | | £120m | | 2020/21"],
         ["row 1, error: the solutions of £100m leave £20m of this gap",
          "row 1, doubt: without the stretch of £10m the solutions leave £30m of it"]),
        (["gap | | stated | | £90m | | 2020/21"],
         ["row 1, error: the solutions of £100m are £10m more than this gap",
          "row 1, doubt: the £10m more are exactly what “Hope” counts for: is it counted twice?"]),
        (["invested | Beds | so far | | £6m | | 2018/19", "invested_yearly | Beds | yearly | | £3m | |",
          "invested | Beds | in all | | £12m | | 2020/21"], []),
        (["invested | Beds | so far | | £6m | | 2018/19", "invested_yearly | Beds | yearly | | £3m | |",
          "invested | Beds | in all | | £18m | | 2020/21"],
         ["row 3, error: says £18m; £6m and £3m a year make £12m"]),
    ],
)  # fmt: skip
def test_what_is_found_in_what_a_plan_says(claims, found):
    assert says(*claims) == found


def test_a_gap_that_follows_from_what_is_stated_is_in_order():
    budget = ["base | | on | | £1bn | |", "cost_growth | | up | | | 4% |", "income_growth | | up | | | 2% |"]
    assert says(
        *budget, "gap | | by then | | £87.4m | | 2020/21", solutions=SOLUTIONS.replace("£60m", "£47.4m")
    ) == ["row 4, doubt: without the stretch of £10m the solutions leave £10m of it"]


def test_a_saving_rate_that_is_too_small_for_what_it_should_bring():
    assert says("saving_rate | Theatres | must save | at_least | | 1% |") == [
        (
            "row 1, doubt: 1% a year for 4 years of the £1bn of this book is £39.4m; “Theatres” counts for £60m, which "
            "needs costs of £1.52bn"
        )
    ]
    assert says("saving_rate | Theatres | must save | at_least | | 2% |") == []


def test_an_increase_that_its_own_budget_does_not_make():
    budget = ["base | | on | | £1bn | |", "cost_growth | | up | | | 5% |", "income_growth | | up | | | 0% |"]
    assert says(*budget, "cost_increase | | a year | | £40m | |") == [
        "row 4, error: says £40m; 5% of £1bn is £50m",
        "row 4, doubt: is the first year's: compounded, costs grow by £57.9m in year 4",
    ]
