"""The conditions, the minimum, the metrics and the model of change of a Better Care Fund plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.figures.charting.queries import Charted, charted
from toldonce.figures.models import Indicator
from toldonce.steering.plans.better_care import maturity, sheets, words
from toldonce.steering.plans.better_care.conditions import Judged, State, judged, rules
from toldonce.steering.plans.better_care.metrics import Metric, metrics_of
from toldonce.steering.plans.better_care.uplift import Uplift, uplifts, what_is_implied
from toldonce.steering.sheets.agreeing.parties import holding
from toldonce.steering.sheets.declaring import At
from toldonce.steering.sheets.saying import pounds
from toldonce.web.planner.lines import Line, line_of
from toldonce.web.planner.plans.better_care.looking import Looking, looking_at, shared_by_pages
from toldonce.web.planner.readers import readers_of_figures

COLOURS = {
    State.MET: "green",
    State.WITHIN_ROUNDING: "green",
    State.NOT_MET: "red",
    State.WAITING: "yellow",
    State.STATED: "grey",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A national condition as it is shown."""

    judged: Judged
    colour: str
    address: str
    stated: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A metric with the line of its figures, or why there is none."""

    metric: Metric
    line: Line | None
    why: str
    meets: bool | None
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """One change at one place on the five levels: where it stands now, and where it is to be."""

    name: str
    site: str
    now: str
    planned: str
    at_now: int | None
    at_planned: int | None
    evidence: str
    address: str


@readers_of_figures
@require_safe
def met(request: HttpRequest, key: str) -> HttpResponse:
    """What the rules of the year ask for, and what the plan shows."""
    looking = looking_at(key)
    shown = {**shared_by_pages(looking, "Conditions and metrics"), **of_rules(looking)}
    return render(request, "planner/pages/plans/better_care/rules.html", shown)


def of_rules(looking: Looking) -> dict[str, Any]:
    """What is shown of conditions, minimum, metrics and the model of change."""
    contents = looking.opened.contents
    year = rules().get(looking.money.plan.year or 0)
    return {
        "conditions": conditions_of(looking),
        "laid_down": year.source if year else "",
        "uplifts": [(each, _told(each)) for each in uplifts(contents)],
        "metrics": followed(looking),
        "steps": steps_of(looking),
        "picture": maturity.picture(contents),
        "levels": list(words.LEVELS.values()),
        "distribution": distribution(looking),
    }


def conditions_of(looking: Looking) -> list[Condition]:
    """Each condition of the year with what shows it and what the partners state."""
    signed = {(each.party, each.capacity) for each in holding(looking.opened)}
    return [
        Condition(each, COLOURS[each.state], looking.cell(each.at), words.MET.get(_stated(each), ""))
        for each in judged(looking.opened.contents, looking.money.plan, signed=signed)
    ]


def _stated(each: Judged) -> str:
    return str(each.stated["met"]) if each.stated else ""


def _told(uplift: Uplift) -> str:
    """The uplift in a sentence that says what was rounded."""
    told = f"{pounds(uplift.base)} and {uplift.rate}% make {pounds(uplift.as_they_stand)}."
    if uplift.as_they_stand == uplift.minimum:
        return f"{told} That is the minimum to the pound, halves of a pound rounded up."
    if not uplift.possible:
        return f"{told} The minimum is said to be {pounds(uplift.minimum)}, which no rounding explains."
    return f"{told} The minimum is printed as {pounds(uplift.minimum)}: {what_is_implied(uplift)}"


def followed(looking: Looking) -> list[Followed]:
    """The metrics of the plan with the figures that follow them."""
    metrics = metrics_of(looking.opened.contents)
    made = _charted(metrics)
    return [_followed(looking, each, made.get((each.indicator, each.place))) for each in metrics]


def _charted(metrics: list[Metric]) -> Mapping[tuple[str, str], Charted]:
    """The chart of each indicator at its place, for those that there are; one question for each place."""
    known = {
        each.code: each for each in Indicator.objects.filter(code__in=[each.indicator for each in metrics])
    }
    found = {}
    for place in {each.place for each in metrics if each.indicator in known}:
        codes = {each.indicator for each in metrics if each.place == place} & set(known)
        for made in charted([known[code] for code in sorted(codes)], place):
            found[made.indicator.code, place] = made
    return found


def _followed(looking: Looking, metric: Metric, made: Charted | None) -> Followed:
    address = looking.cell(At(sheets.METRICS, metric.row, "plan"))
    line = line_of(made, f"m{metric.row}") if made else None
    if made is None or line is None or not line.figure:
        return Followed(metric, line, _why(metric, made), None, address)
    newest = made.newest.value if made.newest else None
    meets = metric.meets(newest) if isinstance(newest, float) else None
    return Followed(metric, line, "", meets, address)


def _why(metric: Metric, made: Charted | None) -> str:
    """Why no figure follows a metric."""
    if not metric.indicator:
        return "No indicator is named that follows it."
    if made is None:
        return f"There is no indicator {metric.indicator} among the figures."
    return "No figure is received for it yet."


def steps_of(looking: Looking) -> list[Step]:
    """The model of change as it is drawn: each change on its level."""
    return [
        Step(
            *(words.CHANGES[each.change], each.site),
            *(words.LEVELS.get(each.now or "", "not said"), words.LEVELS.get(each.planned or "", "not said")),
            *(_level(each.now), _level(each.planned), each.evidence),
            looking.cell(At(sheets.MATURITY, each.row, "now")),
        )
        for each in maturity.assessments(looking.opened.contents)
    ]


def distribution(looking: Looking) -> list[tuple[str, int, int]]:
    """Of each level, how many assessments stand on it now and how many are planned to."""
    found = maturity.assessments(looking.opened.contents)
    return [
        (name, sum(each.now == level for each in found), sum(each.planned == level for each in found))
        for level, name in words.LEVELS.items()
    ]


def _level(level: str | None) -> int | None:
    return None if level is None else maturity.LEVELS.index(level)
