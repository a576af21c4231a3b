"""One programme in one place: its purpose, report, milestones, benefits, money, risks, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.programmes import overview, saying
from toldonce.steering.plans.programmes.network import Expected, critical_path
from toldonce.steering.plans.programmes.plan import Dependency, Programme, Project
from toldonce.web.planner.plans.programmes import milestones
from toldonce.web.planner.plans.programmes.benefits import of_benefits
from toldonce.web.planner.plans.programmes.looking import Looking, of_a_portfolio, shown
from toldonce.web.planner.plans.programmes.money import of_money
from toldonce.web.planner.plans.programmes.portfolio import LABEL
from toldonce.web.planner.plans.programmes.ratings import told
from toldonce.web.planner.plans.programmes.risks import of_risks


@dataclass(frozen=True, slots=True)
class Wait:
    """That a milestone of one programme waits for one of another."""

    waiting: Expected
    waited: Expected
    slip: str  # of what is waited for
    days: int
    note: str
    address: str
    drives: bool  # whether the day of what waits comes of it


@require_safe
@of_a_portfolio(LABEL)
def one(request: HttpRequest, looking: Looking, row: int) -> HttpResponse:
    """Everything about one programme."""
    programme = looking.programme(row)
    page = shown(request, looking, LABEL, programme=programme, **of_one(looking, programme))
    return render(request, "planner/pages/plans/programmes/programme.html", page)


def of_one(looking: Looking, programme: Programme) -> dict[str, object]:
    """What is shown of a programme on its own page."""
    portfolio, key = looking.portfolio, programme.key
    return {
        "written_at": looking.cell("programmes", programme.number, "name"),
        "sentence": saying.of_network(portfolio, looking.network, key),
        "projects": _projects(looking, programme),
        "waits": _waits(looking, programme, outwards=False),
        "waited": _waits(looking, programme, outwards=True),
        "models": any(each.programme == key for each in portfolio.steps),
        **on_paper(looking, programme),
    }


def on_paper(looking: Looking, programme: Programme) -> dict[str, object]:
    """What a board reads of a programme."""
    network, key = looking.network, programme.key
    report = overview.last_report(looking.portfolio, key, looking.on)
    return {
        "report": told(looking, report) if report else None,
        "path": saying.of_path(critical_path(network, key), programme.name),
        "lines": milestones.lines(looking, network.of(key)),
        "benefits": of_benefits(looking, programme),
        **of_money(looking, key),
        **of_risks(looking, programme),
    }


def _projects(looking: Looking, programme: Programme) -> list[tuple[Project, str]]:
    """The projects of a programme with the addresses of their rows."""
    return [
        (each, looking.cell("projects", each.number, "name"))
        for each in looking.portfolio.projects
        if each.programme == programme.key
    ]


def _waits(looking: Looking, programme: Programme, *, outwards: bool) -> list[Wait]:
    """What a programme waits for in others, or what others wait for in it."""
    milestone = looking.portfolio.milestone
    found = []
    for each in looking.portfolio.dependencies:
        ours = milestone[each.waits_for if outwards else each.milestone].programme == programme.key
        within = milestone[each.milestone].programme == milestone[each.waits_for].programme
        if ours and not within:
            found.append(_wait(looking, each))
    return found


def _wait(looking: Looking, dependency: Dependency) -> Wait:
    at = looking.network.at
    return Wait(
        at[dependency.milestone],
        at[dependency.waits_for],
        milestones.slipped(at[dependency.waits_for]),
        dependency.days,
        dependency.note,
        looking.cell("dependencies", dependency.number, "waits_for"),
        at[dependency.milestone].because == dependency.waits_for,
    )
