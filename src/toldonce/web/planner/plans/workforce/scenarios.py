"""The scenarios of the plan side by side, each with what it changes, in the year that is judged and in the last."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.workforce import saying
from toldonce.steering.plans.workforce.assumptions import Change
from toldonce.steering.plans.workforce.reading import LATEST, changes_of
from toldonce.steering.plans.workforce.scenarios import compared
from toldonce.steering.plans.workforce.words import EFFECTS, IN_POINTS
from toldonce.steering.sheets.saying import minus_sign, year_words
from toldonce.web.planner.plans.workforce.worked import Worked, of_a_plan, shown

LABEL = "Scenarios compared"
SIZE: dict[str, Callable[[float], str]] = {  # how large a change is that is not in points
    "intake": lambda heads: minus_sign(f"{heads:+,g} people"),
    "joiners": lambda heads: minus_sign(f"{heads:+,g} people"),
    "delay": lambda years: f"by {years * 12:,g} months",
    "participation": lambda more: minus_sign(f"{more:+g} FTE"),
    "one-for-each": lambda units: f"{units:,g} units",
}


@require_safe
@of_a_plan(LABEL)
def every(request: HttpRequest, worked: Worked) -> HttpResponse:
    """Each scenario beside the plan as it stands."""
    plan, contents = worked.plan, worked.opened.contents
    found = []
    for row in contents["scenarios"]:
        name = str(row["scenario"])
        changes = changes_of(contents, name)
        results = [
            (year, compared(plan, name, str(row["says"] or ""), changes, year))
            for year in (plan.judged, plan.last)
        ]
        found.append(
            {
                "row": row,
                "name": name,
                "changes": [in_words(each) for each in changes],
                "results": results,
                "sentences": [saying.of_scenario(each, year) for year, each in results],
            }
        )
    years = [year_words(year) for year in (plan.judged, plan.last)]
    as_it_stands = [compared(plan, "", "", (), year) for year in (plan.judged, plan.last)]
    page = shown(
        worked,
        LABEL,
        found=found,
        years=years,
        as_it_stands=as_it_stands,
        fte=saying.fte,
        more_fte=saying.more_fte,
        missing=saying.missing,
        pounds=saying.in_millions,
    )
    return render(request, "planner/pages/plans/workforce_scenarios.html", page)


def in_words(change: Change) -> str:
    """One change in words: what, of whom, by how much, and when."""
    size = (
        minus_sign(f"{change.amount * 100:+g} points")
        if change.effect in IN_POINTS
        else SIZE[change.effect](change.amount)
    )
    what = EFFECTS[change.effect].split(" (")[0]
    return f"{what}: {change.of or 'all roles'}, {size}{_when(change)}"


def _when(change: Change) -> str:
    if change.since and change.since == change.until:
        return f" in {year_words(change.since)}"
    since = f" from {year_words(change.since)}" if change.since else ""
    return since + (f" to {year_words(change.until)}" if change.until != LATEST else "")
