"""The charts of a page, and the decisions about them, each in one statement for all indicators of the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toldonce.figures import places
from toldonce.figures.charting.charts import chart_of
from toldonce.figures.charting.models import ChartDecision, Decided
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Standard
from toldonce.figures.queries import Point, latest
from toldonce.figures.spc.chart import Chart

MOST_POINTS = 400  # of one series on a page of many: 33 years of months, or a year of days and some more


@dataclass(frozen=True, slots=True)
class Charted:
    """One indicator at one place: its chart or why there is none, with the points and standards behind it."""

    indicator: Indicator
    place: str
    place_name: str
    points: tuple[Point, ...]
    standards: tuple[Standard, ...]
    decisions: tuple[ChartDecision, ...]
    chart: Chart | Missing

    @property
    def newest(self) -> Point | None:
        """The last point that has a value."""
        return next((each for each in reversed(self.points) if not isinstance(each.value, Missing)), None)


def charted(indicators: Sequence[Indicator], place: str, part: str = "") -> list[Charted]:
    """The charts of many indicators at one place, those without any figure included, in the order given."""
    codes = [each.code for each in indicators]
    points = latest(codes, place, part, points=MOST_POINTS)
    held = standards_of(codes, place)
    decided = in_force(codes, place, part)
    name = places.names([place])[place]
    return [
        together(each, place, name, points.get(each.code, ()), held[each.code], decided[each.code], part=part)
        for each in indicators
    ]


def together(
    indicator: Indicator,
    place: str,
    name: str,
    points: Sequence[Point],
    standards: Sequence[Standard],
    decisions: Sequence[ChartDecision],
    *,
    part: str = "",
) -> Charted:
    """One series with its chart."""
    chart = chart_of(indicator, name, points, part=part, standards=standards, decisions=decisions)
    return Charted(indicator, place, name, tuple(points), tuple(standards), tuple(decisions), chart)


def standards_of(codes: Iterable[str], place: str) -> Mapping[str, list[Standard]]:
    """The dated standards of many indicators for a place, its own and everybody's, oldest first."""
    found = Standard.objects.filter(indicator__code__in=list(codes), place__in=["", place])
    return _by_code(found.select_related("indicator").order_by("since", "kind"))


def in_force(codes: Iterable[str], place: str, part: str = "") -> Mapping[str, list[ChartDecision]]:
    """The decisions about the limits of many series that nobody has taken back, oldest first."""
    found = ChartDecision.objects.filter(indicator__code__in=list(codes), place=place, part=part)
    standing = found.exclude(kind=Decided.TAKEN_BACK).filter(taken_back_by=None)
    return _by_code(standing.select_related("indicator").order_by("pk"))


def decisions(indicator: str, place: str, part: str = "") -> list[ChartDecision]:
    """Everything that was ever decided about one chart, newest first."""
    found = ChartDecision.objects.filter(indicator__code=indicator, place=place, part=part)
    return list(found.select_related("takes_back", "taken_back_by").order_by("-pk"))


def _by_code(rows: Iterable) -> defaultdict[str, list]:
    sorted_out: defaultdict[str, list] = defaultdict(list)
    for each in rows:
        sorted_out[each.indicator.code].append(each)
    return sorted_out
