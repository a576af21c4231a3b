"""The timeline: where each milestone was planned and where it is expected, by project, with what drives the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from textwrap import wrap
from xml.etree.ElementTree import Element

from toldonce.figures.spc.svg import BLUE, INK, ORANGE, PAPER, QUIET, drawing, shape, tip, written
from toldonce.steering.plans.programmes.network import Expected, Network, critical_path
from toldonce.steering.plans.programmes.pictures.calendar import Calendar, calendar
from toldonce.steering.plans.programmes.plan import Portfolio
from toldonce.steering.plans.programmes.saying import of_network, of_slip
from toldonce.steering.plans.programmes.telling import said_day

WIDE, NARROW, NAMES, EDGE, RIGHT = 960.0, 300.0, 330.0, 14.0, 32.0
TOP, LINE, APART, LANE, LEGEND, SIZE = 50.0, 16.0, 10.0, 8.0, 34.0, 7.0
BAND = "#e8edee"
LETTER = 6.8  # units of a letter


@dataclass(frozen=True, slots=True)
class Lane:
    """One swimlane: its heading, and rows of milestones that stand beside each other, each row with its name."""

    heading: str
    rows: Sequence[tuple[str, Sequence[Expected]]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide a timeline is, and whether names stand above their rows, where there is no room beside them."""

    width: float
    names: float
    above: bool

    def lines(self, name: str) -> list[str]:
        """A name line by line, as far as there is room beside its row, or above it."""
        room = self.width - 2 * EDGE if self.above else self.names - 2 * EDGE
        return wrap(name, int(room / LETTER)) or [""]

    def heading(self, lane: Lane) -> list[str]:
        """The heading of a lane line by line."""
        return wrap(lane.heading, int((self.width - 2 * EDGE) / (LETTER + 1))) or [""]

    def row(self, name: str) -> float:
        """How high a row is."""
        return APART + LINE * (len(self.lines(name)) + self.above)

    def height(self, lane: Lane) -> float:
        """How high a lane is."""
        rows = sum(self.row(name) for name, _ in lane.rows)
        return LANE + APART + LINE * len(self.heading(lane)) + rows


LAYOUTS = {False: Layout(WIDE, NAMES, False), True: Layout(NARROW, EDGE, True)}


def timeline(
    portfolio: Portfolio,
    network: Network,
    programme: str | None = None,
    *,
    narrow: bool = False,
    slug: str = "timeline",
) -> str:
    """The milestones of a programme, a row for each; or all programmes, a row for each project."""
    lanes = list(lanes_of(portfolio, network, programme))
    layout = LAYOUTS[narrow]
    height = TOP + sum(map(layout.height, lanes)) + LEGEND
    title = portfolio.programme[programme].name if programme else "All programmes"
    words = f"{of_network(portfolio, network, programme)} The table beside it has every day."
    root = drawing(slug, layout.width, height, title=f"Timeline: {title}", words=words, look="timeline")
    days = [network.on, *_days(lanes)]
    along = calendar(days, layout.names, layout.width - RIGHT)
    along.drawn(root, TOP, height - LEGEND)
    places = dict(_rows(root, lanes, layout))
    _today(root, along, network.on, height - LEGEND)
    _arrows(root, along, places, critical_path(network, programme) if programme else ())
    for one, y in places.values():
        _milestone(root, along, one, y, of_slip(portfolio, one))
    _legend(root, layout, height - 12)
    return written(root)


def lanes_of(portfolio: Portfolio, network: Network, programme: str | None) -> Iterator[Lane]:
    """A lane for each project with a row for each milestone; of all programmes, a row for each project."""
    if programme is not None:
        for project in (each for each in portfolio.projects if each.programme == programme):
            told = _of_project(network, project.key)
            if told:
                yield Lane(project.name, [(each.milestone.name, [each]) for each in told])
        return
    for each in portfolio.programmes:
        projects = (project for project in portfolio.projects if project.programme == each.key)
        rows = [(project.name, _of_project(network, project.key)) for project in projects]
        if any(told for _, told in rows):
            yield Lane(each.name, [(name, told) for name, told in rows if told])


def _of_project(network: Network, project: str) -> list[Expected]:
    told = [each for each in network.at.values() if each.milestone.project == project]
    return sorted(told, key=lambda each: (each.milestone.planned, each.milestone.number))


def _days(lanes: Iterable[Lane]) -> Iterator[date]:
    for lane in lanes:
        for _, told in lane.rows:
            for each in told:
                yield from (each.day, each.milestone.planned)


Placed = tuple[str, tuple[Expected, float]]


