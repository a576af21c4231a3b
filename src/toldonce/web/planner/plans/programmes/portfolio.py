"""All programmes on one page, each a line, and what slipped with what it moves across them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.programmes import overview
from toldonce.steering.plans.programmes.network import slipped
from toldonce.steering.plans.programmes.overview import ProgrammeLine
from toldonce.web.planner.plans.programmes import milestones
from toldonce.web.planner.plans.programmes.looking import Looking, of_a_portfolio, shown
from toldonce.web.planner.plans.programmes.ratings import Told, told
from toldonce.web.planner.plans.programmes.risks import Threat, threat

LABEL = "Portfolio"


@dataclass(frozen=True, slots=True)
class Row:
    """One programme as a line of the table."""

    line: ProgrammeLine
    page: str
    report: Told | None
    upcoming: milestones.Line | None
    worst: milestones.Line | None
    risk: Threat | None


@require_safe
@of_a_portfolio(LABEL)
def every(request: HttpRequest, looking: Looking) -> HttpResponse:
    """The whole portfolio."""
    late = slipped(looking.network)
    page = shown(
        request,
        looking,
        LABEL,
        rows=rows_of(looking),
        slipped=milestones.lines(looking, late),
    )
    return render(request, "planner/pages/plans/programmes/portfolio.html", page)


def rows_of(looking: Looking) -> list[Row]:
    """A line for each programme, in the order of the sheet."""
    told_of = overview.of(looking.portfolio, looking.network, looking.on, looking.followed)
    return [_row(looking, each) for each in told_of]


def _row(looking: Looking, line: ProgrammeLine) -> Row:
    return Row(
        line,
        looking.page_of(line.programme),
        told(looking, line.report) if line.report else None,
        milestones.line(looking, line.upcoming) if line.upcoming else None,
        milestones.line(looking, line.worst) if line.worst else None,
        threat(looking, line.risk) if line.risk else None,
    )
