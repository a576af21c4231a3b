"""Dates, numbers and counts are said in one way on every page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from toldonce.record.readings.moments import moment as told
from toldonce.web.design.words import counted, day, lasting, machine, moment, nhs_number, sentence


@pytest.mark.parametrize(
    ("when", "said", "with_time", "attribute"),
    [
        (None, "", "", ""),
        (told("2026"), "2026", "2026", "2026"),
        (told("2026-02"), "Feb 2026", "Feb 2026", "2026-02"),
        (told("2026-02-03"), "3 Feb 2026", "3 Feb 2026", "2026-02-03"),
        (told("2026-07-03T23:30:00Z"), "4 Jul 2026", "4 Jul 2026, 00:30", "2026-07-04T00:30+01:00"),
        (date(2026, 2, 3), "3 Feb 2026", "3 Feb 2026", "2026-02-03"),
        (
            datetime(2026, 7, 3, 12, 0, tzinfo=UTC),
            "3 Jul 2026",
            "3 Jul 2026, 13:00",
            "2026-07-03T13:00+01:00",
        ),
    ],
)
def test_a_date_is_said_as_precisely_as_it_was_told(when, said, with_time, attribute):
    assert (day(when), moment(when), machine(when)) == (said, with_time, attribute)


@pytest.mark.parametrize(
    ("number", "said"), [("9990000646", "999 000 0646"), ("", ""), (None, ""), ("12345", "12345")]
)
def test_an_nhs_number_is_said_in_three_groups(number, said):
    assert nhs_number(number) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 results"), (1, "1 result"), (2, "2 results"), (1204, "1,204 results")]
)
def test_things_are_counted(number, said):
    assert counted(number, "result") == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 minutes"), (1, "1 minute"), (119, "119 minutes"), (120, "2 hours"), (2880, "2 days")],
)
def test_a_silence_is_said_in_its_largest_unit(minutes, said):
    assert lasting(timedelta(minutes=minutes)) == said


def test_a_sentence_begins_with_a_capital():
    assert [sentence(text) for text in ("active", "", None)] == ["Active", "", ""]
