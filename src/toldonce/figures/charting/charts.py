"""From the rows of a series to its chart: the one way for every page, so that all of them show the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from toldonce.figures.charting.models import ChartDecision, Decided
from toldonce.figures.missing import Missing
from toldonce.figures.models import Every, Good, Indicator, Standard, Unit
from toldonce.figures.queries import Point
from toldonce.figures.spc import series as spc
from toldonce.figures.spc.chart import Chart, xmr
from toldonce.figures.spc.errors import SpcTrouble
from toldonce.figures.spc.picture import picture
from toldonce.figures.spc.plan import Plan, Rebase
from toldonce.figures.spc.plot import WHOLE
from toldonce.figures.spc.remarks import Remark
from toldonce.figures.spc.scale import Frame
from toldonce.figures.spc.tables import Table, points_table
from toldonce.figures.spc.targets import Aim, Aims

UNITS = {
    Unit.COUNT: spc.COUNT,
    Unit.PERCENT: spc.PERCENT,
    Unit.RATE_1000: spc.Unit(after=" per 1,000", decimals=1, least=0.0),
    Unit.RATE_100000: spc.Unit(after=" per 100,000", decimals=1, least=0.0),
    Unit.POUNDS: spc.Unit(prefix="£"),
    Unit.DAYS: spc.DAYS,
    Unit.BEDS: spc.Unit(after=" beds", decimals=1, least=0.0),
    Unit.SCORE: spc.Unit(decimals=2),
    Unit.INDEX: spc.Unit(decimals=1),
}
WHOLE_WHERE_THEY_CAN = (Unit.DAYS, Unit.BEDS)
MOST_DRAWN = 1500  # periods of one chart: four years of days
# How many of the last periods a chart can show where all would hide the process of today; the first is what it shows.
WINDOWS = {
    Every.DAY: {"year": 366, "3-months": 91, "all": MOST_DRAWN},
    Every.WEEK: {"3-years": 156, "year": 52, "3-months": 13, "all": MOST_DRAWN},
}
HELD_AGAINST = (
    "target",
    "standard",
)  # of two that hold on one day, the first: an interim target before the standard
TRAJECTORY = ("trajectory",)


def chart_of(
    indicator: Indicator,
    place: str,
    points: Sequence[Point],
    *,
    part: str = "",
    standards: Iterable[Standard] = (),
    decisions: Iterable[ChartDecision] = (),
    window: str = "",
) -> Chart | Missing:
    """Return the chart of one series, or why there is none; `place` is its name in words, `decisions` those in force.

    Charts of days and weeks show the last year and the last three years, or another window, and their limits rest on
    these alone; `shown_of` says so.
    """
    kept = within(indicator, points, window)
    if not kept:
        return Missing(f"no figure of {indicator.name} has come for {place}")
    held, shape = list(standards), shape_of(indicator, place, kept, part)
    try:
        plan = plan_of(decisions, since=kept[0].period)
        values = tuple((point.period, point.value) for point in kept)
        return _charted(shape, values, plan, aims_of(held, HELD_AGAINST), aims_of(held, TRAJECTORY))
    except SpcTrouble as trouble:
        return Missing(f"no chart can be made of these figures: {trouble}")


class Shape(NamedTuple):
    """What a series is called and how it is printed."""

    name: str
    place: str
    unit: spc.Unit
    every: Every
    good: Good


def shape_of(indicator: Indicator, place: str, points: Sequence[Point], part: str = "") -> Shape:
    """Return what the series of these points is called and how it is printed."""
    return Shape(
        f"{indicator.name}, {part}" if part else indicator.name,
        place,
        unit_of(indicator, [point.value for point in points]),
        Every(indicator.every),
        Good(indicator.good),
    )


def within(indicator: Indicator, points: Sequence[Point], window: str = "") -> Sequence[Point]:
    """Return the points of the time that a window shows: by default of the first, all where there are none."""
    windows = WINDOWS.get(Every(indicator.every), {})
    most = windows.get(window) or next(iter(windows.values()), len(points))
    kept = points[-most:] if most else points
    if not kept or window == "all" or not windows:
        return kept
    # A series that rests in summer has the last year in fewer points, not in those of the winter before.
    since = kept[-1].period - timedelta(days=most * (7 if indicator.every == Every.WEEK else 1))
    return [point for point in kept if point.period > since]


@lru_cache(maxsize=1024)  # known by all that a chart is made of, so that one from here is never an old one
def _charted(
    shape: Shape,
    values: tuple[tuple[date, float | Missing], ...],
    plan: Plan,
    targets: Aims,
    trajectory: Aims,
) -> Chart:
    return xmr(spc.series(values, **shape._asdict()), plan, targets=targets, trajectory=trajectory)


@lru_cache(maxsize=128)  # known by the chart itself, like the charts
def drawn(chart: Chart, slug: str, frame: Frame = WHOLE, remarks: tuple[Remark, ...] = ()) -> str:
    """Return a chart as SVG; `slug` must differ for each drawing on a page."""
    return picture(chart, slug=slug, frame=frame, remarks=remarks)


@lru_cache(maxsize=32)  # fewer, because those of days are large
def tabled(chart: Chart, remarks: tuple[Remark, ...] = ()) -> Table:
    """Return all points of a chart as a table."""
    return points_table(chart, remarks)


def unit_of(indicator: Indicator, values: Iterable[float | Missing]) -> spc.Unit:
    """Return how the values of an indicator are printed: 81 beds and not 81.0, where all of them are whole."""
    unit = UNITS[Unit(indicator.unit)]
    whole = all(isinstance(value, Missing) or value == int(value) for value in values)
    return replace(unit, decimals=0) if whole and indicator.unit in WHOLE_WHERE_THEY_CAN else unit


def shown_of(indicator: Indicator, points: Sequence[Point], window: str = "") -> str:
    """Return what a reader must be told when the chart leaves out older figures; "" when it shows all."""
    most = len(within(indicator, points, window))
    if len(points) <= most:
        return ""
    return f"The chart shows the last {most} of {len(points):,} {indicator.every}s, and its limits rest on these alone."


def plan_of(decisions: Iterable[ChartDecision], *, since: date) -> Plan:
    """Return what was decided for the part of a series from a day on; the newest baseline holds."""
    rebases, baseline = [], None
    for each in sorted(decisions, key=lambda decision: decision.pk):
        if each.kind == Decided.REBASE and each.on is not None and each.on >= since:
            rebases.append(Rebase(each.on, each.name, each.reason))
        elif each.kind == Decided.BASELINE:
            baseline = each.figures
    return Plan(baseline=baseline, rebases=tuple(rebases))


def aims_of(standards: Sequence[Standard], kinds: Sequence[str]) -> Aims:
    """Return the dated table of what holds on each day: the first of `kinds`, the place's own before everybody's."""
    told = [each for each in standards if each.kind in kinds]
    days = sorted(
        {each.since for each in told} | {each.until + timedelta(1) for each in told if each.until is not None}
    )
    rows: list[Aim] = []
    for day, next_day in zip(days, [*days[1:], None], strict=False):
        holding = [each for each in told if each.since <= day and (each.until is None or day <= each.until)]
        if holding:
            held = min(
                holding, key=lambda each: (kinds.index(each.kind), not each.place, -each.since.toordinal())
            )
            until = next_day - timedelta(1) if next_day else held.until
            rows.append(Aim(day, held.value, held.source, held.set_on if day == held.since else None, until))
    return Aims(tuple(rows))
