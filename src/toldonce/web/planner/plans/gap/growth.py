"""What makes costs grow, and every assumption with where it stands, its date and who agreed it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from toldonce.steering.money.gap.growth import grown
from toldonce.steering.money.gap.plan import Growth, Line, Origin, Solution, Spread
from toldonce.steering.money.gap.saying import percent
from toldonce.steering.money.gap.words import ACTS_ON, BENDS, CROSS, DRIVERS, SHAPES, SHOWN
from toldonce.steering.sheets.saying import pounds, year_words
from toldonce.web.planner.plans.gap.tables import Amount, Row
from toldonce.web.planner.plans.gap.worked import Worked, page_of_the_gap

LABEL = "Assumptions"


@dataclass(frozen=True, slots=True)
class Assumed:
    """An assumption: what it is, where it counts, its value, and on whose word."""

    name: str
    what: str
    where: str
    value: str
    origin: Origin
    cell: str


@page_of_the_gap
def assumptions(request: HttpRequest, worked: Worked) -> HttpResponse:
    """The growth of costs by what makes it, year by year, and all assumptions."""
    plan, made = worked.told.plan, grown(worked.told)
    shown = worked.framed(
        LABEL,
        years=[year_words(each.year) for each in made],
        parts_of_growth=_parts(worked),
        rule=CROSS[plan.settings.cross],
        is_shown=plan.settings.cross == SHOWN,
        base=[_base(worked, each) for each in plan.lines],
        growth=[_growth(worked, each) for each in plan.growth],
        solutions=[_solution(worked, each) for each in plan.solutions],
    )
    return render(request, "planner/pages/plans/gap/growth.html", shown)


def _parts(worked: Worked) -> list[Row]:
    """Cost at the beginning of a year, what each kind of growth adds to it, and cost at its end."""
    made = grown(worked.told)
    names = list(made[0].parts)
    return [
        Row(
            "Cost of the year before",
            tuple(Amount(pounds(each.opening), f"cost/{each.year - 1}") for each in made),
        ),
        *(Row(name, tuple(Amount(pounds(each.parts[name])) for each in made)) for name in names),
        Row("Cost", tuple(Amount(pounds(each.closing), f"cost/{each.year}") for each in made), total=True),
    ]


def _base(worked: Worked, line: Line) -> Assumed:
    value = f"income {pounds(line.income)}, cost {pounds(line.cost)}"
    return Assumed(line.service, "Base", line.body, value, line.origin, worked.cell(line.origin, "cost"))


def _growth(worked: Worked, growth: Growth) -> Assumed:
    when = f"{growth.reach}, {'every year' if growth.year is None else year_words(growth.year)}"
    value = f"{percent(growth.spread.likely)} a year{_range(growth.spread)}"
    cell = worked.cell(growth.origin, "percent")
    return Assumed(growth.name, DRIVERS[growth.driver], when, value, growth.origin, cell)


def _range(spread: Spread) -> str:
    if spread.is_certain:
        return ""
    return f" ({percent(spread.low)} to {percent(spread.high)}, {SHAPES[spread.shape]})"


def _solution(worked: Worked, solution: Solution) -> Assumed:
    """A solution with all that is assumed about it in one sentence."""
    saves = (
        f"{percent(solution.points)} points off growth a year"
        if solution.kind == BENDS
        else pounds(solution.amount)
    )
    ramp = f"full effect after {solution.ramp} months" if solution.ramp else "full effect at once"
    late = f", {solution.later} months late" if solution.later else ""
    said = [
        saves,
        f"from {solution.start:%B %Y}{late}",
        ramp,
        f"{percent(solution.delivered.likely)} delivered{_range(solution.delivered)}",
        "recurrent" if solution.lasts is None else f"for {solution.lasts} months",
    ]
    if solution.to_achieve:
        said.append(f"{pounds(solution.to_achieve)} to achieve")
    where = f"{ACTS_ON[solution.acts_on]} of {solution.reach}"
    cell = worked.cell(solution.origin, "points" if solution.kind == BENDS else "amount")
    return Assumed(solution.name, solution.owner or "nobody", where, "; ".join(said), solution.origin, cell)
