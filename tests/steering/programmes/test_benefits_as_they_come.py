"""Benefits: what was counted, held against what was planned by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.programmes.small import PROGRESS, network, portfolio
from toldonce.figures.kinds import Every, Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc.chart import Chart, xmr
from toldonce.figures.spc.judging import Assurance
from toldonce.figures.spc.series import series
from toldonce.steering.plans.programmes.benefits import (
    Followed,
    Verdict,
    between_points,
    followed,
    followed_all,
    points_of,
    threatened,
)
from toldonce.steering.plans.programmes.plan import Point
from toldonce.steering.plans.programmes.reach import in_words, within_reach
from toldonce.steering.plans.programmes.saying import of_benefit, of_threat
from toldonce.steering.plans.programmes.telling import amount

MEASURED = "benefit | on | value | source"
BASELINE_ALONE = """
    benefit | by         | value | baseline | source
    days    | 2017-12-31 | 20    | yes      | counted"""


def days_in_hospital(on: date, *measured: str, **tables: str) -> Followed:
    """The benefit of the small portfolio (20 days at the end of 2017, 14 a year later, then 10) on a day."""
    rows = "\n".join([MEASURED, *(f"days | {each} | x" for each in measured)])
    return followed_all(portfolio(measured=rows, **tables), on)["days"]


@pytest.mark.parametrize(
    ("on", "measured", "verdict"),
    [
        ("2018-06-30", "2018-06-29 | 17", Verdict.NOT_DUE),
        ("2018-12-31", "2018-12-30 | 14", Verdict.NOT_MEASURED),
        ("2018-12-31", "2018-12-31 | 14", Verdict.ON_COURSE),
        ("2019-01-31", "2018-12-31 | 14.1", Verdict.BEHIND),
        ("2019-07-02", "2019-07-01 | 13", Verdict.ON_COURSE),  # 12 on the line, but 14 is what was due
        ("2019-07-02", "2019-07-01 | 11", Verdict.AHEAD),
        ("2020-06-30", "2020-06-30 | 10", Verdict.ON_COURSE),
        ("2020-06-30", "2020-06-30 | 9", Verdict.AHEAD),
        ("2020-06-30", "2019-12-01 | 9", Verdict.NOT_MEASURED),
    ],
)
def test_the_verdict_holds_the_last_value_against_the_last_that_was_due(
    on: str, measured: str, verdict: Verdict
):
    assert days_in_hospital(date.fromisoformat(on), measured).verdict is verdict


def test_a_benefit_of_which_nothing_is_planned_has_no_target():
    told = days_in_hospital(date(2019, 7, 2), "2019-07-01 | 13", trajectory=BASELINE_ALONE)
    assert told.verdict is Verdict.NO_TARGET


def test_what_is_counted_later_is_not_known_yet():
    told = days_in_hospital(date(2019, 1, 31), "2018-12-31 | 14", "2019-03-31 | 30")
    assert (told.latest.value if told.latest else None, told.verdict) == (14, Verdict.ON_COURSE)


def test_figures_count_before_what_was_typed():
    plan = portfolio(measured=f"{MEASURED}\ndays | 2018-12-31 | 30 | x")
    figures = points_of(
        [Figure(date(2018, 12, 1), 13.5), Figure(date(2019, 1, 1), Missing("none came"))], "month"
    )
    told = followed(plan.benefits[0], figures, date(2019, 1, 31))
    assert (told.latest.on if told.latest else None, told.verdict) == (date(2018, 12, 31), Verdict.AHEAD)


@dataclass(frozen=True)
class Figure:
    """A figure as series hold it."""

    period: date
    value: float | Missing


@pytest.mark.parametrize(
    ("period", "every", "on"),
    [
        ("2019-03-01", Every.MONTH, "2019-03-31"),
        ("2018-04-01", Every.FINANCIAL_YEAR, "2019-03-31"),
        ("2019-01-01", Every.QUARTER, "2019-03-31"),
        ("2019-03-31", Every.DAY, "2019-03-31"),
    ],
)
def test_a_figure_counts_from_the_last_day_of_its_period(period: str, every: Every, on: str):
    (point,) = points_of([Figure(date.fromisoformat(period), 7.25)], every)
    assert (f"{point.on}", point.value) == (on, Decimal("7.25"))


def test_where_higher_is_better_less_is_behind():
    higher = """
        key  | programme | name | kind    | owner  | unit | better | source
        days | home      | Seen | quality | Nurses | %    | higher | x"""
    rising = "benefit | by | value | source\ndays | 2018-12-31 | 80 | x"
    told = [
        days_in_hospital(date(2019, 1, 1), f"2018-12-31 | {n}", benefits=higher, trajectory=rising)
        for n in (79, 81)
    ]
    assert [each.verdict for each in told] == [Verdict.BEHIND, Verdict.AHEAD]


def by_a_figure(value: str) -> Followed:
    """The same at the end of 2018, by a figure of that day."""
    figure = Point(date(2018, 12, 31), Decimal(value), "", False)
    return followed(portfolio().benefits[0], [figure], date(2019, 1, 31))


SENTENCES = {
    "nothing counted yet": (
        days_in_hospital(date(2019, 1, 31)),
        (
            "Nothing was counted since the baseline, 20 days on 31 December 2017; 14 days was "
            "planned by 31 December 2018; whether it was reached is not known. The target is 10 days "
            "by 31 December 2019."
        ),
    ),
    "behind, and between two planned values": (
        days_in_hospital(date(2019, 7, 2), "2019-07-01 | 15.5"),
        (
            "15.5 days on 1 July 2019; 14 days was planned by 31 December 2018; it is behind by 1.5 "
            "days. On a straight line between the planned values it would have been 12 days on 1 "
            "July 2019. The target is 10 days by 31 December 2019."
        ),
    ),
    "by a figure of many decimals": (
        by_a_figure("14.35136745910867"),
        (
            "14.4 days on 31 December 2018; 14 days was planned by 31 December 2018; it is behind by 0.4 days. "
            "The target is 10 days by 31 December 2019."
        ),
    ),
    "by a figure that is hardly behind": (
        by_a_figure("14.04136745910867"),
        (
            "14 days on 31 December 2018; 14 days was planned by 31 December 2018; it is behind by less than 0.1 "
            "days. The target is 10 days by 31 December 2019."
        ),
    ),
    "not due yet": (
        days_in_hospital(date(2018, 6, 30)),
        (
            "Nothing was counted since the baseline, 20 days on 31 December 2017; the first planned "
            "value, 14 days, is due by 31 December 2018. The target is 10 days by 31 December 2019."
        ),
    ),
    "not due yet, and no baseline": (
        days_in_hospital(
            date(2018, 6, 30), trajectory="benefit | by | value | source\ndays | 2018-12-31 | 14 | x"
        ),
        "Nothing was counted yet; the first planned value, 14 days, is due by 31 December 2018.",
    ),
    "the target itself": (
        days_in_hospital(date(2019, 12, 31), "2019-12-31 | 10"),
        "10 days on 31 December 2019; 10 days was planned by 31 December 2019; it is on course.",
    ),
    "without a target": (
        days_in_hospital(date(2019, 12, 31), trajectory="benefit | by | value | source"),
        "It has no target: nobody can tell whether it has come.",
    ),
}


@pytest.mark.parametrize(("told", "says"), SENTENCES.values(), ids=SENTENCES)
def test_how_a_benefit_stands_in_words(told: Followed, says: str):
    assert of_benefit(told) == says


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("%", "84.0", "84%"),
        ("% of people", "7.5", "7.5% of people"),
        ("£", "1200", "£1,200"),
        ("£ a week", "100", "£100 a week"),
        ("days", "0", "0 days"),
    ],
)
def test_values_are_said_in_their_unit(unit: str, value: str, said: str):
    table = f"key | programme | name | kind | unit | better | source\ndays | home | D | health | {unit} | lower | x"
    assert amount(portfolio(benefits=table).benefits[0], Decimal(value)) == said


def test_a_benefit_is_threatened_when_its_milestone_comes_too_late_for_it():
    late = f"{PROGRESS}\nmoney | | 2018-03-01 | | x\nphones | 2019-02-01 | | | x"
    plan, told = portfolio(progress=late), network(progress=late)
    assert threatened(plan, network()) == []
    assert [of_threat(each) for each in threatened(plan, told)] == [
        (
            "“Days in hospital” is to be 14 days by 31 December 2018, but depends on “First visits”, "
            "which is expected on 1 February 2019."
        )
    ]


def test_a_planned_value_whose_day_has_come_is_not_threatened_but_counted():
    day = date(2019, 1, 31)
    assert threatened(portfolio(), network(day)) == []


def chart_of(values: list[float], good: Good = Good.LOWER) -> Chart:
    """The chart of a year and more of months."""
    days = [date(2017 + at // 12, at % 12 + 1, 1) for at in range(len(values))]
    return xmr(series(zip(days, values, strict=True), name="Days in hospital", good=good))


@pytest.mark.parametrize(
    ("values", "reach"),
    [
        ([20, 21] * 8, Assurance.FAILS),
        ([10, 9, 11, 10.5] * 4, Assurance.HIT_OR_MISS),
        ([5, 6] * 8, Assurance.PASSES),
    ],
)
def test_a_target_is_within_reach_as_the_process_goes(values: list[float], reach: Assurance):
    told = within_reach(days_in_hospital(date(2019, 1, 1)), chart_of(values))
    assert told is reach
    assert in_words(told).startswith("As things go")


def test_few_figures_say_nothing_of_what_is_within_reach():
    assert in_words(within_reach(days_in_hospital(date(2019, 1, 1)), chart_of([20, 21]))) == (
        "2 figures are too few to tell: it takes 12."
    )


@settings(deadline=None)
@given(st.integers(0, 730))
def test_the_line_between_planned_values_stays_between_them(day: int):
    planned = portfolio().benefits[0].planned
    on = date.fromordinal(planned[0].on.toordinal() + day)
    value = between_points(planned, on)
    assert value is not None
    before, after = (planned[0], planned[1]) if on <= planned[1].on else (planned[1], planned[2])
    assert after.value <= value <= before.value