def _rows(root: Element, lanes: Iterable[Lane], layout: Layout) -> Iterator[Placed]:
    """Write the headings and names, and say of each milestone how far down it lies."""
    y = TOP
    for lane in lanes:
        heading = layout.heading(lane)
        shape(root, "rect", "", x=0, y=y, width=layout.width, height=APART + LINE * len(heading), fill=BAND)
        _lines(root, heading, y, "spc-remark")
        y += LANE + APART + LINE * len(heading)
        for name, told in lane.rows:
            lines = layout.lines(name)
            _lines(root, lines, y - 4, "spc-words")
            middle = y + (LINE * len(lines) + 12 if layout.above else LINE * len(lines) / 2 + 1)
            yield from ((each.milestone.key, (each, middle)) for each in told)
            y += layout.row(name)


def _lines(root: Element, lines: Sequence[str], top: float, look: str) -> None:
    for at, words in enumerate(lines):
        shape(root, "text", look, words, x=EDGE, y=top + 18 + at * LINE)


def _milestone(root: Element, along: Calendar, one: Expected, y: float, words: str) -> None:
    """A hollow diamond where it was planned, a full one where it is expected, and the slip between them."""
    planned, day = along.across(one.milestone.planned), along.across(one.day)
    colour = ORANGE if one.slip > 0 else BLUE
    group = shape(root, "g", "timeline-milestone")
    tip(group, words)
    if one.slip:
        dashes = {} if one.done else {"stroke_dasharray": "5 3"}
        shape(group, "line", "", x1=planned, x2=day, y1=y, y2=y, stroke=colour, stroke_width=3, **dashes)
        _diamond(group, planned, y, PAPER, QUIET)
    _diamond(group, day, y, colour if one.done else PAPER, colour)
    if not one.done:
        _diamond(group, day, y, colour, colour, SIZE / 2)
    if one.overdue:
        shape(group, "text", "spc-remark", "!", x=day + SIZE + 3, y=y + 5)


def _diamond(parent: Element, x: float, y: float, fill: str, stroke: str, size: float = SIZE) -> None:
    corners = ((x, y - size), (x + size, y), (x, y + size), (x - size, y))
    points = " ".join(f"{across:.1f},{down:.1f}" for across, down in corners)
    shape(parent, "polygon", "", points=points, fill=fill, stroke=stroke, stroke_width=2)


def _arrows(
    root: Element,
    along: Calendar,
    places: dict[str, tuple[Expected, float]],
    path: Sequence[Expected],
) -> None:
    """An arrow from each milestone of the path that drives the end to the one that waits for it."""
    shown = [places[each.milestone.key] for each in path if each.milestone.key in places]
    for (before, above), (after, below) in pairwise(shown):
        x1, x2 = along.across(before.day), along.across(after.day)
        way = 1 if below > above else -1
        y1, y2 = above + way * (SIZE + 1), below - way * (SIZE + 3)
        bend = f"M{x1:.1f},{y1:.1f} V{(y1 + y2) / 2:.1f} H{x2:.1f} V{y2:.1f}"
        shape(root, "path", "", d=bend, fill="none", stroke=INK, stroke_width=1.5)
        head = f"{x2:.1f},{y2 + way * 3:.1f} {x2 - 4:.1f},{y2 - way * 4:.1f} {x2 + 4:.1f},{y2 - way * 4:.1f}"
        shape(root, "polygon", "", points=head, fill=INK)


def _today(root: Element, along: Calendar, on: date, foot: float) -> None:
    x = along.across(on)
    line = shape(
        root,
        "line",
        "",
        x1=x,
        x2=x,
        y1=TOP,
        y2=foot,
        stroke=INK,
        stroke_width=1.5,
        stroke_dasharray="2 3",
    )
    tip(line, f"Judged on {said_day(on)}")
    end = "end" if x > (along.left + along.right) / 2 else "start"
    shape(root, "text", "spc-remark", said_day(on), x=x, y=16, text_anchor=end)


def _legend(root: Element, layout: Layout, y: float) -> None:
    """What the diamonds are, told apart by their form and not by colour alone."""
    entries = (("planned", PAPER, QUIET), ("done", BLUE, BLUE), ("expected", PAPER, BLUE))
    x = EDGE
    for word, fill, stroke in entries:
        _diamond(root, x, y - 5, fill, stroke)
        if word == "expected":
            _diamond(root, x, y - 5, stroke, stroke, SIZE / 2)
        shape(root, "text", "spc-words", word, x=x + 13, y=y)
        x += 30 + LETTER * len(word)
    shape(root, "line", "", x1=x, x2=x + 16, y1=y - 5, y2=y - 5, stroke=ORANGE, stroke_width=3)
    shape(root, "text", "spc-words", "later" if layout.above else "later than planned", x=x + 22, y=y)
