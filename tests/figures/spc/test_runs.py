"""Run charts: the median, shifts, trends, figures far off, and the number of runs."""

from __future__ import annotations

import re
from itertools import groupby, permutations
from xml.etree import ElementTree

import pytest
from hypothesis import given

from tests.figures.spc.drawn import goods, monthly, of, some_figures, unhurried
from toldonce.figures.missing import Missing
from toldonce.figures.spc.errors import BadPlan
from toldonce.figures.spc.run_picture import run_picture, run_sentence, run_table
from toldonce.figures.spc.runs import Count, RunSignal, expected_runs, run_chart

NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?%?")
# Table 1 of Perla, Provost, Murray 2011: points off the median, fewest and most runs.
PUBLISHED = {
    10: (3, 9),
    11: (3, 10),
    12: (3, 11),
    13: (4, 11),
    14: (4, 12),
    15: (5, 12),
    16: (5, 13),
    17: (5, 13),
    18: (6, 14),
    19: (6, 15),
    20: (6, 16),
    21: (7, 16),
    22: (7, 17),
    23: (7, 17),
    24: (8, 18),
    25: (8, 18),
    26: (9, 19),
}


def found(drawn: str, signal: RunSignal) -> str:
    """Return a letter for each point: one that is part of this signal is + above or upwards, - below or downwards."""
    return "".join(
        next(("+" if side > 0 else "-" for kind, side in mark.signals if kind is signal), " ")
        for mark in run_chart(monthly(drawn)).marks
    )


@pytest.mark.parametrize(
    ("figures", "shifts"),
    [
        ("1 2 1 2 1 2 8 9 8 9 8 9", "------++++++"),
        ("1 2 1 2 1 8 9 8 9 8", "          "),
        # a figure on the median is passed over: it neither ends nor lengthens a shift
        ("1 2 1 5 2 1 2 8 9 8 5 9 8 9", "--- ---+++ +++"),
        ("1 2 1 5 2 1 8 9 8 5 9 8", "            "),
        # a gap ends it
        ("1 2 1 . 2 1 2 8 9 8 9 8 9", "       ++++++"),
    ],
)
def test_six_in_a_row_on_one_side_are_a_shift(figures, shifts):
    assert found(figures, RunSignal.SHIFT) == shifts


@pytest.mark.parametrize(
    ("figures", "trends"),
    [
        ("1 2 3 4 5 1", "+++++ "),
        ("1 2 3 4 1 5", "      "),
        ("9 7 5 3 2 9", "----- "),
        # the like of its neighbour is passed over
        ("1 2 2 3 4 5 1", "++ +++ "),
        ("1 2 2 2 3 4 1", "       "),
        ("1 2 . 3 4 5 1", "       "),
    ],
)
def test_five_that_go_one_way_are_a_trend(figures, trends):
    assert found(figures, RunSignal.TREND) == trends


@pytest.mark.parametrize(
    ("figures", "far_off"),
    [
        ("10 11 10 12 11 40 10 11 12 10", "     +    "),
        ("10 11 10 12 -9 11 10 11 12 10", "    -     "),
        ("10 11 10 12 11 13 10 11 12 10", "          "),
        ("1 2 1 2 1 2 8 9 8 9 8 9", "            "),  # a shift is not far off: half of them lie there
        ("5*9 6", "          "),  # figures that hardly vary have no measure of far
        ("5", " "),
    ],
)
def test_a_figure_far_off_the_others(figures, far_off):
    assert found(figures, RunSignal.ASTRONOMICAL) == far_off


def test_a_baseline_fixes_the_median():
    assert run_chart(monthly("1 2 1 2 1 9 9 9 9 9 9 9"), baseline=5).median == 1
    assert run_chart(monthly("1 2 1 2 1 9 9 9 9 9 9 9")).median == 9


@pytest.mark.parametrize(
    ("figures", "runs", "count"),
    [
        ("1 2 " * 6, 12, Count.TOO_MANY),
        ("1*6 2*6", 2, Count.TOO_FEW),
        ("1 1 2 2 1 2 1 1 2 2 1 2", 8, Count.AS_EXPECTED),
        ("1 2 1 2", 4, None),
    ],
)
def test_the_number_of_runs(figures, runs, count):
    drawn = run_chart(monthly(figures))
    assert drawn.runs == runs
    assert (None if isinstance(drawn.count, Missing) else drawn.count) == count


@pytest.mark.parametrize(("useful", "published"), PUBLISHED.items())
def test_the_expected_runs_are_within_one_of_the_published_table(useful, published):
    """The table is rounded outwards at some lengths; what is computed is exact."""
    fewest, most = expected_runs(useful // 2, useful - useful // 2)
    assert 0 <= fewest - published[0] <= 1
    assert abs(most - published[1]) <= 1


def test_the_expected_runs_are_those_of_all_orders():
    """Of all orders of four above and four below, at most 2.5% have fewer runs than expected."""
    orders = set(permutations("aaaabbbb"))
    runs = [len(list(groupby(order))) for order in orders]
    fewest, most = expected_runs(4, 4)
    for edge in (fewest - 1, fewest):
        assert (sum(each <= edge for each in runs) / len(runs) <= 0.025) == (edge < fewest)
    for edge in (most, most + 1):
        assert (sum(each >= edge for each in runs) / len(runs) <= 0.025) == (edge > most)


@unhurried
@given(read=some_figures)
def test_shifts_and_trends_are_as_long_as_the_rules_ask(read):
    if all(isinstance(value, Missing) for value in read):
        with pytest.raises(BadPlan, match="has no figures"):
            run_chart(of(read))
        return
    drawn = run_chart(of(read))
    for signal, shortest in ((RunSignal.SHIFT, 6), (RunSignal.TREND, 5)):
        marked = [mark for mark in drawn.marks if any(kind is signal for kind, _ in mark.signals)]
        assert not marked or len(marked) >= shortest
    for mark in drawn.marks:
        for kind, side in mark.signals:
            if kind is RunSignal.SHIFT and not isinstance(mark.value, Missing):
                assert (mark.value - drawn.median) * side > 0
    assert drawn.runs <= drawn.useful <= len(read)


def test_what_a_run_chart_says():
    drawn = run_chart(monthly("1 2 1 2 1 2 8 9 8 9 8 9"))
    assert run_sentence(drawn).split(". ") == [
        "Seen in time: 9 in March 2021, about a median of 5",
        "It is one of 6 or more in a row above the median: the chart shows an improvement",
        "The figures make 2 runs about the median, and chance makes 4 to 10: the chart shows a change.",
    ]
    assert run_table(drawn).rows[0] == ("Median", "5", "")
    assert run_table(drawn).rows[-1] == (
        "March 2021",
        "9",
        "improvement: one of 6 or more in a row above the median",
    )


@unhurried
@given(
    read=some_figures.filter(lambda read: not all(isinstance(value, Missing) for value in read)), good=goods
)
def test_its_numbers_are_in_its_table_and_it_can_be_drawn(read, good):
    drawn = run_chart(of(read, good=good))
    known = {number for row in run_table(drawn).rows for cell in row for number in NUMBER.findall(cell)}
    assert set(NUMBER.findall(run_sentence(drawn))) <= known
    root = ElementTree.fromstring(run_picture(drawn, slug="run"))
    assert root.get("role") == "img" and "style" not in {name for each in root.iter() for name in each.attrib}
