"""The page into which a table of events and people is pasted, for the rates that no open table could be found for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from toldonce.figures.audit import grids
from toldonce.figures.audit.errors import AuditTrouble
from toldonce.figures.calculating.columns import HEADS
from toldonce.figures.calculating.errors import CalculatingTrouble, NotThisTable
from toldonce.figures.calculating.methods import METHODS, Result, calculate
from toldonce.figures.missing import Missing
from toldonce.web.planner.readers import readers_of_figures

PASTED_AT_MOST = 200_000  # letters
ROWS_AT_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """One result in words; `why` says why there is no value."""

    place: str
    statistic: str
    value: str
    limits: str
    method: str
    why: str


@readers_of_figures
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """The box and the methods, and after them what was counted; nothing of it is stored."""
    problems: dict[str, str] = {}
    lines: list[Line] = []
    chosen = request.POST.get("method", "")
    if request.method == "POST":
        try:
            lines = [_line(each) for each in calculate(_method(chosen), _grid(request.POST.get("table", "")))]
        except (AuditTrouble, CalculatingTrouble) as trouble:
            problems = {"table" if chosen in METHODS else "method": f"{trouble}"}
    shown = {
        "text": request.POST.get("table", ""),
        "chosen": chosen,
        "methods": METHODS,
        "heads": HEADS,
        "lines": lines,
        "problems": problems,
    }
    return render(request, "planner/pages/calculate.html", shown, status=400 if problems else 200)


def _method(name: str) -> str:
    if name not in METHODS:
        raise NotThisTable("Choose what is to be counted.")
    return name


def _grid(text: str) -> grids.Grid:
    if len(text) > PASTED_AT_MOST:
        raise NotThisTable(f"This is longer than {PASTED_AT_MOST:,} letters: paste a smaller table.")
    grid = grids.of_text(text, "The table")
    if len(grid.rows) > ROWS_AT_MOST:
        raise NotThisTable(f"This has more than {ROWS_AT_MOST:,} rows: paste a smaller table.")
    return grid


def _line(found: Result) -> Line:
    told = found.estimate
    ends = (told.limits[0].lower, told.limits[0].upper)
    why = told.value.reason if isinstance(told.value, Missing) else ""
    limits = "" if any(isinstance(each, Missing) for each in ends) else f"{ends[0]:,.2f} to {ends[1]:,.2f}"
    value = "" if why else f"{told.value:,.2f}"
    return Line(found.place, told.statistic, value, limits, told.method, why)
