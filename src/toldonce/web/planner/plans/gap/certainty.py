"""How sure the gap is: the fan of all draws, and which assumption moves the gap most."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from toldonce.steering.money.gap.draws import PERCENTILES, fan
from toldonce.steering.money.gap.pictures.tornado import tornado
from toldonce.steering.money.gap.pictures.years import fan_of_years
from toldonce.steering.money.gap.saying import percent
from toldonce.steering.money.gap.sensitivity import Swing, swings
from toldonce.steering.money.gap.sentences import certainty
from toldonce.steering.sheets.saying import pounds, year_words
from toldonce.web.planner.plans.gap.worked import Worked, page_of_the_gap

LABEL = "How sure"


@dataclass(frozen=True, slots=True)
class Moved:
    """A swing in words, with the address of the cell of its assumption."""

    name: str
    low: str
    high: str
    at_low: str
    at_high: str
    size: str
    stated: bool
    cell: str


@page_of_the_gap
def how_sure(request: HttpRequest, worked: Worked) -> HttpResponse:
    """The fan with its percentiles, and the tornado with its table."""
    told, plan = worked.told, worked.told.plan
    made, moved = fan(plan), swings(plan)
    shown = worked.framed(
        LABEL,
        certainty=certainty(made),
        fan=fan_of_years(made),
        years=[year_words(year) for year in made.years],
        percentiles=[
            (f"{each} in 100 leave less", list(map(pounds, made.left[each]))) for each in PERCENTILES
        ],
        undone=[
            (f"{each} in 100 leave less", list(map(pounds, made.nothing_done[each]))) for each in PERCENTILES
        ],
        average=list(map(pounds, made.average)),
        draws=made.draws,
        settings=plan.settings,
        correlations=[percent(plan.settings.growth_correlation), percent(plan.settings.delivery_correlation)],
        tornado=tornado(moved, int(told.left[-1])),
        swings=[_moved(worked, each) for each in moved],
        left=pounds(int(told.left[-1])),
        last_year=year_words(told.years[-1]),
    )
    return render(request, "planner/pages/plans/gap/certainty.html", shown)


def _moved(worked: Worked, swing: Swing) -> Moved:
    return Moved(
        swing.name,
        percent(swing.low, 1),
        percent(swing.high, 1),
        pounds(swing.at_low),
        pounds(swing.at_high),
        pounds(swing.size),
        swing.stated,
        worked.cell(swing.origin),
    )
