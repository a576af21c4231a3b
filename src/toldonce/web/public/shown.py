"""What the public pages show, in words: series with their charts, rows of indicators, places by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from toldonce.figures import periods
from toldonce.figures.charting.charts import UNITS
from toldonce.figures.missing import Missing
from toldonce.figures.models import Good, Unit
from toldonce.figures.publication import reading
from toldonce.figures.publication.columns import COLUMNS, Column
from toldonce.figures.publication.models import (
    Handling,
    ReleasedIndicator,
    ReleasedPlace,
    ReleasedSeries,
    ReleasedSource,
)
from toldonce.figures.spc.icons import assurance_icon, variation_icon
from toldonce.figures.spc.judging import SIGN, Assurance, Variation
from toldonce.figures.themes import FOR_RESIDENTS, Theme, of_theme, slugs
from toldonce.web.public.charting import Drawn, drawn

HANDLED = {
    Handling.PEOPLE: "Counts of seven people or fewer are not shown. Other counts are rounded to the nearest 5, and "
    "percentages and rates are made of the rounded counts, so that nobody can be recognised.",
    Handling.PUBLIC: "These figures were published before by others and are shown exactly as they were published.",
    Handling.NOBODY: "These figures count no people, so they are shown exactly.",
}
COUNTRY = "Country"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another place in the same period."""

    code: str
    name: str
    value: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One indicator for one place and part, as its page shows it."""

    indicator: ReleasedIndicator
    place: ReleasedPlace
    part: str
    latest: str
    period: str
    as_at: date | None
    drawn: Drawn
    places: Sequence[ReleasedPlace]
    parts: Sequence[str]
    peers: Sequence[Peer]
    sources: Sequence[ReleasedSource]
    themes: Sequence[Theme]
    handled: str
    hidden: int
    why_hidden: str


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator in a list: its last figure for one place."""

    indicator: ReleasedIndicator
    place: str
    value: str
    period: str


def value_words(indicator: ReleasedIndicator, value: float | None, missing: str) -> str:
    """A figure as it is printed, or why there is none."""
    return UNITS[Unit(indicator.unit)].words(value) if value is not None else missing


def series(indicator: ReleasedIndicator, place: str, part: str) -> SeriesView | None:
    """The page of one series; None where nothing was released for that place or part."""
    every = reading.series_of(indicator)
    named = reading.places([indicator.release_id])
    chosen = _chosen(every, named, place, part)
    if chosen is None:
        return None
    here = named[chosen.place]
    digest = f"{indicator.release_id} {indicator.release.digest}"
    across = reading.across(indicator, chosen.last, chosen.part)
    return SeriesView(
        indicator=indicator,
        place=here,
        part=chosen.part,
        latest=value_words(indicator, chosen.value, chosen.missing),
        period=periods.words(chosen.last, indicator.every),
        as_at=across[chosen.place].as_at if chosen.place in across else None,
        drawn=drawn(indicator.pk, digest, chosen.place, chosen.part, here.name),
        places=[named[code] for code in named if any(each.place == code for each in every)],
        parts=sorted({each.part for each in every if each.place == chosen.place}),
        peers=_peers(indicator, here, across, named),
        sources=list(reading.sources(indicator.release_id).values())
        if indicator.handling != Handling.PEOPLE
        else [],
        themes=[theme for theme in FOR_RESIDENTS if theme.slug in slugs(indicator)],
        handled=HANDLED[Handling(indicator.handling)],
        hidden=chosen.hidden,
        why_hidden=_why_hidden(indicator) if chosen.hidden else "",
    )


def _why_hidden(indicator: ReleasedIndicator) -> str:
    by = "its publisher" if indicator.handling == Handling.PUBLIC else "us"
    return f"hidden by {by}, so that nobody can be recognised"


def _chosen(
    every: Sequence[ReleasedSeries], named: dict[str, ReleasedPlace], place: str, part: str
) -> ReleasedSeries | None:
    """The series that was asked for; where no place was named, the longest of a place of our own (as in `openings`)."""
    if place:
        of_place = [each for each in every if each.place == place]
        exact = next((each for each in of_place if each.part == part), None)
        return exact or (None if part or not of_place else of_place[0])
    wanted = [each for each in every if each.part == part] or (list(every) if not part else [])

    def how_good(each: ReleasedSeries) -> tuple:
        return (named[each.place].here, each.value is not None, each.cells, each.last, each.place)

    return max(wanted, key=how_good, default=None)


