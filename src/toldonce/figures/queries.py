"""Questions to the figures: a series as it stands now, the newest of many, and where a number came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from toldonce.figures import places
from toldonce.figures.missing import Missing
from toldonce.figures.models import (
    Figure,
    Indicator,
    IndicatorEdit,
    ReceivedFile,
    Standard,
    StandardEdit,
    Succession,
)
from toldonce.figures.receiving.interruption import mark_interrupted

COLUMNS = """figure.period, figure.numerator, figure.denominator, figure.value, figure.low, figure.high, figure.missing,
    figure.suppressed, figure.as_at, figure.confirmed, figure.revision, figure.status, figure.id"""
SERIES = f"""
select {COLUMNS} from figures_current figure
where indicator_id = (select id from figures_indicator where code = %s) and place = %s and part = %s
order by period
"""
LATEST = f"""
select i.code, {COLUMNS} from figures_indicator i
cross join lateral (
    select * from figures_current c where c.indicator_id = i.id and c.place = %s and c.part = %s
    order by c.period desc limit %s
) figure
where i.code = any(%s) order by i.code, period
"""

ACROSS = f"""
select place, {COLUMNS} from figures_current figure
where indicator_id = (select id from figures_indicator where code = %s) and part = %s and period = %s
order by place
"""
# A step from each place to the next along the index: a plain `distinct` would read every figure.
EACH_PLACE = """
with recursive chosen as (select id from figures_indicator where code = %s),
each as (
    select (select min(place) from figures_figure where indicator_id = (select id from chosen)) as place
    union all
    select (select min(place) from figures_figure f where f.indicator_id = (select id from chosen)
        and f.place > each.place)
    from each where each.place is not null
)
select place from each where place is not null
"""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series as it stands now; `value` is in the unit of the indicator, or the reason."""

    period: date
    numerator: float | None
    denominator: float | None
    value: float | Missing
    low: float | None
    high: float | None
    suppressed: bool
    as_at: date
    confirmed: date
    revision: int
    status: str
    figure: int


def series(indicator: str, place: str, part: str = "") -> list[Point]:
    """The current figures of an indicator for a place, one for each period that was said, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(SERIES, [indicator, place, part])
        return [point_of(row) for row in cursor.fetchall()]


def latest(
    indicators: Sequence[str], place: str, part: str = "", *, points: int = 1
) -> dict[str, list[Point]]:
    """The newest periods of each indicator that has any for a place, by its code, oldest first; one statement."""
    found: dict[str, list[Point]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [place, part, points, list(indicators)])
        for code, *row in cursor.fetchall():
            found.setdefault(code, []).append(point_of(row))
    return found


def point_of(row: Sequence) -> Point:
    """A row of `COLUMNS` as a point."""
    period, numerator, denominator, value, low, high, missing, *rest = row
    return Point(
        period, numerator, denominator, Missing(missing) if value is None else value, low, high, *rest
    )


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator in words, with its version and how often it was edited."""

    indicator: Indicator
    edits: list[IndicatorEdit]


def indicators(*, theme: str = "") -> list[Indicator]:
    """Every indicator, or those of a theme (`must_do`, or one number of it, `must_do:4`), by name."""
    found = Indicator.objects.order_by("name")
    return [each for each in found if not theme or any(_is_of(said, theme) for said in each.themes)]


def _is_of(said: str, theme: str) -> bool:
    return said == theme or said.partition(":")[0] == theme


def definition(code: str) -> Definition | None:
    """An indicator with its edits, newest first; None where there is no such."""
    indicator = Indicator.objects.filter(code=code).first()
    return indicator and Definition(indicator, list(indicator.edits.order_by("-version")))


def places_of(indicator: str) -> dict[str, str]:
    """The places for which an indicator has figures, by code, with their names, in the order of names."""
    with connection.cursor() as cursor:
        cursor.execute(EACH_PLACE, [indicator])
        named = places.names(code for (code,) in cursor.fetchall())
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def parts_of(indicator: str, place: str) -> list[str]:
    """The parts of an indicator for which a place has figures; "" is the whole."""
    found = Figure.objects.filter(indicator__code=indicator, place=place)
    return sorted(found.values_list("part", flat=True).distinct())


def across(indicator: str, period: date, part: str = "") -> dict[str, Point]:
    """The current figure of every place in one period, by the code of the place: to compare with peers."""
    with connection.cursor() as cursor:
        cursor.execute(ACROSS, [indicator, part, f"{period}"])
        return {code: point_of(row) for code, *row in cursor.fetchall()}


def revisions(indicator: str, place: str, part: str, period: date) -> list[Figure]:
    """Everything that was said of one period, in the order in which it came in."""
    said = Figure.objects.filter(indicator__code=indicator, place=place, part=part, period=period)
    return list(said.select_related("file").order_by("revision"))


def known_on(indicator: str, place: str, part: str, period: date, day: date) -> Figure | None:
    """What was known of a period on a day: what had been said last by then."""
    said = [each for each in revisions(indicator, place, part, period) if each.as_at <= day]
    return max(said, key=lambda each: (min(each.confirmed, day), each.as_at, each.revision), default=None)


def standards(indicator: str, place: str) -> list[Standard]:
    """The dated standards, targets, trajectories and baselines of an indicator for a place, oldest first."""
    return list(
        Standard.objects.filter(indicator__code=indicator, place__in=["", place]).order_by("since", "kind")
    )


def standard_edits(indicator: str, place: str) -> list[StandardEdit]:
    """The edits of what an indicator is held against, at a place and everywhere, newest first."""
    return list(StandardEdit.objects.filter(indicator__code=indicator, place__in=["", place]).order_by("-pk"))


def standard_on(
    indicator: str, place: str, day: date, kinds: Sequence[str] = ("target", "standard")
) -> Standard | None:
    """What an indicator is held against on a day: by the order of `kinds`, the place's own before everybody's."""
    return holding(standards(indicator, place), day, kinds)


def holding(dated: Sequence[Standard], day: date, kinds: Sequence[str]) -> Standard | None:
    """Which of some dated values holds on a day."""
    found = [
        each for each in dated
        if each.kind in kinds and each.since <= day and (each.until is None or day <= each.until)
    ]  # fmt: skip
    return min(
        found,
        key=lambda each: (kinds.index(each.kind), not each.place, -each.since.toordinal()),
        default=None,
    )


def successions(place: str) -> list[Succession]:
    """What a place of figures was before, or became."""
    return list(Succession.objects.filter(Q(before=place) | Q(after=place)).order_by("on"))


def received(*, at_most: int = 100) -> list[ReceivedFile]:
    """The files that came, newest first."""
    newest = ReceivedFile.objects.defer("mapping_text").order_by("-received", "-pk")[:at_most]
    return mark_interrupted(list(newest))
