"""The figures that follow the benefits of a portfolio: an indicator at a place, each with its chart on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from toldonce.figures import places
from toldonce.figures.charting.queries import Charted, charted_at, together
from toldonce.figures.models import Indicator
from toldonce.figures.periods import following
from toldonce.figures.queries import Point
from toldonce.steering.plans.programmes.plan import Benefit


def charts_of(benefits: Sequence[Benefit], on: date) -> dict[str, Charted]:
    """The chart of each benefit that names an indicator and a place, by its key, as it stood on a day."""
    named = [each for each in benefits if each.indicator and each.place]
    known = list(Indicator.objects.filter(code__in={each.indicator for each in named}))
    if not known:
        return {}
    made = charted_at(known, places.names({each.place for each in named}))
    found = {(each.indicator.code, place): each for place, those in made.items() for each in those}
    pairs = {each.key: (each.indicator, each.place) for each in named}
    return {key: _until(found[pair], on) for key, pair in pairs.items() if pair in found}


def _until(made: Charted, on: date) -> Charted:
    """The same without what was counted, or decided about its limits, for later days."""
    points = [each for each in made.points if last_day(each, made.indicator.every) <= on]
    if len(points) == len(made.points):
        return made
    decisions = [each for each in made.decisions if each.on is None or each.on <= on]
    return together(made.indicator, made.place, made.place_name, points, made.standards, decisions)


def figures_on(made: Charted | None) -> dict[date, int]:
    """The figure of each last day of a period, by which its page is found."""
    if made is None:
        return {}
    return {last_day(each, made.indicator.every): each.figure for each in made.points}


def last_day(point: Point, every: str) -> date:
    """The last day of the period of a figure."""
    return following(point.period, every) - timedelta(1)
