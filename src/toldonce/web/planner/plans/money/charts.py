"""Small drawings of money: pairs of bars by month, one bar for each share, stages on a line of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from toldonce.figures.spc.scale import Frame, Span, levels
from toldonce.figures.spc.svg import BLUE, GRID, INK, ORANGE, PAPER, QUIET, drawing, shape, tip, written
from toldonce.steering.money.months import NAMES
from toldonce.steering.sheets.saying import pounds

MONTHS = Frame(width=760, height=250, left=74, right=8, top=10, foot=48)
WORDS = {"fill": QUIET, "font_size": 13, "font_family": "Arial, sans-serif"}
LETTER = 7.2
MILLION, THOUSAND = 1_000_000, 1_000
ROW = 24
LEGEND = (("planned", PAPER, QUIET), ("actual", BLUE, BLUE))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a picture of bars: its words, its value, and what stands at its end."""

    name: str
    value: float
    said: str
    mark: float | None = None  # where a line crosses it, such as the fair share beside the spend


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one day to another on a line of days: as planned, done, or moved."""

    row: str
    begins: date
    ends: date
    look: str  # "planned", "done" or "moved"
    said: str


def months(slug: str, title: str, pairs: Sequence[tuple[int, int | None]], words: str) -> str:
    """Twelve pairs of bars: what was planned, and beside it what was spent where that is known."""
    root = drawing(slug, MONTHS.width, MONTHS.height, title=title, words=words, look="spc-chart money-months")
    known = [value for pair in pairs for value in pair if value is not None]
    span = Span(min(0, *known, 0), max(1, *known, 1) * 1.05)
    for level in levels(span):
        _level(root, level, span)
    width = (MONTHS.width - MONTHS.left - MONTHS.right) / 12 * 0.4
    for at, (planned, actual) in enumerate(pairs):
        x = MONTHS.across(at, 12)
        _upright(
            root, x - width, width - 1, planned, span, PAPER, QUIET, f"{NAMES[at]}, planned {pounds(planned)}"
        )
        if actual is not None:
            _upright(root, x, width, actual, span, BLUE, BLUE, f"{NAMES[at]}, actual {pounds(actual)}")
        shape(root, "text", "", NAMES[at][:3], x=x, y=MONTHS.height - 32, text_anchor="middle", **WORDS)
    _legend(root)
    return written(root)


def _level(root: Element, level: float, span: Span) -> None:
    y = MONTHS.down(level, span)
    shape(root, "line", "", x1=MONTHS.left, x2=MONTHS.width - MONTHS.right, y1=y, y2=y, stroke=GRID)
    shape(root, "text", "", short(level), x=MONTHS.left - 6, y=y + 4, text_anchor="end", **WORDS)


def short(amount: float) -> str:
    """An amount as an axis says it: £1.5m, £40k."""
    sign, size = "−" if amount < 0 else "", abs(amount)
    if size >= MILLION:
        return f"{sign}£{size / MILLION:.3g}m"
    return f"{sign}£{size / THOUSAND:.3g}k" if size >= THOUSAND else f"{sign}£{size:.3g}"


def _upright(
    root: Element, x: float, width: float, value: int, span: Span, fill: str, edge: str, said: str
) -> None:
    top, foot = sorted((MONTHS.down(value, span), MONTHS.down(0, span)))
    bar = shape(root, "rect", "", x=x, y=top, width=width, height=foot - top, fill=fill, stroke=edge)
    tip(bar, said)


def _legend(root: Element) -> None:
    x, y = MONTHS.left, MONTHS.height - 8
    for word, fill, edge in LEGEND:
        shape(root, "rect", "", x=x, y=y - 11, width=12, height=12, fill=fill, stroke=edge)
        shape(root, "text", "", word, x=x + 18, y=y, **WORDS)
        x += 34 + LETTER * len(word)


def bars(slug: str, title: str, told: Sequence[Bar], words: str, marks: str = "") -> str:
    """One bar below the other from nothing to its value, between its words; `marks` names the lines that cross."""
    left = max((len(bar.name) for bar in told), default=0) * LETTER + 12
    right = max((len(bar.said) for bar in told), default=0) * LETTER + 12
    height = len(told) * ROW + (26 if marks else 6)
    root = drawing(slug, 760, height, title=title, words=words, look="spc-chart money-bars")
    most = max((max(bar.value, bar.mark or 0) for bar in told), default=1) or 1
    for at, bar in enumerate(told):
        _lying(root, bar, at * ROW + 4, left, (760 - left - right) / most)
    if marks:
        y = len(told) * ROW + 18
        shape(root, "line", "", x1=left, x2=left, y1=y - 12, y2=y + 2, stroke=INK, stroke_width=3)
        shape(root, "text", "", marks, x=left + 10, y=y, **WORDS)
    return written(root)


def _lying(root: Element, bar: Bar, y: float, left: float, scale: float) -> None:
    shape(root, "text", "", bar.name, x=left - 8, y=y + 13, text_anchor="end", **WORDS)
    length = max(bar.value * scale, 0)
    drawn = shape(root, "rect", "", x=left, y=y, width=length, height=ROW - 8, fill=BLUE)
    tip(drawn, f"{bar.name}: {bar.said}")
    if bar.mark is not None:
        x = left + bar.mark * scale
        shape(root, "line", "", x1=x, x2=x, y1=y - 2, y2=y + ROW - 6, stroke=INK, stroke_width=3)
    shape(root, "text", "", bar.said, x=left + max(length, (bar.mark or 0) * scale) + 8, y=y + 13, **WORDS)


FILLS = {"planned": (PAPER, QUIET), "done": (BLUE, BLUE), "moved": (ORANGE, ORANGE)}


def stretches(slug: str, title: str, told: Sequence[Stretch], today: date, words: str) -> str:
    """Rows of stretches of days, with a mark for each quarter and a line for the day of the book."""
    rows = list(dict.fromkeys(each.row for each in told))
    first = min([each.begins for each in told] + [today])
    last = max([each.ends for each in told] + [today])
    left = max((len(row) for row in rows), default=0) * LETTER + 12
    scale = (1000 - left - 10) / max((last - first).days, 1)
    root = drawing(slug, 1000, len(rows) * ROW + 50, title=title, words=words, look="spc-chart money-stages")
    for quarter in _quarters(first, last):
        x = left + (quarter - first).days * scale
        shape(root, "line", "", x1=x, x2=x, y1=20, y2=len(rows) * ROW + 22, stroke=GRID)
        shape(
            root,
            "text",
            "",
            f"{quarter:%b %Y}",
            x=x,
            y=14,
            text_anchor="middle" if x > left + 30 else "start",
            **WORDS,
        )
    for at, row in enumerate(rows):
        shape(root, "text", "", row, x=left - 8, y=at * ROW + 37, text_anchor="end", **WORDS)
    for each in told:
        _stretch(
            root, each, rows.index(each.row) * ROW + 25, left + (each.begins - first).days * scale, scale
        )
    x = left + (today - first).days * scale
    shape(root, "line", "", x1=x, x2=x, y1=20, y2=len(rows) * ROW + 26, stroke=INK, stroke_width=2)
    shape(
        root,
        "text",
        "",
        f"as at {today.day} {today:%b %Y}",
        x=x,
        y=len(rows) * ROW + 42,
        text_anchor="middle",
        **WORDS,
    )
    return written(root)


def _stretch(root: Element, told: Stretch, y: float, x: float, scale: float) -> None:
    fill, edge = FILLS[told.look]
    width = max((told.ends - told.begins).days * scale, 3)
    tip(shape(root, "rect", "", x=x, y=y, width=width, height=ROW - 8, fill=fill, stroke=edge), told.said)


def _quarters(first: date, last: date) -> list[date]:
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    return [date(each // 12, each % 12 + 1, 1) for each in months if each % 3 == 0]
