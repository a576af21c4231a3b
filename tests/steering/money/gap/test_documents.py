"""The gaps of the documents rebuilt from their folders, and what the software finds in them by itself."""

from __future__ import annotations

import pytest

from tests.steering.money.gap.drawn import by_year, shipped
from toldonce.steering.money.gap.book import GAP
from toldonce.steering.money.gap.implied import Stated, base_implied, by_years, growth_implied
from toldonce.steering.money.gap.rows import plan_of
from toldonce.steering.money.gap.scenarios import compared
from toldonce.steering.money.gap.sentences import headline, stretch
from toldonce.steering.money.gap.told import told
from toldonce.steering.sheets.declaring import cells_missing_or_unknown

OF_2016 = Stated(158_000_000, 4, 0.04, 0.02)
OF_2019 = Stated(272_000_000, 4, 0.04, 0.02)


def said(key: str, sheet: str = "What the plan says") -> list[str]:
    """What the check says about one sheet of a shipped book."""
    return [f"{each.grade}: {each}" for each in GAP.check(shipped(key)) if each.at.sheet.title == sheet]


def test_the_gap_of_2016_and_its_solutions():
    made = told(plan_of(shipped("strategy-2016")))
    assert by_year(made, made.gap)["2020/21"] == 158_000_000
    assert made.savings[:, 4].tolist() == [each * 1_000_000 for each in (28, 27, 8, 73, 30, 19)]
    assert made.saved[4] == 185_000_000
    assert headline(made) == (
        "If nothing is done the gap is £158m in 2020/21; the solutions save £185m and are £27m more than it."
    )


def test_the_gap_of_2019_and_its_solutions():
    made = told(plan_of(shipped("looking-forward-2019")))
    assert by_year(made, made.gap)["2023/24"] == 272_000_000
    assert made.savings[:, 4].tolist() == [145_000_000, 107_000_000, 20_000_000]
    assert made.left[4] == 0
    assert headline(made) == (
        "If nothing is done the gap is £272m in 2023/24; the solutions save £272m and close it."
    )
    assert stretch(made) == (
        "£20m of it is stretch, which no plan stands behind yet: without it the solutions leave £20m of it."
    )


@pytest.mark.parametrize(
    ("stated", "base", "growth_on_a_billion"),
    [(OF_2016, 1_807_234_428, 0.0553421), (OF_2019, 3_111_188_382, 0.0787960)],
)
def test_the_base_and_the_growth_that_a_gap_implies(stated, base, growth_on_a_billion):
    assert base_implied(stated) == base
    assert gap_of(base, stated) == pytest.approx(stated.gap, abs=0.1)
    assert growth_implied(1_000_000_000, stated) == pytest.approx(growth_on_a_billion, abs=1e-6)
    assert growth_implied(base, stated) == pytest.approx(0.04, abs=1e-9)


def gap_of(base: int, stated: Stated) -> float:
    """The gap that a base comes to after the years, reckoned forwards: its costs less its income."""
    income = base * stated.income_to_cost * (1 + stated.income_growth) ** stated.years
    return base * (1 + stated.cost_growth) ** stated.years - income


def test_the_base_that_is_implied_depends_on_the_years():
    assert by_years(OF_2016, [3, 4, 5, 6]) == [
        (3, 2_482_091_240), (4, 1_807_234_428), (5, 1_403_544_938), (6, 1_135_411_478),
    ]  # fmt: skip


def test_no_base_makes_a_gap_where_income_grows_as_fast_as_cost():
    assert base_implied(Stated(158_000_000, 4, 0.02, 0.02)) is None
    assert base_implied(Stated(158_000_000, 4, 0.01, 0.02)) is None


