"""The table of all figures of one indicator: those of its chart, or those that no chart could be made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from toldonce.figures.charting.charts import shape_of, within
from toldonce.figures.charting.queries import Charted, revised_periods
from toldonce.figures.missing import Missing
from toldonce.figures.queries import Point
from toldonce.figures.spc.tables import plain_table
from toldonce.web.planner.chart_choice import Chosen


@dataclass(frozen=True, slots=True)
class Row:
    """One period: its figure, what stands beside it with the head of its column, and the address of its source."""

    period: str
    figure: str
    beside: tuple[tuple[str, str], ...]
    counted: str  # "" where nothing was said of the period
    revisions: int


@dataclass(frozen=True, slots=True)
class AllFigures:
    """The title of the table, the heads of its columns, and its rows, newest first."""

    title: str
    columns: tuple[str, ...]
    rows: list[Row]


def all_figures(made: Charted, shown: Chosen | Missing, part: str, window: str) -> AllFigures | None:
    """Every figure of a chart with its lines and what it shows; without a chart, those that it was asked of."""
    if not made.points:
        return None
    revised = revised_periods(made.indicator.code, made.place, part)
    if isinstance(shown, Missing):
        return _without_chart(made, part, window, revised)
    told = [(each.on, each.words) for each in shown.rows]
    return AllFigures(
        "All figures of the chart", shown.columns, _rows(shown.columns, told, made.points, revised)
    )


def _without_chart(made: Charted, part: str, window: str, revised: Mapping[date, int]) -> AllFigures:
    kept = within(made.indicator, made.points, window)
    shape = shape_of(made.indicator, made.place_name, kept, part)
    table = plain_table(shape.name, [(each.period, each.value) for each in kept], shape.unit, shape.every)
    told = zip((each.period for each in kept), table.rows, strict=True)
    is_all = len(kept) == len(made.points)
    title = "All figures" if is_all else f"The last {len(kept):,} of {len(made.points):,} figures"
    return AllFigures(title, table.columns, _rows(table.columns, told, kept, revised))


def _rows(
    columns: Sequence[str],
    told: Iterable[tuple[date, tuple[str, ...]]],
    points: Sequence[Point],
    revised: Mapping[date, int],
) -> list[Row]:
    figures, heads = {point.period: point.figure for point in points}, columns[2:]
    below = reverse("counted", args=[0]).removesuffix("0/")  # asked once: for each of 1,500 rows it is slow
    rows = [
        Row(
            period,
            figure,
            tuple(zip(heads, beside, strict=True)),
            f"{below}{figures[on]}/" if on in figures else "",
            revised.get(on, 1) - 1,
        )
        for on, (period, figure, *beside) in told
    ]
    return rows[::-1]
