"""What is pasted from a spreadsheet is understood, or refused with its row and column."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from toldonce.figures.missing import Missing
from toldonce.web.planner.pasting import Entry, understood

APRIL, MAY = date(2025, 4, 1), date(2025, 5, 1)

PASTED = [
    # what is pasted -> its figures
    ("April 2025\t71.5\nMay 2025\t72", [(APRIL, 71.5), (MAY, 72)]),
    ("01/04/2025,71.5\n01/05/2025,72\n", [(APRIL, 71.5), (MAY, 72)]),
    ("Apr-25\t1,234\r\nMay-25\t1,300\r\n", [(APRIL, 1234), (MAY, 1300)]),
    ("Month\tValue\nMay 2025\t72\nApril 2025\t71.5", [(APRIL, 71.5), (MAY, 72)]),
    ("Month\tFigure\tWhy\nApril 2025\t\tNot reported\nMay 2025\t72\t", [(APRIL, "Not reported"), (MAY, 72)]),
    ("\tApril 2025\tMay 2025\nPoole\t71.5\t72", [(APRIL, 71.5), (MAY, 72)]),
    ("April 2025\tMay 2025\n71.5\t72", [(APRIL, 71.5), (MAY, 72)]),
    ("April 2025\t71.5%\n\nMay 2025\t72%", [(APRIL, 71.5), (MAY, 72)]),
]


@pytest.mark.parametrize(("text", "expected"), PASTED)
def test_cells_are_understood(text, expected):
    found = understood(text, "month", "%")
    assert found.faults == ()
    assert [
        (e.period, e.value.reason if isinstance(e.value, Missing) else e.value) for e in found.entries
    ] == expected


def test_numerator_and_denominator_are_read_under_their_heads():
    found = understood("Period\tNumerator\tDenominator\tValue\nApril 2025\t50\t200\t25", "month", "%")
    assert found.entries == (Entry(2, APRIL, 25.0, 50.0, 200.0),)
    assert found.sentence == (
        "Understood as one period in each row, with the columns period, numerator, denominator, value: 1 figure."
    )


REFUSED = [
    # what is pasted -> what is said of it
    ("", "Row 1, column 1: there are no cells"),
    ("April 2025\tmany", "Row 1, column 2: “many” is not a number"),
    ("April 2025\t", "Row 1, column 2: there is no value"),
    ("April 2025\t£5", "Row 1, column 2: has “£”, and the indicator is counted in %"),
    ("Fred\t1\nApril 2025\t2", "Row 1, column 1: no column says the period"),
    ("April 2025\t1\nlast month\t2", "Row 2, column 1: “last month” is no month that is known"),
    ("April 2025\t1\n01/05/2025\t2", "Row 2, column 1: “01/05/2025” is written in another way"),
    ("April 2025\t1\nApril 2025\t2", "Row 2, column 1: April 2025 stands in 1 already"),
    ("02/04/2025\t1", "Row 1, column 1: no month begins on 2 April 2025"),
    ("April 2025\t1\t2", "Row 1, column 3: there are more than two columns and no heads"),
    ("Month\tValue\tFigure\nApril 2025\t1\t2", "Row 1, column 1: more than one column says the value"),
    ("April 2025\tMay 2025\n71.5\tmany", "Row 2, column 2: “many” is not a number"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_is_not_understood_is_said_with_its_row_and_column(text, why):
    found = understood(text, "month", "%")
    assert str(found.faults[0]).startswith(why)


@pytest.mark.parametrize(
    ("every", "text", "period"),
    [
        ("day", "05/04/2025\t1", date(2025, 4, 5)),
        ("quarter", "June 2025\t1", date(2025, 4, 1)),
        ("financial_year", "2024/25\t1", date(2024, 4, 1)),
        ("year", "2025\t1", date(2025, 1, 1)),
        ("week", "07/04/2025\t1", date(2025, 4, 7)),
    ],
)
def test_each_length_of_period_is_written_in_its_own_way(every, text, period):
    assert [each.period for each in understood(text, every).entries] == [period]


@given(
    some.text(max_size=200), some.sampled_from(["day", "week", "month", "quarter", "financial_year", "year"])
)
def test_anything_that_is_pasted_is_answered(text, every):
    found = understood(text, every)
    assert found.entries or found.faults
    assert len({each.period for each in found.entries}) == len(found.entries)


@given(some.lists(some.floats(0, 1e6).map(lambda value: round(value, 2)), min_size=1, max_size=60))
def test_what_was_copied_out_is_what_is_understood(values):
    months = [date(2015 + at // 12, at % 12 + 1, 1) for at in range(len(values))]
    text = "\n".join(f"{month:%B %Y}\t{value:,.2f}" for month, value in zip(months, values, strict=True))
    assert [(e.period, e.value) for e in understood(text, "month").entries] == list(
        zip(months, values, strict=True)
    )


def test_a_row_without_end_is_refused_before_it_is_read():
    found = understood("\t".join(f"{number}" for number in range(3000)), "month")
    assert (found.sentence, found.entries) == ("Too much was pasted.", ())


def test_more_letters_than_a_grid_has_are_refused_before_they_are_read():
    assert understood("April 2025\t1\n" * 100_000, "month").sentence == "Too much was pasted."
