"""Numbered marks on a chart, each with its note: for figures that are missing, and for those that have a flaw."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from tests.figures.spc.drawn import month
from toldonce.figures.missing import Missing
from toldonce.figures.spc.chart import xmr
from toldonce.figures.spc.picture import picture
from toldonce.figures.spc.remarks import Remark, numbers, periods_of, remarks
from toldonce.figures.spc.run_picture import run_picture, run_table
from toldonce.figures.spc.runs import run_chart
from toldonce.figures.spc.series import Series, series
from toldonce.figures.spc.tables import points_table

LATE, HIDDEN = "the trust reported late", "the publisher hides it"
FLAW = ("the total is not the sum of its parts", date(2018, 4, 1), date(2030, 1, 1))


def told(*values: float | str) -> Series:
    """Months in a row; a word is the reason why there is no figure, and "" is a month of which nothing was said."""
    figures = [Missing(value) if isinstance(value, str) and value else value for value in values]
    said = [(month(at), value) for at, value in enumerate(figures) if not isinstance(value, str)]
    return series(said, name="Seen in time")


@pytest.mark.parametrize(
    ("values", "flaws", "expected"),
    [
        ((1, 2, 3), (), []),
        ((1, "", 3), (), []),
        ((1, LATE, LATE, 2, HIDDEN, 3, LATE, 4), (), [(1, LATE, ((1, 2), (6, 6))), (2, HIDDEN, ((4, 4),))]),
        ((1, LATE, 2), [("wrong", month(0), month(1))], [(1, "wrong", ((0, 0),)), (2, LATE, ((1, 1),))]),
    ],
)
def test_one_reason_has_one_number_wherever_it_stands(values, flaws, expected):
    found = remarks(told(*values), flaws)
    assert [(each.number, each.note, each.stretches) for each in found] == expected


def test_a_figure_with_two_notes_has_both_numbers():
    found = remarks(told(1, 2), [("a", month(0), month(0)), ("b", month(0), month(1))])
    assert numbers(found) == {0: "1, 2", 1: "2"}


def test_a_note_names_its_periods_and_counts_those_of_long_ago():
    made = told(1, LATE, LATE, 2, LATE, 3)
    (note,) = remarks(made)
    assert (
        periods_of(note, made)
        == f"{made.period(month(1))} to {made.period(month(2))}; {made.period(month(4))}"
    )
    often = Remark(1, LATE, tuple((at, at) for at in range(5)))
    assert periods_of(often, made).startswith("2 times before; ")


@pytest.mark.parametrize("kind", ["xmr", "run"])
def test_the_drawing_and_the_table_have_the_same_numbers(kind):
    made = told(1, 2, LATE, LATE, 3, 4)
    noted = remarks(made, [("wrong", month(5), month(5))])
    chart, run = xmr(made), run_chart(made)
    drawing = (
        picture(chart, slug="x", remarks=noted)
        if kind == "xmr"
        else run_picture(run, slug="x", remarks=noted)
    )
    marks = [each for each in ElementTree.fromstring(drawing).iter() if each.get("class") == "spc-remark"]
    assert [(each.text, each[0].text) for each in marks] == [("(1)", LATE), ("(2)", "wrong")]
    table = points_table(chart, noted) if kind == "xmr" else run_table(run, noted)
    assert table.columns[-1] == "Note"
    assert [row[-1] for row in table.rows][-6:] == ["", "", "1", "1", "", "2"]
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_without_remarks_there_is_no_column_for_them():
    assert "Note" not in points_table(xmr(told(1, 2, 3))).columns