def _peers(
    indicator: ReleasedIndicator,
    here: ReleasedPlace,
    across: dict[str, reading.Point],
    named: dict[str, ReleasedPlace],
) -> list[Peer]:
    """The places of the same kind that have the same period, best first where one way is good, and the country."""
    sign = SIGN[Good(indicator.good)]
    alike = {code: point for code, point in across.items() if named[code].kind in (here.kind, COUNTRY)}

    def order(item: tuple[str, reading.Point]) -> tuple:
        code, point = item
        value = None if isinstance(point.value, Missing) else point.value
        return (value is None, -sign * (value or 0), named[code].name.casefold())

    return [
        Peer(code, named[code].name, _words(indicator, point), code == here.code)
        for code, point in sorted(alike.items(), key=order)
    ]


def _words(indicator: ReleasedIndicator, point: reading.Point) -> str:
    value = point.value
    return str(value) if isinstance(value, Missing) else value_words(indicator, value, "")


def rows_of(indicators: Sequence[ReleasedIndicator]) -> list[Row]:
    """Indicators with the last figure of the series that their page opens with."""
    found = reading.openings(indicators)
    return [_row(each, found[each.pk]) for each in indicators if each.pk in found]


def _row(indicator: ReleasedIndicator, opening: reading.Opening) -> Row:
    value = value_words(indicator, opening.value, opening.missing)
    return Row(indicator, opening.place, value, periods.words(opening.period, indicator.every))


def places_of(standing: Iterable[ReleasedIndicator]) -> dict[str, ReleasedPlace]:
    """The places for which something stands, by code, in the order of names."""
    return reading.places(each.release_id for each in standing)


def places_by_kind(standing: Iterable[ReleasedIndicator]) -> list[tuple[str, list[ReleasedPlace]]]:
    """Places under what they are, those of the place's own first."""
    kinds: dict[str, list[ReleasedPlace]] = {}
    for place in sorted(places_of(standing).values(), key=lambda each: not each.here):
        kinds.setdefault(place.kind if place.here else f"For comparison: {place.kind.lower()}", []).append(
            place
        )
    return list(kinds.items())


def places_holding(words: str, standing: Iterable[ReleasedIndicator]) -> list[ReleasedPlace]:
    """Places whose name holds every one of the words."""
    wanted = words.casefold().split()
    found = places_of(standing).values()
    return [each for each in found if all(word in f"{each.name} {each.code}".casefold() for word in wanted)]


def themes_at(place: ReleasedPlace, standing: Sequence[ReleasedIndicator]) -> list[tuple[Theme, list[Row]]]:
    """The last figures of a place under their themes; an indicator of several stands under the first."""
    told = reading.series_at(place.code, standing)
    left = [each for each in standing if each.pk in told]
    found: list[tuple[Theme, list[Row]]] = []
    for theme in FOR_RESIDENTS:
        those = of_theme(theme.slug, left)
        left = [each for each in left if each not in those]
        if those:
            found.append((theme, [_row_at(each, told[each.pk], place) for each in those]))
    return found


def _row_at(indicator: ReleasedIndicator, told: ReleasedSeries, place: ReleasedPlace) -> Row:
    value = value_words(indicator, told.value, told.missing)
    return Row(indicator, place.name, value, periods.words(told.last, indicator.every))


@dataclass(frozen=True, slots=True)
class Sample:
    """An icon with what it says."""

    icon: str
    words: str


def samples() -> list[Sample]:
    """The icons that stand beside charts, each with what it means."""
    meant = {
        Variation.USUAL: "Usual variation. The figure goes up and down as it always has: nothing has changed.",
        Variation.IMPROVEMENT_HIGH: "Improvement. The change is larger than chance, and it is for the better.",
        Variation.CONCERN_LOW: "Concern. The change is larger than chance, and it is for the worse.",
        Variation.CHANGE_HIGH: "Change. It is larger than chance, and neither better nor worse.",
    }
    expected = {
        Assurance.PASSES: "The target will be met each time, as long as nothing changes.",
        Assurance.HIT_OR_MISS: "The target will be met in some periods and missed in others, by chance.",
        Assurance.FAILS: "The target will be missed each time, unless something changes.",
    }
    found = [Sample(variation_icon(f"v{n}", each), words) for n, (each, words) in enumerate(meant.items())]
    high = Good.HIGHER
    return found + [
        Sample(assurance_icon(f"a{n}", each, high), words) for n, (each, words) in enumerate(expected.items())
    ]


def columns() -> Sequence[Column]:
    """The columns of the downloads with what they mean."""
    return COLUMNS
