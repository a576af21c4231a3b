"""Pooled budgets: who bears a variance, in whole pounds that add up to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steering.better_care.drawing import plan, told
from toldonce.steering.plans.better_care.plan import plan_of
from toldonce.steering.plans.better_care.pools import findings, pools_of, quarter_ends
from toldonce.steering.sheets.declaring import Contents, Finding, Grade

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


def found_in(contents: Contents) -> list[Finding]:
    return list(findings(contents, plan_of(contents)))


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
    doubts = told(found_in(pooled(contributions=silent)), Grade.DOUBT)
    assert doubts == {"Contributions and risk share, row 1, Risk share": None}


def test_shares_that_do_not_make_the_whole_are_named_with_what_is_missing():
    short = SHARES.replace("66.7", "60")
    assert {cell: str(should) for cell, should in told(found_in(pooled(contributions=short))).items()} == {
        "Contributions and risk share, row 2, Risk share": "66.7"
    }


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
    found = found_in(pooled(quarters))
    assert told(found) == {"Quarter ends, row 3, Budget to date": 1000}
    assert set(told(found, Grade.DOUBT)) == {
        "Quarter ends, row 1, Why",
        "Quarter ends, row 2, Forecast for the year",
        "Quarter ends, row 2, Budget to date",
        "Quarter ends, row 2, Spent to date",
    }


def test_thousands_at_a_quarter_end_are_asked_about():
    quarters = """
        pool | quarter | budget | actual | forecast | why
        home | q1      | 250000 | 251    | 1001     | More people
        """
    millions = SHARES.replace("400 ", "400000").replace("600 ", "600000")
    doubts = {
        each.says
        for each in found_in(pooled(quarters, contributions=millions))
        if each.at.sheet.key == "quarters"
    }
    assert doubts == {
        "£251 beside a budget of £250,000: thousands taken for pounds?",
        "£1,001 beside a budget of £1,000,000: thousands taken for pounds?",
    }


SPENT = """
    scheme | partner | source | area        | pool | amount
    home   | council | grant  | social_care | home | 400
    carers | council | grant  | social_care |      | {one}
    carers | council | grant  | social_care |      | {other}
    home   | group   | least  | social_care | home | 600
    """


@pytest.mark.parametrize(
    ("contribution", "one", "other", "doubted"),
    [
        (400, 70, 30, False),
        (430, 70, 30, False),  # the second line without a pool may belong to it
        (500, 70, 30, False),
        (440, 70, 30, True),  # no whole lines make up the 40 that are paid in and not spent
    ],
)
def test_a_contribution_that_no_lines_make_up_is_doubted(contribution, one, other, doubted):
    paid = SHARES.replace("400 ", f"{contribution} ")
    found = found_in(pooled(contributions=paid, spending=SPENT.format(one=one, other=other)))
    says = "£440 is £40 more than “council” spends in this pool, and no line of its spending without a pool makes that "
    says += "up."
    assert [
        each.says for each in found if str(each.at) == "Contributions and risk share, row 1, Contribution"
    ] == ([says] if doubted else [])
