"""The chart drawn: figures as shapes that say what they show, with their lines; one chart, or many on one scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from toldonce.figures.missing import Missing
from toldonce.figures.spc import facts, judging, plot, scale
from toldonce.figures.spc.chart import Chart, Mark
from toldonce.figures.spc.plot import SMALL, WHOLE, Plot
from toldonce.figures.spc.remarks import Remark
from toldonce.figures.spc.rules import Lines
from toldonce.figures.spc.scale import Frame, Span
from toldonce.figures.spc.sentence import sentence
from toldonce.figures.spc.svg import written
from toldonce.figures.spc.targets import Aims

LINES: dict[str, Callable[[Lines], float | None]] = {
    "spc-centre": lambda lines: lines.centre,
    "spc-limit spc-limit-upper": lambda lines: lines.upper,
    "spc-limit spc-limit-lower": lambda lines: lines.lower,
}


def picture(
    chart: Chart, *, slug: str, frame: Frame = WHOLE, span: Span | None = None, remarks: Sequence[Remark] = ()
) -> str:
    """Return a chart as SVG: it scales to any width, needs no colour to be read, and says in words what it shows.

    `slug` must differ for each drawing on a page. The values are in `tables.points_table`, to be printed beside it.
    """
    drawn = plot.begin(
        chart.series,
        slug=slug,
        title=f"{chart.kind} chart",
        words=f"{sentence(chart)} The table beside it has every figure.",
        frame=frame,
        span=span or scale.span(_values([chart])),
    )
    _draw_aims(drawn, chart)
    for part in chart.parts:
        _draw_lines(drawn, chart, part.at)
        if part.rebase:
            why = f"The limits begin anew: {part.rebase.reason} (decided by {part.rebase.by})"
            drawn.divide("spc-anew", part.at.start, why)
    kinds = [_kind(chart, mark) for mark in chart.marks]
    shown = drawn.dots(kinds, [facts.shown(mark, chart) for mark in chart.marks])
    drawn.remarks(remarks)
    gaps = [("no figure, for a reason", "spc-gap")] if drawn.gaps() else []
    drawn.periods()
    drawn.legend(shown, [*((word, look) for word, look, table in _aims(chart) if table.rows), *gaps])
    return written(drawn.root)


def small_multiples(charts: Sequence[Chart], *, slug: str) -> list[str]:
    """Return one small drawing for each chart, all on one scale, so that they can be compared by eye.

    Raises `ValueError` for charts of different units, which one scale would belie.
    """
    if len({chart.series.unit for chart in charts}) > 1:
        raise ValueError("charts of different units cannot share a scale: draw them apart")
    span = scale.span(_values(charts))
    return [
        picture(chart, slug=f"{slug}-{number}", frame=SMALL, span=span)
        for number, chart in enumerate(charts, 1)
    ]


def _draw_lines(drawn: Plot, chart: Chart, at: range) -> None:
    marks = chart.marks[at.start : at.stop]
    for look, of in LINES.items():
        values = [of(mark.lines) if isinstance(mark.lines, Lines) else None for mark in marks]
        drawn.line(look, values, at.start, through=True)
    figures = [None if isinstance(mark.value, Missing) else mark.value for mark in marks]
    drawn.line("spc-line", figures, at.start)


def _draw_aims(drawn: Plot, chart: Chart) -> None:
    for word, look, table in _aims(chart):
        values = [_aim(table, mark) for mark in chart.marks]
        drawn.line(look, values, through=True, steps=word == "target")


def _aims(chart: Chart) -> tuple[tuple[str, str, Aims], ...]:
    return (("target", "spc-target", chart.targets), ("plan", "spc-trajectory", chart.trajectory))


def _aim(table: Aims, mark: Mark) -> float | None:
    aim = table.on(mark.on)
    return None if isinstance(aim, Missing) else aim.value


def _kind(chart: Chart, mark: Mark) -> str:
    if mark.label:
        return facts.meaning(judging.variation_of(mark.label, chart.good))
    return "usual" if isinstance(mark.lines, Lines) else "figure"


def _values(charts: Iterable[Chart]) -> list[float]:
    """Return all values that are drawn: figures, limits, targets and trajectories."""
    found: list[float | None] = []
    for chart in charts:
        for mark in chart.marks:
            found.append(None if isinstance(mark.value, Missing) else mark.value)
            found += [of(mark.lines) for of in LINES.values()] if isinstance(mark.lines, Lines) else []
            found += [_aim(table, mark) for _, _, table in _aims(chart)]
    return [value for value in found if value is not None]
