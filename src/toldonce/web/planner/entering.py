"""Entering figures: typed into a grid or pasted from a spreadsheet, first shown as they are understood, then taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from toldonce.figures.charting.charts import unit_of
from toldonce.figures.charting.where import grouped
from toldonce.figures.errors import ChangedMeanwhile, FiguresRefused
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Unit
from toldonce.figures.periods import first_day, following
from toldonce.figures.periods import words as period_words
from toldonce.figures.places import known as known_places
from toldonce.figures.queries import Point, series
from toldonce.figures.receiving.actions import type_in
from toldonce.figures.receiving.typed import Typed
from toldonce.web.design.context import say
from toldonce.web.planner.pasting import Entry, Understood, understood
from toldonce.web.planner.readers import planners

GRID = 12  # periods of the grid that have figures, and those that come after them
COMING = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of the grid: how it is written, what it is now, and what was typed."""

    period: str
    words: str
    now: str
    typed: str


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as it was understood, beside what is there now."""

    entry: Entry
    period: str
    value: str
    now: str
    seen: int
    change: str


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest, code: str) -> HttpResponse:
    """The grid and the box for pasted cells; what was understood; then the figures are taken."""
    known = get_object_or_404(Indicator, code=code)
    place, part = _asked(request, "place"), _asked(request, "part")
    points = {point.period: point for point in series(code, place, part)} if place else {}
    problems: dict[str, str] = {}
    if request.method != "POST":
        return _page(request, known, points, None, problems)
    found = understood(_cells(request), known.every, "%" if known.unit == Unit.PERCENT else "")
    if place not in known_places():
        problems["place"] = "Choose the place for which the figures count."
    elif found.faults:
        problems["cells"] = f"{found.sentence} Nothing was stored."
    elif request.POST.get("act") == "take":
        try:
            return _taken(request, known, place, part, found)
        except ChangedMeanwhile as refusal:
            problems["cells"] = str(refusal)
        except FiguresRefused as refusal:
            problems["reason"] = str(refusal)
    return _page(request, known, points, found, problems)


def _asked(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, request.GET.get(name, "")).strip()


def _cells(request: HttpRequest) -> str:
    """What was pasted, else what was typed into the grid, as cells."""
    pasted = request.POST.get("cells", "")
    typed = [
        f"{name.removeprefix('value-')}\t{value.strip()}"
        for name, value in request.POST.items()
        if name.startswith("value-") and value.strip()
    ]
    return pasted if pasted.strip() else "\n".join(typed)


def _taken(request: HttpRequest, known: Indicator, place: str, part: str, found: Understood) -> HttpResponse:
    """Take what was understood, as long as nothing that it is typed over has changed since it was shown."""
    figures = [
        Typed(
            place,
            entry.period,
            entry.value,
            part,
            entry.numerator,
            entry.denominator,
            _number(request.POST.get(f"seen-{entry.period}", "")),
        )
        for entry in found.entries
    ]
    file = type_in(
        by=request.actor, indicator=known.code, figures=figures, reason=request.POST.get("reason", "")
    )
    say(
        request,
        f"{file.new} new, {file.revised} revised, {file.same} the same. Somebody else is to check them.",
    )
    kept = urlencode({name: value for name, value in (("place", place), ("part", part)) if value})
    return redirect(f"{reverse('indicator', args=[known.code])}?{kept}")


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() and 0 < len(words) < 18 and int(words) else None


def _page(
    request: HttpRequest,
    known: Indicator,
    points: dict[date, Point],
    found: Understood | None,
    problems: dict[str, str],
) -> HttpResponse:
    lines = [_line(known, entry, points.get(entry.period)) for entry in found.entries] if found else []
    shown = {
        "indicator": known,
        "groups": grouped(known_places()),
        "place": _asked(request, "place"),
        "part": _asked(request, "part"),
        "grid": _grid(known, points, request),
        "cells": request.POST.get("cells", ""),
        "reason": request.POST.get("reason", ""),
        "found": found,
        "lines": lines,
        "may_take": bool(lines) and found is not None and not found.faults and "place" not in problems,
        "problems": problems,
    }
    return render(request, "planner/pages/enter.html", shown, status=400 if problems else 200)


def _line(known: Indicator, entry: Entry, point: Point | None) -> Line:
    value, now = _said(known, entry.value), _said(known, point.value) if point else ""
    change = "new" if point is None else "the same" if point.value == entry.value else "revised"
    period = period_words(entry.period, known.every)
    return Line(entry, period, value, now or "nothing", point.figure if point else 0, change)


def _said(known: Indicator, value: float | Missing) -> str:
    return value.reason if isinstance(value, Missing) else unit_of(known, [value]).words(value, 4)


def _grid(known: Indicator, points: dict[date, Point], request: HttpRequest) -> list[Cell]:
    """The newest periods, newest first, with those that are still to come."""
    periods = sorted(points)[-GRID:] or [first_day(timezone.localdate(), known.every)]
    for _ in range(COMING):
        periods.append(following(periods[-1], known.every))
    return [
        Cell(
            f"{period}",
            period_words(period, known.every),
            _said(known, points[period].value) if period in points else "nothing yet",
            request.POST.get(f"value-{period}", ""),
        )
        for period in reversed(periods)
    ]
