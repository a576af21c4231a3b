"""The rules of NHS Making Data Count: which point takes which label."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.spc.drawn import chart, labels, of, rebase, some_figures, unhurried
from toldonce.figures.missing import Missing
from toldonce.figures.spc.chart import xmr
from toldonce.figures.spc.limits import moving_ranges, screened
from toldonce.figures.spc.plan import Plan
from toldonce.figures.spc.rules import Lines, Rule, Side, signals

# Centre 10, limits 4 and 16, near-limits 6 and 14.
LINES = Lines(10, 4, 16, 6, 14)


def labelled(drawn: str, run: int = 7) -> str:
    read = [None if word == "." else float(word) for word in drawn.split()]
    marks = {Rule.OUTSIDE: "oO", Rule.TREND: "tT", Rule.TWO_OF_THREE: "wW", Rule.RUN: "rR"}
    found = signals(read, [LINES] * len(read), run)
    return "".join(marks[each[0].rule][each[0].side is Side.HIGH] if each else "-" for each in found)


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        # outside the limits, never on them
        ("10 16.1 10 3.9 10", "-O-o-"),
        ("10 16 10 4 10", "-----"),
        # seven on one side; one on the mean belongs to neither side
        ("9 11 11 12 11 12 11 11 9", "-RRRRRRR-"),
        ("9 8 9 8 9 8 9 11", "rrrrrrr-"),
        ("11 12 11 12 11 12", "------"),
        ("11 12 11 10 11 12 11 12", "--------"),
        # seven that rise or fall, each one of them; equals break it
        ("9 9.1 9.2 9.3 9.4 11 12 9", "TTTTTTT-"),
        ("12 11.5 11.3 11.1 9.3 9.2 9 13", "ttttttt-"),
        ("9 9.1 9.2 9.3 9.4 9.4 11 12", "--------"),
        # two of three close to a limit, all three on one side of the mean
        ("9 15 11 15 9", "-W-W-"),
        ("9 15 15 11 9", "-WW--"),
        ("9 15 9 15 9", "-----"),
        ("9 15 10 15 9", "-----"),
        ("9 5 9 5 11", "-w-w-"),
        ("11 5 15 5 11", "-----"),
        # one outside the limits is not close to them
        ("9 15 11 17 9", "---O-"),
        ("9 15 11 15 17 9", "-W-WO-"),
        # a gap breaks all of them
        ("11 12 11 . 12 11 12 11", "--------"),
        ("9 9.1 9.2 . 9.3 9.4 11 12 9", "---------"),
        ("9 15 . 15 11", "-----"),
    ],
)
def test_each_rule(figures, found):
    assert labelled(figures) == found


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ("11 12 13 13.5 13.6 13.7 17", "TTTTTTO"),  # outside goes before trend
        ("11 11.1 11.2 11.3 11.4 15 15.5", "TTTTTTT"),  # trend before two of three and run
        ("11 12 11 12 11 15 15", "RRRRRWW"),  # two of three before run
    ],
)
def test_the_order_of_labels(figures, found):
    assert labelled(figures) == found


def test_where_one_trend_turns_into_another_the_point_belongs_to_the_later():
    assert labelled("9 9.1 9.2 9.3 9.4 9.5 9.6 9.5 9.4 9.3 9.2 9.1 9") == "TTTTTTttttttt"


def test_where_a_trend_begins_anew_its_last_point_still_belongs_to_it():
    assert labelled("9 9.1 9.2 9.3 9.4 9.5 9.6 9 9.1 9.2 9.3 9.4 9.5 9.6") == "T" * 14


@pytest.mark.parametrize(("run", "found"), [(7, "------"), (6, "RRRRRR")])
def test_a_run_is_of_six_or_seven_as_the_plan_says(run, found):
    assert labelled("11 12 11 12 11 12", run) == found


def test_a_trend_crossing_the_mean_is_one_trend():
    """The package once coloured its halves by the side of the mean (issue 171 there)."""
    assert labelled("8 9 9.5 10 10.5 11 12") == "TTTTTTT"


def test_two_near_limits_on_opposite_sides_are_no_signal():
    """The published case: fourteen figures of 1 and -1 in turn, then 5.5 and -5.5 (issue 143 of the package)."""
    drawn = chart("1 -1 " * 7 + "5.5 -5.5")
    assert labels(drawn)[-2:] == "--"


def test_rules_do_not_reach_across_a_rebase():
    before, after = "11 9 10.5 9.5 10.4 11 11 11 11", "11 11 11 10.4 9.5 10.5 9 11 9"
    assert "R" in labels(chart(f"{before} {after} 6 7 8 6"))
    assert "R" not in labels(chart(f"{before} {after} 6 7 8 6", rebases=(rebase(9),)))


@unhurried
@given(value=st.floats(1e-9, 1e9), count=st.integers(2, 200))
def test_a_constant_series_lies_on_its_own_mean(value, count):
    """The mean of a hundred floats need not be that float, and so all would lie on one side of it."""
    assert set(labels(chart(" ".join([repr(value)] * count)))) == {"-"}


def naive(read: list, run: int, screen: bool) -> list[str]:
    """Read the rules once more, as slowly and as literally as they stand in docs/reference/spc.md."""
    figures = [value for value in read if not isinstance(value, Missing)]
    at = {place: value for place, value in enumerate(read) if not isinstance(value, Missing)}
    ranges = moving_ranges([None if isinstance(value, Missing) else value for value in read])
    kept = screened(ranges) if screen else ranges
    if not kept or sum(kept) <= 1e-9 * max(map(abs, figures)):
        return ["?"] * len(read)
    mean = sum(figures) / len(figures)
    width = 2.66 * sum(kept) / len(kept)

    def same(one: float, two: float) -> bool:
        return abs(one - two) <= 1e-9 * max(1e-3, *map(abs, figures))

    def above(one: float, two: float) -> bool:
        return one > two and not same(one, two)

    def side(value: float) -> str:
        return "+" if above(value, mean) else "-" if above(mean, value) else "0"

    def outside(value: float) -> bool:
        return above(value, mean + width) or above(mean - width, value)

    def close(value: float) -> bool:
        near = width * 2 / 3
        return not outside(value) and (above(value, mean + near) or above(mean - near, value))

    def windows(length: int, place: int):
        for start in range(place - length + 1, place + 1):
            window = range(start, start + length)
            if all(each in at for each in window):
                yield [at[each] for each in window]

    def label(place: int) -> str:
        if place not in at:
            return "."
        value = at[place]
        if outside(value):
            return f"outside {side(value)}"
        ways = [
            "+" if above(window[1], window[0]) else "-"
            for window in windows(run, place)
            if all(above(b, a) for a, b in pairwise(window)) or all(above(a, b) for a, b in pairwise(window))
        ]
        if ways:
            return f"trend {ways[-1]}"
        if close(value) and any(
            len({side(each) for each in window}) == 1 and sum(close(each) for each in window) >= 2
            for window in windows(3, place)
        ):
            return f"two of three {side(value)}"
        if side(value) != "0" and any(
            {side(each) for each in window} == {side(value)} for window in windows(run, place)
        ):
            return f"run {side(value)}"
        return ""

    return [label(place) for place in range(len(read))]


SAID = {
    Rule.OUTSIDE: "outside",
    Rule.TREND: "trend",
    Rule.TWO_OF_THREE: "two of three",
    Rule.RUN: "run",
}


@unhurried
@given(read=some_figures, run=st.sampled_from([6, 7]), screen=st.booleans())
def test_the_labels_are_those_of_a_naive_reading(read, run, screen):
    expected = naive(read, run, screen)
    made = xmr(of(read), Plan(run=run, screen=screen))
    told = [
        "."
        if isinstance(mark.value, Missing)
        else f"{SAID[mark.label.rule]} {'+' if mark.label.side is Side.HIGH else '-'}"
        if mark.label
        else ""
        for mark in made.marks
    ]
    if "?" in expected:
        assert isinstance(made.parts[0].limits, Missing)
    else:
        assert told == expected
