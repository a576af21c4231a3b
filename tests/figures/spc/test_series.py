"""Figures put in order: what is handled, and what is refused with its reason."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.spc.drawn import unhurried
from toldonce.figures.kinds import Every
from toldonce.figures.missing import Missing
from toldonce.figures.periods import following, from_to, when, words
from toldonce.figures.spc.errors import BadSeries
from toldonce.figures.spc.series import COUNT, PERCENT, SHARE, Unit, series

JAN, FEB, MAR, APR = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1)


def made(figures, every: Every | None = Every.MONTH):
    return series(figures, name="Seen in time", every=every)


def test_a_missing_period_becomes_a_gap_with_its_reason():
    points = made([(JAN, 1), (APR, 4)]).points
    assert [point.on for point in points] == [JAN, FEB, MAR, APR]
    assert str(points[1].value) == "no figure was given for this period"


def test_a_reason_that_was_given_is_kept():
    why = Missing("the trusts merged")
    assert made([(JAN, 1), (FEB, why), (MAR, 2)]).points[1].value == why


def test_periods_out_of_order_are_sorted_and_it_is_said():
    told = made([(MAR, 3), (JAN, 1), (FEB, 2)])
    assert [point.value for point in told.points] == [1, 2, 3]
    assert told.notes == ("The periods came out of order and were sorted by date.",)
    assert made([(JAN, 1), (FEB, 2)]).notes == ()


@pytest.mark.parametrize(
    ("figures", "every", "why"),
    [
        ([], Every.MONTH, "has no figures"),
        ([(JAN, 1), (JAN, 1)], Every.MONTH, "stands there twice"),
        ([(JAN, 1), (date(2024, 2, 2), 2)], Every.MONTH, "no month begins on 02 February 2024"),
        ([(JAN, 1), (FEB, 2)], Every.QUARTER, "no quarter begins on 01 February 2024"),
        ([(JAN, 1), (date(2024, 1, 9), 2)], Every.WEEK, "no week begins on 09 January 2024"),
        ([(date(2024, 1, 31), 1), (FEB, 2)], Every.MONTH, "not every month has"),
        ([(JAN, float("nan"))], Every.MONTH, "nan"),
        ([(JAN, float("inf"))], Every.MONTH, "inf"),
        ([(JAN, None)], Every.MONTH, "say why it is missing"),
        ([(JAN, "12")], Every.MONTH, "give a number"),
        ([(JAN, True)], Every.MONTH, "give a number"),
        ([(JAN, 10**400)], Every.MONTH, "no figure of health care"),
    ],
)
def test_what_cannot_be_put_in_order_is_refused_with_a_sentence(figures, every, why):
    with pytest.raises(BadSeries, match=why):
        made(figures, every)


def test_two_events_on_one_day_are_two_events():
    assert len(made([(JAN, 3), (JAN, 0)], None).points) == 2


def test_decimals_and_times_are_read():
    assert made([(datetime(2024, 1, 1, 9), Decimal("1.5"))]).points[0].value == 1.5


@pytest.mark.parametrize(
    ("day", "every", "called", "with_preposition"),
    [
        (MAR, Every.MONTH, "March 2024", "in March 2024"),
        (date(2024, 3, 4), Every.WEEK, "week of 4 March 2024", "in the week of 4 March 2024"),
        (date(2024, 3, 4), Every.DAY, "4 March 2024", "on 4 March 2024"),
        (date(2024, 3, 4), None, "4 March 2024", "on 4 March 2024"),
        (APR, Every.QUARTER, "Q1 2024/25", "in Q1 2024/25"),
        (JAN, Every.QUARTER, "Q4 2023/24", "in Q4 2023/24"),
        (FEB, Every.QUARTER, "quarter from 1 February 2024", "in the quarter from 1 February 2024"),
        (JAN, Every.YEAR, "2024", "in 2024"),
        (APR, Every.FINANCIAL_YEAR, "2024/25", "in 2024/25"),
        (APR, Every.YEAR, "year from 1 April 2024", "in the year from 1 April 2024"),
        (MAR, Every.FINANCIAL_YEAR, "year from 1 March 2024", "in the year from 1 March 2024"),
        (date(2024, 3, 15), Every.MONTH, "month from 15 March 2024", "in the month from 15 March 2024"),
    ],
)
def test_periods_in_words(day, every, called, with_preposition):
    assert (words(day, every), when(day, every)) == (called, with_preposition)


@unhurried
@given(
    st.dates(date(1990, 1, 1), date(2050, 1, 1)).filter(lambda day: day.day <= 28),
    st.sampled_from(list(Every)),
    st.integers(0, 100),
)
def test_steps_there_and_back_lead_home(day, every, steps):
    assert following(following(day, every, steps), every, -steps) == day
    assert len(list(from_to(day, following(day, every, steps), every))) == steps + 1


@pytest.mark.parametrize(
    ("unit", "value", "more", "printed"),
    [
        (SHARE, 0.7815, 0, "78.2%"),
        (SHARE, 0.7815, 2, "78.150%"),
        (SHARE, 0.95, 2, "95.0%"),
        (PERCENT, 78.15, 1, "78.15%"),
        (COUNT, 1234567, 0, "1,234,567"),
        (COUNT, 19.5, 1, "19.5"),
        (COUNT, 20, 3, "20"),
        (COUNT, -0.2, 0, "0"),
        (Unit(decimals=1, after=" days"), -1.25, 1, "-1.25 days"),
        (Unit(prefix="£"), -1200, 0, "-£1,200"),
        (Unit(decimals=1, after=" per 100,000"), 592, 0, "592.0 per 100,000"),
    ],
)
def test_values_in_words(unit, value, more, printed):
    assert unit.words(value, more) == printed
