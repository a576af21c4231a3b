"""The trajectory of a benefit: what is planned by when, and what was counted."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from toldonce.figures.spc.scale import Frame, Span, levels, span
from toldonce.figures.spc.svg import BLUE, INK, PAPER, PURPLE, drawing, shape, tip, written
from toldonce.steering.plans.programmes.benefits import Followed
from toldonce.steering.plans.programmes.pictures.calendar import Calendar, calendar
from toldonce.steering.plans.programmes.plan import Point
from toldonce.steering.plans.programmes.saying import of_benefit
from toldonce.steering.plans.programmes.telling import amount, said_day

FRAME = Frame(width=640, height=300, left=64, right=34, top=44, foot=40)
EMPTY = 60.0  # how high a drawing of nothing is


def trajectory(told: Followed, slug: str = "trajectory") -> str:
    """Planned values as hollow diamonds on a dashed line, counted ones as dots; nothing where neither is known."""
    benefit = told.benefit
    points = [*benefit.planned, *told.counted]
    height = FRAME.height if points else EMPTY
    root = drawing(slug, FRAME.width, height, title=benefit.name, words=of_benefit(told), look="trajectory")
    if not points:
        shape(root, "text", "spc-words", "Nothing is planned or counted yet.", x=FRAME.left, y=height / 2)
        return written(root)
    spanned = span([float(point.value) for point in points])
    left = 14 + FRAME.letter * max(len(f"{level:,g}") for level in levels(spanned))
    along = calendar([told.on, *(point.on for point in points)], left, FRAME.width - FRAME.right)
    _grid(root, along, spanned)
    _line(root, along, spanned, benefit.planned, PURPLE, "9 3 2 3")
    _line(root, along, spanned, told.counted, BLUE)
    for point in benefit.planned:
        what = "baseline" if point.baseline else "planned"
        _mark(root, along, spanned, point, f"{what} {amount(benefit, point.value)}", hollow=True)
    for point in told.counted:
        _mark(root, along, spanned, point, f"counted {amount(benefit, point.value)}")
    _legend(root)
    return written(root)


def _grid(root: Element, along: Calendar, spanned: Span) -> None:
    foot = FRAME.height - FRAME.foot
    for level in levels(spanned):
        y = FRAME.down(level, spanned)
        shape(root, "line", "spc-grid", x1=along.left, x2=along.right, y1=y, y2=y)
        shape(root, "text", "spc-words", f"{level:,g}", x=along.left - 6, y=y + 4, text_anchor="end")
    along.drawn(root, FRAME.top - 12, foot)


def _line(
    root: Element, along: Calendar, spanned: Span, points: tuple[Point, ...], colour: str, dashes: str = ""
) -> None:
    if points:
        places = " ".join(
            f"{along.across(each.on):.1f},{FRAME.down(float(each.value), spanned):.1f}" for each in points
        )
        look = {"stroke_dasharray": dashes} if dashes else {}
        shape(root, "polyline", "", points=places, fill="none", stroke=colour, stroke_width=2, **look)


def _mark(
    root: Element, along: Calendar, spanned: Span, point: Point, words: str, *, hollow: bool = False
) -> None:
    x, y = along.across(point.on), FRAME.down(float(point.value), spanned)
    if hollow:
        corners = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
        made = shape(root, "polygon", "", points=corners, fill=PAPER, stroke=PURPLE, stroke_width=2)
    else:
        made = shape(root, "circle", "", cx=x, cy=y, r=4.5, fill=BLUE)
    tip(made, f"{words} on {said_day(point.on)}")


def _legend(root: Element) -> None:
    x, y = FRAME.left, FRAME.height - 10
    for word, colour, dashes in (("planned", PURPLE, "9 3 2 3"), ("counted", BLUE, "none")):
        shape(
            root,
            "line",
            "",
            x1=x,
            x2=x + 28,
            y1=y - 4,
            y2=y - 4,
            stroke=colour,
            stroke_width=2,
            stroke_dasharray=dashes,
        )
        shape(root, "text", "spc-words", word, x=x + 34, y=y, fill=INK)
        x += 50 + FRAME.letter * len(word)
