"""The choices of a chart: fixed baseline, rebase by a person with a reason, and both together."""

from __future__ import annotations

from datetime import date

import pytest

from tests.figures.spc.drawn import chart, labels, month, rebase
from toldonce.figures.spc.errors import BadPlan
from toldonce.figures.spc.plan import Plan, Rebase
from toldonce.figures.spc.rules import Lines


def centres(drawn) -> list[float | None]:
    return [mark.lines.centre if isinstance(mark.lines, Lines) else None for mark in drawn.marks]


def test_a_baseline_fixes_the_limits_at_its_first_figures():
    fixed, open_ended = chart("1 2 " * 6 + "9 8 " * 6, baseline=12), chart("1 2 " * 6 + "9 8 " * 6)
    assert set(centres(fixed)) == {1.5} and set(centres(open_ended)) == {5.0}
    assert labels(fixed)[12:] == "O" * 12


def test_a_baseline_is_of_figures_not_of_gaps():
    fixed = chart(". 1 2 1 . 2 1 2 1 2 1 2 1 2 9 9 9", baseline=12)
    assert set(centres(fixed)) == {1.5}
    assert fixed.parts[0].behind_limits == 12 and fixed.parts[0].figures == 15


def test_each_part_has_limits_of_its_own():
    anew = chart("1 2 " * 7 + "9 8 " * 7, rebases=(rebase(14),))
    assert centres(anew) == [1.5] * 14 + [8.5] * 14
    assert labels(anew) == "-" * 28


def test_rebase_and_baseline_together():
    """Forty points, a rebase at the middle, a baseline of twelve: twelve make limits, eight are held against them."""
    both = chart("1 2 " * 6 + "3 3 " * 4 + "9 8 " * 6 + "10 10 " * 4, baseline=12, rebases=(rebase(20),))
    assert centres(both) == [1.5] * 20 + [8.5] * 20
    assert [part.behind_limits for part in both.parts] == [12, 12]


def test_a_part_that_is_shorter_than_the_baseline_uses_what_it_has():
    """The other case of issue 93 of the package: a rebase after thirty points, ten to come."""
    short = chart("1 2 " * 15 + "9 8 " * 5, baseline=12, rebases=(rebase(30),))
    assert [(part.behind_limits, part.trial) for part in short.parts] == [(12, False), (10, True)]


def test_a_part_of_one_figure_says_why_it_has_no_limits():
    assert "no neighbour" in str(chart("1 2 " * 7 + "9", rebases=(rebase(14),)).parts[1].limits)


def test_a_rebase_at_the_first_point_cuts_nothing():
    anew = chart("1 2 1 2", rebases=(rebase(0),))
    assert [part.at for part in anew.parts] == [range(4)]
    assert anew.parts[0].rebase == rebase(0)


@pytest.mark.parametrize(("by", "why"), [("", "merged"), ("Ada Invented", " ")])
def test_nobody_begins_anew_without_a_name_and_a_reason(by, why):
    with pytest.raises(BadPlan, match="limits are never moved by themselves"):
        Rebase(month(3), by, why)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2020, 5, 15), "no month of Seen in time begins on 15 May 2020"),
        (date(2021, 4, 1), "lies outside Seen in time, which runs from 01 April 2020 to 01 July 2020"),
        (date(2019, 4, 1), "lies outside"),
    ],
)
def test_a_rebase_where_no_period_begins_is_refused(on, why):
    with pytest.raises(BadPlan, match=why):
        chart("1 2 1 2", rebases=(Rebase(on, "Ada Invented", "merged"),))


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        ({"run": 8}, "choose 6 or 7"),
        ({"baseline": 11}, "fix it at 12 or more"),
        ({"rebases": (rebase(1), rebase(1))}, "begin on one day"),
    ],
)
def test_choices_that_are_none(choice, why):
    with pytest.raises(BadPlan, match=why):
        Plan(**choice)
