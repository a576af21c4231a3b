"""A drawing with pounds upwards and years, or names, along: what the drawings of the gap have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from toldonce.figures.spc.scale import Frame, Span, levels, span
from toldonce.figures.spc.svg import drawing, shape
from toldonce.steering.money.gap.saying import roughly

WIDE = Frame(width=760, height=320, left=60, right=14, top=16, foot=44)
GAP, LEFT, SAVED, ADDED = "#212b32", "#005eb8", "#007f3b", "#b35900"
PALE, PALER = "#7fb2e5", "#c9e0f5"


@dataclass(frozen=True, slots=True)
class Axes:
    """The drawing, its frame, and the pounds that it spans."""

    root: Element
    frame: Frame
    span: Span
    places: int

    def across(self, at: int) -> float:
        """Where the place of this number lies."""
        return self.frame.across(at, self.places)

    def down(self, pounds: float) -> float:
        """How far down an amount lies."""
        return self.frame.down(pounds, self.span)

    def line(self, values: Sequence[float], colour: str, dashes: str = "") -> None:
        """A line through values, one for each place, each with a mark."""
        points = " ".join(f"{self.across(at):.1f},{self.down(value):.1f}" for at, value in enumerate(values))
        more = {"stroke_dasharray": dashes} if dashes else {}
        shape(
            self.root,
            "polyline",
            "gap-line",
            points=points,
            fill="none",
            stroke=colour,
            stroke_width=2.5,
            **more,
        )

    def marks(self, values: Sequence[float], colour: str, *, square: bool = False) -> None:
        """A mark at each value, by whose form lines are told apart in grey print."""
        for at, value in enumerate(values):
            x, y = self.across(at), self.down(value)
            if square:
                shape(self.root, "rect", "gap-mark", x=x - 4, y=y - 4, width=8, height=8, fill=colour)
            else:
                shape(self.root, "circle", "gap-mark", cx=x, cy=y, r=4.5, fill=colour)

    def words(self, text: str, x: float, y: float, **more: str | float) -> None:
        """Words of the drawing."""
        shape(self.root, "text", "spc-words", text, x=x, y=y, **more)

    def names(self, said: Sequence[str]) -> None:
        """What stands under each place."""
        y = self.frame.height - self.frame.foot + 16
        for at, words in enumerate(said):
            self.words(words, self.across(at), y, text_anchor="middle")

    def legend(self, entries: Sequence[tuple[str, str]]) -> None:
        """Colours with their names, below."""
        x, y = self.frame.left, self.frame.height - 8
        for colour, words in entries:
            shape(self.root, "rect", "gap-mark", x=x, y=y - 10, width=12, height=10, fill=colour)
            self.words(words, x + 17, y)
            x += 34 + self.frame.letter * len(words)


def axes(
    slug: str, title: str, words: str, values: Sequence[float], places: int, frame: Frame = WIDE
) -> Axes:
    """Begin a drawing that spans these pounds and nothing, with round amounts beside it."""
    root = drawing(slug, frame.width, frame.height, title=title, words=words, look="spc-chart")
    spanned = span([*values, 0.0])
    beside = [(roughly(level), level) for level in levels(spanned)]
    frame = replace(frame, left=12 + frame.letter * max((len(said) for said, _ in beside), default=0))
    made = Axes(root, frame, spanned, places)
    for said, level in beside:
        y = made.down(level)
        look = {"stroke": GAP, "stroke_width": 1.5} if level == 0 else {}
        shape(root, "line", "spc-grid", x1=frame.left, x2=frame.width - frame.right, y1=y, y2=y, **look)
        made.words(said, frame.left - 5, y + 4, text_anchor="end")
    return made
