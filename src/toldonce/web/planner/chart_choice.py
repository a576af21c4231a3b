"""The chart of one series as the reader chose to see it: its way and its window, both kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from toldonce.figures.charting.charts import WINDOWS, drawn, shown_of, tabled, within
from toldonce.figures.charting.queries import Charted
from toldonce.figures.charting.ways import Choice, Way, charted_as, choices
from toldonce.figures.missing import Missing
from toldonce.figures.models import Every
from toldonce.figures.receiving.known_faults import flaws
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.remarks import Remark, periods_of, remarks
from toldonce.figures.spc.run_picture import run_picture, run_sentence, run_table
from toldonce.figures.spc.runs import RunChart
from toldonce.figures.spc.scale import Frame
from toldonce.figures.spc.sentence import sentence
from toldonce.figures.spc.tables import Table, facts_table

WIDE = Frame(width=900, height=380, foot=54, both_sides=True)
WINDOW_WORDS = {
    "year": "The last year",
    "3-months": "The last three months",
    "3-years": "The last three years",
    "all": "All figures",
}
NOT_CARRIED_OVER = (
    "This chart is held against no target, and decisions about limits are not carried over to it."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a way and a window, each one that there is."""

    way: Way
    window: str
    windows: tuple[str, ...]

    @property
    def offered(self) -> list[tuple[str, str]]:
        """The windows that can be chosen, each with its words."""
        return [(each, WINDOW_WORDS[each]) for each in self.windows]

    @property
    def chart(self) -> str:
        """The way as the address keeps it: "" for the one that stands without being asked for."""
        return "" if self.way is Way.XMR else str(self.way)

    @property
    def kept_window(self) -> str:
        """The window as the address keeps it: "" for the first."""
        return "" if self.window == next(iter(self.windows), "") else self.window


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of the chart: the day of its period, and its words."""

    on: date
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen chart in words and as a drawing, with what could be chosen instead."""

    asked: Asked
    choices: list[Choice]
    drawn: str
    sentence: str  # of the chart that was chosen; "" where it is the one of the headline
    facts: Table | None
    columns: tuple[str, ...]
    rows: list[Row]  # oldest first
    notes: list[str]
    remarks: list[tuple[int, str, str]]  # number, note, periods

    @property
    def not_offered(self) -> list[Choice]:
        """The ways that do not fit, each with its reason."""
        return [each for each in self.choices if each.why_not]


def asked_for(every: str, chart: str, window: str) -> Asked:
    """What was asked for, or what stands without being asked for where there is no such thing."""
    windows = tuple(WINDOWS.get(Every(every), {}))
    way = Way(chart) if chart in list(Way) else Way.XMR
    return Asked(way, window if window in windows else next(iter(windows), ""), windows)


def chosen_chart(made: Charted, part: str, asked: Asked) -> Chosen | Missing:
    """The chart that was asked for, the usual one where it does not fit the series; or why there can be none."""
    kept = within(made.indicator, made.points, asked.window)
    offered = choices(made.indicator, kept)
    refused = [each for each in offered if each.way is asked.way and each.why_not]
    if refused:
        asked = Asked(Way.XMR, asked.window, asked.windows)
    chart = charted_as(asked.way, made, part=part, window=asked.window)
    if isinstance(chart, Missing):
        return chart
    noted = _remarks(made, part, chart)
    return Chosen(
        asked,
        offered,
        _drawn(chart, noted),
        "" if asked == asked_for(made.indicator.every, "", "") else _sentence(chart),
        *_tables(chart, noted),
        notes=[
            *(f"{each.title}: {each.why_not} The usual chart is shown instead." for each in refused),
            *_extent(made, asked),
            *_notes(asked.way, chart),
        ],
        remarks=[(each.number, each.note, periods_of(each, chart.series)) for each in noted],
    )


def _extent(made: Charted, asked: Asked) -> list[str]:
    """Which figures the chart shows and its limits rest on, where a reader could choose others."""
    if not asked.windows:
        return []
    every = Every(made.indicator.every).label.lower()
    all_of_them = f"The chart shows all {len(made.points):,} {every}s, and its limits rest on them."
    return [shown_of(made.indicator, made.points, asked.window) or all_of_them]


def _remarks(made: Charted, part: str, chart: Chart | RunChart) -> tuple[Remark, ...]:
    if chart.series.every is None:
        return ()
    known = [(each.reason, each.since, each.until) for each in flaws(made.indicator, made.place, part)]
    return remarks(chart.series, known)


def _drawn(chart: Chart | RunChart, noted: tuple[Remark, ...]) -> str:
    if isinstance(chart, RunChart):
        return run_picture(chart, slug="chart", frame=WIDE, remarks=noted)
    return drawn(chart, "chart", WIDE, noted)


def _sentence(chart: Chart | RunChart) -> str:
    return run_sentence(chart) if isinstance(chart, RunChart) else sentence(chart)


def _notes(way: Way, chart: Chart | RunChart) -> Sequence[str]:
    if isinstance(chart, RunChart):
        return ()
    return (*chart.notes, *([NOT_CARRIED_OVER] if way in (Way.T, Way.G) else ()))


def _tables(chart: Chart | RunChart, noted: tuple[Remark, ...]) -> tuple[Table, tuple[str, ...], list[Row]]:
    """The facts of the chart, and the heads and lines of the table of all its figures."""
    if isinstance(chart, RunChart):
        told = run_table(chart, noted)
        about = len(told.rows) - len(chart.marks)  # the median and the runs stand before the figures
        facts = Table(told.caption, ("Fact", "Value"), tuple(_fact(row) for row in told.rows[:about]))
        lines = told.rows[about:]
    else:
        facts, told = facts_table(chart), tabled(chart, noted)
        lines = told.rows
    rows = [
        Row(mark.on, _in_brief(words) if noted and isinstance(mark.value, Missing) else words)
        for mark, words in zip(chart.marks, lines, strict=True)
    ]
    return facts, told.columns, rows


def _in_brief(words: tuple[str, ...]) -> tuple[str, ...]:
    """A line without a figure that leaves the reason to its note, which says it once for all."""
    period, figure, *others, note = words
    return (period, "No value" if note else figure, *others, note)


def _fact(row: tuple[str, ...]) -> tuple[str, ...]:
    return row[0], f"{row[1]} ({row[2]})" if row[2] else row[1]
