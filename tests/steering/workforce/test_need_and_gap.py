"""What is needed, what is missing, what it costs, and how sure that is."""

from __future__ import annotations

import numpy as np
import pytest

from tests.steering.workforce.small import plan, worked_out
from toldonce.steering.plans.workforce.assumptions import Change
from toldonce.steering.plans.workforce.costing import Bill, bills, growth, uncosted, yearly
from toldonce.steering.plans.workforce.needing import driven
from toldonce.steering.plans.workforce.outcome import outcome
from toldonce.steering.plans.workforce.ranges import ALL, LEVELS, Range, draws_of, ranges_of
from toldonce.steering.plans.workforce.scenarios import compared, with_changes

NURSES, ASSISTANTS = 0, 1


def drivers(value: str, growth: str = "", later: str = "", later_year: str = "", spread: str = "") -> str:
    head = "driver | unit | value | year | growth | later | later_year | spread | source"
    return f"{head}\nPopulation | people | {value} | 2018/19 | {growth} | {later} | {later_year} | {spread} | assumed"


def test_a_pharmacist_for_each_30000_of_766000_people():
    needs = "role | driver | fte | per | source\nNurses | Population | 1 | 30,000 | national"
    done = worked_out(drivers=drivers("766,000", "0"), needs=needs)
    assert done.need[0, NURSES] == pytest.approx(25.53, abs=0.01)


def test_a_rule_without_units_is_for_all_of_the_driver_as_it_grows():
    done = worked_out(drivers=drivers("1,000", "10%"))
    assert done.need[:3, ASSISTANTS] == pytest.approx([40, 44, 48.4])


def test_a_driver_grows_towards_a_later_value():
    ten_years = "base | last | judged | meets | draws | seed\n2018/19 | 2028/29 | 2023/24 | 2 | 200 | 7"
    made = plan(
        plan=ten_years, drivers=drivers("804,000", later="848,220", later_year="2028/29")
    )  # 5.5% more
    assert driven(made, made.drivers[0], 2028) == pytest.approx(848_220)
    assert made.drivers[0].growth == pytest.approx(0.005368, abs=1e-6)


def test_working_differently_needs_fewer_each_year():
    needs = "role | driver | fte | productivity | source\nNurses | Population | 100 | 2 | assumed"
    assert worked_out(needs=needs).need[:3, NURSES] == pytest.approx([100, 98, 96.04])


def test_the_gap_is_what_is_needed_and_not_in_post():
    done = worked_out()
    assert done.gap[:, NURSES] == pytest.approx([20] * 6)  # 750,000 / 7,500 = 100 needed, 80 in post
    assert done.gap[:, ASSISTANTS] == pytest.approx([0] * 6)


def test_whole_pounds_that_add_up():
    found = [bill for bill in bills(worked_out()) if bill.year == 2020]
    assert found == [
        Bill(NURSES, 2020, 80 * 41_616, 100 * 41_616, 20 * 62_424),  # £40,000 × 1.02², cover £60,000 × 1.02²
        Bill(ASSISTANTS, 2020, 1_000_000, 1_000_000, 0),
    ]
    total = yearly(bills(worked_out()))[2020]
    assert (total.in_post, total.difference, total.cover) == (4_329_280, 832_320, 1_248_480)


def test_a_role_without_a_price_is_named_and_not_taken_for_nothing():
    costs = "role | pounds | year | pay | source\nNurses | 40000 | 2018/19 | 0 | assumed"
    assert uncosted(plan(costs=costs)) == ["Assistants"]


@pytest.mark.parametrize(
    ("first", "last", "years", "expected"), [(100, 121, 2, 0.1), (0, 5, 2, None), (5, 5, 0, None)]
)
def test_growth_a_year(first: int, last: int, years: int, expected: float | None):
    assert growth(first, last, years) == (pytest.approx(expected) if expected else None)


@pytest.mark.parametrize(
    ("change", "supply_more", "need_more"),
    [
        (Change("joiners", "Nurses", 10, 2023, 2023), 8, 0),  # ten heads at 0.8 FTE in the last year
        (Change("leavers", "Nurses", -0.05, 2023, 2023), 4, 0),  # five fewer of a hundred leave
        (Change("participation", "Nurses", 0.1), 10, 0),
        (Change("participation", "Nurses", 0.9), 20, 0),  # nobody is more than one FTE
        (Change("one-for-each", "Nurses", 5_000), 0, 50),  # 750,000 / 5,000 instead of / 7,500
        (Change("growth", "Population", 0.1, 2023, 2023), 0, 14),  # a tenth of 140 FTE
        (Change("pay", "", 0.1), 0, 0),
    ],
)
def test_a_scenario_is_held_beside_the_plan(change: Change, supply_more: float, need_more: float):
    told = compared(plan(), "what if", "", [change])
    assert (told.supply_more, told.need_more) == (pytest.approx(supply_more), pytest.approx(need_more))


