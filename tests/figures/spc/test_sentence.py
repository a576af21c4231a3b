"""The sentence of a chart: true, and every number of it in the table beside it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.spc.drawn import chart, goods, month, monthly, of, rebase, some_figures, unhurried
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc import judging
from toldonce.figures.spc.chart import xmr
from toldonce.figures.spc.facts import facts
from toldonce.figures.spc.judging import Variation
from toldonce.figures.spc.plan import Plan
from toldonce.figures.spc.rules import Rule, Side
from toldonce.figures.spc.sentence import sentence
from toldonce.figures.spc.series import COUNT, SHARE
from toldonce.figures.spc.tables import facts_table, points_table
from toldonce.figures.spc.targets import Aim, Aims, aims, target

NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?%?")
STEADY = "9 11 " * 8
GOAL = target(17, since=date(2019, 4, 1), source="the plan of 2019")


WITHIN = "This lies within the usual variation (from 5 to 15, about 10): the chart shows no change."
ONE = "one figure has no neighbour to differ from: limits need at least two in neighbouring periods."


@pytest.mark.parametrize(
    ("figures", "good", "targets", "said"),
    [
        (
            STEADY,
            Good.HIGHER,
            GOAL,
            [
                f"Seen in time: 11 in July 2021. {WITHIN}",
                "The target of 17 lies above the limits: while the process stays as it is,",
                "it will be missed as a rule. This figure misses it.",
            ],
        ),
        (
            STEADY + "20",
            Good.LOWER,
            Aims(),
            [
                "Seen in time: 20 in August 2021. This lies above the upper limit of 16:",
                "the chart shows a change for the worse.",
            ],
        ),
        (
            "9 11 9 11 9 11 9 11 9 11 12 13 12 13 12 13 12",
            Good.HIGHER,
            Aims(),
            [
                "Seen in time: 12 in August 2021. It is the latest of 7 figures in a row above 11, the average:",
                "the chart shows an improvement.",
            ],
        ),
        (
            "90 110 " * 8 + "105 106 107 108 109 110 111",
            Good.NEITHER,
            Aims(),
            [
                "Seen in time: 111 in February 2022. It is the latest of 7 figures that rise in turn:",
                "the chart shows a change.",
            ],
        ),
        (
            "9 11 9 11",
            Good.HIGHER,
            Aims(),
            [f"Seen in time: 11 in July 2020. {WITHIN} These are trial limits, made of 4 figures."],
        ),
        (
            "5",
            Good.HIGHER,
            GOAL,
            [
                f"Seen in time: 5 in April 2020. Whether that is unusual cannot be told: {ONE}",
                "For the same reason nobody can say whether the target of 17 is within reach.",
            ],
        ),
        (". .", Good.HIGHER, GOAL, ["Seen in time: no period has a figure."]),
    ],
)
def test_what_a_board_reads(figures, good, targets, said):
    assert sentence(chart(figures, good=good, targets=targets)) == " ".join(said)


OF_OTHER_TIMES = "90 91 " * 12  # they lift the limits above the target, whatever has come since
ALL_WELL = "82 " * 12


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (
            "80 82 77 82 76 82 77 82 82 82 82 82",
            "3 of the last 12 figures missed the target of their period.",
        ),
        ("80 82 82 82 76 82 82 82 82 82 82 82", ""),
        (f"76 77 76 77 76 {ALL_WELL}", ""),
    ],
)
def test_a_target_that_is_called_safe_and_has_been_missed_again_and_again_is_said(since, told):
    drawn = chart(OF_OTHER_TIMES + since, targets=target(78, since=month(0), source="the plan of 2020"))
    assert "it will be met as a rule" in sentence(drawn)
    assert sentence(drawn).partition("And yet ")[2] == told


def test_figures_before_a_rebase_do_not_speak_against_the_new_limits():
    drawn = chart(
        f"{'70 71 ' * 12}{'90 91 ' * 5}",
        targets=target(78, since=month(0), source="the plan of 2020"),
        rebases=(rebase(24),),
    )
    assert "it will be met as a rule. This figure meets it." in sentence(drawn)
    assert "And yet" not in sentence(drawn)


def test_a_rebase_and_a_figure_that_is_waited_for_are_said():
    told = sentence(chart("1 2 " * 7 + "9 8 " * 7 + ".", rebases=(rebase(14),)))
    assert told.endswith(
        "The limits begin anew in June 2021. There is no figure yet for August 2022: not reported."
    )


def test_figures_that_are_waited_for_for_one_reason_are_said_together():
    told = sentence(chart("5 6 . . ."))
    assert told.endswith("There is no figure yet for June 2020 to August 2020: not reported.")


@pytest.mark.parametrize(
    ("goal", "good", "said"),
    [
        (11, Good.HIGHER, "The trajectory asked for 11 by then: the figure has come as far."),
        (12, Good.HIGHER, "The trajectory asked for 12 by then: the figure has not come as far."),
        (12, Good.LOWER, "The trajectory asked for 12 by then: the figure has come as far."),
        (10, Good.LOWER, "The trajectory asked for 10 by then: the figure has not come as far."),
    ],
)
def test_a_trajectory_is_held_against_the_figure_of_its_period(goal, good, said):
    plan = aims([Aim(month(0), 1, "plan"), Aim(month(15), goal, "plan"), Aim(month(16), 99, "plan")])
    assert sentence(xmr(monthly(STEADY, good=good), trajectory=plan)).endswith(said)


def test_numbers_that_differ_are_never_printed_alike():
    """0.7815 is below a limit of 0.78152 or whatever, and a reader must see it."""
    read = [0.9, 0.9001, 0.9, 0.9001] * 4 + [0.9004]
    told = sentence(xmr(of(read, unit=SHARE), Plan(baseline=16)))
    assert "90.04% in August 2021. This lies above the upper limit of 90.03%" in told


def test_figures_close_to_a_limit_that_no_value_can_reach():
    """The lower limit would lie below nobody, and the last figures lie close to it all the same."""
    told = sentence(xmr(monthly("4 7 10 7 " * 6 + "4 0 1", unit=COUNT, good=Good.LOWER)))
    assert told.endswith(
        "1 in June 2022. At least two of the last three figures lie far below 6, the average: "
        "the chart shows an improvement."
    )


def test_a_rule_that_points_the_other_way_is_said():
    """A figure far below the limits, which is also the last of seven that rise."""
    told = sentence(chart("50 51 " * 8 + "1 2 3 4 5 6 7", baseline=16))
    assert "below the lower limit" in told
    assert told.endswith("for the worse. Yet it is also one of 7 or more that rise in turn.")


amounts = st.integers(-2, 9)
tables = st.one_of(
    st.just(Aims()),
    st.builds(
        lambda value, start: target(value, since=month(start), source="plan"), amounts, st.integers(-5, 50)
    ),
    st.builds(
        lambda one, two: aims([Aim(month(-9), one, "old"), Aim(month(5), two, "new", until=month(15))]),
        amounts,
        amounts,
    ),
)
plans = st.builds(
    lambda run, screen, baseline, at: Plan(run, screen, baseline, (rebase(at),) if at else ()),
    st.sampled_from([6, 7]),
    st.booleans(),
    st.sampled_from([None, 12, 20]),
    st.sampled_from([0, 0, 3]),
)


@st.composite
def charts(draw):
    read = draw(some_figures.filter(lambda read: len(read) > 4))
    made = of(read, good=draw(goods), unit=draw(st.sampled_from([SHARE, COUNT, monthly("1").unit])))
    return xmr(made, draw(plans), targets=draw(tables), trajectory=draw(tables))


@unhurried
@given(charts())
def test_every_number_of_the_sentence_is_in_the_table(drawn):
    cells = [cell for row in facts_table(drawn).rows for cell in row]
    known = {number for cell in cells for number in NUMBER.findall(cell)}
    assert set(NUMBER.findall(sentence(drawn))) <= known


@unhurried
@given(charts())
def test_it_says_improvement_only_where_the_rules_do(drawn):
    told, shows = sentence(drawn), judging.variation(drawn)
    improved = isinstance(shows, Variation) and shows.is_improvement
    worse = isinstance(shows, Variation) and shows.is_concern
    assert ("improve" in told) == improved
    assert ("worse" in told) == worse
    assert "better" not in told
    if improved:
        label = drawn.latest.mark.label
        assert label.side * judging.SIGN[drawn.good] == 1


@unhurried
@given(charts())
def test_what_it_says_of_above_and_below_can_be_read_off_its_numbers(drawn):
    told = facts(drawn)
    if isinstance(told, Missing) or told.label is None:
        return
    value, high = _number(told.value), told.label.side is Side.HIGH
    if told.label.rule is Rule.OUTSIDE:
        limit = _number(told.upper if high else told.lower)  # no limit is left out beyond which a figure lies
        assert value > limit if high else value < limit
    if told.label.rule is Rule.RUN:
        assert value > _number(told.centre) if high else value < _number(told.centre)


def _number(words) -> float:
    return float(NUMBER.findall(str(words))[0].replace(",", "").rstrip("%"))


@unhurried
@given(charts())
def test_the_table_has_a_row_for_each_period_and_no_empty_reason(drawn):
    table = points_table(drawn)
    assert len(table.rows) == len(drawn.series.points)
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(row[0] and row[1] and row[-1] for row in table.rows)


def test_the_table_of_points():
    drawn = xmr(
        monthly("9 11 9 . 11 40"),
        Plan(),
        targets=target(10, since=month(1), source="plan"),
        trajectory=aims([Aim(month(0), 8, "plan"), Aim(month(4), 9, "plan")]),
    )
    table = points_table(drawn)
    heads = "Period | Figure | Average | Lower limit | Upper limit | Target | Trajectory | Shows"
    assert " | ".join(table.columns) == heads
    first = "April 2020 | 9 | 16 | -13 | 45 | no target had been set by 1 April 2020 | 8 | usual variation"
    assert " | ".join(table.rows[0]) == first
    assert table.rows[3][1] == "not reported" and table.rows[3][-1] == "no figure"
    assert table.rows[5][5:7] == ("10", "9")
