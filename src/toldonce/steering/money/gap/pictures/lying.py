"""Lying bars, one below the other with their names to the left, so that long names can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from toldonce.figures.spc.scale import Frame, Span, levels, span
from toldonce.figures.spc.svg import drawing, shape, tip
from toldonce.steering.money.gap.pictures.axes import GAP
from toldonce.steering.money.gap.saying import roughly
from toldonce.steering.sheets.saying import pounds

ROW, TOP, FOOT, WIDTH, BESIDE = 29, 24, 26, 760, 70
LETTER = 7.5
LONGEST = 36  # letters of a name that there is room for; the table says them in full


@dataclass(frozen=True, slots=True)
class Lying:
    """A drawing of lying bars, its frame, and the pounds that it spans."""

    root: Element
    frame: Frame
    span: Span

    def across(self, amount: float) -> float:
        """How far to the right an amount lies."""
        room = self.frame.width - self.frame.left - self.frame.right
        return self.frame.left + room * (amount - self.span.low) / (self.span.high - self.span.low)

    def name(self, at: int, name: str) -> None:
        """The name of a row."""
        self.words(_short(name), self.frame.left - 6, self._middle(at), "end")

    def bar(self, at: int, first: float, last: float, colour: str, says: str) -> None:
        """A bar of a row between two amounts, with words for whoever points at it."""
        low, high = sorted((self.across(first), self.across(last)))
        y, size = TOP + at * ROW + 4, ROW - 8
        made = shape(
            self.root, "rect", "gap-bar", x=low, y=y, width=max(high - low, 1.0), height=size, fill=colour
        )
        tip(made, says)

    def beside(self, at: int, amount: float, words: str) -> None:
        """Words to the right of an amount in a row."""
        self.words(words, self.across(amount) + 5, self._middle(at))

    def upright(self, amount: float, words: str) -> None:
        """A line through all rows, named above."""
        x = self.across(amount)
        shape(self.root, "line", "gap-line", x1=x, x2=x, y1=TOP, y2=self._foot, stroke=GAP, stroke_width=2)
        self.words(words, x, TOP - 8, "middle")

    def words(self, text: str, x: float, y: float, anchor: str = "start") -> None:
        """Words of the drawing."""
        shape(self.root, "text", "spc-words", text, x=x, y=y, text_anchor=anchor)

    def grid(self) -> None:
        """Round amounts with a line for each."""
        for level in levels(self.span):
            x = self.across(level)
            shape(self.root, "line", "spc-grid", x1=x, x2=x, y1=TOP, y2=self._foot)
            self.words(roughly(level), x, self._foot + 16, "middle")

    @property
    def _foot(self) -> float:
        return self.frame.height - FOOT

    @staticmethod
    def _middle(at: int) -> float:
        return TOP + at * ROW + ROW / 2 + 5


def lying(slug: str, title: str, words: str, names: Sequence[str], amounts: Sequence[float]) -> Lying:
    """Begin a drawing with a row for each name that spans these amounts."""
    left = max((len(_short(name)) for name in names), default=0) * LETTER + 12
    frame = Frame(width=WIDTH, height=TOP + ROW * len(names) + FOOT, left=left, right=BESIDE)
    root = drawing(slug, frame.width, frame.height, title=title, words=words, look="spc-chart")
    made = Lying(root, frame, span(amounts))
    made.grid()
    return made


def tip_of(name: str, amount: int) -> str:
    """A name with its amount to the pound."""
    return f"{name}: {pounds(amount)}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
