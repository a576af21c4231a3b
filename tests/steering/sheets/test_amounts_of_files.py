"""Amounts of a file that may be thousands: which of them is strange, and what they are once they are made pounds."""

from __future__ import annotations

import pytest

from tests.steering.sheets.conftest import POT
from toldonce.steering.sheets.comparing import Comparison, compare
from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.typed import drawn
from toldonce.steering.sheets.workbooks.amounts import multiplied, strange_amount

NOW = """
    scheme   | source | amount
    Stroke   | Group  | 700,000
    Carers   | Group  | 100,000
    Reablers | Group  | 200,000
    Beds     | Group  | 300,000
    Nurses   | Group  | 400,000
"""


def changed(file: str) -> Comparison:
    """What a file changes that draws the schemes like this."""
    return compare(POT, drawn(POT, {"schemes": NOW}), drawn(POT, {"schemes": file}))


def strange(file: str) -> str:
    return strange_amount(POT, drawn(POT, {"schemes": NOW}), changed(file))


def carers(row: str) -> str:
    """The schemes with another second row."""
    return NOW.replace("Carers   | Group  | 100,000", row)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Carers | Group | 120,000", ""),
        ("Carers | Group | 90", "row 2, Amount: 90 is about a thousandth of 100,000, which stood there"),
        ("Carers | Group | 100m", "100,000,000 is about a thousand times 100,000, which stood there"),
        ("Carers, renamed | Group | 100,000", ""),
    ],
)
def test_an_amount_is_strange_beside_what_stood_there(row, sentence):
    assert sentence in strange(carers(row))
    assert bool(strange(carers(row))) == bool(sentence)


def test_a_new_row_is_strange_beside_the_other_amounts_of_its_column():
    file = f"{NOW.rstrip()}\nWards | Group | 250"
    assert strange(file) == (
        "Schemes, Amount: 250 is very little beside the other amounts of the column, about 300,000"
    )
    (row,) = multiplied(changed(file), 1_000).rows
    assert row.became is not None
    assert (row.became["scheme"], row.became["amount"]) == ("Wards", 250_000)


def test_amounts_are_multiplied_and_nothing_else_is():
    (name, amount) = multiplied(changed(carers("Carers for all | Group | 90")), 1_000).cells
    assert (name.became, amount.was, amount.became) == ("Carers for all", 100_000, 90_000)


def test_an_amount_that_no_plan_has_once_it_is_multiplied_is_refused_with_its_cell():
    with pytest.raises(
        BookRefused, match="Schemes, row 2, Amount: is larger than any amount that is planned"
    ):
        multiplied(changed(carers(f"Carers | Group | {10**13}")), 1_000)
