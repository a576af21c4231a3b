"""Drawings of a workforce plan: the fan of supply under the line of need, and bars; each with its table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from toldonce.figures.spc import scale
from toldonce.figures.spc.scale import Frame, Span
from toldonce.figures.spc.svg import BLUE, INK, QUIET, drawing, shape, tip, written
from toldonce.steering.plans.workforce.ranges import Range
from toldonce.steering.sheets.kinds import FinancialYear

SAY_YEAR = FinancialYear().say
FRAME = Frame(width=720, height=300, left=64, right=16, top=14, foot=52)
WIDE, NARROW = {"fill": BLUE, "fill-opacity": "0.15"}, {"fill": BLUE, "fill-opacity": "0.3"}
SUPPLY = {"fill": "none", "stroke": BLUE, "stroke-width": "2.5"}
NEED = {"fill": "none", "stroke": INK, "stroke-width": "2.5", "stroke-dasharray": "8 4"}
OTHER = {"fill": "none", "stroke": QUIET, "stroke-width": "2", "stroke-dasharray": "2 3"}
BAR, LOST = (
    {"fill": BLUE},
    {"fill": "#ffffff", "stroke": QUIET, "stroke-width": "1.5", "stroke-dasharray": "3 2"},
)
ROW, LABELS = 30, 250.0
Look = dict[str, str]


@dataclass(frozen=True)
class Line:
    """A line of one value a year, with the word and the look by which it is told apart."""

    word: str
    values: Sequence[float]
    look: Look


def fan(
    slug: str, title: str, words: str, years: Sequence[int], ranges: Sequence[Range], lines: Sequence[Line]
) -> str:
    """Lines over years, on bands in which half and nine tenths of the draws lie (none where `ranges` is empty)."""
    every = [value for line in lines for value in line.values]
    every += [edge for each in ranges for edge in (each.low, each.high)]
    span = scale.span(every)
    root = drawing(slug, FRAME.width, FRAME.height, title=title, words=words, look="spc-chart")
    _grid(root, span, years)
    _band(root, span, [(each.low, each.high) for each in ranges], WIDE, "nine draws of ten")
    _band(root, span, [(each.lower, each.upper) for each in ranges], NARROW, "half of the draws")
    for line in lines:
        _line(root, span, line, years)
    _legend(root, lines, bool(ranges))
    return written(root)


def bars(slug: str, title: str, words: str, rows: Sequence[tuple[str, float, float]]) -> str:
    """Rows of (label, value, what it was before): a bar as long as the value, and what was lost since."""
    longest = max((max(value, before) for _, value, before in rows), default=1.0) or 1.0
    height = len(rows) * ROW + 10
    root = drawing(slug, FRAME.width, height, title=title, words=words, look="spc-chart")
    room = FRAME.width - LABELS - 70
    for at, (label, value, before) in enumerate(rows):
        y, length = 6 + at * ROW, value / longest * room
        shape(root, "text", "spc-words", label, x=LABELS - 8, y=y + 14, text_anchor="end")
        _shaped(root, "rect", BAR, x=LABELS, y=y, width=max(length, 1), height=18)
        if before > value:
            lost = _shaped(
                root, "rect", LOST, x=LABELS + length, y=y, width=(before - value) / longest * room, height=18
            )
            tip(lost, f"{before - value:,.1f} fewer")
        shape(
            root,
            "text",
            "spc-words",
            f"{value:,.1f}",
            x=LABELS + max(length, before / longest * room) + 6,
            y=y + 14,
        )
    return written(root)


def _grid(root: Element, span: Span, years: Sequence[int]) -> None:
    right, foot = FRAME.width - FRAME.right, FRAME.height - FRAME.foot
    for level in scale.levels(span):
        y = FRAME.down(level, span)
        shape(root, "line", "spc-grid", x1=FRAME.left, x2=right, y1=y, y2=y)
        shape(root, "text", "spc-words", f"{level:,g}", x=FRAME.left - 6, y=y + 4, text_anchor="end")
    every = 1 + len(years) // 8
    for at, year in enumerate(years):
        if at % every == 0:
            x = FRAME.across(at, len(years))
            shape(root, "text", "spc-words", SAY_YEAR(year), x=x, y=foot + 17, text_anchor="middle")


def _band(root: Element, span: Span, edges: Sequence[tuple[float, float]], look: Look, words: str) -> None:
    if not edges:
        return
    across = [FRAME.across(at, len(edges)) for at in range(len(edges))]
    there = [(x, FRAME.down(low, span)) for x, (low, _) in zip(across, edges, strict=True)]
    back = [(x, FRAME.down(high, span)) for x, (_, high) in zip(across, edges, strict=True)]
    tip(_shaped(root, "polygon", look, points=_points([*there, *reversed(back)])), words)


def _line(root: Element, span: Span, line: Line, years: Sequence[int]) -> None:
    places = [(FRAME.across(at, len(years)), FRAME.down(value, span)) for at, value in enumerate(line.values)]
    _shaped(root, "polyline", line.look, points=_points(places))
    for (x, y), year, value in zip(places, years, line.values, strict=True):
        dot = _shaped(root, "circle", {"fill": line.look["stroke"]}, cx=x, cy=y, r=3)
        tip(dot, f"{line.word}, {SAY_YEAR(year)}: {value:,.0f} FTE")


def _legend(root: Element, lines: Sequence[Line], with_bands: bool) -> None:
    x, y = FRAME.left, FRAME.height - 10
    for line in lines:
        _shaped(root, "line", line.look, x1=x, x2=x + 26, y1=y - 4, y2=y - 4)
        shape(root, "text", "spc-words", line.word, x=x + 32, y=y)
        x += 46 + FRAME.letter * len(line.word)
    for word, look in (("half of the draws", NARROW), ("nine of ten", WIDE)) if with_bands else ():
        _shaped(root, "rect", look, x=x, y=y - 11, width=20, height=12)
        shape(root, "text", "spc-words", word, x=x + 26, y=y)
        x += 40 + FRAME.letter * len(word)


def _shaped(root: Element, tag: str, look: Look, **places: str | float) -> Element:
    made = shape(root, tag, "", "", **places)
    made.attrib.update(look)
    return made


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
