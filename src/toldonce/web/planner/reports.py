"""The bi-monthly and the quarterly report, as a page and in print: the numbers of all pages, up to its last day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from toldonce.figures.charting.charts import drawn, unit_of
from toldonce.figures.charting.queries import Charted, charted, together
from toldonce.figures.missing import Missing
from toldonce.figures.periods import following
from toldonce.figures.periods import words as period_words
from toldonce.figures.queries import indicators
from toldonce.figures.spc import judging
from toldonce.figures.spc.scale import Frame
from toldonce.web.planner.board import Theme, themes_of
from toldonce.web.planner.chosen import Chosen, chosen
from toldonce.web.planner.lines import Line, line_of
from toldonce.web.planner.readers import readers_of_figures
from toldonce.web.planner.report_periods import KINDS, TITLES, ReportPeriod, newest, period_called

LISTED = 8
ATTENTION = 6  # charts at the front: what a board can talk about in one meeting
FRAME = Frame(width=520, height=250)


@dataclass(frozen=True, slots=True)
class Attention:
    """One indicator that the board is asked to look at, with its chart."""

    line: Line
    drawn: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """An indicator of which the report has no figure of its own period, why, and the last one that is known."""

    name: str
    code: str
    why: str
    value: str = ""  # of the last known figure; "" where no value is known
    period: str = ""
    figure: int = 0


@readers_of_figures
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The reports that can be read for a place: those that end with the newest figures, and before."""
    view = chosen(request.actor, request.GET.get("place", ""))
    until = _until(charted(indicators(), view.place.code))
    shown = {
        "view": view,
        "kinds": [(TITLES[kind], newest(kind, until, LISTED)) for kind in KINDS],
        "until": until,
    }
    return render(request, "planner/pages/reports.html", shown)


@readers_of_figures
@require_safe
def one(request: HttpRequest, kind: str, begins: str) -> HttpResponse:
    """One report of a place."""
    period = period_called(kind, begins)
    if period is None:
        raise Http404(f"There is no {kind} report that begins with {begins}.")
    view = chosen(request.actor, request.GET.get("place", ""))
    made = {
        each.indicator.code: _until_its_end(each, period) for each in charted(indicators(), view.place.code)
    }
    not_there = [_not_there(each, period) for each in made.values() if not _is_of(each, period)]
    shown = {
        "view": view,
        "period": period,
        "title": TITLES[kind],
        "today": timezone.localdate(),
        "last_day": period.ends - timedelta(days=1),
        "as_at": max((point.confirmed for each in made.values() for point in each.points), default=None),
        "attention": _attention(made, period),
        "more": max(0, sum(_is_asked_for(each, period) for each in made.values()) - ATTENTION),
        "themes": _themes(made, view, period),
        "last_known": [each for each in not_there if each.figure],
        "not_there": _by_reason([each for each in not_there if not each.figure]),
    }
    return render(request, "planner/pages/report.html", shown)


def _until(made: list[Charted]) -> date:
    """The last day of the newest month of which there are figures."""
    ends = [following(each.newest.period, each.indicator.every) for each in made if each.newest]
    return (max(ends) if ends else timezone.localdate()) - timedelta(days=1)


def _until_its_end(each: Charted, period: ReportPeriod) -> Charted:
    """A series without the periods that end after the report."""
    kept = [point for point in each.points if following(point.period, each.indicator.every) <= period.ends]
    if len(kept) == len(each.points):
        return each
    return together(each.indicator, each.place, each.place_name, kept, each.standards, each.decisions)


def _attention(made: dict[str, Charted], period: ReportPeriod) -> list[Attention]:
    """The concerns and missed targets among the figures of the report, most urgent first, each with its chart."""
    ours = [each for each in made.values() if _is_asked_for(each, period)]
    found = sorted(ours, key=lambda each: -_urgency(each))
    return [
        Attention(line_of(each, f"attention-{at}"), drawn(each.chart, f"look-{at}", FRAME))
        for at, each in enumerate(found[:ATTENTION])
        if not isinstance(each.chart, Missing)
    ]


def _is_asked_for(each: Charted, period: ReportPeriod) -> bool:
    return _is_of(each, period) and _urgency(each) > 0


def _is_of(each: Charted, period: ReportPeriod) -> bool:
    """Whether the newest figure is of the period of the report."""
    return each.newest is not None and following(each.newest.period, each.indicator.every) > period.begins


def _urgency(each: Charted) -> int:
    """2 for a concern with a missed target, 1 for either, 0 for neither."""
    if isinstance(each.chart, Missing):
        return 0
    variation, met = judging.variation(each.chart), judging.met(each.chart)
    concern = not isinstance(variation, Missing) and variation.is_concern
    return int(concern) + int(met is False)


def _themes(made: dict[str, Charted], view: Chosen, period: ReportPeriod) -> list[Theme]:
    """Every theme with those of its lines whose newest figure falls in the period of the report."""
    current = {code for code, each in made.items() if _is_of(each, period)}
    themes = themes_of(list(made.values()), view)
    return [
        replace(each, lines=[line for line in each.lines if line.indicator.code in current])
        for each in themes
    ]


def _by_reason(not_there: list[NotThere]) -> list[tuple[str, list[str]]]:
    """The names of indicators under the one reason that they share, the reason of most last."""
    reasons: dict[str, list[str]] = {}
    for each in not_there:
        reasons.setdefault(each.why, []).append(each.name)
    return sorted(reasons.items(), key=lambda shared: len(shared[1]))


def _not_there(each: Charted, period: ReportPeriod) -> NotThere:
    """An indicator without a figure in the period of the report: the reason, and what was known last."""
    name, code, newest = each.indicator.name, each.indicator.code, each.newest
    if not each.points:
        return NotThere(name, code, f"No figure is counted for {each.place_name}.")
    last = each.points[-1]
    if newest is None:
        return NotThere(name, code, f"{last.value}")
    ours = following(last.period, each.indicator.every) > period.begins
    why = (
        f"{last.value}" if ours and isinstance(last.value, Missing) else f"None has come for {period.words}."
    )
    return NotThere(
        name,
        code,
        why,
        unit_of(each.indicator, [newest.value]).words(newest.value),  # type: ignore[arg-type]
        period_words(newest.period, each.indicator.every),
        newest.figure,
    )
