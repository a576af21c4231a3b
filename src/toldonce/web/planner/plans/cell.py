"""One cell: what it says, everything that it said before, and what people say about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from toldonce.steering.sheets.agreeing import actions
from toldonce.steering.sheets.declaring import At, Column, Finding, Row, Sheet
from toldonce.steering.sheets.errors import SheetsError
from toldonce.steering.sheets.models import BookChange, BookEdit
from toldonce.steering.sheets.queries import Opened, comments, history
from toldonce.steering.sheets.stored import value_of
from toldonce.web.design.context import say
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.book import number
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.readers import readers_of_figures


@dataclass(frozen=True, slots=True)
class Before:
    """What a cell said before and after one change."""

    change: BookChange
    was: str
    became: str


@readers_of_figures
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, kind: str, key: str, sheet: str, row: int, column: str) -> HttpResponse:
    """The cell with its history and comments; a comment can be made, answered and resolved."""
    opened = showing.book_called(kind, key)
    table = showing.sheet_called(opened.kind, sheet)
    found = next((each for each in opened.contents[sheet] if each.key == row), None)
    if found is None or column not in table.by_key:
        raise Http404("This cell is not there any more.")
    if request.method != "POST":
        return _page(request, opened, table, found, table.by_key[column], {})
    try:
        _said(request, opened, row, column)
    except SheetsError as refusal:
        return _page(request, opened, table, found, table.by_key[column], {"says": str(refusal)})
    say(request, "It is kept.")
    return redirect("plan-cell", kind, key, sheet, row, column)


def _said(request: HttpRequest, opened: Opened, row: int, column: str) -> None:
    here = {"by": request.actor, "kind": opened.kind, "key": opened.book.key}
    if (comment := number(request.POST.get("resolve", ""))) is not None:
        actions.resolve(**here, comment=comment)
    else:
        answers = number(request.POST.get("answers", ""))
        about = {} if answers is not None else {"row": row, "column": column}
        actions.comment(**here, says=request.POST.get("says", ""), answers=answers, **about)


def _page(
    request: HttpRequest, opened: Opened, sheet: Sheet, row: Row, column: Column, problems: dict[str, str]
) -> HttpResponse:
    at = At(sheet, row.number, column.key)
    shown = framed(
        opened, sheet.title, sheet=sheet, row=row, column=column, at=at, problems=problems,
        says=column.kind.say(row[column.key]),
        findings=[each for each in opened.findings if _is_at(each, at)],
        history=[_before(column, edit) for edit in history(opened.book, row.key, column.key)],
        comments=comments(opened.book, row=row.key, column=column.key),
        first=" ".join(filter(None, [sheet.columns[0].kind.say(row[sheet.columns[0].key])])),
    )  # fmt: skip
    return render(request, "planner/pages/plans/cell.html", shown, status=400 if problems else 200)


def _is_at(finding: Finding, at: At) -> bool:
    there = finding.at
    return (there.sheet.key, there.row, there.column) == (at.sheet.key, at.row, at.column)


def _before(column: Column, edit: BookEdit) -> Before:
    was, became = (
        column.kind.say(value_of(column, _text(told, edit, column))) for told in (edit.was, edit.became)
    )
    return Before(edit.change, was, became)


def _text(told: str | dict | None, edit: BookEdit, column: Column) -> str:
    """What an edit of a cell, or of its whole row, says of the cell."""
    if isinstance(told, dict):
        return told["values"].get(column.key, "")
    return told or ""
