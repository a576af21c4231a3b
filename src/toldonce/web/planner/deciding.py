"""Deciding about the limits of a chart: begin anew, rest on the first figures, take a decision back."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from toldonce.figures.charting import actions
from toldonce.figures.charting.models import ChartDecision, Decided
from toldonce.figures.charting.queries import decisions
from toldonce.figures.errors import EditRefused
from toldonce.figures.models import Indicator
from toldonce.figures.periods import words as period_words
from toldonce.figures.queries import series
from toldonce.web.design.context import say
from toldonce.web.planner.chosen import chosen
from toldonce.web.planner.readers import planners


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that was decided about the limits of a chart, and the form for another decision."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            _decide(request, code)
        except EditRefused as refusal:
            problems = {"reason": str(refusal)}
        else:
            say(
                request,
                "The limits are made anew. The decision stands in the history of the chart with its reason.",
            )
            return redirect(_back(request, code))
    return _page(request, code, problems)


@planners
@require_POST
def take_back(request: HttpRequest, code: str, decision: int) -> HttpResponse:
    """Take a decision back."""
    get_object_or_404(ChartDecision, pk=decision, indicator__code=code)
    try:
        actions.take_back(
            by=request.actor, decision=decision, reason=request.POST.get("reason", ""), seen=_seen(request)
        )
    except EditRefused as refusal:
        return _page(request, code, {"reason": str(refusal)})
    say(request, "The decision is taken back. It stays in the history of the chart.")
    return redirect(_back(request, code))


def _decide(request: HttpRequest, code: str) -> None:
    asked = request.POST
    series_of = {"indicator": code, "place": asked.get("place", ""), "part": asked.get("part", "")}
    how: dict = {"by": request.actor, **series_of, "reason": asked.get("reason", ""), "seen": _seen(request)}
    if asked.get("kind") == Decided.REBASE:
        actions.rebase(**how, on=_day(asked.get("on", "")))
    elif asked.get("kind") == Decided.BASELINE:
        actions.fix_baseline(**how, figures=_number(asked.get("figures", "")))
    else:
        raise EditRefused("Choose what is to be done with the limits.")


def _day(words: str) -> date:
    try:
        day = parse_date(words)
    except ValueError:
        day = None
    if day is None:
        raise EditRefused("Choose the period with which the limits begin anew.")
    return day


def _number(words: str) -> int:
    if not words.strip().isdecimal() or len(words.strip()) > 4:
        raise EditRefused("Say on how many first figures the limits rest, as a whole number such as 24.")
    return int(words)


def _seen(request: HttpRequest) -> int:
    words = request.POST.get("seen", "")
    return int(words) if words.isdecimal() and len(words) < 18 else 0


def _back(request: HttpRequest, code: str) -> str:
    kept = {name: request.POST.get(name, "") for name in ("place", "part")}
    return f"{reverse('indicator', args=[code])}?{urlencode({name: each for name, each in kept.items() if each})}"


def _page(request: HttpRequest, code: str, problems: dict[str, str]) -> HttpResponse:
    known = get_object_or_404(Indicator, code=code)
    asked = request.POST if request.method == "POST" else request.GET
    view, part = chosen(request.actor, asked.get("place", ""), code), asked.get("part", "")
    decided = decisions(code, view.place.code, part)
    periods = [point.period for point in series(code, view.place.code, part)]
    shown = {
        "indicator": known,
        "view": view,
        "part": part,
        "decided": decided,
        "seen": decided[0].pk if decided else 0,
        "periods": [(f"{day}", period_words(day, known.every)) for day in reversed(periods[1:])],
        "asked": request.POST,
        "problems": problems,
    }
    return render(request, "planner/pages/limits.html", shown, status=400 if problems else 200)
