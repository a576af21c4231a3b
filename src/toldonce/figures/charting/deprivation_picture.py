"""Groups of deprivation drawn: a bar with its interval for each, as wide as the group has people, and the line.

Bars and line share one scale from left to right: how many of all people are as deprived, or more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from xml.etree.ElementTree import Element

from toldonce.figures.charting.deprivation import ByDeprivation, Group
from toldonce.figures.missing import Missing
from toldonce.figures.spc import scale
from toldonce.figures.spc.scale import Frame, Span
from toldonce.figures.spc.svg import drawing, shape, tip, written

FRAME = Frame(width=900, height=372, left=64, foot=76)
CAP = 7  # units to each side of the end of an interval
APART = 2  # units between two bars
THINNEST = 6  # units: a bar that would be thinner could not be seen on a telephone
BESIDE = 22  # units between the numbers of two groups, below which the second stands lower


def deprivation_picture(found: ByDeprivation, *, slug: str, unit: str, words: str) -> str:
    """Return the bars from the most to the least deprived as SVG; their values are in the table beside them."""
    limits = [_interval(each) for each in found.groups]
    span = _from_zero([*(high for _, high in limits), *found.line])
    root = drawing(slug, FRAME.width, FRAME.height, title="By deprivation", words=words, look="spc-chart")
    for level in scale.levels(span):
        y = FRAME.down(level, span)
        shape(root, "line", "spc-grid", x1=FRAME.left, x2=FRAME.width - FRAME.right, y1=y, y2=y)
        shape(root, "text", "spc-words", f"{level:g}{unit}", x=FRAME.left - 6, y=y + 4, text_anchor="end")
    places = _places(found.shares)
    for each, interval, place, share in zip(found.groups, limits, places, found.shares, strict=True):
        bar = _bar(root, _value(each), interval, span, place)
        said = f"{_value(each):.1f}{unit}, 95% interval {interval[0]:.1f} to {interval[1]:.1f}"
        tip(bar, f"Group {each.number}, {share:.0%} of people: {said}")
    _numbers(root, found.groups, [(left + right) / 2 for left, right in places])
    ends = FRAME.left, FRAME.width - FRAME.right
    begin, last = (FRAME.down(value, span) for value in found.line)
    line = shape(root, "line", "spc-target", x1=ends[0], x2=ends[1], y1=begin, y2=last)
    tip(line, f"The line through all groups, from {found.line[0]:.1f}{unit} to {found.line[1]:.1f}{unit}")
    _words(root)
    return written(root)


def _from_zero(values: list[float]) -> Span:
    """Bars begin at nothing, so that their heights can be compared."""
    return Span(0.0, max(values) * 1.05 or 1.0)


def _places(shares: Sequence[float]) -> list[tuple[float, float]]:
    """Where the bar of each group begins and ends from left to right."""
    room, left, found = FRAME.width - FRAME.left - FRAME.right, FRAME.left, []
    for share, until in zip(shares, accumulate(shares), strict=True):
        middle, width = left + room * (until - share / 2), max(room * share - APART, THINNEST)
        found.append((middle - width / 2, middle + width / 2))
    return found


def _bar(
    root: Element, value: float, interval: tuple[float, float], span: Span, place: tuple[float, float]
) -> Element:
    left, right = place
    top, floor = FRAME.down(value, span), FRAME.down(0.0, span)
    bar = shape(root, "rect", "spc-bar", x=left, y=top, width=right - left, height=floor - top)
    x, cap = (left + right) / 2, min(CAP, (right - left) / 2)
    down, up = (FRAME.down(end, span) for end in interval)
    shape(root, "line", "spc-centre", x1=x, x2=x, y1=up, y2=down)
    for y in (up, down):
        shape(root, "line", "spc-centre", x1=x - cap, x2=x + cap, y1=y, y2=y)
    return bar


def _numbers(root: Element, groups: Sequence[Group], middles: Sequence[float]) -> None:
    """Write the number of each group below its bar, in a second row where it would touch the one before."""
    before, row = -BESIDE, 0
    for group, x in zip(groups, middles, strict=True):
        row = 1 - row if x - before < BESIDE else 0
        y = FRAME.height - FRAME.foot + 15 + 13 * row
        shape(root, "text", "spc-words", f"{group.number}", x=x, y=y, text_anchor="middle")
        before = x


def _words(root: Element) -> None:
    y = FRAME.height - 22
    shape(root, "text", "spc-words", "most deprived", x=FRAME.left, y=y)
    shape(root, "text", "spc-words", "least deprived", x=FRAME.width - FRAME.right, y=y, text_anchor="end")
    said = (
        "each bar as wide as its share of people, with its 95% interval; dotted: the line through all groups"
    )
    shape(root, "text", "spc-words", said, x=FRAME.left, y=FRAME.height - 6)


def _value(group: Group) -> float:
    value = group.estimate.value
    assert not isinstance(value, Missing)  # a group without a value has no slope, and so no picture
    return value


def _interval(group: Group) -> tuple[float, float]:
    limits = group.estimate.limits[0]
    assert not isinstance(limits.lower, Missing) and not isinstance(limits.upper, Missing)
    return limits.lower, limits.upper
