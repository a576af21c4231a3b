"""Kinds of cells: what is said is understood again, what is kept comes back, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.steering.sheets.kinds import (
    Day,
    FinancialYear,
    Flag,
    Kind,
    NotUnderstood,
    Number,
    Percent,
    Pick,
    Pounds,
    Reference,
    Whole,
    Words,
)

PICK = Pick(options={"health": "Health care", "social": "Social care", "7": "Seven"})
OFTEN_ALL, BY_MONTH = Percent(often_all=True), Day(by_month=True)
KINDS = [
    Words(),
    Pounds(),
    Number(),
    Whole(),
    Percent(),
    OFTEN_ALL,
    Day(),
    BY_MONTH,
    FinancialYear(),
    Flag(),
    PICK,
    Reference(),
]
DECIMALS = st.decimals(-(10**14), 10**14, places=12, allow_nan=False, allow_infinity=False)
VALUES = {
    Pounds: st.integers(-(10**15) + 1, 10**15 - 1),
    Number: DECIMALS,
    Whole: st.integers(0, 10**15 - 1),
    Percent: st.decimals(-100, 1000, places=12, allow_nan=False, allow_infinity=False),
    Day: st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    FinancialYear: st.integers(1900, 2199),
    Flag: st.booleans(),
    Pick: st.sampled_from(list(PICK.options)),
    Words: st.text(min_size=1).map(lambda text: "".join(filter(str.isprintable, text)).strip()).filter(bool),
}


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if type(kind) in VALUES], ids=lambda kind: type(kind).__name__
)
@given(data=st.data())
def test_what_is_said_and_what_is_kept_means_the_same_again(kind: Kind, data):
    value = data.draw(VALUES[type(kind)])
    assert kind.read(kind.say(value)) == value
    assert kind.restore(kind.keep(value)) == value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@given(text=st.text(max_size=60))
def test_whatever_is_written_is_understood_or_refused(kind: Kind, text):
    try:
        value = kind.read(text)
    except NotUnderstood:
        return
    assert kind.restore(kind.keep(value)) == value
    assert kind.read(kind.say(value)) == value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
def test_nothing_is_nothing(kind: Kind):
    assert (kind.read(""), kind.read("  "), kind.say(None), kind.keep(None)) == (None, None, "", "")


UNDERSTOOD = [
    (Pounds(), "£10,919,000", 10919000), (Pounds(), "£10.919m", 10919000), (Pounds(), "482k", 482000),
    (Pounds(), "-£1,204", -1204), (Pounds(), "£-5k", -5000), (Pounds(), "(£1.2m)", -1_200_000),
    (Pounds(), "(1,000)", -1000), (Pounds(), "−5", -5), (Pounds(), "1.0", 1), (Percent(), "4.6", Decimal("4.6")),
    (Percent(), "0.5%", Decimal("0.5")), (Day(), "31/03/2020", date(2020, 3, 31)), (FinancialYear(), "2019-20", 2019),
    (FinancialYear(), "2019/2020", 2019), (FinancialYear(), "1999/00", 1999), (FinancialYear(), "1999/2000", 1999),
    (Pounds(), "0", 0), (Pounds(), "£0.00", 0),
    (Day(), "1-Apr-2017", date(2017, 4, 1)), (Day(), "04.01.2017", date(2017, 1, 4)),
    (BY_MONTH, "April 2017", date(2017, 4, 1)),
    (BY_MONTH, "13/04/2017", date(2017, 4, 13)), (OFTEN_ALL, "1%", 1), (OFTEN_ALL, "80", 80), (Percent(), "1", 1),
    (Flag(), "Y", True), (PICK, "social CARE", "social"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "said", "value"), UNDERSTOOD)
def test_what_people_write_is_understood(kind, said, value):
    assert kind.read(said) == value


REFUSED = [
    (Pounds(), "10.5", "has pence"), (Pounds(), "1,00", "no amount"), (Pounds(negative=False), "-1", "below nothing"),
    (Pounds(), "1e6", "no amount"), (Pounds(), "-£-5", "no amount"), (Pounds(), "1" * 41, "no amount"),
    (Number(), f"0.{'0' * 40}1", "not a number"), (Percent(), f"1.{'0' * 40}%", "not a percentage"),
    (Pounds(), str(10**15), "larger than any amount"),
    (Percent(), "0.046", "is 0.046: write 0.046% if it is that, or 4.6% if it is a fraction"),
    (Percent(), "-.5", "is -0.5: write -0.5% if it is that, or -50% if it is a fraction"),
    (Percent(), "4,6", "not a percentage"), (Number(), "4%", "this is no percentage"), (Whole(), "1.5", "whole number"),
    (Pounds(), "£000", "how heads say thousands"), (Pounds(), "000,000", "how heads say thousands"),
    (OFTEN_ALL, "1", "is 1: write 1% if it is that, or 100% if it is all of it"), (OFTEN_ALL, "1.0", "write 1%"),
    (Day(), "04/13/2018", "its month before its day, and here the day comes first"), (Day(), "April 2017", "no day"),
    (BY_MONTH, "Apr-17", "no day"), (Day(), "13/04/18", "no day"), (Whole(), "-1", "the least"),
    (Day(), "31/02/2020", "no day"), (FinancialYear(), "2019/21", "no financial year"),
    (FinancialYear(), "2019/1920", "no financial year"),
    (Day(), "9999-12-31", "between 1900 and 2199"), (Day(), "01/01/0001", "between 1900 and 2199"),
    (FinancialYear(), "0000/01", "between 1900 and 2199"), (FinancialYear(), "9999/00", "between 1900 and 2199"),
    (Flag(), "perhaps", "neither yes nor no"), (PICK, "wealth", "none of: Health care"),
    (Words(longest=3), "abcd", "4 letters"), (Words(), "a\x01", "no text has"), (Words(), "a\ufffe", "no text has"),
    (Words(), "pay \u202e001", "U\\+202E: type it anew"), (Words(), "a\u2066b", "U\\+2066"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "said", "sentence"), REFUSED)
def test_what_may_mean_something_else_is_refused(kind, said, sentence):
    with pytest.raises(NotUnderstood, match=sentence):
        kind.read(said)
