"""A logic model drawn: four columns of boxes, from what goes in to what changes for people, and arrows between."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.etree.ElementTree import Element

from toldonce.figures.spc.svg import BLUE, INK, PAPER, QUIET, drawing, shape, tip, written
from toldonce.steering.plans.programmes.models import Model, model_of
from toldonce.steering.plans.programmes.plan import Link, Portfolio, Step
from toldonce.steering.plans.programmes.words import STAGES

BOX, BETWEEN, EDGE, TOP = 200.0, 50.0, 8.0, 40.0
LINE, PAD, GAP, LETTERS = 17.0, 9.0, 14.0, 23
HEAD = 5.0
KEY = "A thick box is followed by a benefit, a dashed box is invented, and a dashed arrow says no reason yet."


@dataclass(frozen=True, slots=True)
class Box:
    """Where a step lies, and its words line by line."""

    step: Step
    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """How high its words make it."""
        return len(self.lines) * LINE + 2 * PAD

    @property
    def middle(self) -> float:
        """How far down its middle lies."""
        return self.y + self.height / 2


def logic(portfolio: Portfolio, programme: str, slug: str = "logic") -> str:
    """The logic model of a programme; its table of what leads to what says the same in words."""
    model = model_of(portfolio, programme)
    boxes = placed(model)
    height = max((box.y + box.height for box in boxes.values()), default=TOP) + EDGE
    width = len(STAGES) * (BOX + BETWEEN) - BETWEEN + 2 * EDGE
    words = f"{len(model.steps)} boxes and {len(model.links)} arrows. {KEY} The table beside it says each in words."
    title = f"Logic model: {portfolio.programme[programme].name}"
    root = drawing(slug, width, height, title=title, words=words, look="logic-model")
    for at, heading in enumerate(STAGES.values()):
        shape(root, "text", "spc-remark", heading, x=_left(at), y=TOP - 16)
    for link in model.links:
        start, end = boxes[link.step], boxes[link.leads_to]
        _arrow(root, start, end, link, passing(boxes.values(), start, end))
    for box in boxes.values():
        _box(root, box)
    return written(root)


def placed(model: Model) -> dict[str, Box]:
    """Each step in the column of its stage, one below the other."""
    found: dict[str, Box] = {}
    for at, stage in enumerate(STAGES):
        y = TOP
        for step in model.of(stage):
            box = Box(step, _left(at), y, tuple(wrap(step.says, LETTERS)) or ("",))
            found[step.key] = box
            y += box.height + GAP
    return found


def passing(boxes: Collection[Box], start: Box, end: Box) -> list[tuple[float, float]]:
    """Where an arrow passes the columns between its two boxes: their left edge, and the nearest gap between boxes."""
    found = []
    for x in sorted({box.x for box in boxes if start.x < box.x < end.x}):
        gaps = [TOP - GAP / 2, *(box.y + box.height + GAP / 2 for box in boxes if box.x == x)]
        part = (x - start.x) / (end.x - start.x)
        straight = start.middle + (end.middle - start.middle) * part
        found.append((x, min(gaps, key=lambda gap: abs(gap - straight))))
    return found


def _left(at: int) -> float:
    return EDGE + at * (BOX + BETWEEN)


def _box(root: Element, box: Box) -> None:
    dashes = {"stroke_dasharray": "5 3"} if box.step.invented else {}
    group = shape(root, "g", "logic-step")
    tip(group, box.step.says)
    shape(
        group,
        "rect",
        "",
        x=box.x,
        y=box.y,
        width=BOX,
        height=box.height,
        rx=4,
        fill=PAPER,
        stroke=BLUE if box.step.benefit else INK,
        stroke_width=3 if box.step.benefit else 1.5,
        **dashes,
    )
    for at, words in enumerate(box.lines):
        shape(group, "text", "spc-words", words, x=box.x + PAD, y=box.y + PAD + 13 + at * LINE)


def _arrow(root: Element, start: Box, end: Box, link: Link, passed: Sequence[tuple[float, float]]) -> None:
    """A curve from the right of a box to the left of another; round the right side where both stand in one column."""
    x1, y1, y2 = start.x + BOX, start.middle, end.middle
    bend = f"M{x1:.1f},{y1:.1f}"
    for x, y in passed:
        half = BETWEEN / 2
        bend += f" C{x1 + half:.1f},{y1:.1f} {x - half:.1f},{y:.1f} {x:.1f},{y:.1f} L{x + BOX:.1f},{y:.1f}"
        x1, y1 = x + BOX, y
    within = end.x <= start.x
    x2 = end.x + BOX if within else end.x
    out, into = (x1 + BETWEEN * 0.7, x2 + BETWEEN * 0.7) if within else (x1 + BETWEEN / 2, x2 - BETWEEN / 2)
    way = 1 if within else -1
    group = shape(root, "g", "logic-link")
    tip(group, link.because or f"{start.step.says} leads to {end.step.says}")
    bend += f" C{out:.1f},{y1:.1f} {into:.1f},{y2:.1f} {x2 + way * HEAD:.1f},{y2:.1f}"
    dashes = {} if link.because else {"stroke_dasharray": "5 3"}
    shape(group, "path", "", d=bend, fill="none", stroke=QUIET, stroke_width=1.5, **dashes)
    back = x2 + way * HEAD * 1.8
    head = f"{x2:.1f},{y2:.1f} {back:.1f},{y2 - HEAD:.1f} {back:.1f},{y2 + HEAD:.1f}"
    shape(group, "polygon", "", points=head, fill=QUIET)