@pytest.mark.parametrize(
    "change",
    [Change("participation", "Nurses", 0.1), Change("one-for-each", "Nurses", 5_000), Change("pay", "", 0.1)],
)
def test_a_scenario_leaves_the_base_year_as_it_was(change: Change):
    before, after = worked_out(), outcome(with_changes(plan(), [change]))
    assert (after.supply[0].tolist(), after.need[0].tolist()) == (
        before.supply[0].tolist(),
        before.need[0].tolist(),
    )
    assert bills(after, 2018) == bills(before, 2018)


def test_half_a_pound_and_half_a_hundredth_are_rounded_up_as_on_paper():
    staff = """
        role       | employer | band  | heads  | fte | as_at      | source
        Nurses     | Hospital | 35-44 | 0.625 | 0.5 | 2019-03-31 | the trust
        Assistants | Hospital | all   | 0.15625 | 0.125 | 2019-03-31 | the trust"""
    costs = """
        role       | pounds  | year    | pay | source
        Nurses     | £40,001 | 2018/19 | 0   | assumed
        Assistants | £25,000 | 2018/19 | 0   | assumed"""
    paid = [bill.in_post for bill in bills(worked_out(staff=staff, costs=costs), 2018)]
    assert paid == [20_001, 3_250]  # 0.50 × £40,001 = £20,000.50; 0.125 FTE is 0.13 × £25,000


def test_pay_grows_in_a_scenario_and_not_the_staff():
    told = compared(plan(), "what if", "", [Change("pay", "", 0.01, 2019, 2019)])
    assert told.cost_more == pytest.approx(80 * 40_000 * 1.02**4 * 0.01 + 40 * 25_000 * 0.01, abs=1)


def test_the_same_seed_draws_the_same_and_a_scenario_keeps_the_luck():
    spread = (
        "role | leavers | joiners | spread | source\n"
        "Nurses | 10 | 10 | 30 | assumed\nAssistants | 0 | 0 | | assumed"
    )
    one, again = (
        worked_out(flows=spread),
        outcome(with_changes(plan(flows=spread), [Change("pay", "", 0.05)])),
    )
    np.testing.assert_array_equal(draws_of(one.plan)[0], draws_of(again.plan)[0])


def test_without_spread_and_leavers_every_draw_is_as_expected():
    done = worked_out(flows="role | leavers | joiners | source\nNurses | 0 | 10 | assumed")
    np.testing.assert_allclose(draws_of(done.plan)[0], done.supply[:, None].repeat(200, axis=1))


def test_the_fan_is_ordered_and_grows_wider():
    spread = "role | leavers | joiners | spread | source\nNurses | 10 | 10 | 20 | assumed"
    done = worked_out(flows=spread, drivers=drivers("750,000", "1%", spread="1%"))
    ranges = ranges_of(done.plan)
    for each in (*ranges.supply[NURSES], *ranges.gap[NURSES], *ranges.supply[ALL], *ranges.gap[ALL]):
        assert each.low <= each.lower <= each.middle <= each.upper <= each.high
    widths = [each.high - each.low for each in ranges.gap[NURSES]]
    assert widths == sorted(widths) and widths[0] == 0 < widths[1]


def test_spread_of_leavers_is_the_standard_deviation_that_was_assumed():
    settings = "base | last | judged | meets | draws | seed\n2018/19 | 2019/20 | 2019/20 | 1 | 20000 | 5"
    staff = (
        "role | employer | band | heads | fte | as_at | source\n"
        "Nurses | Hospital | 35-44 | 1000000 | 800000 | 2019-03-31 | so many that chance is nothing"
    )
    spread = "role | leavers | joiners | spread | source\nNurses | 10 | 0 | 20 | assumed"
    done = worked_out(plan=settings, staff=staff, flows=spread)
    left = (800_000 - draws_of(done.plan)[0][1, :, NURSES]) / 800_000
    assert left.mean() == pytest.approx(0.1, rel=0.01)
    assert left.std() == pytest.approx(0.02, rel=0.03)


def test_chance_alone_is_the_binomial_distribution():
    settings = "base | last | judged | meets | draws | seed\n2018/19 | 2019/20 | 2019/20 | 1 | 20000 | 5"
    done = worked_out(plan=settings, flows="role | leavers | joiners | source\nNurses | 10 | 0 | assumed")
    left = 100 - draws_of(done.plan)[0][1, :, NURSES] / 0.8
    assert left.mean() == pytest.approx(10, rel=0.01)
    assert left.std() == pytest.approx(3, rel=0.03)  # √(100 × 0.1 × 0.9)


def test_a_gap_is_as_likely_as_the_draws_say():
    assert ranges_of(plan()).short[1, [NURSES, ASSISTANTS]].tolist() == [1.0, 0.0]


def test_what_is_missing_of_all_roles_together_is_drawn_together():
    made = plan(flows=SPREAD_OF_BOTH)
    supply, need = draws_of(made)
    together = np.percentile((need - supply).sum(axis=2)[1], LEVELS)
    assert ranges_of(made).gap[ALL][1] == Range(*together)


SPREAD_OF_BOTH = """role | leavers | joiners | spread | source
Nurses | 10 | 10 | 20 | assumed
Assistants | 20 | 5 | 30 | assumed"""
