"""What a cell holds, as people and spreadsheets write it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.exchange.files.mapping import Code, Column
from toldonce.exchange.files.values import Bad, example, plain, value

TODAY = date(2026, 11, 26)


def read(kind: str, cell, **rules):
    return value(Column("x", ("X",), kind, **rules), cell, {}, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "cell", "told"),
    [
        ("text", "  Florence\u00a0Hardy ", "Florence Hardy"),
        ("text", "=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("text", 700300.0, "700300"),
        ("text", True, "Yes"),
        ("text", ["a", 1], "a, 1"),
        ("date", "01/02/2026", "2026-02-01"),
        ("date", "2026-02-01", "2026-02-01"),
        ("date", "1.2.2026", "2026-02-01"),
        ("date", "01 Feb 2026", "2026-02-01"),
        ("date", "1-Feb-2026", "2026-02-01"),
        ("date", "2026-02-01T00:00:00", "2026-02-01"),
        ("date", "01/02/2026 00:00", "2026-02-01"),
        ("date", datetime(2026, 2, 1), "2026-02-01"),
        ("date", date(2026, 2, 1), "2026-02-01"),
        ("time", "01/07/2026 09:30", "2026-07-01T09:30:00+01:00"),
        ("time", "2026-01-01T09:30:00Z", "2026-01-01T09:30:00+00:00"),
        ("time", "01/07/2026", "2026-07-01"),
        ("number", "10.50", Decimal("10.50")),
        ("number", " £1,234.50 ", Decimal("1234.50")),
        ("number", "-3", Decimal(-3)),
        ("number", 7, Decimal(7)),
        ("yes-no", "Y", True),
        ("yes-no", "no", False),
        ("nhs-number", "999 000 1111", "9990001111"),
        ("nhs-number", "999-000-1111", "9990001111"),
        ("nhs-number", 9990001111.0, "9990001111"),
    ],
)
def test_a_cell_is_read_as_it_is_meant(kind, cell, told):
    assert read(kind, cell) == told


@pytest.mark.parametrize(
    ("kind", "cell", "why"),
    [
        ("date", "31/02/2026", "no date"),
        ("date", "02/31/2026", "no date"),
        ("date", "1/2/26", "no date"),
        ("date", "44927", "day number of Excel"),
        ("date", "01/01/0026", "not believable"),
        ("time", "soon", "no date"),
        ("number", "3,5", "write a point"),
        ("number", "1e999999", "not a number"),
        ("number", "NaN", "not a number"),
        ("number", "twelve", "not a number"),
        ("yes-no", "perhaps", "neither yes nor no"),
        ("nhs-number", "9.99E+09", "shortened the number"),
        ("nhs-number", "999 000 1110", "does not check"),
        ("nhs-number", "12345", "not ten digits"),
        ("text", "#REF!", "could not work it out"),
        ("text", "a\x00b", "no text has"),
        ("text", "x" * 200_000, "longer than"),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_reason(kind, cell, why):
    with pytest.raises(Bad, match=why):
        read(kind, cell)


def test_a_day_number_of_excel_is_a_date_where_the_mapping_says_so():
    assert read("date", "44927", formats=("excel",)) == "2023-01-01"
    assert read("date", 44927.0, formats=("excel",)) == "2023-01-01"


def test_a_date_to_come_is_refused_where_it_must_be_past():
    with pytest.raises(Bad, match="still to come"):
        read("date", "2026-11-27", past=True)


def test_a_number_has_its_bounds():
    with pytest.raises(Bad, match=r"more than 200, the largest"):
        read("number", "3400", at_least=0.3, at_most=200)


CHANGED = {"x": (Code("old", until="2020-12-31"), Code("new", since="2021-01-01"))}


@pytest.mark.parametrize(("day", "code"), [("2020-06-01", "old"), ("2021-06-01", "new"), ("", "old")])
def test_a_code_means_what_it_meant_on_its_day(day, code):
    column = Column("x", ("X",), "code", codes=CHANGED, on="day")
    assert value(column, "X", {"day": day}, today=TODAY).code.code == code


def test_an_unknown_code_is_kept_in_its_words_or_refused_or_left():
    assert read("code", "Odd", codes=CHANGED).concept == {"text": "Odd"}
    assert read("code", "Odd", codes=CHANGED, unknown="leave") is None
    with pytest.raises(Bad, match="the list does not have"):
        read("code", "Odd", codes=CHANGED, unknown="refuse")


def test_an_example_in_a_report_tells_of_nobody():
    assert example(Column("x", ("X",), "nhs-number"), "999 000 1110") == "999 999 9999"
    assert example(Column("x", ("X",), "text"), "Florence Hardy 12") == "xxxxxxxx xxxxx 99"
    assert example(Column("x", ("X",), "date"), "31/02/2026") == "31/02/2026"


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.lists(st.text()),
)


@given(cell=CELLS, kind=st.sampled_from(("text", "date", "time", "number", "yes-no", "nhs-number")))
def test_any_cell_is_read_or_refused_with_a_sentence(cell, kind):
    if not plain(cell):
        return
    try:
        read(kind, cell)
    except Bad as why:
        assert str(why)
