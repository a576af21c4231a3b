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
from toldonce.figures.queries import COLUMNS, Point, point_of
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


LATEST_AT = f"""
select at.place, i.code, {COLUMNS}
from figures_indicator i cross join unnest(%s::varchar[]) as at (place)
cross join lateral (
    select * from figures_current c where c.indicator_id = i.id and c.place = at.place and c.part = %s
    order by c.period desc limit %s
) figure
where i.code = any(%s) order by at.place, i.code, figure.period
"""


def charted(indicators: Sequence[Indicator], place: str, part: str = "") -> list[Charted]:
    """The charts of many indicators at one place, those without any figure included, in the order given."""
    return charted_at(indicators, {place: places.names([place])[place]}, part)[place]


def charted_at(
    indicators: Sequence[Indicator], named: Mapping[str, str], part: str = ""
) -> dict[str, list[Charted]]:
    """The charts of many indicators at many places, given by code and name: three statements for all of them."""
    codes, points = [each.code for each in indicators], _points(indicators, named, part)
    held = standards_of(indicators, named)
    decided = in_force(indicators, named, part)
    return {
        place: [
            together(
                each,
                place,
                name,
                points[place, code],
                [*held["", code], *held[place, code]],
                decided[place, code],
                part=part,
            )
            for each, code in zip(indicators, codes, strict=True)
        ]
        for place, name in named.items()
    }


Pair = tuple[str, str]  # place and indicator, by their codes


def _points(
    indicators: Sequence[Indicator], named: Iterable[str], part: str
) -> defaultdict[Pair, list[Point]]:
    found: defaultdict[Pair, list[Point]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(LATEST_AT, [list(named), part, MOST_POINTS, [each.code for each in indicators]])
        for place, code, *row in cursor.fetchall():
            found[place, code].append(point_of(row))
    return found


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


def standards_of(indicators: Sequence[Indicator], named: Iterable[str]) -> defaultdict[Pair, list[Standard]]:
    """What many indicators are held against at many places, and everywhere (""), oldest first."""
    found = Standard.objects.filter(indicator__in=indicators, place__in=["", *named])
    return _by_series(found.order_by("since", "kind"), indicators)


def in_force(
    indicators: Sequence[Indicator], named: Iterable[str], part: str = ""
) -> defaultdict[Pair, list[ChartDecision]]:
    """The decisions about the limits of many series that nobody has taken back, oldest first."""
    found = ChartDecision.objects.filter(indicator__in=indicators, place__in=list(named), part=part)
    return _by_series(standing(found), indicators)


def standing(found: QuerySet[ChartDecision]) -> QuerySet[ChartDecision]:
    """Those decisions that nobody has taken back, oldest first."""
    return found.exclude(kind=Decided.TAKEN_BACK).filter(taken_back_by=None).order_by("pk")


def decisions(indicator: str, place: str, part: str = "") -> list[ChartDecision]:
    """Everything that was ever decided about one chart, newest first."""
    found = ChartDecision.objects.filter(indicator__code=indicator, place=place, part=part)
    return list(found.select_related("takes_back", "taken_back_by").order_by("-pk"))


def _by_series(rows: Iterable, indicators: Sequence[Indicator]) -> defaultdict[Pair, list]:
    codes = {each.pk: each.code for each in indicators}
    sorted_out: defaultdict[Pair, list] = defaultdict(list)
    for each in rows:
        sorted_out[each.place, codes[each.indicator_id]].append(each)
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

NEWEST_ACROSS = f"""
select distinct on (figure.place) figure.place, {COLUMNS} from figures_current figure
where figure.indicator_id = (select id from figures_indicator where code = %s) and figure.part = ''
    and figure.value is not null
order by figure.place, figure.period desc
"""
PERIODS = """
select distinct period from figures_current
where indicator_id = (select id from figures_indicator where code = %s) and part = %s and place = any(%s)
    and value is not null
order by period desc limit %s
"""
PARTS = """
select distinct part from figures_current
where indicator_id = (select id from figures_indicator where code = %s) and place = any(%s) order by part
"""


def newest_across(indicator: str) -> dict[str, Point]:
    """The newest figure with a value of every place, by the code of the place."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_ACROSS, [indicator])
        return {place: point_of(row) for place, *row in cursor.fetchall()}


def periods_at(indicator: str, part: str, named: Iterable[str], *, at_most: int = 24) -> list[date]:
    """The periods in which any of some places has a value, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(PERIODS, [indicator, part, list(named), at_most])
        return [period for (period,) in cursor.fetchall()]


def parts_at(indicator: str, named: Iterable[str]) -> list[str]:
    """The parts for which any of some places has a figure; "" is the whole."""
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [indicator, list(named)])
        return [part for (part,) in cursor.fetchall()]


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
