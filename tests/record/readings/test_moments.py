"""Dates as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.readings.tables import rows
from toldonce.record.readings.moments import moment

TOLD = """
    written                    | words           | clock
    2019                       | 2019            |
    2019-03                    | March 2019      |
    2019-03-05                 | 5 March 2019    |
    2019-07-05T23:30:00Z       | 6 July 2019     | 00:30
    2019-01-05T23:30:00Z       | 5 January 2019  | 23:30
    2019-01-05T23:30:00.123+05:00 | 5 January 2019 | 18:30
"""


@pytest.mark.parametrize("row", rows(TOLD), ids=lambda row: row["written"])
def test_a_date_is_said_as_precisely_as_it_was_told_and_on_the_clocks_of_england(row):
    told = moment(row["written"])
    assert (told.words, told.clock) == (row["words"], row.get("clock", ""))


@pytest.mark.parametrize(
    "written", ["", "2019-13", "2019-02-30", "yesterday", None, 5, {}, "2019-1-1", "99999"]
)
def test_what_is_not_a_date_is_no_date(written):
    assert moment(written) is None


@given(st.datetimes())
def test_every_date_can_be_said(at):
    for written in (at.isoformat() + "Z", at.date().isoformat(), at.isoformat()[:7], at.isoformat()[:4]):
        told = moment(written)
        assert told.words and told.last_instant >= told.at
