"""Working days in England, and clear days with the days that prove them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.directory import calendars
from toldonce.directory.calendars import LeftOut

DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))


def test_the_meeting_of_25_september_2019_had_notice_on_17_september():
    proof = calendars.latest_notice(date(2019, 9, 25), clear_days=5)
    assert proof.first == date(2019, 9, 17)
    assert [f"{day:%a %d}" for day in proof.counted] == ["Wed 18", "Thu 19", "Fri 20", "Mon 23", "Tue 24"]
    assert proof.left_out == (
        LeftOut(date(2019, 9, 17), "day of publication"),
        LeftOut(date(2019, 9, 21), "Saturday"),
        LeftOut(date(2019, 9, 22), "Sunday"),
        LeftOut(date(2019, 9, 25), "day of the meeting"),
    )


@pytest.mark.parametrize(
    ("published", "meeting", "clear"),
    [
        (date(2019, 9, 17), date(2019, 9, 25), 5),  # the meeting of the health and wellbeing board
        (date(2019, 9, 18), date(2019, 9, 25), 4),  # the last day for public questions
        (date(2016, 12, 16), date(2016, 12, 21), 2),  # Friday to Wednesday
        (date(2024, 3, 27), date(2024, 4, 4), 3),  # over Easter: Good Friday and Easter Monday left out
        (date(2025, 12, 24), date(2025, 12, 29), 0),  # over Christmas
        (date(2022, 9, 16), date(2022, 9, 20), 0),  # over the funeral of the Queen
        (date(2019, 9, 25), date(2019, 9, 25), 0),
        (date(2019, 9, 26), date(2019, 9, 25), 0),
    ],
)
def test_neither_publication_nor_meeting_nor_a_day_off_counts(published, meeting, clear):
    assert len(calendars.clear_working_days(published, meeting)) == clear


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2024, 3, 29), "Good Friday"),
        (date(2024, 4, 1), "Easter Monday"),
        (date(2024, 8, 26), "Late Summer Bank Holiday"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2024, 11, 30), "Saturday"),  # Saint Andrew's Day is kept in Scotland only
        (date(2026, 3, 17), ""),  # Saint Patrick's Day is not kept in England
        (date(2026, 11, 23), ""),
    ],
)
def test_a_day_off_says_why(day, why):
    assert calendars.why_not_worked(day).startswith(why) if why else calendars.is_working_day(day)


@given(DAYS, st.integers(1, 15))
def test_notice_leaves_just_the_clear_days_asked_for(meeting, wanted):
    proof = calendars.latest_notice(meeting, wanted)
    assert len(proof) == wanted
    assert calendars.is_working_day(proof.first)
    assert len(calendars.clear_working_days(proof.first + timedelta(days=1), meeting)) < wanted or (
        not calendars.is_working_day(proof.first + timedelta(days=1))
    )


@given(DAYS, DAYS)
def test_every_day_is_either_counted_or_left_out_with_a_reason(one, other):
    first, last = sorted((one, other))
    proof = calendars.clear_working_days(first, last)
    accounted = {*proof.counted, *(left.day for left in proof.left_out)}
    assert len(accounted) == (last - first).days + 1
    assert all(left.reason for left in proof.left_out)


@given(DAYS, st.integers(-30, 30))
def test_there_and_back_over_working_days(day, count):
    there = calendars.working_days_after(day, count)
    assert count == 0 or calendars.is_working_day(there)
    if calendars.is_working_day(day):
        assert calendars.working_days_after(there, -count) == day
