"""What was published, asked by the role that can see nothing else: the only way by which a public page knows anything.

Of each indicator the newest release that was not withdrawn stands. Every function asks on the connection `READER`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import connections
from django.db.models import Q, QuerySet

from toldonce.figures.missing import Missing
from toldonce.figures.publication.models import (
    Release,
    ReleasedAim,
    ReleasedCell,
    ReleasedDecision,
    ReleasedIndicator,
    ReleasedPlace,
    ReleasedSeries,
    ReleasedSource,
)
from toldonce.figures.publication.reader import READER

CELL = (
    "period",
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "missing",
    "hidden",
    "as_at",
    "revision",
    "source",
    "row",
)


@dataclass(frozen=True, slots=True)
class Point:
    """One released figure of a series; `value` is in the unit of the indicator, or the reason why there is none."""

    period: date
    numerator: float | None
    denominator: float | None
    value: float | Missing
    low: float | None
    high: float | None
    hidden: bool
    as_at: date
    revision: int | None
    source: int | None
    row: int | None


def releases() -> list[Release]:
    """Every release, newest first."""
    return list(Release.objects.using(READER).order_by("-number"))


def release(number: int) -> Release | None:
    """One release; None where there is none of that number."""
    return Release.objects.using(READER).filter(number=number).first()


def latest() -> Release | None:
    """The newest release, whatever it did; None before the first."""
    return Release.objects.using(READER).order_by("-number").first()


def standing(after: int | None = None) -> list[ReleasedIndicator]:
    """Of each indicator the newest release that was not withdrawn, by name; as it stood after a release, if named."""
    found = _indicators().filter(release__withdrawn=False)
    if after is not None:
        found = found.filter(release__lte=after)
    newest = found.order_by("code", "-release_id").distinct("code")
    return sorted(newest, key=lambda each: each.name.casefold())


def indicator(code: str) -> ReleasedIndicator | None:
    """One indicator as it stands; None where nothing of it was published."""
    return _indicators().filter(code=code, release__withdrawn=False).order_by("-release_id").first()


def indicator_by_key(key: int) -> ReleasedIndicator | None:
    """One released indicator by its key, unless it was withdrawn."""
    return _indicators().filter(pk=key, release__withdrawn=False).first()


def released(number: int, code: str = "") -> list[ReleasedIndicator]:
    """The indicators of one release, or one of them, by name; of one that was withdrawn none."""
    found = _indicators().filter(release=number, release__withdrawn=False)
    return sorted(found.filter(code=code) if code else found, key=lambda each: each.name.casefold())


def _indicators() -> QuerySet[ReleasedIndicator]:
    return ReleasedIndicator.objects.using(READER).select_related("release")


def series_of(indicator: ReleasedIndicator) -> list[ReleasedSeries]:
    """Which places and parts an indicator was published for, each with its last figure."""
    return list(ReleasedSeries.objects.using(READER).filter(indicator=indicator).order_by("place", "part"))


def series_at(place: str, indicators: Iterable[ReleasedIndicator]) -> dict[int, ReleasedSeries]:
    """The whole of each of these indicators at a place, by the key of the indicator."""
    found = ReleasedSeries.objects.using(READER).filter(
        place=place, part="", indicator__in=[i.pk for i in indicators]
    )
    return {each.indicator_id: each for each in found}


OPENING = """
select distinct on (series.indicator_id) series.indicator_id, place.name, series.value, series.missing, series.last
from published_series series
join published_indicator i on i.id = series.indicator_id
join published_place place on place.release_id = i.release_id and place.code = series.place
where series.indicator_id = any(%s)
order by series.indicator_id, series.part <> '', not place.here, series.value is null, series.cells desc,
    series.last desc, series.place desc
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """The last figure of the series with which the page of an indicator opens: the longest of a place of our own."""

    place: str
    value: float | None
    missing: str
    period: date


def openings(indicators: Iterable[ReleasedIndicator]) -> dict[int, Opening]:
    """The series with which the page of each indicator opens, by the key of the indicator."""
    with connections[READER].cursor() as cursor:
        cursor.execute(OPENING, [[each.pk for each in indicators]])
        return {key: Opening(*row) for key, *row in cursor.fetchall()}


def points(indicator: ReleasedIndicator, place: str, part: str = "") -> list[Point]:
    """The released figures of one series, oldest first."""
    found = (
        ReleasedCell.objects.using(READER)
        .filter(indicator=indicator, place=place, part=part)
        .order_by("period")
    )
    return [_point(row) for row in found.values_list(*CELL)]


def across(indicator: ReleasedIndicator, period: date, part: str = "") -> dict[str, Point]:
    """The released figure of every place in one period, by the code of the place."""
    found = ReleasedCell.objects.using(READER).filter(indicator=indicator, period=period, part=part)
    return {place: _point(row) for place, *row in found.values_list("place", *CELL)}


def _point(row: Sequence) -> Point:
    period, numerator, denominator, value, low, high, missing, *rest = row
    return Point(
        period, numerator, denominator, Missing(missing) if value is None else value, low, high, *rest
    )


def aims(indicator: ReleasedIndicator, place: str) -> list[ReleasedAim]:
    """The dated standards, targets and trajectories that were released with an indicator, for a place."""
    found = ReleasedAim.objects.using(READER).filter(Q(place="") | Q(place=place), indicator=indicator)
    return list(found.order_by("since", "kind"))


def decisions(indicator: ReleasedIndicator, place: str, part: str = "") -> list[ReleasedDecision]:
    """What was decided about the limits of a chart when it was released."""
    found = ReleasedDecision.objects.using(READER).filter(indicator=indicator, place=place, part=part)
    return list(found.order_by("pk"))


def sources(number: int) -> dict[int, ReleasedSource]:
    """The public files of a release by their number in it."""
    return {each.key: each for each in ReleasedSource.objects.using(READER).filter(release=number)}


def places(numbers: Iterable[int]) -> dict[str, ReleasedPlace]:
    """The places of these releases by their code, as the newest of them names them, in the order of names."""
    found = ReleasedPlace.objects.using(READER).filter(release__in=set(numbers)).order_by("release_id")
    named = {each.code: each for each in found}
    return dict(sorted(named.items(), key=lambda pair: pair[1].name.casefold()))


def holding(words: str, indicators: Iterable[ReleasedIndicator]) -> list[ReleasedIndicator]:
    """Those indicators whose name, definition or source holds every one of the words."""
    wanted = words.casefold().split()
    return [
        each
        for each in indicators
        if all(
            word in f"{each.name} {each.definition} {each.source} {each.code}".casefold() for word in wanted
        )
    ]


def stamp() -> str:
    """A digest of everything that stands: it changes with each release and with nothing else."""
    told = (
        Release.objects.using(READER)
        .order_by("number")
        .values_list("number", "digest", "withdrawn", "undone_by")
    )
    return sha256(repr(list(told)).encode()).hexdigest()[:20]
