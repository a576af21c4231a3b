"""The logic model of a programme: what goes in, what is done, what comes of it, what changes; drawn, and as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.programmes.models import ORDER, model_of
from toldonce.steering.plans.programmes.pictures.logic import logic
from toldonce.steering.plans.programmes.plan import Link, Programme, Step
from toldonce.steering.plans.programmes.words import STAGES
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

    start: Part
    end: Part
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
    """The logic model of a programme; its arrows in the order of the stages and of the sheet."""
    told = model_of(looking.portfolio, programme.key)
    parts = {each.key: _part(looking, each) for each in told.steps}
    return Model(
        programme,
        looking.pages[programme.key],
        logic(looking.portfolio, programme.key, f"logic-{programme.row}"),
        tuple((title, tuple(parts[each.key] for each in told.of(stage))) for stage, title in STAGES.items()),
        tuple(
            _arrow(looking, parts, each) for each in sorted(told.links, key=lambda link: _order(parts, link))
        ),
    )


def _order(parts: dict[str, Part], link: Link) -> tuple[int, int, int]:
    start = parts[link.step].step
    return ORDER[start.stage], start.number, parts[link.leads_to].step.number


def _arrow(looking: Looking, parts: dict[str, Part], link: Link) -> Arrow:
    return Arrow(
        parts[link.step], parts[link.leads_to], link.because, looking.cell("links", link.number, "because")
    )


def _part(looking: Looking, step: Step) -> Part:
    benefit = looking.followed.get(step.benefit)
    return Part(
        step,
        looking.cell("logic", step.number, "says"),
        benefit.benefit.name if benefit else "",
        looking.cell("benefits", benefit.benefit.number, "name") if benefit else "",
    )
