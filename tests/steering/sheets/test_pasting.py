"""Blocks from a spreadsheet, laid upon a sheet: taken where they fit, asked about where they may mean two things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steering.sheets.conftest import CHANGES, POT, SCHEMES, SOURCES, TABLES
from toldonce.steering.sheets.errors import EditRefused, Unsure
from toldonce.steering.sheets.kinds import Pounds
from toldonce.steering.sheets.pasting import block_of, pasted
from toldonce.steering.sheets.scales import scale_of, strange_beside_before, strange_beside_others
from toldonce.steering.sheets.typed import drawn

ROWS = drawn(POT, TABLES)["schemes"]


def laid(text: str, **where):
    """What a block does, drawn as a spreadsheet puts it on the clipboard."""
    found = pasted(SCHEMES, ROWS, block_of(text), **where)
    return found.cells, found.added


def test_a_block_is_laid_from_one_cell_on():
    assert laid("750\thealth\n50\tsocial", row=1, column="amount") == (
        {(1, "amount"): "750", (1, "area"): "health", (2, "amount"): "50", (2, "area"): "social"}, [],
    )  # fmt: skip


def test_rows_beyond_the_last_are_added():
    assert laid("Beds\tGroup\t100\nBaths\tGroup\t200", row=3, column="scheme") == (
        {(3, "scheme"): "Beds", (3, "source"): "Group", (3, "amount"): "100"},
        [{"scheme": "Baths", "source": "Group", "amount": "200"}],
    )


def test_heads_say_where_the_cells_belong_in_whatever_order():
    assert laid("Amount (£)\tScheme\n100\tBeds") == ({}, [{"amount": "100", "scheme": "Beds"}])


def test_a_head_may_say_the_unit_of_its_column():
    assert laid("Scheme\tAmount (£)\tGrowth (%)\nBeds\t100\t4.6") == (
        {}, [{"scheme": "Beds", "amount": "100", "growth": "4.6"}],
    )  # fmt: skip


BLOCKS = {
    "a\tb\nc\td\n": [["a", "b"], ["c", "d"]],
    'a\t"two\nlines"\r\nc\t"a ""word"""': [["a", "two\nlines"], ["c", 'a "word"']],
    '5" pipe\tx': [['5" pipe', "x"]],
    '"unfinished\tx': [['"unfinished', "x"]],
}


@pytest.mark.parametrize(("text", "cells"), BLOCKS.items())
def test_what_a_spreadsheet_puts_on_the_clipboard(text, cells):
    assert block_of(text) == cells


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_a_block(text):
    assert all(isinstance(cell, str) for row in block_of(text) for cell in row)


REFUSED = [
    (SCHEMES, "\t\n", {}, "Nothing was pasted"),
    (SCHEMES, "x\n" * 2001, {}, "Paste 2,000 rows and 100 columns at most"),
    (
        SCHEMES,
        "1\t2\t3\t4\t5\t6",
        {"row": 1, "column": "amount"},
        "The block has 6 columns, and from “Amount” on there are 5",
    ),
    (SCHEMES, "Scheme\tAmount\tOwner\nx\t1\ty", {}, "“Owner” is no column of “Schemes”"),
    (SCHEMES, "Name\tPayer\tAmount\nx\ty\t1", {}, "“Name” is no column of “Schemes”: there are Scheme"),
    (SCHEMES, "Scheme\tAmount\tAmount\nx\t1\ty", {}, "“Amount” stands twice"),
    (SCHEMES, "1", {"row": 99, "column": "amount"}, "is not there any more"),
    (SCHEMES, "1", {"row": 1, "column": "owner"}, "has no column “owner”"),
    (CHANGES, "Early\tx\nTrusted\ty\nMore\tz", {}, "3 rows more than “Changes”, whose rows are fixed"),
]


@pytest.mark.parametrize(("sheet", "text", "where", "sentence"), REFUSED)
def test_what_does_not_fit_is_refused(sheet, text, where, sentence):
    rows = ROWS if sheet is SCHEMES else ()
    with pytest.raises(EditRefused, match=sentence):
        pasted(sheet, rows, block_of(text), **where)


HEADS = {"Amount": 1, "Amount £000": 1_000, "£'000s": 1_000, "Amount (£k)": 1_000, "£m": 1_000_000,
         "in thousands": 1_000, "2019/20": 1, "£ million": 1_000_000, "Kent": 1, "2000": 1}  # fmt: skip


@pytest.mark.parametrize(("head", "times"), HEADS.items())
def test_heads_that_say_thousands(head, times):
    assert scale_of(head) == times


def test_a_head_that_says_thousands_is_asked_about_and_never_guessed():
    block = "Scheme\tAmount £000\nBeds\t1,482.5"
    with pytest.raises(Unsure) as question:
        laid(block)
    assert (str(question.value), question.value.times) == (
        "The head “Amount £000” says thousands of pounds, and this sheet holds pounds.", 1_000,
    )  # fmt: skip
    assert laid(block, times=1_000) == ({}, [{"scheme": "Beds", "amount": "1482500.0"}])
    assert laid(block, times=1) == ({}, [{"scheme": "Beds", "amount": "1,482.5"}])


@pytest.mark.parametrize(
    ("said", "pounds"),
    [
        ("5", 5_000),
        ("(5)", -5_000),
        ("-£5", -5_000),
        ("£1,482.5", 1_482_500),
        (".5", 500),
        ("−5", -5_000),
        ("£2m", 2_000_000),
    ],
)
def test_thousands_are_thousands_however_an_amount_is_written(said, pounds):
    _, (row,) = laid(f"Scheme\tAmount £000\nBeds\t{said}", times=1_000)
    assert Pounds().read(row["amount"]) == pounds


BEFORE = [
    (10_919_000, 10_919, "10,919 is about a thousandth of 10,919,000, which stood there"),
    (482, 482_000, "482,000 is about a thousand times 482, which stood there"),
    (10_919_000, 11_000_000, ""),
    (0, 10_919, ""),
    (None, 10_919, ""),
]


@pytest.mark.parametrize(("was", "became", "sentence"), BEFORE)
def test_an_amount_beside_what_stood_there(was, became, sentence):
    assert strange_beside_before(was, became) == sentence


def test_amounts_beside_the_others_of_their_column():
    others = [400_000, 650_000, 1_200_000, 90_000, 800_000]
    assert strange_beside_others([400, 650], others) == (
        "525 is very little beside the other amounts of the column, about 650,000"
    )
    assert strange_beside_others([90_000, 5_000_000], others) == ""
    assert strange_beside_others([400, 650], others[:4]) == ""


def test_an_amount_a_thousandth_of_what_stood_there_is_asked_about():
    rows = drawn(POT, {**TABLES, "sources": "source | amount\nCouncil | 10919000"})["sources"]
    with pytest.raises(Unsure, match="Sources, row 1, Amount: 10,919 is about a thousandth of 10,919,000"):
        pasted(SOURCES, rows, [["10,919"]], row=1, column="amount")
    assert pasted(SOURCES, rows, [["10,919"]], row=1, column="amount", times=1_000).cells == {
        (1, "amount"): "10919000"
    }
