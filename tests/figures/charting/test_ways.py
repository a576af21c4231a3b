"""Which charts fit a series, why others do not, and that each is made of the figures of its window alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from toldonce.figures.charting.charts import within
from toldonce.figures.charting.queries import Charted
from toldonce.figures.charting.ways import Way, charted_as, choices
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator
from toldonce.figures.periods import following
from toldonce.figures.queries import Point
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.runs import RunChart

FIRST = date(2024, 1, 1)


def indicator(unit: str, every: str = "month", good: str = "lower") -> Indicator:
    return Indicator(code="x", name="Falls", unit=unit, every=every, good=good)


def points(*told: float | str | tuple[float, float], every: str = "month", per: float = 100) -> list[Point]:
    """A figure for each period from January 2024 on: a value, a numerator and a denominator, or why there is none."""
    made = []
    for at, each in enumerate(told):
        top, size = each if isinstance(each, tuple) else (None, None)
        value = (
            Missing(each)
            if isinstance(each, str)
            else per * each[0] / each[1]
            if isinstance(each, tuple)
            else each
        )
        day = following(FIRST, every, at)
        made.append(Point(day, top, size, value, None, None, False, day, day, 1, "draft", at))
    return made


def offered(known: Indicator, said: list[Point]) -> str:
    return " ".join(each.way for each in choices(known, said) if not each.why_not)


def made_of(known: Indicator, said: list[Point]) -> Charted:
    return Charted(known, "AAA", "Aston", tuple(said), (), (), Missing("not asked for"))


SHARES = points((7, 10), (80, 100), "nobody reported", (5, 9))
RARE = points(0, 0, 1, 0, 0, 0, 2, 0, 0, 1, every="day")
LOST = points((0, 5), (1, 5), (0, 5), "lost", (1, 5), (0, 5), (1, 5), (0, 5), per=1000)
AMONG = points((0, 50), (1, 40), (0, 60), (0, 30), (1, 20), (0, 10), (1, 70), per=1000)


@pytest.mark.parametrize(
    ("known", "said", "fits"),
    [
        (indicator("percent"), SHARES, "xmr run p"),
        (indicator("percent"), points(70, 80), "xmr run"),
        (indicator("percent"), points((7, 10), per=90), "xmr run"),
        (indicator("percent"), points((12, 10)), "xmr run"),
        (indicator("per_1000"), points((3, 100), (30, 100), per=1000), "xmr run u"),
        (indicator("per_1000"), AMONG, "xmr run u g"),
        (indicator("count"), points(3, 4, 5), "xmr run c"),
        (indicator("count"), points(3, 4.5), "xmr run"),
        (indicator("count", "day"), RARE, "xmr run c t"),
        (indicator("count", "day"), [*points("nobody asked", every="day"), *RARE[1:]], "xmr run c t"),
        (indicator("count", "day"), points(3, 4, 0, every="day"), "xmr run c"),
        (indicator("count", "day"), points(0, 0, 1, 0, every="day"), "xmr run c"),
        (indicator("count"), points(0, 0, 1, 0, 0, 1, 1), "xmr run c"),
        (indicator("days"), points(3, 4, 5), "xmr run"),
    ],
)  # fmt: skip
def test_only_the_charts_that_fit_are_offered(known, said, fits):
    assert offered(known, said) == fits


@pytest.mark.parametrize(
    ("way", "known", "said", "why"),
    [
        (Way.P, indicator("count"), points(1, 2), "It is for shares, and this is none."),
        (Way.P, indicator("percent"), points(70, 80), "2 of 2 figures came without numerator and denominator."),
        (Way.C, indicator("count"), points(1.5), "Some figures are no whole numbers."),
        (Way.T, indicator("count"), points(1, 0), "these figures are not by day"),
        (Way.T, indicator("count", "day"), points(3, 4, every="day"), "not rare: most days have some."),
        (Way.T, indicator("count", "day"), points(0, 0, 0, 0, 1, 2e9, 1, every="day"), "were more of them than days."),
        (Way.T, indicator("count", "day"), points(0, 0, 1, every="day"), "It needs 3 events, and there were 1."),
        (Way.G, indicator("percent"), points((0, 9), (2, 9), (0, 9)), "how many cases lie between them is not known"),
        (Way.T, indicator("count", "day"), points(0, 1, 0, "shut", 1, 0, 0, 1, every="day"), "1 day in between has no"),
        (Way.T, indicator("count", "day"), RARE[:4] + RARE[6:], "2 days in between have no figure, and an event may"),
        (Way.G, indicator("per_1000"), LOST, "1 month in between has no figure"),
    ],
)  # fmt: skip
def test_whatever_is_not_offered_says_why(way, known, said, why):
    found = {each.way: each.why_not for each in choices(known, said)}
    assert why in found[way]


def test_each_way_makes_its_chart():
    made = {
        way: charted_as(way, made_of(known, said))
        for way, known, said in (
            (Way.XMR, indicator("percent"), SHARES), (Way.RUN, indicator("percent"), SHARES),
            (Way.P, indicator("percent"), SHARES), (Way.U, indicator("per_1000"), AMONG),
            (Way.C, indicator("count"), points(3, 4, 5)), (Way.T, indicator("count", "day"), RARE),
            (Way.G, indicator("per_1000"), AMONG),
        )
    }  # fmt: skip
    kinds = {way: each.kind for way, each in made.items() if isinstance(each, Chart)}
    assert kinds == {Way.XMR: "XmR", Way.P: "P", Way.U: "U", Way.C: "C", Way.T: "T", Way.G: "G"}
    assert isinstance(made[Way.RUN], RunChart)


def test_shares_are_pooled_and_a_reason_stays_with_its_month():
    drawn = charted_as(Way.P, made_of(indicator("percent"), SHARES))
    assert isinstance(drawn, Chart)
    assert [str(mark.value) for mark in drawn.marks if isinstance(mark.value, Missing)] == ["nobody reported"]
    assert drawn.marks[0].lines.centre == pytest.approx(100 * 92 / 119)  # type: ignore[union-attr]


def test_days_and_cases_are_counted_from_one_event_to_the_next():
    days = charted_as(Way.T, made_of(indicator("count", "day"), RARE))
    assert isinstance(days, Chart) and [mark.value for mark in days.marks] == [4, 0, 3]
    cases = charted_as(Way.G, made_of(indicator("per_1000"), AMONG))
    assert isinstance(cases, Chart) and [mark.value for mark in cases.marks] == [110, 80]
    assert days.series.good == cases.series.good == "higher"  # the rarer the better, where fewer are


@pytest.mark.parametrize(
    ("every", "window", "shown"),
    [
        ("day", "", 366), ("day", "3-months", 91), ("day", "all", 500), ("day", "for ever", 366),
        ("week", "", 156), ("week", "year", 52), ("week", "all", 500), ("month", "3-months", 500),
    ],
)  # fmt: skip
def test_a_window_shows_the_last_of_days_and_weeks(every, window, shown):
    said = points(*range(500), every=every)
    assert len(within(indicator("count", every), said, window)) == shown


def test_limits_rest_on_the_window_alone():
    said = points(*[10, 12] * 100, *[50, 52] * 46, every="day")
    drawn = charted_as(Way.XMR, made_of(indicator("count", "day"), said), window="3-months")
    assert isinstance(drawn, Chart) and len(drawn.marks) == 91
    assert drawn.marks[0].on == FIRST + timedelta(len(said) - 91)
    assert drawn.marks[-1].lines.centre == pytest.approx(51, abs=0.1)  # type: ignore[union-attr]
