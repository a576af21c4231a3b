"""The answer clock runs in working time and stands while the asker is waited for."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from toldonce.care.referrals import working_time
from toldonce.care.referrals.answer_clock import AnswerClock, Turn, due_of, waited_for_asker


def at(words: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(words))


AFTER = """
    start             | hours | end
    2026-11-26 10:00  | 3     | 2026-11-26 13:00
    2026-11-26 16:00  | 3     | 2026-11-27 11:00
    2026-11-27 16:00  | 8     | 2026-11-30 16:00
    2026-11-28 12:00  | 1     | 2026-11-30 10:00
    2026-11-26 22:00  | 1     | 2026-11-27 10:00
    2026-12-24 16:00  | 2     | 2026-12-29 10:00
    2026-03-27 16:00  | 2     | 2026-03-30 10:00
"""


@pytest.mark.parametrize("line", AFTER.strip().splitlines()[1:])
def test_working_time_is_counted_from_nine_to_five_on_working_days(line):
    start, hours, end = (each.strip() for each in line.split("|"))
    assert working_time.after(at(start), timedelta(hours=int(hours))) == at(end)


DUE = """
    kind     | priority | due
    advice   | routine  | 2026-12-01 10:00
    advice   | urgent   | 2026-11-27 10:00
    referral | routine  | 2026-12-03 10:00
    referral | stat     | 2026-11-27 10:00
    task     | routine  | 2026-12-10 10:00
"""


@pytest.mark.parametrize("line", DUE.strip().splitlines()[1:])
def test_each_kind_and_priority_has_its_time(line):
    kind, priority, due = (each.strip() for each in line.split("|"))
    assert due_of(kind, priority, at("2026-11-26 10:00")) == at(due)


def test_the_clock_stands_while_the_asker_is_waited_for():
    turns = [
        Turn(at("2026-11-26 10:00"), "requested"),
        Turn(at("2026-11-26 12:00"), "questioned"),
        Turn(at("2026-11-26 13:00"), "questioned"),
        Turn(at("2026-11-27 12:00"), "requested"),
    ]
    lost = waited_for_asker(turns, at("2026-11-30 12:00"))
    assert lost == timedelta(hours=8)
    assert due_of("advice", "routine", at("2026-11-26 10:00"), lost) == at("2026-12-02 10:00")


STATES = """
    state      | now               | words
    requested  | 2026-11-26 11:00  | Running
    requested  | 2026-12-02 11:00  | Overdue
    questioned | 2026-12-02 11:00  | Stands while the asker is waited for
    completed  | 2026-12-02 11:00  | Answered
    rejected   | 2026-12-02 11:00  | Ended
"""


@pytest.mark.parametrize("line", STATES.strip().splitlines()[1:])
def test_how_the_clock_is_said(line):
    state, now, words = (each.strip() for each in line.split("|"))
    assert AnswerClock(at("2026-12-01 10:00"), timedelta(0), state, at(now)).words == words


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)).map(lambda each: timezone.make_aware(each))


@given(MOMENTS, st.integers(1, 80 * 60))
def test_what_lies_between_is_what_was_added(start, minutes):
    span = timedelta(minutes=minutes)
    assert working_time.between(start, working_time.after(start, span)) == span
