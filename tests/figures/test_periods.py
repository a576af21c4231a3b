"""Periods: how they are written, how they are read, and what follows them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.figures import periods
from toldonce.figures.models import Every
from toldonce.figures.periods import NoPeriod, first_day, following, read, words

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("said", "way", "day"),
    [
        ("2022-04-01", "%Y-%m-%d", "2022-04-01"),
        ("April 2022", "%B %Y", "2022-04-01"),
        ("MSitAE-APRIL-2025", "MSitAE-%B-%Y", "2025-04-01"),
        ("2012-13 APRIL", "financial-month", "2012-04-01"),
        ("2012-13 March", "financial-month", "2013-03-01"),
        ("2012-13", "financial-year", "2012-04-01"),
        ("1999-00", "financial-year", "1999-04-01"),
        ("2012/13", "financial-year", "2012-04-01"),
        ("June 2021", "quarter-end", "2021-04-01"),
        ("March 2021", "quarter-end", "2021-01-01"),
        ("2015.0", "%Y.0", "2015-01-01"),
    ],
)
def test_a_period_is_read_in_its_way(said, way, day):
    assert read(said, (way,)) == (date.fromisoformat(day), way)


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("2012-14", "financial-year"),
        ("2012-13 Octember", "financial-month"),
        ("May 2021", "quarter-end"),
        ("31/04/2022", "%d/%m/%Y"),
        ("", "%Y-%m-%d"),
        ("0022-04-01", "%Y-%m-%d"),
    ],
)
def test_what_is_no_period_is_refused(said, way):
    with pytest.raises(NoPeriod):
        read(said, (way,))


@given(st.text(max_size=20))
def test_whatever_words_come_they_are_a_day_or_refused(said):
    ways = ("%Y-%m-%d", "%B %Y", periods.FINANCIAL_YEAR, periods.FINANCIAL_MONTH, periods.QUARTER_END)
    try:
        day, way = read(said, ways)
    except NoPeriod:
        return
    assert way in ways
    assert isinstance(day, date)


@pytest.mark.parametrize(
    ("every", "said"),
    [
        ("day", "17 April 2022"),
        ("week", "week of 11 April 2022"),
        ("month", "April 2022"),
        ("quarter", "Q1 2022/23"),
        ("financial_year", "2022/23"),
        ("year", "2022"),
    ],
)
def test_a_period_is_said_as_its_readers_know_it(every, said):
    assert words(first_day(date(2022, 4, 17), every), every) == said


@given(day=DAYS, every=st.sampled_from(list(Every)))
def test_periods_follow_each_other_without_gap_or_overlap(day, every):
    period = first_day(day, every)
    after = following(period, every)
    assert period <= day < after
    assert first_day(after, every) == after
