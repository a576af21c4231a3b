"""Pooled budgets: who bears a variance, in whole pounds that add up to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.steering.better_care.drawing import plan, told
from toldonce.steering.plans.better_care.pools import findings, pools_of, quarter_ends
from toldonce.steering.sheets.declaring import Contents, Grade

POOLS = """
    key  | name          | host
    home | Help at home  | council
    """
SHARES = """
    pool | partner | amount | risk
    home | council | 400    | 33.3
    home | group   | 600    | 66.7
    """


def pooled(quarters: str = "pool | quarter | budget | actual | forecast | why", **changed: str) -> Contents:
    return plan(**{"pools": POOLS, "contributions": SHARES, "quarters": quarters, **changed})


def test_a_variance_is_borne_by_the_shares_of_risk():
    quarters = """
        pool | quarter | budget | actual | forecast | why
        home | q1      | 250    | 351    | 1100     | More people
        home | q2      | 500    | 480    | 1000     | Fewer
        """
    assert [
        (each.quarter, each.variance, each.forecast_variance, each.pool.borne(each.variance))
        for each in quarter_ends(pooled(quarters))
    ] == [
        ("q1", 101, 100, {"council": 34, "group": 67}),
        ("q2", -20, 0, {"council": -7, "group": -13}),
    ]


@given(st.integers(-(10**9), 10**9))
def test_what_partners_bear_adds_up_to_the_pound(variance):
    (pool,) = pools_of(pooled())
    borne = pool.borne(variance)
    assert borne is not None
    assert sum(borne.values()) == variance


def test_without_shares_nobody_is_said_to_bear_it():
    silent = """
        pool | partner | amount | risk
        home | council | 400    |
        home | group   | 600    |
        """
    (pool,) = pools_of(pooled(contributions=silent))
    assert pool.borne(100) is None
    doubts = told(list(findings(pooled(contributions=silent))), Grade.DOUBT)
    assert doubts == {"Contributions and risk share, row 1, Risk share": None}


def test_shares_that_do_not_make_the_whole_are_named_with_what_is_missing():
    short = SHARES.replace("66.7", "60")
    assert {
        cell: str(should) for cell, should in told(list(findings(pooled(contributions=short)))).items()
    } == {"Contributions and risk share, row 2, Risk share": "66.7"}


def test_a_contribution_that_is_not_said_leaves_the_budget_of_the_pool_open():
    silent = SHARES.replace("600 ", "    ")
    (pool,) = pools_of(pooled(contributions=silent))
    assert pool.budget is None


def test_quarters_that_cannot_be_are_said():
    quarters = """
        pool | quarter | budget | actual | forecast | why
        home | q1      | 250    | 300    | 1000     |
        home | q2      | 240    | 290    | 200      | Refunds
        home | q4      | 900    | 900    | 900      |
        """
    found = list(findings(pooled(quarters)))
    assert told(found) == {"Quarter ends, row 3, Budget to date": 1000}
    assert set(told(found, Grade.DOUBT)) == {
        "Quarter ends, row 1, Why",
        "Quarter ends, row 2, Forecast for the year",
        "Quarter ends, row 2, Budget to date",
        "Quarter ends, row 2, Spent to date",
    }
