"""A drawing in the making: a place for each period, a height for each value, shapes that differ by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from xml.etree.ElementTree import Element

from toldonce.figures.missing import Missing
from toldonce.figures.spc import scale, ticks
from toldonce.figures.spc.remarks import Remark
from toldonce.figures.spc.scale import Frame, Span
from toldonce.figures.spc.series import NOT_GIVEN, Point, Series, Unit
from toldonce.figures.spc.svg import drawing, shape, tip

WHOLE = Frame()
SMALL = Frame(width=260, height=160, foot=28)
RADIUS, SMALL_RADIUS = 4.0, 2.8
CROWDED = 60  # points from which on they are drawn small
PACKED = 400  # from which on nobody can point at one, and the line hides the usual ones
MOST_DECIMALS = 6
APART = 24.0  # units between two numbers of remarks
KINDS = ("usual", "figure", "improvement", "concern", "change")  # a figure: what cannot be told is not usual
RINGS = ("usual", "figure")
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """The drawing of one series, with its frame and the values that it spans."""

    root: Element
    series: Series
    frame: Frame
    span: Span

    def line(
        self,
        look: str,
        values: Sequence[float | None],
        start: int = 0,
        *,
        through: bool = False,
        steps: bool = False,
    ) -> None:
        """Draw a line through values, broken at each None.

        `through` the whole of their periods; in `steps` where a value holds for its whole period and then another does.
        """
        placed = [
            None if value is None else (self._across(start + at), self._down(value))
            for at, value in enumerate(values)
        ]
        for there, places in groupby(placed, key=lambda place: place is not None):
            if there:
                drawn = [place for place in places if place]
                self._stretch(look, _stepped(drawn) if steps else drawn, through)

    def dots(self, kinds: Sequence[str], words: Sequence[str]) -> set[str]:
        """Draw each figure of the series as the shape of its kind, with words for whoever points at it.

        Where figures are packed, the line alone shows those of usual variation, but for the last. The kinds that are
        drawn are returned.
        """
        drawn = [at for at, kind in enumerate(kinds) if self._has_a_dot(at, kind)]
        groups = {kind: shape(self.root, "g", f"spc-{kind}") for kind in KINDS if kind in kinds}
        for at in drawn:
            point, kind = self.series.points[at], kinds[at]
            assert not isinstance(point.value, Missing)
            dot = _dot(groups[kind], kind, (self._across(at), self._down(point.value)), self._radius)
            if not self._is_small and not self._is_packed:
                printed = self.series.unit.words(point.value)
                tip(dot, f"{self.series.period(point.on)}: {printed}, {words[at]}")
        return {kinds[at] for at in drawn}

    def gaps(self) -> bool:
        """Draw a bar at the foot for each stretch without figures that has a reason; whether there is one."""
        y, found = self.frame.height - self.frame.foot - 4, False
        at = 0
        for reason, stretch in groupby(self.series.points, key=_reason):
            length = len(list(stretch))
            if reason:
                first, last = self._across(at) - self._half, self._across(at + length - 1) + self._half
                bar = shape(self.root, "line", "spc-gap", x1=first, x2=last, y1=y, y2=y)
                tip(bar, f"No figure: {reason}")
                found = True
            at += length
        return found

    def remarks(self, found: Sequence[Remark]) -> None:
        """Write the number of each remark at the stretches that it is about, where it does not cover another."""
        for remark in found:
            before = -APART
            for first, last in remark.stretches:
                x = (self._across(first) + self._across(last)) / 2
                if x - before >= APART:
                    middle = self.series.points[(first + last) // 2].value
                    y = (
                        self.frame.height - self.frame.foot
                        if isinstance(middle, Missing)
                        else self._down(middle)
                    )
                    words = f"({remark.number})"
                    tip(
                        shape(self.root, "text", "spc-remark", words, x=x, y=y - 9, text_anchor="middle"),
                        remark.note,
                    )
                    before = x

    def divide(self, look: str, at: int, words: str) -> None:
        """Draw an upright line before a period, with words for whoever points at it."""
        x, top, foot = self._across(at) - self._half, self.frame.top, self.frame.height - self.frame.foot
        tip(shape(self.root, "line", look, x1=x, x2=x, y1=top, y2=foot), words)

    def periods(self) -> None:
        """Write the first and the last period below, and between them what begins where, as far as there is room."""
        foot, right = self.frame.height - self.frame.foot, self.frame.width - self.frame.right
        points, letter = self.series.points, self.frame.letter
        first, last = (self.series.period(points[at].on) for at in (0, -1))
        if len(points) == 1:
            middle = self._across(0)
            shape(self.root, "text", "spc-words", first, x=middle, y=foot + 15, text_anchor="middle")
            return
        shape(self.root, "text", "spc-words", first, x=self.frame.left, y=foot + 15)
        shape(self.root, "text", "spc-words", last, x=right, y=foot + 15, text_anchor="end")
        if self._is_small:
            return
        before = (
            0.0 if self.series.every in ticks.YEARLY else self._half
        )  # a year is one figure, and stands below it
        said = [(self._across(at) - before, words) for at, words in ticks.begun(self.series)]
        free = (self.frame.left + letter * len(first), right - letter * len(last))
        for x, words in ticks.with_room(said, free, letter):
            shape(self.root, "line", "spc-tick", x1=x, x2=x, y1=foot, y2=foot + 4)
            shape(self.root, "text", "spc-words", words, x=x, y=foot + 15, text_anchor="middle")

    def legend(self, kinds: Iterable[str], lines: Iterable[tuple[str, str]]) -> None:
        """Name the shapes of these kinds and the lines of these (word, look); a small drawing has no room."""
        if self.frame.foot < WHOLE.foot:
            return
        x, y, shown = 10.0, self.frame.height - 10, set(kinds)
        shown -= {"figure"} if "usual" in shown else set()  # both are rings, and one row has to do
        for kind in [kind for kind in KINDS if kind in shown]:
            _dot(shape(self.root, "g", f"spc-{kind}"), kind, (x, y - 4), RADIUS)
            shape(self.root, "text", "spc-words", kind, x=x + 9, y=y)
            x += 22 + self.frame.letter * len(kind)
        for word, look in lines:
            shape(self.root, "line", look, x1=x - 4, x2=x + 14, y1=y - 4, y2=y - 4)
            shape(self.root, "text", "spc-words", word, x=x + 18, y=y)
            x += 30 + self.frame.letter * len(word)

    def _has_a_dot(self, at: int, kind: str) -> bool:
        if self._is_gap(at):
            return False
        on_a_line = at + 1 < len(self.series.points) and not (self._is_gap(at - 1) and self._is_gap(at + 1))
        return kind not in RINGS or not self._is_packed or not on_a_line

    def _is_gap(self, at: int) -> bool:
        """Whether no figure stands there, so that no line comes from it."""
        points = self.series.points
        return not 0 <= at < len(points) or isinstance(points[at].value, Missing)

    @property
    def _is_small(self) -> bool:
        return self.frame.width < WHOLE.width

    @property
    def _is_packed(self) -> bool:
        return len(self.series.points) >= PACKED

    @property
    def _radius(self) -> float:
        crowded = len(self.series.points) >= CROWDED
        return SMALL_RADIUS if self._is_small or crowded else RADIUS

    def _across(self, at: int) -> float:
        return self.frame.across(at, len(self.series.points))

    def _down(self, value: float) -> float:
        return self.frame.down(value, self.span)

    @property
    def _half(self) -> float:
        return self._across(0) - self.frame.left

    def _stretch(self, look: str, places: list[Place], through: bool) -> None:
        if through:
            (x, y), (last_x, last_y) = places[0], places[-1]
            places = [(x - self._half, y), *places, (last_x + self._half, last_y)]
        if len(places) > 1:
            shape(self.root, "polyline", look, points=_points(_corners(places)))


def _reason(point: Point) -> str:
    """Why a period has no figure, where somebody said so."""
    return point.value.reason if isinstance(point.value, Missing) and point.value != NOT_GIVEN else ""


def begin(series: Series, *, slug: str, title: str, words: str, frame: Frame = WHOLE, span: Span) -> Plot:
    """Begin the drawing of a series: title, description, and round values beside it."""
    called = series.name + series.unit.after + (f", {series.place}" if series.place else "")
    root = drawing(slug, frame.width, frame.height, title=f"{called}: {title}", words=words, look="spc-chart")
    beside = _levels(series.unit, span)
    room = 8 + frame.letter * max((len(said) for said, _ in beside), default=0)
    frame = replace(frame, left=room, right=room if frame.both_sides else frame.right)
    for said, level in beside:
        y = frame.down(level, span)
        shape(root, "line", "spc-grid", x1=frame.left, x2=frame.width - frame.right, y1=y, y2=y)
        shape(root, "text", "spc-words", said, x=frame.left - 4, y=y + 4, text_anchor="end")
        if frame.both_sides:
            shape(root, "text", "spc-words", said, x=frame.width - frame.right + 4, y=y + 4)
    return Plot(root, series, frame, span)


def _levels(unit: Unit, span: Span) -> list[tuple[str, float]]:
    """Return round values with their words, with as many decimals as it takes to tell them apart."""
    found = scale.levels(span)
    for more in range(MOST_DECIMALS):
        words = [unit.number(level, more) for level in found]
        if len(set(words)) == len(words):
            return list(zip(words, found, strict=True))
    return []


def _dot(root: Element, kind: str, place: Place, r: float) -> Element:
    """Draw a ring where there is no signal, and a diamond, a square or a triangle where there is one."""
    x, y = place
    if kind in RINGS:
        return shape(root, "circle", "", cx=x, cy=y, r=r * 0.8)
    if kind == "concern":
        return shape(root, "rect", "", x=x - r, y=y - r, width=2 * r, height=2 * r)
    r *= 1.35
    corners = {
        "improvement": [(x, y - r), (x + r, y), (x, y + r), (x - r, y)],
        "change": [(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)],
    }[kind]
    return shape(root, "polygon", "", points=_points(corners))


def _stepped(places: Sequence[Place]) -> list[Place]:
    """Go up or down midway between two places of different height, instead of sloping from one to the other."""
    found = list(places[:1])
    for (x, y), (next_x, next_y) in pairwise(places):
        midway = (x + next_x) / 2
        found += [(midway, y), (midway, next_y)] if y != next_y else []
        found.append((next_x, next_y))
    return found


def _corners(places: Sequence[Place]) -> list[Place]:
    """Leave out the places in the midst of a level line: the drawing is smaller, and the line the same."""
    midst = {
        at for at in range(1, len(places) - 1) if places[at - 1][1] == places[at][1] == places[at + 1][1]
    }
    return [place for at, place in enumerate(places) if at not in midst]


def _points(places: Sequence[Place]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
