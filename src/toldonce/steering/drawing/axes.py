"""A drawing with values upwards and places, such as years, from left to right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from toldonce.figures.spc.scale import Frame, Span, levels
from toldonce.figures.spc.svg import shape


@dataclass(frozen=True, slots=True)
class Axes:
    """The drawing, its frame, the values that it spans, and how many places lie along it.

    A `kind` is the class of a shape and `look` its attributes, for pages that have no style sheet.
    """

    root: Element
    frame: Frame
    span: Span
    places: int

    def across(self, at: int) -> float:
        """Where the place of this number lies."""
        return self.frame.across(at, self.places)

    def down(self, value: float) -> float:
        """How far down a value lies."""
        return self.frame.down(value, self.span)

    def points(self, values: Sequence[float]) -> list[str]:
        """Where values lie, one for each place."""
        return [f"{self.across(at):.1f},{self.down(value):.1f}" for at, value in enumerate(values)]

    def line(self, values: Sequence[float], kind: str = "", **look: str | float) -> Element:
        """A line through values, one for each place."""
        return shape(self.root, "polyline", kind, "", points=" ".join(self.points(values)), **look)

    def band(
        self, low: Sequence[float], high: Sequence[float], kind: str = "", **look: str | float
    ) -> Element:
        """An area between two values of each place."""
        around = [*self.points(low), *reversed(self.points(high))]
        return shape(self.root, "polygon", kind, "", points=" ".join(around), **look)

    def words(self, text: str, x: float, y: float, **look: str | float) -> None:
        """Words of the drawing."""
        shape(self.root, "text", "spc-words", text, x=x, y=y, **look)

    def levels(
        self, say: Callable[[float], str], *, aside: float = 6, **look_of_nothing: str | float
    ) -> None:
        """A line for each round level, with what it says so far to the left; that of nothing has a look of its own."""
        right = self.frame.width - self.frame.right
        for level in levels(self.span):
            y, look = self.down(level), look_of_nothing if level == 0 else {}
            shape(self.root, "line", "spc-grid", "", x1=self.frame.left, x2=right, y1=y, y2=y, **look)
            self.words(say(level), self.frame.left - aside, y + 4, text_anchor="end")

    def names(self, said: Sequence[str], *, below: float = 16, every: int = 1) -> None:
        """What stands so far under each place, or under every second or third of them."""
        y = self.frame.height - self.frame.foot + below
        for at, words in list(enumerate(said))[::every]:
            self.words(words, self.across(at), y, text_anchor="middle")
