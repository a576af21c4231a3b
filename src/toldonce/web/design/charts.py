"""The geometry of the small charts; the marks themselves are drawn by the macros in `marks.html`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line of results from oldest to newest in a box, with the reference range as a band."""

    width: int
    height: int
    points: str
    last: tuple[float, float]
    band: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One event on the timeline: where it starts and how long it lasts, in the units of the box."""

    x: float
    width: float
    row: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of events over the years, with a mark for each year."""

    width: int
    height: int
    rows: tuple[tuple[str, float], ...]
    years: tuple[tuple[str, float], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Values over days in a box: a line, a dot for each with its words, and the levels beside it."""

    width: int
    height: int
    left: float
    line: str
    dots: tuple[tuple[float, float, str], ...]
    levels: tuple[tuple[str, float], ...]


Moment = date | datetime
MARGIN = 3.0
ROW = 22
YEAR = 32  # units in which the four digits of a year are written
LETTER = 6.8  # units a letter of a row's name takes, with room to spare: 13 px Arial
TOP = 18


def sparkline(
    values: Sequence[float],
    low: float | None = None,
    high: float | None = None,
    width: int = 84,
    height: int = 22,
) -> Sparkline | None:
    """Place the values, oldest first; nothing is drawn for fewer than two."""
    if len(values) < 2:
        return None
    floor, top = _extent(values, low, high)
    step = (width - 2 * MARGIN) / (len(values) - 1)
    placed = [(MARGIN + at * step, _down(value, floor, top, height)) for at, value in enumerate(values)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    return Sparkline(width, height, points, placed[-1], _band(low, high, floor, top, height))


def _extent(values: Sequence[float], low: float | None, high: float | None) -> tuple[float, float]:
    known = [*values, *(edge for edge in (low, high) if edge is not None)]
    floor, top = min(known), max(known)
    return (floor, top) if top > floor else (floor - 1, top + 1)


def _down(value: float, floor: float, top: float, height: int) -> float:
    return MARGIN + (top - value) / (top - floor) * (height - 2 * MARGIN)


def _band(
    low: float | None, high: float | None, floor: float, top: float, height: int
) -> tuple[float, float] | None:
    if low is None and high is None:
        return None
    upper = _down(high, floor, top, height) if high is not None else 0.0
    lower = _down(low, floor, top, height) if low is not None else float(height)
    return round(upper, 1), round(max(lower - upper, 1.0), 1)


def plot(points: Sequence[tuple[date, float]], width: int = 320, height: int = 150) -> Plot | None:
    """Place (day, value) points, oldest first, to scale; nothing is drawn for fewer than two."""
    if len(points) < 2:
        return None
    values = [value for _, value in points]
    floor, top = _extent(values, None, None)
    left, foot = max(len(f"{value:g}") for value in values) * LETTER + 8, 18
    days = max((points[-1][0] - points[0][0]).days, 1)
    dots = tuple(
        (
            round(left + MARGIN + (day - points[0][0]).days / days * (width - left - 2 * MARGIN), 1),
            round(_down(value, floor, top, height - foot), 1),
            f"{day.day} {day:%b %Y}: {value:g}",
        )
        for day, value in points
    )
    levels = tuple(
        (f"{level:g}", round(_down(level, floor, top, height - foot), 1))
        for level in {min(values), max(values)}
    )
    return Plot(width, height, round(left, 1), " ".join(f"{x},{y}" for x, y, _ in dots), dots, levels)


def timeline(events: Sequence[tuple[str, Moment, Moment | None, str]], width: int = 1000) -> Timeline | None:
    """Place events of (row, start, end, title) on one box; nothing is drawn when there are none."""
    if not events:
        return None
    first, last = _span(events)
    names = list(dict.fromkeys(row for row, *_ in events))
    left = max(map(len, names)) * LETTER + 10
    scale = (width - left - YEAR) / max((last - first).days, 1)

    def across(when: Moment) -> float:
        return left + (_day(when) - first).days * scale

    bars = tuple(
        Bar(round(across(start), 1), _length(start, end, scale), names.index(row) * ROW + TOP, title)
        for row, start, end, title in events
    )
    rows = tuple((name, float(at * ROW + TOP)) for at, name in enumerate(names))
    return Timeline(width, len(names) * ROW + TOP + 4, rows, _years(first, last, across), bars)


def _length(start: Moment, end: Moment | None, scale: float) -> float:
    days = (_day(end) - _day(start)).days if end else 0
    return round(max(days * scale, 3.0), 1)


def _span(events: Sequence[tuple[str, Moment, Moment | None, str]]) -> tuple[date, date]:
    days = [_day(start) for _, start, _, _ in events] + [_day(end) for _, _, end, _ in events if end]
    return min(days), max(days)


def _years(first: date, last: date, across) -> tuple[tuple[str, float], ...]:
    return tuple(
        (str(year), round(across(date(year, 1, 1)), 1)) for year in range(first.year + 1, last.year + 1)
    )


def _day(when: Moment) -> date:
    return when.date() if isinstance(when, datetime) else when
