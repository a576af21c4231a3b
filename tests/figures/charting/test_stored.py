"""Charts of figures that were received: their gaps, their targets, their words."""

from __future__ import annotations

from datetime import date

from toldonce.figures.charting.charts import UNITS, aims_of
from toldonce.figures.charting.queries import charted
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Standard, Unit
from toldonce.figures.spc import judging
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.judging import Assurance
from toldonce.figures.spc.sentence import sentence

HEAD = "Org,Month,Attendances"
MONTHS = [f"AAA,{2023 + at // 12}-{at % 12 + 1:02}-01,{100 + 10 * (at % 2)}" for at in range(14)]


def indicator(code: str = "attendances") -> Indicator:
    return Indicator.objects.get(code=code)


def dated(**told) -> Standard:
    """A standard that is not saved: what holds is asked of the rows alone."""
    return Standard(**{"source": "the plan", "kind": "target", "place": ""} | told)


def test_figures_become_a_chart(loaded):
    loaded(HEAD, *MONTHS)
    drawn = charted([indicator()], "AAA")[0].chart
    assert isinstance(drawn, Chart)
    assert sentence(drawn) == (
        "attendances, The hospital AAA: 110 in February 2024. "
        "This lies within the usual variation (from 78 to 132, about 105): the chart shows no change."
    )


def test_a_month_that_was_not_told_and_one_without_a_value_are_gaps(loaded):
    loaded(HEAD, *MONTHS[:3], *MONTHS[4:5], "AAA,2023-06-01,-", "AAA,2023-07-01,*")
    drawn = charted([indicator()], "AAA")[0].chart
    assert isinstance(drawn, Chart)
    assert [isinstance(mark.value, Missing) for mark in drawn.marks] == [False] * 3 + [
        True,
        False,
        True,
        True,
    ]
    assert str(drawn.marks[-1].value) == "The publisher hides this number."


def test_targets_of_the_place_go_before_those_of_everybody(loaded):
    loaded(HEAD, *MONTHS)
    for place, kind, value in (("", "standard", 10), ("AAA", "target", 200), ("BBB", "target", 105)):
        Standard.objects.create(
            indicator=indicator(),
            place=place,
            kind=kind,
            value=value,
            since=date(2022, 4, 1),
            source="the plan",
        )
    drawn = charted([indicator()], "AAA")[0].chart
    assert isinstance(drawn, Chart)
    assert judging.assurance(drawn) == Assurance.PASSES  # low is good, and 200 lies above the limits


def test_nothing_received_is_no_chart(hospitals):
    told = charted([indicator()], "AAA")[0].chart
    assert (
        isinstance(told, Missing) and "no figure of attendances has come for The hospital AAA" in told.reason
    )


def test_where_an_interim_target_ends_the_standard_holds_again():
    table = aims_of(
        [
            dated(kind="standard", value=95, since=date(2010, 4, 1)),
            dated(value=76, since=date(2023, 4, 1), until=date(2024, 3, 31), set_on=date(2023, 1, 30)),
            dated(value=78, since=date(2024, 4, 1), until=date(2025, 3, 31), set_on=date(2024, 5, 1)),
            dated(kind="trajectory", value=50, since=date(2024, 4, 1)),
        ],
        ("target", "standard"),
    )
    assert [(row.since, row.value) for row in table.rows] == [
        (date(2010, 4, 1), 95),
        (date(2023, 4, 1), 76),
        (date(2024, 4, 1), 78),
        (date(2025, 4, 1), 95),
    ]
    assert len(table.notes) == 1 and "agreed on 1 May 2024, after its time had begun" in table.notes[0]


def test_where_nothing_holds_any_more_the_table_ends():
    table = aims_of([dated(value=5, since=date(2014, 4, 1), until=date(2015, 3, 31))], ("target",))
    assert "ended on 31 March 2015" in str(table.on(date(2016, 1, 1)))


def test_every_unit_of_an_indicator_is_known_here():
    assert set(Unit) == set(UNITS)
