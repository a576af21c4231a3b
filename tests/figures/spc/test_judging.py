"""Variation, assurance and colour: what the last figure says, with the good side on either hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.spc.drawn import chart, goods, month, of, rebase, some_figures, unhurried
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc import judging, rating
from toldonce.figures.spc.chart import xmr
from toldonce.figures.spc.errors import BadTargets
from toldonce.figures.spc.judging import Assurance, Variation
from toldonce.figures.spc.rating import Colour
from toldonce.figures.spc.rules import Lines
from toldonce.figures.spc.targets import Aim, Aims, aims, target

STEADY = "9 11 " * 8  # mean 10, limits 4.68 and 15.32
H, L, N = Good.HIGHER, Good.LOWER, Good.NEITHER


def aim(value: float) -> Aims:
    return target(value, since=date(2019, 4, 1), source="the plan of 2019")


@pytest.mark.parametrize(
    ("last", "good", "shows"),
    [
        ("20", H, Variation.IMPROVEMENT_HIGH),
        ("20", L, Variation.CONCERN_HIGH),
        ("20", N, Variation.CHANGE_HIGH),
        ("0", H, Variation.CONCERN_LOW),
        ("0", L, Variation.IMPROVEMENT_LOW),
        ("0", N, Variation.CHANGE_LOW),
        ("10", H, Variation.USUAL),
        ("10", N, Variation.USUAL),
        # a trend is read by where it goes, not by the side on which it lies
        ("11 12 12.5 12.6 12.7 12.8 12.9", H, Variation.IMPROVEMENT_HIGH),
        ("13 12.9 12.8 12.7 12.6 12.5 12.4", H, Variation.CONCERN_LOW),
        ("13 12.9 12.8 12.7 12.6 12.5 12.4", L, Variation.IMPROVEMENT_LOW),
    ],
)
def test_variation(last, good, shows):
    assert judging.variation(chart(STEADY + last, good=good)) == shows


@pytest.mark.parametrize(
    ("goal", "good", "expected"),
    [
        (3, H, Assurance.PASSES),
        (17, H, Assurance.FAILS),
        (10, H, Assurance.HIT_OR_MISS),
        (3, L, Assurance.FAILS),
        (17, L, Assurance.PASSES),
        (10, L, Assurance.HIT_OR_MISS),
        (15.32, H, Assurance.HIT_OR_MISS),  # on the limit is within it
        (4.68, L, Assurance.HIT_OR_MISS),
    ],
)
def test_assurance(goal, good, expected):
    assert judging.assurance(chart(STEADY, good=good, targets=aim(goal))) == expected


@pytest.mark.parametrize(
    ("figures", "good", "targets", "why"),
    [
        (STEADY, N, aim(3), "neither high nor low is good"),
        (STEADY, H, Aims(), "no target has been set"),
        (STEADY, H, target(3, since=month(99), source="later"), "no target had been set by 1 July 2021"),
        ("5*20", H, aim(3), "do not vary"),
        ("5", H, aim(3), "no neighbour"),
        (". .", H, aim(3), "no period has a figure"),
    ],
)
def test_no_assurance_and_the_reason(figures, good, targets, why):
    told = judging.assurance(chart(figures, good=good, targets=targets))
    assert isinstance(told, Missing) and why in told.reason


def test_after_a_rebase_the_last_limits_count():
    """The process was far below its target and now is about it (issue 172 of the package)."""
    drawn = chart("50 55 " * 10 + "89 91 " * 7, targets=aim(90), rebases=(rebase(20),))
    assert judging.assurance(drawn) == Assurance.HIT_OR_MISS


def test_a_period_that_waits_for_its_figure_is_not_judged():
    assert judging.variation(chart(STEADY + "20 . .")) == Variation.IMPROVEMENT_HIGH


TABLE = aims(
    [
        Aim(date(2021, 4, 1), 12, "plan of 2021", agreed=date(2021, 6, 1)),
        Aim(date(2020, 4, 1), 3, "plan of 2020", agreed=date(2020, 3, 1), until=date(2020, 12, 31)),
    ]
)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2020, 3, 31), "no target had been set by 31 March 2020"),
        (date(2020, 4, 1), 3),
        (date(2020, 12, 31), 3),
        (date(2021, 1, 1), "the target ended on 31 December 2020 and none has been set since"),
        (date(2021, 4, 1), 12),
        (date(2030, 1, 1), 12),
    ],
)
def test_a_target_holds_from_a_day_on(day, holds):
    told = TABLE.on(day)
    assert (told.reason if isinstance(told, Missing) else told.value) == holds


def test_a_target_that_was_agreed_after_the_fact_is_said():
    assert chart(STEADY, targets=TABLE).notes == (
        "The target in force from 1 April 2021 was agreed on 1 June 2021, after its time had begun.",
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([Aim(month(0), 1, "a"), Aim(month(0), 2, "b")], "two values hold"),
        ([Aim(month(0), 1, " ")], "without its source"),
        ([Aim(month(0), float("nan"), "a")], "no number"),
    ],
)
def test_tables_that_say_two_things_or_nothing(rows, why):
    with pytest.raises(BadTargets, match=why):
        aims(rows)


@pytest.mark.parametrize(
    ("last", "goal", "amber", "colour", "said"),
    [
        ("10", 3, 0, Colour.GREEN, []),
        ("10", 17, 0, Colour.RED, []),
        ("10", 17, 8, Colour.AMBER, ["Amber for this figure alone", "out of reach"]),
        ("10", 9, 0, Colour.GREEN, ["Green for this figure alone", "by chance"]),
        ("10", 11, 0, Colour.RED, ["Red for this figure alone", "by chance"]),
        ("10", 11, 1, Colour.AMBER, ["Amber for this figure alone"]),
        ("0", 3, 0, Colour.RED, ["Red for this figure alone", "as a rule"]),
        ("20", 17, 0, Colour.GREEN, ["Green for this figure alone", "out of reach"]),
        ("19", 19.5, 0, Colour.RED, ["yet the chart shows an improvement"]),
        ("2", 1, 0, Colour.GREEN, ["yet the chart shows a change for the worse"]),
    ],
)
def test_where_colour_and_chart_disagree_it_is_said(last, goal, amber, colour, said):
    told = rating.rate(chart(STEADY + last, baseline=16, targets=aim(goal)), amber=amber)
    assert isinstance(told, rating.Rating)
    assert told.colour == colour
    assert len(told.disagreements) == (1 if said else 0)
    assert all(words in " ".join(told.disagreements) for words in said)


@pytest.mark.parametrize("figures", ["5", "5*20", ". .", "0*12 1 0*12"])
def test_there_is_no_colour_without_the_chart(figures):
    told = rating.rate(chart(figures, targets=aim(3)))
    assert isinstance(told, Missing) and "no colour without the chart" in told.reason


@unhurried
@given(read=some_figures, good=goods, goal=st.integers(-3, 9))
def test_assurance_and_colour_are_what_the_limits_say(read, good, goal):
    drawn = xmr(of(read, good=good), targets=aim(goal))
    expected, told = judging.assurance(drawn), rating.rate(drawn)
    assert isinstance(told, Missing) or not isinstance(expected, Missing)
    if isinstance(expected, Missing) or isinstance(drawn.latest, Missing):
        return
    lines = drawn.latest.mark.lines
    assert isinstance(lines, Lines) and lines.upper is not None and lines.lower is not None
    within = lines.lower - 1e-9 <= goal <= lines.upper + 1e-9
    assert (
        (expected is Assurance.HIT_OR_MISS) == within
        or abs(goal - lines.upper) < 1e-6
        or abs(goal - lines.lower) < 1e-6
    )
    if isinstance(told, rating.Rating) and told.colour is Colour.GREEN:
        assert (drawn.latest.value - goal) * judging.SIGN[good] >= -1e-9
