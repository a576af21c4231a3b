"""The ways in which a series can be charted: which of them fit it, why the others do not, and the chart of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from toldonce.figures import periods
from toldonce.figures.charting.charts import (
    HELD_AGAINST,
    TRAJECTORY,
    aims_of,
    chart_of,
    plan_of,
    shape_of,
    within,
)
from toldonce.figures.charting.peers import PER
from toldonce.figures.charting.queries import Charted
from toldonce.figures.missing import Missing
from toldonce.figures.models import Every, Good, Indicator, Unit
from toldonce.figures.queries import Point
from toldonce.figures.spc import counts, rare, runs
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.counts import Share
from toldonce.figures.spc.errors import SpcTrouble
from toldonce.figures.spc.runs import RunChart
from toldonce.figures.spc.series import series

FEWEST_EVENTS = 3
RATES = (Unit.RATE_1000, Unit.RATE_100000)
NEAR = 0.051  # how far a printed value may be from its numerator and denominator
OTHER_WAY = {Good.HIGHER: Good.LOWER, Good.LOWER: Good.HIGHER, Good.NEITHER: Good.NEITHER}


class Way(StrEnum):
    """One way to chart a series, by the name that the chart has in statistics."""

    XMR = "xmr"
    RUN = "run"
    P = "p"
    U = "u"
    C = "c"
    T = "t"
    G = "g"


TITLES = {
    Way.XMR: "XmR chart: each figure, and how much neighbours differ",
    Way.RUN: "Run chart: each figure about the median",
    Way.P: "P chart: a share, by how many were counted",
    Way.U: "U chart: a rate of events, by how many were counted",
    Way.C: "C chart: counts of events",
    Way.T: "T chart: days between rare events",
    Way.G: "G chart: cases between rare events",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way with its title, and the sentence why it is not offered; "" where it is."""

    way: Way
    title: str
    why_not: str


def choices(indicator: Indicator, points: Sequence[Point]) -> list[Choice]:
    """Every way to chart a series, each with the reason why it does not fit, if it does not."""
    why = {
        Way.XMR: "",
        Way.RUN: "",
        Way.P: _no_p(indicator, points),
        Way.U: _no_u(indicator, points),
        Way.C: _no_c(indicator, points),
        Way.T: _no_t(indicator, points),
        Way.G: _no_g(indicator, points),
    }
    return [Choice(way, TITLES[way], why[way]) for way in Way]


def charted_as(way: Way, made: Charted, *, part: str = "", window: str = "") -> Chart | RunChart | Missing:
    """Return a series charted in a way that fits it, or why there is no chart.

    The limits rest on the figures of the window alone. Charts of the time and of the cases between events are held
    against no target, and what was decided about limits is not carried over to them.
    """
    if way is Way.XMR:
        return chart_of(
            made.indicator, made.place_name, made.points, part=part, standards=made.standards,
            decisions=made.decisions, window=window,
        )  # fmt: skip
    kept = within(made.indicator, made.points, window)
    if not kept:
        return Missing(f"no figure of {made.indicator.name} has come for {made.place_name}")
    try:
        return _rare(way, made, kept, part) if way in (Way.T, Way.G) else _regular(way, made, kept, part)
    except SpcTrouble as trouble:
        return Missing(f"no chart can be made of these figures: {trouble}")


def _regular(way: Way, made: Charted, kept: Sequence[Point], part: str) -> Chart | RunChart:
    shape = shape_of(made.indicator, made.place_name, kept, part)
    plan = plan_of(made.decisions, since=kept[0].period)
    figures = [(point.period, point.value) for point in kept]
    if way is Way.RUN:
        return runs.run_chart(series(figures, **shape._asdict()), baseline=plan.baseline)
    held = list(made.standards)
    targets, trajectory = aims_of(held, HELD_AGAINST), aims_of(held, TRAJECTORY)
    if way is Way.C:
        return counts.c(series(figures, **shape._asdict()), plan, targets=targets, trajectory=trajectory)
    shares, per = [_share(point) for point in kept], PER[Unit(made.indicator.unit)]
    chart = counts.p if way is Way.P else counts.u
    return chart(shares, **shape._asdict(), plan=plan, per=per, targets=targets, trajectory=trajectory)


