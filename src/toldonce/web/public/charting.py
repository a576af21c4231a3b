"""The chart of a released series: the same chart as a board sees, made of nothing but what was released."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from toldonce.figures.charting import charts
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator
from toldonce.figures.publication import reading
from toldonce.figures.publication.models import ReleasedIndicator
from toldonce.figures.publication.reading import Point
from toldonce.figures.spc.icons import assurance_icon, variation_icon
from toldonce.figures.spc.judging import assurance, variation
from toldonce.figures.spc.picture import picture
from toldonce.figures.spc.sentence import sentence
from toldonce.figures.spc.tables import Table, plain_table, points_table
from toldonce.figures.spc.targets import NOT_SET

KEPT = 512  # drawings


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as a page shows it: the drawing, its sentence, its icons, and its table; or why there is none."""

    svg: str
    sentence: str
    variation: str
    assurance: str
    table: Table | None
    note: str


@lru_cache(KEPT)
def drawn(key: int, digest: str, place: str, part: str, place_name: str) -> Drawn:
    """The chart of one released series, kept: what was released never changes (`digest` tells releases apart)."""
    released = reading.indicator_by_key(key)
    if released is None:
        return Drawn("", "This was withdrawn.", "", "", None, "")
    points = reading.points(released, place, part)
    return _drawn(released, points, place, part, place_name)


def _drawn(released: ReleasedIndicator, points: list[Point], place: str, part: str, name: str) -> Drawn:
    told = cast(Indicator, released)  # a released indicator has the same words
    chart = charts.chart_of(
        told,
        name,
        points,  # type: ignore[arg-type]
        part=part,
        standards=reading.aims(released, place),  # type: ignore[arg-type]
        decisions=reading.decisions(released, place, part),  # type: ignore[arg-type]
    )
    if isinstance(chart, Missing):
        return _without_chart(told, points, chart, name, part)
    note = charts.shown_of(told, points)  # type: ignore[arg-type]
    held = assurance(chart)
    return Drawn(
        picture(chart, slug="chart"),
        sentence(chart),
        variation_icon("variation", variation(chart)),
        "" if held is NOT_SET else assurance_icon("assurance", held, chart.good),
        points_table(chart),
        note,
    )


def _without_chart(told: Indicator, points: list[Point], why: Missing, name: str, part: str) -> Drawn:
    """The reason why there is no chart, and the figures that it would have been made of."""
    kept = charts.within(told, points)  # type: ignore[arg-type]
    shape = charts.shape_of(told, name, kept, part)
    table = plain_table(shape.name, [(each.period, each.value) for each in kept], shape.unit, shape.every)
    note = (
        ""
        if len(kept) == len(points)
        else f"The table has the last {len(kept):,} of {len(points):,} figures."
    )
    sentence = f"{why.reason[:1].upper()}{why.reason[1:]}."
    return Drawn("", sentence, "", "", table if kept else None, note)
