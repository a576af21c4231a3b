"""Need against supply: the headline, the fan, the gap of every role and year, the shortage list, what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.workforce import saying
from toldonce.steering.plans.workforce.outcome import Array, Outcome, outcome
from toldonce.steering.plans.workforce.picture import NEED, SUPPLY, Line, fan
from toldonce.steering.plans.workforce.promises import Held, held
from toldonce.steering.plans.workforce.ranges import ALL, ranges_of
from toldonce.steering.plans.workforce.reading import changes_of, promises_of
from toldonce.steering.plans.workforce.scenarios import with_changes
from toldonce.steering.plans.workforce.shortage import Judged, judged
from toldonce.steering.plans.workforce.words import GROUPS, MEASURES
from toldonce.steering.sheets.saying import minus_sign, year_words
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
        picture=drawn(done, ALL, "all-roles", "All roles together"),
        years=[year_words(year) for year in plan.years],
        table=table(done, ALL),
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


def drawn(done: Outcome, role: int, slug: str, title: str) -> str:
    """The fan of supply of a role, or of ALL, with the line of need."""
    lines = [Line("in post", _of(done.supply, role), SUPPLY), Line("needed", _of(done.need, role), NEED)]
    bands = "with bands in which the draws of those in post lie"
    words = f"{title}: FTE in post and FTE needed by year, {bands}. The table below has every number."
    return fan(slug, f"{title}, FTE", words, done.plan.years, ranges_of(done.plan).supply[role], lines)


def _of(by_year_and_role: Array, role: int) -> list[float]:
    return list(by_year_and_role.sum(axis=1) if role == ALL else by_year_and_role[:, role])


def table(done: Outcome, role: int) -> list[tuple[str, str, list[str]]]:
    """The rows of the table below a fan: what it is, the page that traces it, and a number for each year."""
    ranges = ranges_of(done.plan)
    in_post, missing = ranges.supply[role], ranges.gap[role]
    return [
        ("Needed", "need", list(map(_fte, _of(done.need, role)))),
        ("Expected in post", "supply", list(map(_fte, _of(done.supply, role)))),
        ("In post, 5 draws of 100 below", "", [_fte(each.low) for each in in_post]),
        ("In post, 5 draws of 100 above", "", [_fte(each.high) for each in in_post]),
        ("Missing", "gap", list(map(_fte, _of(done.gap, role)))),
        ("Missing, 5 draws of 100 below", "", [_fte(each.low) for each in missing]),
        ("Missing, 5 draws of 100 above", "", [_fte(each.high) for each in missing]),
    ]


def _gaps(worked: Worked) -> Iterator[GapLine]:
    """Every role, that with the largest gap in the year that is judged first."""
    done, plan = worked.outcome, worked.plan
    at, short = done.at(plan.judged), ranges_of(plan).short
    for role in sorted(range(len(plan.roles)), key=lambda role: -done.gap[at, role]):
        need = done.need[at, role]
        chance = f"{round(short[at, role] * 100)} of 100" if need else "not known"
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
    return minus_sign(f"{number:z,.1f}" if 0.05 <= abs(number) < 9.95 else f"{number:z,.0f}")
