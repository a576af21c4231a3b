"""A run chart told: its sentence, its table and its drawing."""

from __future__ import annotations

from collections.abc import Sequence

from toldonce.figures import periods
from toldonce.figures.missing import Missing
from toldonce.figures.spc import plot, scale
from toldonce.figures.spc.facts import meaning
from toldonce.figures.spc.judging import OF_SIDE
from toldonce.figures.spc.remarks import Remark, numbers
from toldonce.figures.spc.rules import Side
from toldonce.figures.spc.runs import SHIFT, TREND, Count, RunChart, RunMark, RunSignal
from toldonce.figures.spc.scale import Frame
from toldonce.figures.spc.sentence import SHOWN
from toldonce.figures.spc.svg import written
from toldonce.figures.spc.tables import Table


def run_sentence(chart: RunChart) -> str:
    """Say what a run chart says of its last figure and of its runs; every number is in `run_table`."""
    series, unit = chart.series, chart.series.unit
    mark = next(mark for mark in reversed(chart.marks) if not isinstance(mark.value, Missing))
    value = unit.words(mark.value) if not isinstance(mark.value, Missing) else ""
    called = f"{series.name}, {series.place}" if series.place else series.name
    said = f"{called}: {value} {periods.when(mark.on, series.every)}, about a median of {unit.words(chart.median)}."
    return f"{said} {_of_last(chart, mark)} {_of_runs(chart)}"


def run_table(chart: RunChart, remarks: Sequence[Remark] = ()) -> Table:
    """Return the median, the runs, and all figures with what they show and the numbers of their remarks."""
    unit, noted = chart.series.unit, numbers(remarks)
    none = ("",) if noted else ()
    rows = [
        ("Median", unit.words(chart.median), "", *none),
        ("Runs about the median", str(chart.runs), _counted(chart), *none),
        *(
            (
                chart.series.period(mark.on),
                mark.value.reason if isinstance(mark.value, Missing) else unit.words(mark.value),
                _shown(chart, mark),
                *([noted.get(at, "")] if noted else []),
            )
            for at, mark in enumerate(chart.marks)
        ),
    ]
    columns = ("Period", "Figure", "Shows", *(["Note"] if noted else []))
    return Table(f"{chart.series.name}: run chart", columns, tuple(rows))


def run_picture(
    chart: RunChart, *, slug: str, frame: Frame = plot.WHOLE, remarks: Sequence[Remark] = ()
) -> str:
    """Return a run chart as SVG, in the manner of `picture.picture`."""
    values = [None if isinstance(mark.value, Missing) else mark.value for mark in chart.marks]
    drawn = plot.begin(
        chart.series,
        slug=slug,
        title="run chart",
        words=f"{run_sentence(chart)} The table beside it has every figure.",
        frame=frame,
        span=scale.span([chart.median, *(value for value in values if value is not None)]),
    )
    drawn.line("spc-centre", [chart.median] * len(values), through=True)
    drawn.line("spc-line", values)
    kinds = [_kind(chart, mark) for mark in chart.marks]
    shown = drawn.dots(kinds, [_shown(chart, mark) for mark in chart.marks])
    drawn.remarks(remarks)
    gaps = [("no figure, for a reason", "spc-gap")] if drawn.gaps() else []
    drawn.periods()
    drawn.legend(shown, [("median", "spc-centre"), *gaps])
    return written(drawn.root)


def _of_last(chart: RunChart, mark: RunMark) -> str:
    if not mark.signals:
        return "It is part of no shift and no trend, and not far off the others."
    signal, side = mark.signals[0]
    return f"It is {_rule(signal, side)}: {SHOWN[_kind(chart, mark)]}."


def _of_runs(chart: RunChart) -> str:
    if isinstance(chart.expected, Missing):
        return f"Whether there are too few runs cannot be told: {chart.expected.reason}."
    fewest, most = chart.expected
    counted = f"The figures make {chart.runs} runs about the median, and chance makes {fewest} to {most}"
    return f"{counted}." if chart.count is Count.AS_EXPECTED else f"{counted}: the chart shows a change."


def _rule(signal: RunSignal, side: Side) -> str:
    high = side is Side.HIGH
    return {
        RunSignal.ASTRONOMICAL: f"far {'above' if high else 'below'} the others",
        RunSignal.SHIFT: f"one of {SHIFT} or more in a row {'above' if high else 'below'} the median",
        RunSignal.TREND: f"one of {TREND} or more that {'rise' if high else 'fall'} in turn",
    }[signal]


def _kind(chart: RunChart, mark: RunMark) -> str:
    return meaning(OF_SIDE[chart.series.good, mark.signals[0][1]]) if mark.signals else "usual"


def _shown(chart: RunChart, mark: RunMark) -> str:
    if isinstance(mark.value, Missing):
        return "no figure"
    rules = ", ".join(_rule(signal, side) for signal, side in mark.signals)
    return f"{_kind(chart, mark)}: {rules}" if rules else "usual variation"


def _counted(chart: RunChart) -> str:
    if isinstance(chart.expected, Missing):
        return chart.expected.reason
    return f"{chart.count}, of which chance makes {chart.expected[0]} to {chart.expected[1]}"
