"""The charts of a page, and the decisions about them, each in one statement for all indicators of the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from toldonce.figures import places
from toldonce.figures.charting.charts import chart_of
from toldonce.figures.charting.models import ChartDecision, Decided
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Standard
from toldonce.figures.queries import COLUMNS, Point, latest, point_of, series_at
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
    return _by_code(
        standing(ChartDecision.objects.filter(indicator__code__in=list(codes), place=place, part=part))
    )


def standing(found: QuerySet[ChartDecision]) -> QuerySet[ChartDecision]:
    """Those decisions that nobody has taken back, oldest first."""
    kept = found.exclude(kind=Decided.TAKEN_BACK).filter(taken_back_by=None)
    return kept.select_related("indicator").order_by("pk")


def decisions(indicator: str, place: str, part: str = "") -> list[ChartDecision]:
    """Everything that was ever decided about one chart, newest first."""
    found = ChartDecision.objects.filter(indicator__code=indicator, place=place, part=part)
    return list(found.select_related("takes_back", "taken_back_by").order_by("-pk"))


def _by_code(rows: Iterable) -> defaultdict[str, list]:
    sorted_out: defaultdict[str, list] = defaultdict(list)
    for each in rows:
        sorted_out[each.indicator.code].append(each)
    return sorted_out


NEWEST_OF_PARTS = f"""
select distinct on (figure.part) figure.part, {COLUMNS}
from figures_current figure
where figure.indicator_id = (select id from figures_indicator where code = %s) and figure.place = %s
    and figure.value is not null
order by figure.part, figure.period desc
"""
REVISED = """
select period, count(*) from figures_figure
where indicator_id = (select id from figures_indicator where code = %s) and place = %s and part = %s
group by period having count(*) > 1 order by period desc
"""


def newest_of_parts(indicator: str, place: str) -> dict[str, Point]:
    """The newest figure with a value of each part of an indicator at a place; "" is the whole."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_OF_PARTS, [indicator, place])
        return {part: point_of(row) for part, *row in cursor.fetchall()}


def revised_periods(indicator: str, place: str, part: str = "") -> dict[date, int]:
    """The periods of a series of which more than one value was said, newest first, with how many."""
    with connection.cursor() as cursor:
        cursor.execute(REVISED, [indicator, place, part])
        return dict(cursor.fetchall())


def charted_at(indicator: Indicator, places_of_it: Mapping[str, str], part: str = "") -> list[Charted]:
    """The charts of one indicator at many places, given by code and name, in their order."""
    points = series_at(indicator.code, list(places_of_it), part)
    held = list(
        Standard.objects.filter(indicator=indicator, place__in=["", *places_of_it]).order_by("since", "kind")
    )
    decided = standing(
        ChartDecision.objects.filter(indicator=indicator, place__in=list(places_of_it), part=part)
    )
    return [
        together(
            indicator,
            code,
            name,
            points[code],
            [each for each in held if each.place in ("", code)],
            [each for each in decided if each.place == code],
            part=part,
        )
        for code, name in places_of_it.items()
    ]
