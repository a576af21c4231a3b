"""P and C charts, against the formulas worked by hand."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.spc.drawn import centre, labels, limits, month, monthly, rebase, unhurried
from toldonce.figures.missing import Missing
from toldonce.figures.spc import counts
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.counts import Share
from toldonce.figures.spc.errors import BadSeries
from toldonce.figures.spc.plan import AS_PUBLISHED, Plan
from toldonce.figures.spc.rules import Lines


def p_chart(pairs, plan: Plan = AS_PUBLISHED) -> Chart:
    return counts.p(
        [Share(month(at), top, below) for at, (top, below) in enumerate(pairs)],
        name="Seen in time",
        plan=plan,
    )


def test_limits_of_shares_are_wider_where_fewer_were_counted():
    drawn = p_chart([(10, 100), (30, 400), (20, 100)])
    middle = 60 / 600
    assert centre(drawn.marks[0].lines) == pytest.approx(middle)
    for mark, size in zip(drawn.marks, (100, 400, 100), strict=True):
        width = 3 * sqrt(middle * (1 - middle) / size)
        assert limits(mark.lines) == pytest.approx((middle - width, middle + width))


def test_a_share_far_from_the_others_is_outside_its_own_limits():
    assert labels(p_chart([(10, 100)] * 12 + [(25, 100), (25, 100), (1, 4)])) == "r" * 12 + "OO-"


def test_no_limit_lies_where_nothing_can_be_counted():
    lines = p_chart([(1, 20), (2, 20), (1, 20)]).marks[0].lines
    assert isinstance(lines, Lines) and lines.lower is None and lines.upper is not None


def test_a_denominator_of_zero_is_a_gap_with_its_reason():
    drawn = p_chart([(10, 100), (0, 0), (12, 100)])
    assert "denominator is zero" in str(drawn.marks[1].value)
    assert centre(drawn.marks[0].lines) == pytest.approx(22 / 200)


@pytest.mark.parametrize("pairs", [[(5, 4)], [(-1, 4)], [(float("nan"), 4)], [(1, -4)]])
def test_what_is_no_share_is_refused(pairs):
    with pytest.raises(BadSeries, match="is no share"):
        p_chart(pairs)


def test_a_month_given_twice_is_refused():
    with pytest.raises(BadSeries, match="stands there twice"):
        counts.p([Share(month(0), 1, 2), Share(month(0), 1, 2)], name="Seen in time")


def test_shares_of_all_or_none_have_no_limits():
    assert "0% or 100%" in str(p_chart([(20, 20)] * 13).parts[0].limits)


def test_a_p_chart_begins_anew_as_others_do():
    drawn = p_chart([(10, 100)] * 13 + [(50, 100)] * 13, Plan(rebases=(rebase(13),)))
    assert labels(drawn) == "-" * 26


def test_far_more_variation_than_chance_is_said():
    """Thousands of attendances a month: counting chance is small, and every month would be a signal."""
    wild = p_chart([(8000, 10_000), (8500, 10_000)] * 10)
    calm = p_chart([(80, 100), (82, 100)] * 10)
    assert "times as much as counting by chance would make them" in wild.notes[0] and calm.notes == ()


def test_limits_of_counts():
    drawn = counts.c(monthly("9 10 11 10"))
    assert (centre(drawn.marks[0].lines), *limits(drawn.marks[0].lines)) == pytest.approx(
        (10, 10 - 3 * sqrt(10), 10 + 3 * sqrt(10))
    )
    assert labels(counts.c(monthly("9 10 11 10 " * 5 + "30"))).endswith("O")


@pytest.mark.parametrize("figures", ["1 -1", "1 1.5"])
def test_what_is_no_count_is_refused(figures):
    with pytest.raises(BadSeries, match="is no count of events"):
        counts.c(monthly(figures))


def test_nothing_counted_has_no_limits():
    assert "nothing was counted" in str(counts.c(monthly("0 0 0")).parts[0].limits)


@unhurried
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=30))
def test_limits_of_shares_stay_between_none_and_all(pairs):
    drawn = p_chart([(min(pair), max(pair)) for pair in pairs])
    for mark in drawn.marks:
        if isinstance(mark.lines, Lines) and not isinstance(mark.value, Missing):
            assert (mark.lines.lower or 0) >= 0 and (mark.lines.upper or 1) <= 1
            assert 0 <= mark.value <= 1


def u_chart(pairs: list[tuple[float, float]], per: float = 1000):
    return counts.u(
        [Share(month(at), top, size) for at, (top, size) in enumerate(pairs)], name="Falls", per=per
    )


def test_limits_of_rates_follow_how_many_were_counted():
    """u = 120/12000; one sigma of 4,000 bed days is sqrt(0.01/4000), of 2,000 it is sqrt(0.01/2000)."""
    drawn = u_chart([(40, 4000), (48, 4000), (12, 2000), (20, 2000)])
    assert drawn.kind == "U" and centre(drawn.marks[0].lines) == pytest.approx(10)
    assert limits(drawn.marks[0].lines) == pytest.approx(
        (10 - 3000 * sqrt(0.01 / 4000), 10 + 3000 * sqrt(0.01 / 4000))
    )
    assert limits(drawn.marks[2].lines)[1] == pytest.approx(10 + 3000 * sqrt(0.01 / 2000))


def test_a_rate_may_be_more_than_one_event_for_each_case():
    assert u_chart([(30, 10), (20, 10)], per=1).marks[0].value == 3


@pytest.mark.parametrize("pairs", [[(-1, 4)], [(1, -4)]])
def test_what_is_no_rate_is_refused(pairs):
    with pytest.raises(BadSeries, match="is no rate"):
        u_chart(pairs)


def test_rates_of_nothing_have_no_limits():
    assert "nothing was counted" in str(u_chart([(0, 20)] * 13).parts[0].limits)


def test_shares_as_percentages_have_the_limits_of_shares_times_a_hundred():
    pairs = [(70, 100), (75, 100), (72, 90)]
    shares = [Share(month(at), top, size) for at, (top, size) in enumerate(pairs)]
    of_one, of_hundred = p_chart(pairs), counts.p(shares, name="Seen in time", per=100)
    for one, hundred in zip(of_one.marks, of_hundred.marks, strict=True):
        assert not isinstance(one.value, Missing) and hundred.value == pytest.approx(100 * one.value)
        assert limits(hundred.lines) == pytest.approx([100 * each for each in limits(one.lines)])


def test_a_share_that_is_not_there_keeps_its_reason():
    why = Missing("nobody reported")
    drawn = counts.p([Share(month(0), 1, 2), Share(month(1), 0, 0, why), Share(month(2), 1, 2)], name="x")
    assert drawn.marks[1].value == why and centre(drawn.marks[0].lines) == 0.5
