"""Need against supply: the headline, the fan, the gap of every role and year, the shortage list, what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.workforce import saying
from toldonce.steering.plans.workforce.outcome import Outcome, outcome
from toldonce.steering.plans.workforce.picture import NEED, SUPPLY, Line, fan
from toldonce.steering.plans.workforce.promises import Held, held
from toldonce.steering.plans.workforce.reading import changes_of, promises_of
from toldonce.steering.plans.workforce.scenarios import with_changes
from toldonce.steering.plans.workforce.shortage import Judged, judged
from toldonce.steering.plans.workforce.words import GROUPS, MEASURES
from toldonce.web.planner.plans.workforce.worked import Worked, of_a_plan, shown

LABEL = "Need and supply"


@dataclass(frozen=True)
class GapLine:
    """One role of the table of gaps."""

    row: int
    name: str
    group: str
    gaps: list[str]
    share: str
    chance: str


@require_safe
@of_a_plan(LABEL)
def outlook(request: HttpRequest, worked: Worked) -> HttpResponse:
    """The whole plan on one page."""
    done, plan = worked.outcome, worked.plan
    listed = judged(done)
    page = shown(
        worked,
        LABEL,
        headline=saying.headline(done),
        picture=drawn(done, list(range(len(plan.roles))), "all-roles", "All roles together"),
        years=[saying.SAY_YEAR(year) for year in plan.years],
        table=table(done, list(range(len(plan.roles)))),
        gaps=list(_gaps(worked)),
        shortage=saying.of_shortage(listed, plan.meets),
        short=[(worked.row_of(each.role), each, _reasons(each)) for each in listed if each.met],
        criteria=[MEASURES[each.measure] for each in plan.criteria],
        promises=[(each, saying.of_promise(each)) for each in _promises(worked)],
        invented=sum(
            bool(row.values.get("invented")) for rows in worked.opened.contents.values() for row in rows
        ),
        rows=sum(len(rows) for sheet, rows in worked.opened.contents.items()),
    )
    return render(request, "planner/pages/plans/workforce_outlook.html", page)


def drawn(done: Outcome, roles: list[int], slug: str, title: str) -> str:
    """The fan of supply of some roles, with the line of need."""
    supply, need = done.supply[:, roles].sum(axis=1), done.need[:, roles].sum(axis=1)
    lines = [Line("in post", list(supply), SUPPLY), Line("needed", list(need), NEED)]
    bands = "with bands in which the draws of those in post lie"
    words = f"{title}: FTE in post and FTE needed by year, {bands}. The table below has every number."
    return fan(slug, f"{title}, FTE", words, done.plan.years, done.supply_range(roles), lines)


def table(done: Outcome, roles: list[int]) -> list[tuple[str, str, list[str]]]:
    """The rows of the table below a fan: what it is, the page that traces it, and a number for each year."""
    ranges, gaps = done.supply_range(roles), done.gap_range(roles)
    supply, need = done.supply[:, roles].sum(axis=1), done.need[:, roles].sum(axis=1)
    return [
        ("Needed", "need", [_fte(each) for each in need]),
        ("Expected in post", "supply", [_fte(each) for each in supply]),
        ("In post, 5 draws of 100 below", "", [_fte(each.low) for each in ranges]),
        ("In post, 5 draws of 100 above", "", [_fte(each.high) for each in ranges]),
        ("Missing", "gap", [_fte(each) for each in need - supply]),
        ("Missing, 5 draws of 100 below", "", [_fte(each.low) for each in gaps]),
        ("Missing, 5 draws of 100 above", "", [_fte(each.high) for each in gaps]),
    ]


def _gaps(worked: Worked) -> Iterator[GapLine]:
    """Every role, that with the largest gap in the year that is judged first."""
    done, plan = worked.outcome, worked.plan
    at = done.at(plan.judged)
    for role in sorted(range(len(plan.roles)), key=lambda role: -done.gap[at, role]):
        need = done.need[at, role]
        chance = f"{round(done.chance_of_gap([role], plan.judged) * 100)} of 100" if need else "not known"
        yield GapLine(
            worked.row_of(role),
            plan.roles[role].name,
            GROUPS[plan.roles[role].group],
            [_fte(each) for each in done.gap[:, role]],
            saying.share(done.gap[at, role] / need) if need else "not known",
            chance,
        )


def _reasons(each: Judged) -> list[tuple[str, bool]]:
    return [(saying.of_reason(reason), reason.met) for reason in each.reasons]


def _promises(worked: Worked) -> list[Held]:
    """What was said, each held against the plan as it stands or in its scenario."""
    contents = worked.opened.contents
    found = []
    for promise in promises_of(contents):
        done = worked.outcome
        if promise.scenario:
            done = outcome(with_changes(worked.plan, changes_of(contents, promise.scenario)))
        found.append(held(done, promise))
    return found


def _fte(number: float) -> str:
    return f"{number:,.1f}" if 0.05 <= abs(number) < 9.95 else f"{number + 0:,.0f}"
