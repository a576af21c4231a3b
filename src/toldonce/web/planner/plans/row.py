"""One row of a sheet as a form, for telephones and browsers without scripts; and a box for pasted cells."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from toldonce.steering.sheets import actions
from toldonce.steering.sheets.declaring import Row, Sheet
from toldonce.steering.sheets.errors import SheetsError, Unsure
from toldonce.steering.sheets.pasting import MOST_LETTERS, block_of, pasted
from toldonce.steering.sheets.queries import Opened
from toldonce.web.design.context import say
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.book import number
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.readers import planners


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, kind: str, key: str, sheet: str, row: int) -> HttpResponse:
    """The cells of one row as a form; it can be saved, moved or removed."""
    opened = showing.book_called(kind, key)
    table = showing.sheet_called(opened.kind, sheet)
    found = next((each for each in opened.contents[sheet] if each.key == row), None)
    if found is None:
        raise Http404("This row is not there any more.")
    if request.method != "POST":
        return _form(request, opened, table, found, {})
    try:
        _changed(request, opened, table, found)
    except SheetsError as refusal:
        return _form(request, opened, table, found, {"row-form": str(refusal)})
    say(request, "It is kept.")
    return redirect(f"{reverse('plan-sheet', args=[kind, key, sheet])}#r-{row}")


def _changed(request: HttpRequest, opened: Opened, sheet: Sheet, row: Row) -> None:
    here = _here(request, opened)
    doing = request.POST.get("act", "save")
    if doing == "remove":
        actions.remove_rows(**here, rows={row.key: number(request.POST.get("version", "")) or 0})
    elif doing in ("up", "down"):
        actions.move_row(**here, row=row.key, after=_behind(opened.contents[sheet.key], row, doing))
    else:
        cells = [
            actions.Written(
                row.key, column, request.POST[f"says-{column}"], request.POST.get(f"seen-{column}", "")
            )
            for column in sheet.by_key
            if f"says-{column}" in request.POST
        ]
        actions.edit(**here, cells=cells)


def _behind(rows: Any, row: Row, doing: str) -> int | None:
    """The row behind which one comes that goes up or down by one."""
    place = row.number - 1
    wanted = place - 2 if doing == "up" else place + 1
    return rows[min(wanted, len(rows) - 1)].key if wanted >= 0 else None


def _here(request: HttpRequest, opened: Opened) -> dict[str, Any]:
    reason = request.POST.get("reason", "")
    request.session["plan-reason"] = reason[:1000]
    return {"by": request.actor, "kind": opened.kind, "key": opened.book.key, "reason": reason}


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def adding(request: HttpRequest, kind: str, key: str, sheet: str) -> HttpResponse:
    """A row that comes behind the last; a page that leads here may say what stands in it already."""
    opened = showing.book_called(kind, key)
    table = showing.sheet_called(opened.kind, sheet)
    if request.method != "POST":
        return _form(request, opened, table, None, {})
    told = {column.key: request.POST.get(f"says-{column.key}", "") for column in table.columns}
    try:
        actions.add_rows(**_here(request, opened), sheet=sheet, rows=[told])
    except SheetsError as refusal:
        return _form(request, opened, table, None, {"row-form": str(refusal)})
    say(request, "The row is added.")
    return redirect("plan-sheet", kind, key, sheet)


def _form(
    request: HttpRequest, opened: Opened, sheet: Sheet, row: Row | None, problems: dict[str, str]
) -> HttpResponse:
    fields = [
        (column, now, _typed(request, column.key, now), showing.options_of(opened, column))
        for column in sheet.columns
        for now in (column.kind.say(row[column.key]) if row else "",)
    ]
    shown = framed(
        opened, sheet.title, sheet=sheet, row=row, fields=fields, problems=problems,
        reason=request.POST.get("reason", request.session.get("plan-reason", "")),
    )  # fmt: skip
    return render(request, "planner/pages/plans/row.html", shown, status=400 if problems else 200)


def _typed(request: HttpRequest, column: str, now: str) -> str:
    """What a field shows: what was typed in it, else what stands there now, so that nobody's words go back unseen."""
    if request.method != "POST":
        return now or request.GET.get(f"says-{column}", "")
    said = request.POST.get(f"says-{column}", now)
    return now if said == request.POST.get(f"seen-{column}", "") else said


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def pasting(request: HttpRequest, kind: str, key: str, sheet: str) -> HttpResponse:
    """A box for a whole table: its rows come behind the last, or over those that are there."""
    opened = showing.book_called(kind, key)
    table = showing.sheet_called(opened.kind, sheet)
    problems: dict[str, str] = {}
    times, wrong = 0, ()
    if request.method == "POST":
        try:
            return _pasted(request, opened, table)
        except Unsure as question:
            problems, times = {"cells": str(question)}, question.times
        except SheetsError as refusal:
            problems, wrong = {"cells": str(refusal)}, refusal.cells
    shown = framed(
        opened, table.title, sheet=table, problems=problems, wrong=wrong, times=times,
        cells=request.POST.get("cells", ""),
        reason=request.POST.get("reason", request.session.get("plan-reason", "")), over=request.POST.get("over", ""),
    )  # fmt: skip
    return render(request, "planner/pages/plans/paste.html", shown, status=400 if problems else 200)


def _pasted(request: HttpRequest, opened: Opened, sheet: Sheet) -> HttpResponse:
    text, rows = request.POST.get("cells", ""), opened.contents[sheet.key]
    if len(text) > MOST_LETTERS:
        raise SheetsError(f"Paste {MOST_LETTERS:,} letters at most, or take a file.")
    over = rows[0].key if request.POST.get("over") and rows else None
    times = {"1": 1, "1000": 1_000, "1000000": 1_000_000}.get(request.POST.get("times", ""), 0)
    laid = pasted(sheet, rows, block_of(text), row=over, times=times)
    now = {row.key: row for row in rows}
    cells = [
        actions.Written(row, column, says, sheet.by_key[column].kind.say(now[row][column]))
        for (row, column), says in laid.cells.items()
    ]
    actions.edit(**_here(request, opened), cells=cells, added={sheet.key: laid.added} if laid.added else {})
    say(request, f"{len(laid.cells):,} cells and {len(laid.added):,} new rows were taken.")
    return redirect("plan-sheet", opened.kind.key, opened.book.key, sheet.key)