def test_where_the_strategy_of_2016_contradicts_itself():
    assert said("strategy-2016") == [
        "error: What the plan says, row 1, Amount: the solutions of £185m are £27m more than this gap",
        ("doubt: What the plan says, row 1, Amount: the £27m more are exactly what “Secondary prevention and active "
        "management” counts for: is it counted twice?"),
        ("error: What the plan says, row 1, Amount: says £158m; £1bn with costs growing by 4% and income by 2% makes "
        "£87.4m in 4 years"),
        ("doubt: What the plan says, row 1, Amount: is about 4 times the £40m that costs grow by in a year (£160m): "
        "so counted, income would not grow at all"),
        "error: What the plan says, row 4, Amount: says £1,000,000,000; the base cost of this book is £1,807,234,428",
        ("doubt: What the plan says, row 5, Amount: counts the growth of costs alone: income grows by 2%, so the gap "
        "widens by £20m in the first year"),
        "doubt: What the plan says, row 5, Amount: is the first year's: compounded, costs grow by £45m in year 4",
        "doubt: What the plan says, row 8, Amount: explains £46m; “Acute efficiency savings” counts for £27m more",
        ("doubt: What the plan says, row 8, Amount: the £27m more are exactly what “Secondary prevention and active "
        "management” counts for: is it counted twice?"),
        "doubt: What the plan says, row 9, Amount: £48m of the £73m of “Acute efficiency savings” are not broken down",
        ("error: What the plan says, row 10, Amount: says £46m, £16m more than the £30m that “System reconfiguration” "
        "counts for"),
        ("error: What the plan says, row 11, Amount: says £30m, £11m more than the £19m that “Acute reconfiguration” "
        "counts for"),
    ]  # fmt: skip


def test_where_the_draft_of_2019_contradicts_itself():
    assert said("looking-forward-2019") == [
        "doubt: What the plan says, row 1, Amount: without the stretch of £20m the solutions leave £20m of it",
        "error: What the plan says, row 2, Amount: gives no number: the plan leaves it out",
        "error: What the plan says, row 3, Amount: gives no number: the plan leaves it out",
        (
            "doubt: What the plan says, row 5, Percent: 1.1% a year for 4 years of the £3.11bn of this book is "
            "£134.7m; “Efficiency programmes” counts for £145m, which needs costs of £3.35bn"
        ),
        "doubt: What the plan says, row 8, Amount: £67m of the £107m of “Managing demand together” are not broken down",
        "doubt: What the plan says, row 9, Amount: comes in 2024/25, after 2023/24: it closes nothing of that gap",
        "error: What the plan says, row 11, Amount: says £6m; £6.5m and £3m a year make £9.5m",
        "error: What the plan says, row 13, Amount: says £18m; £6.5m and £3m a year make £21.5m",
    ]


def test_solutions_with_a_word_in_common_are_asked_about():
    assert said("strategy-2016", "Solutions")[-1] == (
        "doubt: Solutions, row 6, Solution: shares “reconfiguration” with “System reconfiguration”, which acts on the "
        "same lines: say in Overlaps how much is counted twice, or 0%"
    )


def test_what_a_finance_director_asks_of_the_strategy():
    left = {
        each.name: (int(each.told.gap[4]), int(each.told.left[4]))
        for each in compared(plan_of(shipped("strategy-2016")))
    }
    assert left == {
        "As planned": (158_000_000, -27_000_000),
        "Costs grow by 3%": (77_849_604, -107_150_396),
        "Costs grow by 5%": (240_496_076, 55_496_076),
        "Income does not grow": (306_974_238, 121_974_238),
        "The budget of £1bn that is named": (87_426_400, -97_573_600),
        "Everything six months late": (158_000_000, 65_500_000),
        "Acute efficiency of £46m": (158_000_000, 0),
        "Without secondary prevention": (158_000_000, 0),
    }


@pytest.mark.parametrize("key", ["strategy-2016", "looking-forward-2019", "worked-example"])
def test_every_cell_of_what_is_shipped_is_filled_and_leads_somewhere(key):
    assert cells_missing_or_unknown(GAP, shipped(key)) == []
