"""Groups of deprivation drawn: a bar with its interval for each, and the line through all of them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from toldonce.figures.charting.deprivation import ByDeprivation, Group
from toldonce.figures.missing import Missing
from toldonce.figures.spc import scale
from toldonce.figures.spc.scale import Frame, Span
from toldonce.figures.spc.svg import drawing, shape, tip, written

FRAME = Frame(width=900, height=360, left=64, foot=64)
CAP = 7  # units to each side of the end of an interval


def deprivation_picture(found: ByDeprivation, *, slug: str, unit: str, words: str) -> str:
    """Return the bars from the most to the least deprived as SVG; their values are in the table beside them."""
    limits = [_interval(each) for each in found.groups]
    span = _from_zero([*(high for _, high in limits), *found.line])
    root = drawing(slug, FRAME.width, FRAME.height, title="By deprivation", words=words, look="spc-chart")
    for level in scale.levels(span):
        y = FRAME.down(level, span)
        shape(root, "line", "spc-grid", x1=FRAME.left, x2=FRAME.width - FRAME.right, y1=y, y2=y)
        shape(root, "text", "spc-words", f"{level:g}{unit}", x=FRAME.left - 6, y=y + 4, text_anchor="end")
    for each, interval in zip(found.groups, limits, strict=True):
        _bar(root, each, interval, span, len(found.groups), unit)
    ends = FRAME.left, FRAME.width - FRAME.right
    begin, last = (FRAME.down(value, span) for value in found.line)
    line = shape(root, "line", "spc-target", x1=ends[0], x2=ends[1], y1=begin, y2=last)
    tip(line, f"The line through all groups, from {found.line[0]:.1f}{unit} to {found.line[1]:.1f}{unit}")
    _words(root)
    return written(root)


def _from_zero(values: list[float]) -> Span:
    """Bars begin at nothing, so that their heights can be compared."""
    return Span(0.0, max(values) * 1.05 or 1.0)


def _bar(
    root: Element, group: Group, interval: tuple[float, float], span: Span, count: int, unit: str
) -> None:
    value = _value(group)
    x, half = FRAME.across(group.number - 1, count), 0.32 * (FRAME.width - FRAME.left - FRAME.right) / count
    top, floor = FRAME.down(value, span), FRAME.down(0.0, span)
    bar = shape(root, "rect", "spc-bar", x=x - half, y=top, width=2 * half, height=floor - top)
    low, high = interval
    tip(bar, f"Group {group.number}: {value:.1f}{unit}, 95% interval {low:.1f} to {high:.1f}")
    up, down = FRAME.down(high, span), FRAME.down(low, span)
    shape(root, "line", "spc-centre", x1=x, x2=x, y1=up, y2=down)
    for y in (up, down):
        shape(root, "line", "spc-centre", x1=x - CAP, x2=x + CAP, y1=y, y2=y)
    shape(root, "text", "spc-words", f"{group.number}", x=x, y=floor + 18, text_anchor="middle")


def _words(root: Element) -> None:
    y = FRAME.height - 26
    shape(root, "text", "spc-words", "most deprived", x=FRAME.left, y=y)
    shape(root, "text", "spc-words", "least deprived", x=FRAME.width - FRAME.right, y=y, text_anchor="end")
    said = "bars: 95% intervals from the chance of counting; dotted: the line through all groups"
    shape(root, "text", "spc-words", said, x=FRAME.left, y=FRAME.height - 6)


def _value(group: Group) -> float:
    value = group.estimate.value
    assert not isinstance(value, Missing)  # a group without a value has no slope, and so no picture
    return value


def _interval(group: Group) -> tuple[float, float]:
    limits = group.estimate.limits[0]
    assert not isinstance(limits.lower, Missing) and not isinstance(limits.upper, Missing)
    return limits.lower, limits.upper
