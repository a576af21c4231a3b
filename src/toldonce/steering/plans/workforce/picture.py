"""Drawings of a workforce plan: the fan of supply under the line of need, and bars; each with its table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from toldonce.figures.spc.scale import Frame, span
from toldonce.figures.spc.svg import BLUE, INK, QUIET, drawing, shape, tip, written
from toldonce.steering.drawing.axes import Axes
from toldonce.steering.plans.workforce.ranges import Range
from toldonce.steering.sheets.saying import year_words

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
    root = drawing(slug, FRAME.width, FRAME.height, title=title, words=words, look="spc-chart")
    made = Axes(root, FRAME, span(every), len(years))
    made.levels("{:,g}".format)
    made.names([year_words(year) for year in years], below=17, every=1 + len(years) // 8)
    if ranges:
        outer = made.band([each.low for each in ranges], [each.high for each in ranges], **WIDE)
        tip(outer, "nine draws of ten")
        inner = made.band([each.lower for each in ranges], [each.upper for each in ranges], **NARROW)
        tip(inner, "half of the draws")
    for line in lines:
        _line(made, line, years)
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
        shape(root, "rect", "", x=LABELS, y=y, width=max(length, 1), height=18, **BAR)
        if before > value:
            width = (before - value) / longest * room
            lost = shape(root, "rect", "", x=LABELS + length, y=y, width=width, height=18, **LOST)
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


def _line(made: Axes, line: Line, years: Sequence[int]) -> None:
    made.line(line.values, **line.look)
    for at, (year, value) in enumerate(zip(years, line.values, strict=True)):
        dot = shape(
            made.root, "circle", "", cx=made.across(at), cy=made.down(value), r=3, fill=line.look["stroke"]
        )
        tip(dot, f"{line.word}, {year_words(year)}: {value:,.0f} FTE")


def _legend(root: Element, lines: Sequence[Line], with_bands: bool) -> None:
    x, y = FRAME.left, FRAME.height - 10
    for line in lines:
        shape(root, "line", "", x1=x, x2=x + 26, y1=y - 4, y2=y - 4, **line.look)
        shape(root, "text", "spc-words", line.word, x=x + 32, y=y)
        x += 46 + FRAME.letter * len(line.word)
    for word, look in (("half of the draws", NARROW), ("nine of ten", WIDE)) if with_bands else ():
        shape(root, "rect", "", x=x, y=y - 11, width=20, height=12, **look)
        shape(root, "text", "spc-words", word, x=x + 26, y=y)
        x += 40 + FRAME.letter * len(word)
