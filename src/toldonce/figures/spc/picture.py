"""The chart drawn: shapes that say what they show, with their lines; one chart, or many small ones on one scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from xml.etree.ElementTree import Element

from toldonce.figures.missing import Missing
from toldonce.figures.spc import facts, judging, scale
from toldonce.figures.spc.chart import Chart, Mark
from toldonce.figures.spc.rules import Lines
from toldonce.figures.spc.scale import Frame, Span
from toldonce.figures.spc.sentence import sentence
from toldonce.figures.spc.svg import drawing, shape, tip, written
from toldonce.figures.spc.targets import Aims

WHOLE = Frame()
SMALL = Frame(width=260, height=160, foot=28)
RADIUS, SMALL_RADIUS = 4.0, 2.8
CROWDED = 60  # points from which on they are drawn small
KINDS = ("usual", "improvement", "concern", "change")
Place = tuple[float, float]


def picture(chart: Chart, *, slug: str, frame: Frame = WHOLE, span: Span | None = None) -> str:
    """Return a chart as SVG: scales to any width, needs no colour to be read, and says in words what it shows.

    `slug` must differ for each drawing on a page. The values are in `tables.points_table`, to be printed beside it.
    """
    span = span or scale.span([chart])
    beside = _levels(chart, span)
    frame = replace(frame, left=8 + frame.letter * max((len(words) for words, _ in beside), default=0))
    called = f"{chart.series.name}, {chart.series.place}" if chart.series.place else chart.series.name
    root = drawing(
        slug,
        frame.width,
        frame.height,
        title=f"{called}: {chart.kind} chart",
        words=f"{sentence(chart)} The table beside it has every figure.",
        look="spc-chart",
    )
    for words, level in beside:
        _level(root, words, frame, frame.down(level, span))
    _aims(root, chart, frame, span)
    _lines(root, chart, frame, span)
    _anew(root, chart, frame)
    _figures(root, chart, frame, span)
    _periods(root, chart, frame)
    if frame.foot >= WHOLE.foot:
        _legend(root, chart, frame)
    return written(root)


def small_multiples(charts: Sequence[Chart], *, slug: str) -> list[str]:
    """Return one small drawing for each chart, all on one scale, so that they can be compared by eye.

    Raises `ValueError` for charts of different units, which one scale would belie.
    """
    if len({chart.series.unit for chart in charts}) > 1:
        raise ValueError("charts of different units cannot share a scale: draw them apart")
    span = scale.span(charts)
    return [
        picture(chart, slug=f"{slug}-{number}", frame=SMALL, span=span)
        for number, chart in enumerate(charts, 1)
    ]


def _levels(chart: Chart, span: Span) -> list[tuple[str, float]]:
    """Return round values with their words, with as many decimals as it takes to tell them apart."""
    unit, found = chart.series.unit, scale.levels(span)
    for more in range(facts.MOST_DECIMALS):
        words = [unit.words(level, more) for level in found]
        if len(set(words)) == len(words):
            return list(zip(words, found, strict=True))
    return []


def _level(root: Element, words: str, frame: Frame, y: float) -> None:
    shape(root, "line", "spc-grid", x1=frame.left, x2=frame.width - frame.right, y1=y, y2=y)
    shape(root, "text", "spc-words", words, x=frame.left - 4, y=y + 4, text_anchor="end")


def _lines(root: Element, chart: Chart, frame: Frame, span: Span) -> None:
    looks: dict[str, Callable[[Lines], float | None]] = {
        "spc-centre": lambda lines: lines.centre,
        "spc-limit spc-limit-upper": lambda lines: lines.upper,
        "spc-limit spc-limit-lower": lambda lines: lines.lower,
    }
    half = frame.across(0, len(chart.marks)) - frame.left
    for part in chart.parts:
        lines = [mark.lines for mark in chart.marks[part.at.start : part.at.stop]]
        for look, of in looks.items():
            values = [of(each) if isinstance(each, Lines) else None for each in lines]
            for places in _unbroken(values, part.at.start, len(chart.marks), frame, span):
                _polyline(root, look, places, half)


def _aims(root: Element, chart: Chart, frame: Frame, span: Span) -> None:
    half = frame.across(0, len(chart.marks)) - frame.left
    for look, table in (("spc-target", chart.targets), ("spc-trajectory", chart.trajectory)):
        values = [_aim(table, mark) for mark in chart.marks]
        for places in _unbroken(values, 0, len(values), frame, span):
            _polyline(root, look, places, half)


def _aim(table: Aims, mark: Mark) -> float | None:
    aim = table.on(mark.on)
    return None if isinstance(aim, Missing) else aim.value


def _anew(root: Element, chart: Chart, frame: Frame) -> None:
    for part in chart.parts:
        if part.rebase:
            x = frame.across(part.at.start, len(chart.marks)) - (
                frame.across(0, len(chart.marks)) - frame.left
            )
            line = shape(root, "line", "spc-anew", x1=x, x2=x, y1=frame.top, y2=frame.height - frame.foot)
            tip(line, f"The limits begin anew: {part.rebase.reason} (decided by {part.rebase.by})")


def _figures(root: Element, chart: Chart, frame: Frame, span: Span) -> None:
    count = len(chart.marks)
    values = [None if isinstance(mark.value, Missing) else mark.value for mark in chart.marks]
    for part in chart.parts:
        within = values[part.at.start : part.at.stop]
        for places in _unbroken(within, part.at.start, count, frame, span):
            _polyline(root, "spc-line", places)
    radius = RADIUS if count < CROWDED and frame.width >= WHOLE.width else SMALL_RADIUS
    for at, (mark, value) in enumerate(zip(chart.marks, values, strict=True)):
        if value is not None:
            dot = _dot(root, _kind(chart, mark), (frame.across(at, count), frame.down(value, span)), radius)
            words = chart.series.unit.words(value)
            tip(dot, f"{chart.series.period(mark.on)}: {words}, {facts.shown(mark, chart)}")


def _kind(chart: Chart, mark: Mark) -> str:
    if mark.label is None:
        return "usual"
    return facts.meaning(judging.variation_of(mark.label, chart.good))


def _dot(root: Element, kind: str, place: Place, r: float) -> Element:
    """Draw what a figure shows: a ring for usual variation, a diamond, a square or a triangle for a signal."""
    x, y = place
    if kind == "usual":
        return shape(root, "circle", "spc-usual", cx=x, cy=y, r=r * 0.8)
    if kind == "concern":
        return shape(root, "rect", "spc-concern", x=x - r, y=y - r, width=2 * r, height=2 * r)
    r *= 1.35
    corners = {
        "improvement": [(x, y - r), (x + r, y), (x, y + r), (x - r, y)],
        "change": [(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)],
    }[kind]
    return shape(root, "polygon", f"spc-{kind}", points=_points(corners))


def _periods(root: Element, chart: Chart, frame: Frame) -> None:
    y = frame.height - frame.foot + 15
    first, last = chart.series.period(chart.marks[0].on), chart.series.period(chart.marks[-1].on)
    shape(root, "text", "spc-words", first, x=frame.left, y=y)
    if len(chart.marks) > 1:
        shape(root, "text", "spc-words", last, x=frame.width - frame.right, y=y, text_anchor="end")


def _legend(root: Element, chart: Chart, frame: Frame) -> None:
    """Say what the shapes that are there mean, and which line is the target."""
    x, y = 10.0, frame.height - 10
    shown = {_kind(chart, mark) for mark in chart.marks if not isinstance(mark.value, Missing)}
    for kind in [kind for kind in KINDS if kind in shown]:
        _dot(root, kind, (x, y - 4), RADIUS)
        shape(root, "text", "spc-words", kind, x=x + 9, y=y)
        x += 22 + frame.letter * len(kind)
    for word, look, table in (
        ("target", "spc-target", chart.targets),
        ("plan", "spc-trajectory", chart.trajectory),
    ):
        if table.rows:
            shape(root, "line", look, x1=x - 4, x2=x + 14, y1=y - 4, y2=y - 4)
            shape(root, "text", "spc-words", word, x=x + 18, y=y)
            x += 30 + frame.letter * len(word)


def _unbroken(
    values: Sequence[float | None], start: int, count: int, frame: Frame, span: Span
) -> list[list[Place]]:
    """Return the places of values without a gap between them, stretch by stretch."""
    placed = [
        None if value is None else (frame.across(start + at, count), frame.down(value, span))
        for at, value in enumerate(values)
    ]
    stretches = groupby(placed, key=lambda place: place is not None)
    return [[place for place in places if place] for there, places in stretches if there]


def _polyline(root: Element, look: str, places: Sequence[Place], half: float = 0.0) -> None:
    """Draw a line through places; `half` a step is added at its ends, so that one place makes a line as well."""
    if half:
        (x, y), (last_x, last_y) = places[0], places[-1]
        places = [(x - half, y), *places, (last_x + half, last_y)]
    if len(places) > 1:
        shape(root, "polyline", look, points=_points(places))


def _points(places: Sequence[Place]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
