"""The logic model of a programme: what goes in, what is done, what comes of it, what changes; drawn, and as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.programmes import logic, words
from toldonce.steering.plans.programmes.plan import Programme, Step
from toldonce.web.planner.plans.programmes.looking import Looking, asked_for, of_a_portfolio, shown

LABEL = "Logic models"


@dataclass(frozen=True, slots=True)
class Part:
    """A step of a logic model with its cell, and the benefit by which it is followed where there is one."""

    step: Step
    address: str
    benefit: str
    benefit_at: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """That one step leads to another, and because of what."""

    source: Part
    target: Part
    because: str
    address: str


@dataclass(frozen=True, slots=True)
class Model:
    """The logic model of one programme."""

    programme: Programme
    page: str
    picture: str
    stages: tuple[tuple[str, tuple[Part, ...]], ...]
    arrows: tuple[Arrow, ...]


@require_safe
@of_a_portfolio(LABEL)
def models(request: HttpRequest, looking: Looking) -> HttpResponse:
    """The logic models of all programmes, or of one."""
    programme = asked_for(request, looking)
    those = [programme] if programme else looking.portfolio.programmes
    with_steps = {each.programme for each in looking.portfolio.steps}
    page = shown(
        request,
        looking,
        LABEL,
        programme=programme,
        models=[model(looking, each) for each in those if each.key in with_steps],
        without=[each for each in those if each.key not in with_steps],
    )
    return render(request, "planner/pages/plans/programmes/logic.html", page)


def model(looking: Looking, programme: Programme) -> Model:
    """The logic model of a programme."""
    parts = {
        each.key: _part(looking, each) for each in looking.portfolio.steps if each.programme == programme.key
    }
    arrows = [
        Arrow(parts[each.step], parts[each.leads_to], each.because, looking.cell("links", each.number, "because"))
        for each in looking.portfolio.links
        if each.step in parts and each.leads_to in parts
    ]
    stages = tuple(
        (title, tuple(each for each in parts.values() if each.step.stage == stage))
        for stage, title in words.STAGES.items()
    )
    return Model(
        programme, looking.page_of(programme), logic.picture(looking.portfolio, programme.key), stages, tuple(arrows)
    )  # fmt: skip


def _part(looking: Looking, step: Step) -> Part:
    benefit = looking.followed.get(step.benefit)
    return Part(
        step,
        looking.cell("logic", step.number, "says"),
        benefit.benefit.name if benefit else "",
        looking.cell("benefits", benefit.benefit.number, "name") if benefit else "",
    )
