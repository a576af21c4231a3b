"""Icons of our own: what the last figure shows, and what may be expected of the target; told apart by shape, too.

Variation is a path that stays within its band, or goes up or down, with a tick for an improvement, an exclamation
mark for a concern and a ring for a change that is neither. Assurance is the path of the process beside the line of
the target.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc.judging import Assurance, Variation
from toldonce.figures.spc.svg import drawing, shape, written

SIDE = 48
WORDS = {
    Variation.USUAL: "Usual variation: no change",
    Variation.IMPROVEMENT_HIGH: "Improvement: higher than before, and high is good",
    Variation.IMPROVEMENT_LOW: "Improvement: lower than before, and low is good",
    Variation.CONCERN_HIGH: "Concern: higher than before, and low is good",
    Variation.CONCERN_LOW: "Concern: lower than before, and high is good",
    Variation.CHANGE_HIGH: "Change: higher than before",
    Variation.CHANGE_LOW: "Change: lower than before",
}
EXPECTED = {
    Assurance.PASSES: "The target is within reach each time",
    Assurance.HIT_OR_MISS: "The target is hit or missed by chance",
    Assurance.FAILS: "The target is out of reach",
}
PATHS = {"up": "7,35 15,31 21,34 29,24 33,27 41,11", "down": "7,13 15,17 21,14 29,24 33,21 41,37"}
ARROWS = {"up": "33,11 41,11 41,19", "down": "33,37 41,37 41,29"}


def variation_icon(slug: str, variation: Variation | Missing) -> str:
    """Return the icon of what the last figure shows."""
    if isinstance(variation, Missing):
        return _empty(slug, "Nothing can be told of the variation", variation.reason)
    root = _tile(slug, WORDS[variation], "spc-icon spc-icon-variation")
    kind, _, side = str(variation).partition(", ")
    if variation is Variation.USUAL:
        for y in (13, 35):
            shape(root, "line", "spc-limit", x1=6, y1=y, x2=42, y2=y)
        shape(root, "polyline", "spc-stroke", points="7,25 14,20 20,28 27,21 34,27 41,23")
        return written(root)
    way = "up" if side == "high" else "down"
    shape(root, "polyline", f"spc-stroke-{kind}", points=PATHS[way])
    shape(root, "polyline", f"spc-stroke-{kind}", points=ARROWS[way])
    _sign(root, kind, 13, 13 if way == "up" else 36)
    return written(root)


def assurance_icon(slug: str, assurance: Assurance | Missing, good: Good) -> str:
    """Return the icon of what may be expected of the target, drawn with the good side where it is."""
    if isinstance(assurance, Missing):
        return _empty(slug, "Nothing can be told of the target", assurance.reason)
    root = _tile(slug, EXPECTED[assurance], "spc-icon spc-icon-assurance")
    above = (assurance is Assurance.PASSES) == (good is Good.HIGHER)
    middle = 24 if assurance is Assurance.HIT_OR_MISS else 16 if above else 32
    target = 24 if assurance is Assurance.HIT_OR_MISS else 30 if above else 18
    wave = " ".join(f"{x},{middle + swing}" for x, swing in zip((6, 13, 20, 27), (4, -5, 5, -4), strict=True))
    shape(root, "line", "spc-target", x1=5, y1=target, x2=43, y2=target)
    look = {
        Assurance.PASSES: "spc-stroke-improvement",
        Assurance.FAILS: "spc-stroke-concern",
        Assurance.HIT_OR_MISS: "spc-stroke",
    }[assurance]
    shape(root, "polyline", look, points=wave)
    mark = {Assurance.PASSES: "improvement", Assurance.FAILS: "concern", Assurance.HIT_OR_MISS: "question"}
    _sign(root, mark[assurance], 37, middle if assurance is not Assurance.HIT_OR_MISS else 12)
    return written(root)


def _tile(slug: str, title: str, look: str, words: str = "") -> Element:
    root = drawing(slug, SIDE, SIDE, title=title, words=words or title, look=look)
    shape(root, "rect", "spc-frame", x=1.5, y=1.5, width=45, height=45, rx=9)
    return root


def _empty(slug: str, title: str, why: str) -> str:
    root = _tile(slug, title, "spc-icon spc-icon-empty", why)
    shape(root, "line", "spc-stroke", x1=16, y1=24, x2=32, y2=24)
    return written(root)


def _sign(root: Element, kind: str, x: float, y: float) -> None:
    """Draw a tick, an exclamation mark, a ring or a question mark about a point."""
    if kind == "improvement":
        shape(
            root, "polyline", "spc-stroke-improvement", points=f"{x - 5},{y} {x - 1},{y + 4} {x + 5},{y - 5}"
        )
    elif kind == "concern":
        shape(root, "line", "spc-stroke-concern", x1=x, y1=y - 7, x2=x, y2=y + 1)
        shape(root, "line", "spc-stroke-concern", x1=x, y1=y + 6, x2=x, y2=y + 6.1)
    elif kind == "change":
        shape(root, "circle", "spc-stroke-change", cx=x, cy=y, r=4.5)
    else:
        shape(root, "path", "spc-stroke", d=f"M{x - 4} {y - 3} a4 4 0 1 1 5 4 q-1 1 -1 2.5")
        shape(root, "line", "spc-stroke", x1=x, y1=y + 8, x2=x, y2=y + 8.1)
