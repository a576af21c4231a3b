"""Scenarios side by side: the plan as it stands, and each named set of other assumptions."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from toldonce.steering.money.gap.controls import control_total
from toldonce.steering.money.gap.pictures.beside import beside
from toldonce.steering.money.gap.scenarios import AS_PLANNED, Outcome, compared
from toldonce.steering.sheets.saying import pounds, year_words
from toldonce.web.planner.plans.gap.worked import Worked, page_of_the_gap

LABEL = "Scenarios compared"


@dataclass(frozen=True, slots=True)
class Beside:
    """A scenario in pounds: the last year, what is left every year, and how it differs from the plan."""

    name: str
    scenario: str  # as the address of a page says it
    gap: str
    saved: str
    left: str
    off: str
    short: str
    years: list[str]


@page_of_the_gap
def side_by_side(request: HttpRequest, worked: Worked) -> HttpResponse:
    """Every scenario with the gap, the solutions and what is left."""
    made = compared(worked.plan)
    planned = int(made[0].told.left[-1])
    shown = worked.framed(
        LABEL,
        years=[year_words(year) for year in worked.plan.settings.years],
        last_year=year_words(worked.plan.settings.last_year),
        scenarios=[_beside(each, planned) for each in made],
        drawn=beside([(each.name, int(each.told.left[-1])) for each in made]),
        has_control=control_total(worked.plan) is not None,
    )
    return render(request, "planner/pages/plans/gap/scenarios.html", shown)


def _beside(outcome: Outcome, planned: int) -> Beside:
    told, aim = outcome.told, control_total(outcome.plan)
    left = int(told.left[-1])
    return Beside(
        outcome.name,
        "" if outcome.name == AS_PLANNED else outcome.name,
        pounds(int(told.gap[-1])),
        pounds(int(told.saved[-1])),
        pounds(left),
        pounds(left - planned),
        "" if aim is None else pounds(left + aim),
        [pounds(int(each)) for each in told.left],
    )
