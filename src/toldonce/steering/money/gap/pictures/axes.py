"""A drawing with pounds upwards and years, or names, along: what the drawings of the gap have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toldonce.figures.spc.scale import Frame, levels, span
from toldonce.figures.spc.svg import drawing, shape
from toldonce.steering.drawing.axes import Axes
from toldonce.steering.money.gap.saying import roughly

WIDE = Frame(width=760, height=320, left=60, right=14, top=16, foot=44)
GAP, LEFT, SAVED, ADDED = "#212b32", "#005eb8", "#007f3b", "#b35900"
PALE, PALER = "#7fb2e5", "#c9e0f5"


def axes(
    slug: str, title: str, words: str, values: Sequence[float], places: int, frame: Frame = WIDE
) -> Axes:
    """Begin a drawing that spans these pounds and nothing, with round amounts beside it."""
    root = drawing(slug, frame.width, frame.height, title=title, words=words, look="spc-chart")
    spanned = span([*values, 0.0])
    widest = max((len(roughly(level)) for level in levels(spanned)), default=0)
    made = Axes(root, replace(frame, left=12 + frame.letter * widest), spanned, places)
    made.levels(roughly, aside=5, stroke=GAP, stroke_width=1.5)
    return made


def line(made: Axes, values: Sequence[float], colour: str, dashes: str = "") -> None:
    """A line through amounts, one for each place."""
    more = {"stroke_dasharray": dashes} if dashes else {}
    made.line(values, "gap-line", fill="none", stroke=colour, stroke_width=2.5, **more)


def marks(made: Axes, values: Sequence[float], colour: str, *, square: bool = False) -> None:
    """A mark at each amount, by whose form lines are told apart in grey print."""
    for at, value in enumerate(values):
        x, y = made.across(at), made.down(value)
        if square:
            shape(made.root, "rect", "gap-mark", x=x - 4, y=y - 4, width=8, height=8, fill=colour)
        else:
            shape(made.root, "circle", "gap-mark", cx=x, cy=y, r=4.5, fill=colour)


def legend(made: Axes, entries: Sequence[tuple[str, str]]) -> None:
    """Colours with their names, below."""
    x, y = made.frame.left, made.frame.height - 8
    for colour, words in entries:
        shape(made.root, "rect", "gap-mark", x=x, y=y - 10, width=12, height=10, fill=colour)
        made.words(words, x + 17, y)
        x += 34 + made.frame.letter * len(words)
