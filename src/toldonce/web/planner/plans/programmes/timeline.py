"""Planned and expected on one line of days, the chain that drives the end, and what else moves if a milestone does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.programmes import network, saying
from toldonce.steering.plans.programmes.pictures.timeline import timeline
from toldonce.steering.plans.programmes.plan import Programme
from toldonce.web.planner.plans.programmes import asking, milestones
from toldonce.web.planner.plans.programmes.looking import Looking, asked_for, of_a_portfolio, shown

LABEL = "Timeline"


@require_safe
@of_a_portfolio(LABEL)
def drawn(request: HttpRequest, looking: Looking) -> HttpResponse:
    """The whole portfolio, or one programme of it; with the answer where somebody asks what if."""
    programme = asked_for(request, looking)
    key = programme.key if programme else None
    asked = asking.asked(request, looking)
    page = shown(
        request,
        looking,
        LABEL,
        programme=programme,
        sentence=saying.of_network(looking.portfolio, looking.network, key),
        wide=timeline(looking.portfolio, looking.network, key),
        narrow=timeline(looking.portfolio, looking.network, key, narrow=True, slug="timeline-narrow"),
        lines=milestones.lines(looking, _those(looking, key)),
        paths=_paths(looking, programme),
        choices=asking.choices(looking),
        asked=asked,
        problems=asked.problems,
        answer=asking.answered(looking, asked),
    )
    status = 400 if asked.problems else 200
    return render(request, "planner/pages/plans/programmes/timeline.html", page, status=status)


def _those(looking: Looking, programme: str | None) -> list[network.Expected]:
    """The milestones that are shown, in the order in which they are expected."""
    those = looking.network.of(programme) if programme else looking.network.at.values()
    return sorted(those, key=lambda each: (each.day, each.milestone.number))


def _paths(
    looking: Looking, programme: Programme | None
) -> list[tuple[Programme, str, list[milestones.Line]]]:
    """The chain that drives the end of each programme that is shown, with its sentence."""
    found = []
    for each in [programme] if programme else looking.portfolio.programmes:
        path = network.critical_path(looking.network, each.key)
        if path:
            found.append((each, saying.of_path(path, each.name), milestones.lines(looking, list(path))))
    return found
