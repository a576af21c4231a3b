"""What has changed since a day: drawn as what was said, and when."""

from __future__ import annotations

from datetime import date

import pytest

from tests.figures.charting.conftest import month
from toldonce.figures.charting.changes import Changes, changes
from toldonce.figures.models import Indicator, Standard
from toldonce.figures.spc.judging import Variation

JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)
STEADY = [10, 12] * 12  # April 2020 to March 2022


@pytest.fixture
def attendances(hospitals) -> Indicator:
    Standard.objects.create(
        indicator=Indicator.objects.get(code="attendances"),
        kind="target",
        value=15,
        since=date(2010, 1, 1),
        source="x",
    )
    return Indicator.objects.get(code="attendances")


def since(day: date, today: date = JULY) -> Changes:
    return changes([Indicator.objects.get(code="attendances")], "AAA", today, day)


def test_nothing_has_changed_where_nothing_was_said(attendances, told):
    told("attendances", "AAA", STEADY, as_at=JUNE)
    assert since(JUNE).moved == ()


def test_a_new_figure_is_told_with_the_one_before_and_is_no_signal_by_itself(attendances, told):
    told("attendances", "AAA", STEADY, as_at=JUNE)
    told("attendances", "AAA", [11], first=24, as_at=JULY)
    (moved,) = since(JUNE).moved
    assert [(point.period, point.value) for point in moved.new] == [(month(24), 11)]
    assert moved.then.newest is not None and moved.then.newest.value == 12
    assert (moved.signal, moved.crossed, moved.revised) == (None, None, ())


def test_a_new_figure_far_out_is_a_signal_and_crosses_the_target(attendances, told):
    told("attendances", "AAA", STEADY, as_at=JUNE)
    told("attendances", "AAA", [30], first=24, as_at=JULY)
    (moved,) = since(JUNE).moved
    assert (moved.signal, moved.crossed) == (Variation.CONCERN_HIGH, False)  # lower is better


def test_a_revised_figure_is_told_as_it_was_and_is(attendances, told):
    told("attendances", "AAA", STEADY, as_at=JUNE)
    told("attendances", "AAA", [14], first=5, as_at=JULY, revision=2)
    (moved,) = since(JUNE).moved
    assert [(each.now.period, each.was.value, each.now.value) for each in moved.revised] == [
        (month(5), 12, 14)
    ]
    assert moved.new == ()


def test_what_was_said_before_the_day_is_no_change_even_when_it_was_revised(attendances, told):
    told("attendances", "AAA", STEADY, as_at=JUNE)
    told("attendances", "AAA", [14], first=5, as_at=JULY, revision=2)
    assert since(JULY, today=date(2024, 8, 1)).moved == ()


def test_without_a_day_it_is_the_month_before_the_newest_figure_was_said(attendances, told):
    told("attendances", "AAA", STEADY, as_at=JULY)
    found = changes([attendances], "AAA", date(2026, 1, 1))
    assert (found.since, found.until) == (date(2024, 5, 31), JULY)


@pytest.mark.parametrize(
    ("today", "late", "stopped"),
    [
        (date(2022, 6, 30), 0, 0),  # April 2022 has 60 days after its end
        (date(2022, 7, 1), 1, 0),
        (date(2024, 6, 28), 1, 0),
        (date(2024, 6, 29), 0, 1),  # two years late: it has ended
    ],
)
def test_data_that_did_not_come_are_late_and_then_have_stopped(attendances, told, today, late, stopped):
    told("attendances", "AAA", STEADY, as_at=JUNE)
    found = since(JUNE, today)
    assert (len(found.late), len(found.stopped)) == (late, stopped)
    assert [each.waiting_for for each in (*found.late, *found.stopped)] == [month(24)] * (late + stopped)
