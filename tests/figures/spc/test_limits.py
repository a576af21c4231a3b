"""Centre and limits of XmR charts, against numbers that others have published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.spc.drawn import ANY, chart, labels, monthly, near_limits, of, some_figures, unhurried
from tests.figures.spc.drawn import limits as drawn_limits
from toldonce.figures.missing import Missing
from toldonce.figures.spc import limits
from toldonce.figures.spc.chart import xmr
from toldonce.figures.spc.plan import Plan
from toldonce.figures.spc.rules import Lines
from toldonce.figures.spc.series import COUNT, PERCENT

# The first twenty normal numbers of R with seed 123, by which NHSRplotthedots tests itself.
NORMAL = """-0.56047565 -0.23017749 1.55870831 0.07050839 0.12928774 1.71506499 0.46091621
-1.26506123 -0.68685285 -0.44566197 1.22408180 0.35981383 0.40077145 0.11068272
-0.55584113 1.78691314 0.49785048 -1.96661716 0.70135590 -0.47279141"""
WITH_OUTLIER = " ".join("10" if at == 14 else word for at, word in enumerate(NORMAL.split()))
ONE_OF_TEN = "1 2 1 2 10 " + "1 2 " * 6 + "1"


@pytest.mark.parametrize(
    ("figures", "screen", "centre", "lower", "upper", "digits"),
    [
        (NORMAL, True, 0.1416238, -3.01138, 3.294627, 5e-6),
        (WITH_OUTLIER, True, 0.6694159, -2.383666, 3.722497, 5e-6),
        (WITH_OUTLIER, False, 0.6694159, -4.596625, 5.935457, 5e-6),
        (ONE_OF_TEN, True, 1.94, -0.72, 4.6, 5e-3),
        (ONE_OF_TEN, False, 1.94, -3.06, 6.95, 5e-3),
    ],
)
def test_the_numbers_that_the_package_prints(figures, screen, centre, lower, upper, digits):
    lines = chart(figures, screen=screen).marks[0].lines
    assert isinstance(lines, Lines)
    assert [lines.centre, lines.lower, lines.upper] == pytest.approx([centre, lower, upper], abs=digits)


def test_near_limits_lie_at_two_thirds():
    lines = limits.xmr([1, 2, 1, 2])
    lower, upper = drawn_limits(lines)
    assert near_limits(lines) == pytest.approx((1.5 + (lower - 1.5) * 2 / 3, 1.5 + (upper - 1.5) * 2 / 3))


@pytest.mark.parametrize(
    ("ranges", "kept"),
    [
        ([1, 1, 1, 1, 9], [1, 1, 1, 1]),  # 9 >= 3.267 x 2.6
        ([1, 1, 1, 1, 8], [1, 1, 1, 1]),  # 8 >= 3.267 x 2.4 = 7.84
        ([1, 1, 1, 1, 7], [1, 1, 1, 1, 7]),  # 7 < 3.267 x 2.2 = 7.19
        ([1] * 20 + [5, 30], [1] * 20 + [5]),  # once: 5 would go the second time
        ([3267, 733, 0, 0], [733, 0, 0]),  # just 3.267 times the mean goes too
        ([], []),
    ],
)
def test_wide_moving_ranges_are_dropped_once(ranges, kept):
    assert limits.screened(ranges) == kept


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ("5", "one figure has no neighbour"),
        ("5 . 7 . 9", "one figure has no neighbour"),
        ("5*24", "do not vary"),
        ("0*12 1 0*12", "T or G"),
    ],
)
def test_no_limits_and_the_reason(figures, why):
    made = chart(figures)
    assert isinstance(made.parts[0].limits, Missing) and why in made.parts[0].limits.reason
    assert all(made.parts[0].limits == mark.lines for mark in made.marks)
    assert set(labels(made)) <= {"-", "."}


def test_rare_events_are_not_all_signals():
    """With the wide ranges screened away the limits would have no width, and all 25 months would be outside them."""
    assert labels(chart("0*12 1 0*12")) == "-" * 25
    assert labels(chart("0*12 1 0*12", screen=False)) == "r" * 12 + "O" + "r" * 12


def test_across_a_gap_nothing_is_compared():
    assert limits.moving_ranges([1, 2, None, 9, 7]) == [1, 2]


@pytest.mark.parametrize(("count", "trial"), [(12, True), (13, False)])
def test_under_thirteen_figures_limits_are_on_trial(count, trial):
    assert chart(("1 2 " * 10)[: 2 * count]).parts[0].trial is trial


def test_gaps_do_not_count_as_figures():
    assert chart("1 2 " * 6 + ". . . .").parts[0].trial


@unhurried
@given(read=some_figures)
def test_the_centre_is_the_mean_and_lies_between_its_limits(read):
    figures = [value for value in read if not isinstance(value, Missing)]
    for mark in xmr(of(read)).marks:
        if isinstance(mark.lines, Lines):
            (lower, upper), (near_lower, near_upper) = drawn_limits(mark.lines), near_limits(mark.lines)
            assert mark.lines.centre == pytest.approx(sum(figures) / len(figures), abs=1e-6)
            assert lower < near_lower < mark.lines.centre < near_upper < upper


@unhurried
@given(read=some_figures, shift=st.integers(-50, 50), scale=st.sampled_from([0.5, 2, 4]))
def test_labels_do_not_depend_on_the_unit(read, shift, scale):
    """Degrees Fahrenheit tell what degrees Celsius tell; powers of two and shifts of halves change no comparison."""
    halves = [value if isinstance(value, Missing) else round(value * 2) / 2 for value in read]
    other = [value if isinstance(value, Missing) else value * scale + shift for value in halves]
    assert labels(xmr(of(halves))) == labels(xmr(of(other)))


@unhurried
@given(read=some_figures)
def test_screening_never_widens_the_limits(read):
    screened, whole = xmr(of(read)).marks[0].lines, xmr(of(read), Plan(screen=False)).marks[0].lines
    if isinstance(screened, Lines) and isinstance(whole, Lines):
        assert drawn_limits(screened)[1] <= drawn_limits(whole)[1] + 1e-9 * abs(drawn_limits(whole)[1])


@pytest.mark.parametrize(
    ("figures", "unit", "found"),
    [
        ("1 5 1 5", COUNT, (None, 13.64)),
        ("1 5 1 5", ANY, (-7.64, 13.64)),
        ("1 5 1 -5", COUNT, (-11.91, 12.91)),  # where one does lie below, nothing is left out
        ("99 95 99 95", PERCENT, (86.36, None)),
        ("99 95 99 95", ANY, (86.36, 107.64)),
    ],
)
def test_no_limit_lies_where_no_value_can_be(figures, unit, found):
    lines = xmr(monthly(figures, unit=unit)).marks[0].lines
    assert isinstance(lines, Lines)
    assert (lines.lower, lines.upper) == pytest.approx(found, abs=0.01)


@unhurried
@given(read=st.lists(st.integers(0, 9).map(float), min_size=2, max_size=40))
def test_what_is_left_out_changes_no_label(read):
    assert labels(xmr(of(read, unit=COUNT))) == labels(xmr(of(read, unit=ANY)))
