"""What an indicator is held against: a standard, target, trajectory or baseline is set, changed or withdrawn."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from toldonce.figures.actions import set_standard
from toldonce.figures.charting.charts import UNITS
from toldonce.figures.errors import ChangedMeanwhile, EditRefused, FiguresRefused
from toldonce.figures.models import Indicator, StandardKind, Unit
from toldonce.figures.queries import standard_edits, standards
from toldonce.figures.receiving import cells
from toldonce.web.design.context import say
from toldonce.web.planner.chosen import chosen
from toldonce.web.planner.readers import planners

ASKED = ("kind", "value", "since", "until", "set_on", "source", "note", "reason", "everybody")


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def held_against(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that an indicator is held against at a place, its history, and the form to change it."""
    known = get_object_or_404(Indicator, code=code)
    said = {name: request.POST.get(name, request.GET.get(name, "")).strip() for name in ASKED}
    problems: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            _set(request, code, said)
        except ChangedMeanwhile as refusal:
            problems, status = {"reason": str(refusal)}, 409
        except (EditRefused, FiguresRefused) as refusal:
            problems, status = {"reason": str(refusal)}, 400
        else:
            say(request, "It is kept, with its reason, in the history below.")
            place = request.POST.get("place", "")
            return redirect(f"{reverse('standards', args=[code])}?place={place}")
    return _page(request, known, said, problems, status)


def _set(request: HttpRequest, code: str, said: dict[str, str]) -> None:
    withdrawn = request.POST.get("act") == "withdraw"
    seen = request.POST.get("seen", "")
    set_standard(
        by=request.actor,
        indicator=code,
        place="" if said["everybody"] else request.POST.get("place", ""),
        kind=_kind(said["kind"]),
        value=None if withdrawn else _value(said["value"]),
        since=_day(said["since"], "first day") or _missing_day(),
        until=_day(said["until"], "last day"),
        set_on=_day(said["set_on"], "day on which it was set"),
        source="" if withdrawn else _source(said["source"]),
        note=said["note"],
        reason=said["reason"],
        seen=int(seen) if seen.isdecimal() and len(seen) < 18 else 0,
    )


def _kind(words: str) -> str:
    if words not in StandardKind.values:
        raise EditRefused("Choose what is set: a standard, a target, a trajectory or a baseline.")
    return words


def _value(words: str) -> float:
    cell = cells.read(words, frozenset(), frozenset())
    if cell.number is None:
        raise EditRefused("Say the value as a number, such as 95 or 1,685.0.")
    return cell.number


def _source(words: str) -> str:
    if not words:
        raise EditRefused("Say where it is written: a target without its source cannot be answered for.")
    return words


def _day(words: str, what: str) -> date | None:
    try:
        day = parse_date(words) if words else None
    except ValueError:
        day = None
    if words and day is None:
        raise EditRefused(f"The {what} is no date: write it as year, month and day, such as 2026-04-01.")
    return day


def _missing_day() -> date:
    raise EditRefused("Say the first day on which it holds, such as 2026-04-01.")


def _page(
    request: HttpRequest, known: Indicator, said: dict[str, str], problems: dict[str, str], status: int
) -> HttpResponse:
    asked = request.POST.get("place") or request.GET.get("place", "")
    view = chosen(request.actor, asked, known.code)
    edits = standard_edits(known.code, view.place.code)
    shown = {
        "indicator": known,
        "view": view,
        "standards": standards(known.code, view.place.code),
        "unit": UNITS[Unit(known.unit)],
        "edits": edits,
        "seen": edits[0].pk if edits else 0,
        "kinds": StandardKind.choices,
        "typed": said,
        "problems": problems,
    }
    return render(request, "planner/pages/standards.html", shown, status=status)
