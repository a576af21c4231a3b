"""Tables of plain words, to be printed beside a chart: the facts of its last figure, and all its points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from toldonce.figures import periods
from toldonce.figures.kinds import Every
from toldonce.figures.missing import Missing
from toldonce.figures.spc.chart import Chart, Mark
from toldonce.figures.spc.facts import Facts, facts, reason, shown
from toldonce.figures.spc.remarks import Remark, numbers
from toldonce.figures.spc.rules import Lines
from toldonce.figures.spc.series import Unit
from toldonce.figures.spc.targets import NOT_SET, Aims


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words under their heads; nothing in it is computed any more."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def facts_table(chart: Chart) -> Table:
    """Return the facts of the last figure, name and words: everything that the sentence says is in it."""
    told = facts(chart)
    caption = f"{chart.series.name}, {chart.series.place}" if chart.series.place else chart.series.name
    rows = (("Figure", told.reason),) if isinstance(told, Missing) else _rows(told, chart)
    return Table(f"{caption}: the last figure", ("Fact", "Value"), tuple(rows))


def points_table(chart: Chart, remarks: Sequence[Remark] = ()) -> Table:
    """Return all points of the chart with their lines, what each of them shows, and the numbers of its remarks."""
    noted = numbers(remarks)
    told = facts(chart)
    more = 0 if isinstance(told, Missing) else told.more
    columns = ["Period", "Figure", chart.middle.capitalize(), "Lower limit", "Upper limit"]
    aims = {"Target": chart.targets, "Trajectory": chart.trajectory}
    given = {name: table for name, table in aims.items() if table.rows}
    rows = [
        (
            chart.series.period(mark.on),
            str(mark.value) if isinstance(mark.value, Missing) else chart.series.unit.words(mark.value, more),
            *_lines(mark.lines, chart.series.unit, more),
            *(_aim(chart, table, mark, more) for table in given.values()),
            shown(mark, chart),
            *([noted.get(at, "")] if noted else []),
        )
        for at, mark in enumerate(chart.marks)
    ]
    return Table(
        f"{chart.series.name}: all figures",
        (*columns, *given, "Shows", *(["Note"] if noted else [])),
        tuple(rows),
    )


def plain_table(
    name: str, figures: Iterable[tuple[date, float | Missing]], unit: Unit, every: Every | None
) -> Table:
    """Return all figures of a series of which no chart can be made, each with its value or its reason."""
    rows = (
        (periods.words(on, every), str(value) if isinstance(value, Missing) else unit.words(value))
        for on, value in figures
    )
    return Table(f"{name}: all figures", ("Period", "Figure"), tuple(rows))


def _rows(told: Facts, chart: Chart) -> list[tuple[str, str]]:
    rows = [
        ("Indicator", told.indicator),
        ("Place", told.place),
        ("Period", told.period),
        ("Figure", told.value),
        ("Chart", chart.kind),
        (told.middle.capitalize(), str(told.centre)),
        ("Lower limit", str(told.lower)),
        ("Upper limit", str(told.upper)),
        ("Figures behind the limits", told.behind + (" (trial limits)" if told.trial else "")),
        ("Limits begin anew", f"{told.anew}: {told.anew_why}" if told.anew else ""),
        ("Shows", str(told.variation)),
        ("Rule", reason(told.label, chart) if told.label else ""),
        ("Points the other way", " and ".join(told.against)),
        ("In a row", told.in_a_row),
        ("Target", "" if told.target is NOT_SET else str(told.target)),
        ("Target since", told.target_since),
        ("Target set by", told.target_source),
        ("Target met", "" if isinstance(told.met, Missing) else _yes(told.met)),
        ("Expected", "" if told.target is NOT_SET else str(told.assurance)),
        ("Against what is expected", told.lately),
        ("Trajectory", "" if told.trajectory is NOT_SET else str(told.trajectory)),
        ("On trajectory", "" if isinstance(told.on_trajectory, Missing) else _yes(told.on_trajectory)),
        *(("No figure yet", each) for each in told.waiting),
        *(("Note", each) for each in chart.notes),
    ]
    return [(name, words) for name, words in rows if words]


def _yes(so: bool) -> str:
    return "yes" if so else "no"


@lru_cache(maxsize=4096)  # the same lines go through hundreds of figures
def _lines(lines: Lines | Missing, unit: Unit, more: int) -> tuple[str, str, str]:
    if isinstance(lines, Missing):
        return (lines.reason, "", "")

    def words(value: float | None) -> str:
        return unit.words(value, more) if value is not None else "none"

    return words(lines.centre), words(lines.lower), words(lines.upper)


def _aim(chart: Chart, table: Aims, mark: Mark, more: int) -> str:
    aim = table.on(mark.on)
    return aim.reason if isinstance(aim, Missing) else chart.series.unit.words(aim.value, more)