def _rare(way: Way, made: Charted, kept: Sequence[Point], part: str) -> Chart:
    shape = shape_of(made.indicator, made.place_name, kept, part)
    place, good = shape.place, OTHER_WAY[shape.good]
    if way is Way.T:
        days = [
            point.period
            for point in kept
            if not isinstance(point.value, Missing)
            for _ in range(int(point.value))
        ]
        return rare.t(days, name=f"{shape.name}: days between", place=place, good=good)
    between, since = [], 0
    for point in kept:
        since += int(point.denominator or 0)
        if point.numerator:
            between.append((point.period, since))
            since = 0
    return rare.g(between[1:], name=f"{shape.name}: cases between", place=place, good=good)


def _share(point: Point) -> Share:
    if isinstance(point.value, Missing):
        return Share(point.period, 0, 0, point.value)
    return Share(point.period, point.numerator or 0, point.denominator or 0)


def _valued(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if not isinstance(point.value, Missing)]


def _without_parts(indicator: Indicator, points: Sequence[Point]) -> str:
    """Why the two numbers behind the figures cannot be used; "" where they can."""
    known = _valued(points)
    told = [point for point in known if point.numerator is not None and point.denominator]
    if len(told) < len(known) or not known:
        return f"{len(known) - len(told)} of {len(known)} figures came without numerator and denominator."
    per = PER[Unit(indicator.unit)]
    off = [
        point
        for point in told
        if abs(per * (point.numerator or 0) / (point.denominator or 1) - float(point.value)) > NEAR  # type: ignore[arg-type]
    ]
    return "Its figures are not their numerators over their denominators." if off else ""


def _no_p(indicator: Indicator, points: Sequence[Point]) -> str:
    if indicator.unit != Unit.PERCENT:
        return "It is for shares, and this is none."
    if why := _without_parts(indicator, points):
        return why
    beyond = any(not 0 <= (point.numerator or 0) <= (point.denominator or 0) for point in _valued(points))
    return "Some numerators are more than their denominators." if beyond else ""


def _no_u(indicator: Indicator, points: Sequence[Point]) -> str:
    if indicator.unit not in RATES:
        return "It is for rates of events, and this is none."
    return _without_parts(indicator, points)


def _no_c(indicator: Indicator, points: Sequence[Point]) -> str:
    if indicator.unit != Unit.COUNT:
        return "It is for counts of events, and this is none."
    known = _valued(points)
    whole = bool(known) and all(point.value >= 0 and point.value % 1 == 0 for point in known)  # type: ignore[operator]
    return "" if whole else "Some figures are no whole numbers."


def _no_t(indicator: Indicator, points: Sequence[Point]) -> str:
    if indicator.every != Every.DAY:
        return "It is for events whose day is known, and these figures are not by day."
    if why := _no_c(indicator, points):
        return why
    values = [float(point.value) for point in _valued(points)]  # type: ignore[arg-type]
    return _not_rare(values, "days") or _unknown_between(indicator, points)


def _no_g(indicator: Indicator, points: Sequence[Point]) -> str:
    if indicator.unit != Unit.PERCENT and indicator.unit not in RATES:
        return "It is for events among cases, and this has no cases."
    if why := _without_parts(indicator, points):
        return why
    known = _valued(points)
    if any((point.numerator or 0) % 1 or (point.denominator or 0) % 1 for point in known):
        return "Some events or cases are no whole numbers."
    if any((point.numerator or 0) > 1 for point in known):
        return "Some periods have several events, and how many cases lie between them is not known."
    events = [point.numerator or 0 for point in known]
    named = f"{Every(indicator.every).label.lower()}s"
    return _not_rare(events, named) or _unknown_between(indicator, points)


def _unknown_between(indicator: Indicator, points: Sequence[Point]) -> str:
    """Why nobody knows what lies between two events: a period without a figure may have had one; "" where all have."""
    known, every = _valued(points), Every(indicator.every)
    there = {point.period for point in known}
    wanted = periods.from_to(known[0].period, known[-1].period, every)
    unknown = sum(period not in there for period in wanted)
    if not unknown:
        return ""
    named, have = (f"{every.label.lower()}s", "have") if unknown > 1 else (every.label.lower(), "has")
    return f"{unknown} {named} in between {have} no figure, and an event may lie there."


def _not_rare(values: Sequence[float], periods: str) -> str:
    """Why events are not rare, or too few; rare are those that most periods have none of."""
    if 2 * sum(value == 0 for value in values) <= len(values):
        return f"These events are not rare: most {periods} have some."
    if sum(values) > len(
        values
    ):  # each of them becomes a point: of a slip of 2,000,000,000 there are as many
        return f"These events are not rare: there were more of them than {periods}."
    events = sum(value > 0 for value in values)
    return "" if events >= FEWEST_EVENTS else f"It needs {FEWEST_EVENTS} events, and there were {events}."
