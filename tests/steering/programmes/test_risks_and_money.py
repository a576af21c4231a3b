"""Risks by their place on the grid, and money by year: an order is never added up, and money is to the pound."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.programmes.small import portfolio
from toldonce.steering.plans.programmes import risks
from toldonce.steering.plans.programmes.money import Amounts, Payback, by_year, payback
from toldonce.steering.plans.programmes.saying import of_money

RISKS = "key | programme | name | kind | likelihood | impact | owner | review | state | source"
MONEY = "key | programme | name | kind | year | recurrent | planned | source"


def test_open_risks_lie_in_the_cell_of_their_likelihood_and_impact():
    told = risks.grid(portfolio())
    assert [words for _, words in told.levels] == ["Low", "Medium", "High"]
    assert {cell: [each.key for each in there] for cell, there in told.cells.items() if there} == {
        ("high", "high"): ["staff"],  # the strike is closed
        ("high", "low"): ["theft"],
        ("high", "medium"): ["bed"],
    }


def test_a_grid_of_five_has_twenty_five_cells():
    five = "scale\nfive"
    table = f"{RISKS}\na | home | A | risk | 5 | 1 | | | open | x"
    told = risks.grid(portfolio(portfolio=five, risks=table))
    assert (len(told.cells), [each.key for each in told.cells["5", "1"]]) == (25, ["a"])


def test_the_worst_come_first_by_impact_then_likelihood_and_those_without_a_place_last():
    table = f"""{RISKS}
    a | home | A | risk  | low    | high   | | | open | x
    b | home | B | risk  | high   | medium | | | open | x
    c | home | C | risk  |        | high   | | | open | x
    d | home | D | issue | low    | high   | | | open | x
    e | home | E | risk  | medium | high   | | | open | x
    f | beds | F | risk  | high   | high   | | | open | x"""
    plan = portfolio(risks=table)
    assert [each.key for each in risks.ordered(plan)] == ["f", "e", "d", "a", "b", "c"]
    assert [each.key for each in risks.ordered(plan, "home")] == ["e", "d", "a", "b", "c"]
    assert [each.key for each in risks.grid(plan).unplaced] == ["c"]


def test_risks_past_their_review_are_told_the_oldest_first():
    told = risks.to_be_reviewed(portfolio(), None, date(2018, 7, 2))
    assert [each.key for each in told] == ["theft", "staff"]


def test_each_year_has_what_was_planned_and_what_is_forecast_the_plan_where_nothing_is_known():
    plan = portfolio(outturn="line | to_date | forecast | source\npay19 | 10 | £120,000 | x")
    told = [
        (each.year, each.planned, each.forecast, each.variance, each.known, each.lines)
        for each in by_year(plan)
    ]
    assert told == [
        (2018, Amounts(cost=100_000), Amounts(cost=100_000), 0, 0, 1),
        (2019, Amounts(100_000, 250_000), Amounts(120_000, 250_000), -20_000, 1, 2),
    ]
    assert by_year(plan, "beds") == []


BACK_IN_DEBT = """
    a | home | A | income | 2018/19 | | 5 | x
    b | home | A | cost   | 2019/20 | | 6 | x
    c | home | A | income | 2020/21 | | 3 | x"""
PAYS = {
    "in the year in which all savings are more than all costs": (
        "a | home | A | cost | 2018/19 | | 100 | x\nb | home | B | saving | 2019/20 | | 101 | x",
        Payback(2019, False, 1, 0),
        (
            "2018/19 to 2019/20: costs £100, saves or brings in £101, as planned. It has paid for "
            "itself by the end of 2019/20."
        ),
    ),
    "not in a year after which it is in debt again": (
        BACK_IN_DEBT,
        Payback(2020, False, 2, 0),
        (
            "2018/19 to 2020/21: costs £6, saves or brings in £8, as planned. It has paid for itself "
            "by the end of 2020/21."
        ),
    ),
    "after the plan, if what recurs goes on": (
        "a | home | A | cost | 2018/19 | | 100 | x\nb | home | B | saving | 2018/19 | yes | 40 | x",
        Payback(2020, True, 20, 40),
        (
            "2018/19: costs £100, saves or brings in £40, as planned. It pays for itself in 2020/21, "
            "after the last year of the plan, if the £40 that recur in that last year go on."
        ),
    ),
    "never, when nothing recurs": (
        "a | home | A | cost | 2018/19 | | 100 | x\nb | home | B | saving | 2018/19 | | 40 | x",
        Payback(None, False, -60, 0),
        (
            "2018/19: costs £100, saves or brings in £40, as planned. It does not pay for itself: "
            "£60 are left uncovered, and nothing recurs to do it."
        ),
    ),
}


@pytest.mark.parametrize(("rows", "paid", "says"), PAYS.values(), ids=PAYS)
def test_a_programme_pays_for_itself(rows: str, paid: Payback, says: str):
    plan = portfolio(money=f"{MONEY}\n{rows.strip()}")
    assert payback(plan) == paid
    assert of_money(by_year(plan), payback(plan)) == says


def test_where_no_money_is_planned_that_is_said():
    assert payback(portfolio(), "beds") is None
    assert of_money([], None) == "No money is planned yet: add it to the sheet “Money”."


LINES = st.lists(
    st.tuples(st.sampled_from(["cost", "saving", "income"]), st.integers(2015, 2020), st.integers(0, 10**9)),
    max_size=12,
)


@settings(deadline=None)
@given(LINES)
def test_the_years_add_up_to_the_lines_to_the_pound(lines: list[tuple[str, int, int]]):
    rows = [
        f"k{at} | home | N | {kind} | {year}/{year % 100 + 1} | | {pounds} | x"
        for at, (kind, year, pounds) in enumerate(lines)
    ]
    years = by_year(portfolio(money="\n".join([MONEY, *rows])))
    signed = sum(-pounds if kind == "cost" else pounds for kind, _, pounds in lines)
    assert sum(year.planned.net for year in years) == sum(year.forecast.net for year in years) == signed
