"""One role: its fan, where each head comes from and goes to, and what becomes of those who start to train for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.workforce import arithmetic, saying
from toldonce.steering.plans.workforce.assumptions import Pipeline, Plan
from toldonce.steering.plans.workforce.book import WORKFORCE
from toldonce.steering.plans.workforce.picture import bars
from toldonce.steering.plans.workforce.projecting import IN, OUT
from toldonce.steering.plans.workforce.tracing import MONEY, NEED, SUPPLY, steps
from toldonce.steering.plans.workforce.training import left_of, starting
from toldonce.steering.plans.workforce.wholes import flows_of
from toldonce.steering.plans.workforce.words import BANDS
from toldonce.steering.sheets.saying import year_words
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.workforce.outlook import LABEL, drawn, table
from toldonce.web.planner.plans.workforce.worked import Worked, of_a_plan, shown, year_asked

TRACED = {
    "gap": ("The gap", arithmetic.gap, SUPPLY + NEED),
    "supply": ("In post", arithmetic.supply, SUPPLY),
    "need": ("Needed", arithmetic.need, NEED),
    "cost": ("The cost", arithmetic.money, SUPPLY + NEED + MONEY),
}


@dataclass(frozen=True)
class Trained:
    """One pipeline drawn: of those who start in a year, how many are left at each stage."""

    name: str
    sentence: str
    picture: str
    stages: list[tuple[str, str]]
    intakes: list[tuple[str, str, str]]  # year, who start, who come to work here when it is over


@require_safe
@of_a_plan(LABEL)
def one(request: HttpRequest, worked: Worked, row: int) -> HttpResponse:
    """Everything about one role."""
    role, done, plan = worked.role(row), worked.outcome, worked.plan
    pipelines = [each for each in plan.pipelines if each.role == role]
    page = shown(
        worked,
        LABEL,
        row=row,
        role=plan.roles[role],
        sentence=saying.of_role(done, role),
        picture=drawn(done, role, "role", plan.roles[role].name),
        years=[year_words(year) for year in plan.years],
        table=table(done, role),
        flows=[(year_words(each.year), each) for each in flows_of(done, role)],
        come=IN,
        gone=OUT,
        ages=_ages(worked, role),
        employers=_employers(worked, role),
        trained=[_trained(plan, each, at) for at, each in enumerate(pipelines)],
    )
    return render(request, "planner/pages/plans/workforce_role.html", page)


def _ages(worked: Worked, role: int) -> list[tuple[str, str, str]]:
    """Heads by age at the start and in the year that is judged."""
    heads = worked.outcome.expected.heads[:, 0]
    members = [at for at, team in enumerate(worked.plan.teams) if team.role == role]
    first, then = (heads[at, members].sum(axis=0) for at in (0, worked.outcome.at(worked.plan.judged)))
    return [(band, f"{a:,.0f}", f"{b:,.0f}") for band, a, b in zip(BANDS.values(), first, then, strict=True)]


def _employers(worked: Worked, role: int) -> list[tuple[str, str, str]]:
    """Heads by employer at the start and in the year that is judged, where there are any."""
    at, heads = worked.outcome.at(worked.plan.judged), worked.outcome.expected.heads[:, 0].sum(axis=2)
    return [
        (team.employer, f"{heads[0, place]:,.0f}", f"{heads[at, place]:,.0f}")
        for place, team in enumerate(worked.plan.teams)
        if team.role == role and heads[:, place].max() >= 0.5
    ]


def _trained(plan: Plan, pipeline: Pipeline, at: int) -> Trained:
    """A hundred who start in the first year that is worked out, stage by stage; and every intake."""
    start = plan.base + 1
    stages = [("start to train", 100.0)]
    for year in range(1, pipeline.years + 1):
        label = "qualify" if year == pipeline.years else f"still train after {saying.years(year)}"
        stages.append((label, 100 * float(left_of(plan, pipeline, start, start + year))))
    stages.append(("go into practice", stages[-1][1] * pipeline.practise))
    stages.append(("work here", stages[-1][1] * pipeline.stay))
    rows = [
        (label, left, before)
        for (label, left), (_, before) in zip(stages, [stages[0], *stages], strict=False)
    ]
    title = f"Of 100 who start: {pipeline.name}"
    words = f"{title}. The table below has every number."
    sentence = f"Of 100 who start, {stages[-1][1]:.1f} work here after {saying.years(pipeline.years)}."
    return Trained(
        pipeline.name,
        sentence,
        bars(f"pipeline-{at}", title, words, rows),
        [(label.capitalize(), f"{left:.1f}") for label, left in stages],
        list(_intakes(plan, pipeline)),
    )


def _intakes(plan: Plan, pipeline: Pipeline):
    for year in range(plan.base - pipeline.years, plan.last + 1):
        heads = starting(plan, pipeline, year)
        if heads:
            here = (
                heads
                * float(left_of(plan, pipeline, year, year + pipeline.years))
                * pipeline.practise
                * pipeline.stay
            )
            over = year_words(year + pipeline.years)
            yield year_words(year), f"{heads:,.0f}", f"{here:,.1f} in {over}"


@require_safe
@of_a_plan(LABEL)
def traced(request: HttpRequest, worked: Worked, row: int, what: str) -> HttpResponse:
    """Where a number of a role comes from: its arithmetic, and the cells that bear on it."""
    role, year = worked.role(row), year_asked(request, worked.plan)
    title, sums, sheets = TRACED[what]
    name = worked.plan.roles[role].name
    cells = steps(WORKFORCE, worked.opened.contents, name, sheets)
    page = shown(
        worked,
        LABEL,
        row=row,
        what=what,
        name=name,
        title=title,
        year=year_words(year),
        years=[year_words(each) for each in worked.plan.years],
        sums=sums(worked.outcome, role, year),
        cells=[(each, showing.address_of(worked.opened, each.at)) for each in cells],
        kinds=[(key, words) for key, (words, _, _) in TRACED.items()],
    )
    return render(request, "planner/pages/plans/workforce_trace.html", page)
