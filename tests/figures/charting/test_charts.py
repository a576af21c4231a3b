"""Rows of figures become a chart: units, what holds on a day, and which of the rows are shown."""

from __future__ import annotations

from datetime import date

import pytest

from toldonce.figures.charting.charts import aims_of, chart_of, shown_of
from toldonce.figures.charting.models import ChartDecision
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Standard
from toldonce.figures.queries import Point
from toldonce.figures.spc.sentence import sentence


def indicator(**said) -> Indicator:
    return Indicator(
        **{"code": "x", "name": "Waiting", "unit": "percent", "good": "higher", "every": "month", **said}
    )


def point(period: date, value: float | Missing) -> Point:
    return Point(
        period, None, None, value, None, None, False, date(2024, 6, 1), date(2024, 6, 1), 1, "draft", 1
    )


def months(*values: float | str) -> list[Point]:
    return [
        point(date(2020 + at // 12, at % 12 + 1, 1), Missing(value) if isinstance(value, str) else value)
        for at, value in enumerate(values)
    ]


def standard(
    kind: str, value: float, since: str, until: str = "", place: str = "", set_on: str = ""
) -> Standard:
    def day(words: str) -> date | None:
        return date.fromisoformat(words) if words else None

    return Standard(
        kind=kind,
        value=value,
        since=day(since),
        until=day(until),
        place=place,
        set_on=day(set_on),
        source="s",
    )


HELD = [
    # rows of standards -> what holds on which day
    ([standard("standard", 95, "2010-01-01")], {"2009-12-31": None, "2010-01-01": 95, "2030-01-01": 95}),
    (
        [standard("standard", 95, "2010-01-01"), standard("target", 76, "2023-04-01", "2024-03-31")],
        {"2023-03-31": 95, "2023-04-01": 76, "2024-03-31": 76, "2024-04-01": 95},
    ),
    (
        [standard("target", 76, "2023-04-01"), standard("target", 70, "2023-04-01", place="AAA")],
        {"2023-03-31": None, "2023-04-01": 70},
    ),
    (
        [standard("target", 10, "2020-01-01", "2020-12-31"), standard("target", 9, "2022-01-01")],
        {"2020-12-31": 10, "2021-06-01": None, "2022-01-01": 9},
    ),
    ([standard("baseline", 5, "2020-01-01"), standard("trajectory", 6, "2020-01-01")], {"2020-06-01": None}),
]


@pytest.mark.parametrize(("rows", "expected"), HELD)
def test_an_interim_target_goes_before_the_standard_and_the_places_own_before_everybodys(rows, expected):
    aims = aims_of(rows, ("target", "standard"))
    found = {day: aims.on(date.fromisoformat(day)) for day in expected}
    assert {day: None if isinstance(aim, Missing) else aim.value for day, aim in found.items()} == expected


def test_a_target_that_was_set_after_its_time_had_begun_is_told():
    held = [standard("target", 80, "2020-01-01", set_on="2020-06-01")]
    chart = chart_of(indicator(), "Here", months(*[79.0] * 13), standards=held)
    assert chart.notes == (
        "The target in force from 1 January 2020 was agreed on 1 June 2020, after its time had begun.",
    )


def test_the_sentence_is_told_in_the_unit_of_the_indicator():
    chart = chart_of(indicator(unit="per_1000", good="lower"), "Here", months(*[4.25, 4.5] * 8))
    assert not isinstance(chart, Missing)
    assert sentence(chart).startswith("Waiting, Here: 4.5 per 1,000 in April 2021.")


def test_figures_that_make_no_chart_say_why():
    twice = [*months(1.0), *months(2.0)]
    assert chart_of(indicator(), "Here", []) == Missing("no figure of Waiting has come for Here")
    assert "stands there twice" in str(chart_of(indicator(), "Here", twice))


def test_a_year_of_days_is_shown_and_it_is_said_how_many_there_are():
    days = [point(date.fromordinal(date(2020, 1, 1).toordinal() + at), 5.0) for at in range(500)]
    daily = indicator(every="day", unit="count")
    chart = chart_of(daily, "Here", days)
    assert len(chart.marks) == 366
    assert shown_of(daily, days) == (
        "The chart shows the last 366 of 500 days, and its limits rest on these alone."
    )
    assert shown_of(indicator(), days) == ""


def test_a_rebase_before_what_is_shown_cuts_nothing():
    old = ChartDecision(pk=1, kind="rebase", on=date(2019, 1, 1), name="Leila", reason="x")
    chart = chart_of(indicator(), "Here", months(*[1.0, 2.0] * 10), decisions=[old])
    assert len(chart.parts) == 1
