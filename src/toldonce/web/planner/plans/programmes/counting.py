"""The figures that follow the benefits of a portfolio: an indicator at a place, each with its chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from toldonce.figures import places
from toldonce.figures.charting.queries import Charted, charted_at
from toldonce.figures.models import Indicator
from toldonce.figures.periods import following
from toldonce.steering.plans.programmes.plan import Benefit


def charts_of(benefits: Sequence[Benefit]) -> dict[str, Charted]:
    """The chart of each benefit that names an indicator and a place, by its key; asked in one go for all of them."""
    named = [each for each in benefits if each.indicator and each.place]
    known = list(Indicator.objects.filter(code__in={each.indicator for each in named}))
    if not known:
        return {}
    made = charted_at(known, places.names({each.place for each in named}))
    found = {(each.indicator.code, place): each for place, those in made.items() for each in those}
    pairs = {each.key: (each.indicator, each.place) for each in named}
    return {key: found[pair] for key, pair in pairs.items() if pair in found}


def figures_on(made: Charted | None) -> dict[date, int]:
    """The figure of each last day of a period, by which its page is found."""
    if made is None:
        return {}
    every = made.indicator.every
    return {following(each.period, every) - timedelta(1): each.figure for each in made.points}
