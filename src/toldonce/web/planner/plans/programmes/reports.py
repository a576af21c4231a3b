"""Status reports as they are read: the newest of each programme, all of one, and the paper for the board."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.programmes.plan import Programme
from toldonce.steering.plans.programmes.reporting import next_report
from toldonce.web.planner.plans.programmes import portfolio, programme
from toldonce.web.planner.plans.programmes.looking import Looking, of_a_portfolio, shown
from toldonce.web.planner.plans.programmes.ratings import Told, all_of

LABEL = "Reports"
PAPER = "Board paper"


@dataclass(frozen=True, slots=True)
class Programmed:
    """A programme with its page and its reports, newest first."""

    programme: Programme
    page: str
    reports: list[Told]

    @property
    def last(self) -> Told | None:
        """The newest report."""
        return self.reports[0] if self.reports else None


@require_safe
@of_a_portfolio(LABEL)
def newest(request: HttpRequest, looking: Looking) -> HttpResponse:
    """The newest report of each programme, and what is asked of the board."""
    told = [
        Programmed(each, looking.pages[each.key], all_of(looking, each))
        for each in looking.portfolio.programmes
    ]
    page = shown(
        request,
        looking,
        LABEL,
        told=told,
        asked=[each for each in told if each.last and each.last.report.asked],
        next_report=next_report(looking.portfolio, looking.on),
    )
    return render(request, "planner/pages/plans/programmes/reports.html", page)


@require_safe
@of_a_portfolio(LABEL)
def told(request: HttpRequest, looking: Looking, row: int) -> HttpResponse:
    """Every report of one programme, newest first."""
    one = looking.programme(row)
    page = shown(
        request, looking, LABEL, programme=one, page=looking.pages[one.key], reports=all_of(looking, one)
    )
    return render(request, "planner/pages/plans/programmes/told.html", page)


@require_safe
@of_a_portfolio(PAPER)
def paper(request: HttpRequest, looking: Looking) -> HttpResponse:
    """All programmes on paper, for a meeting of the board."""
    papers = [(each, programme.on_paper(looking, each)) for each in looking.portfolio.programmes]
    page = shown(request, looking, PAPER, papers=papers, **portfolio.of_all(looking))
    return render(request, "planner/pages/plans/programmes/paper.html", page)
