"""Everything that was changed in a plan, by whom and why, each undone with one button; and two plans compared."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from toldonce.steering.sheets import actions
from toldonce.steering.sheets.comparing import CellDifference, RowDifference, compare
from toldonce.steering.sheets.declaring import THE_PLAN, At, Sheet
from toldonce.steering.sheets.errors import SheetsError
from toldonce.steering.sheets.models import Book, BookChange, BookEdit, State
from toldonce.steering.sheets.queries import Opened, changes
from toldonce.steering.sheets.stored import value_of
from toldonce.web.design.context import say
from toldonce.web.design.menu import PLANNER
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.readers import planners, readers_of_figures


@dataclass(frozen=True, slots=True)
class Told:
    """One edit in words: where, what it was and what it became."""

    where: str
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One change with its first edits in words, and how many more there are."""

    change: BookChange
    edits: list[Told]
    more: int
    may_undo: bool


@readers_of_figures
@require_safe
def every(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The newest changes of a plan, newest first."""
    return _page(request, showing.book_called(kind, key), {})


@planners
@require_POST
def undone(request: HttpRequest, kind: str, key: str, version: int) -> HttpResponse:
    """Undo a change by a new one."""
    opened = showing.book_called(kind, key)
    try:
        actions.undo(by=request.actor, kind=opened.kind, key=key, version=version)
    except SheetsError as refusal:
        return _page(request, opened, {f"change-{version}": str(refusal)})
    say(request, f"Change {version} is undone.")
    return redirect("plan-changes", kind, key)


def _page(request: HttpRequest, opened: Opened, problems: dict[str, str]) -> HttpResponse:
    may = request.actor.role == PLANNER and opened.book.state == State.DRAFT
    numbers = {row.key: row.number for rows in opened.contents.values() for row in rows}
    told = [_changed(opened, change, numbers, may) for change in changes(opened.book)]
    shown = framed(opened, "History", changes=told, problems=problems)
    return render(request, "planner/pages/plans/changes.html", shown, status=400 if problems else 200)


def _changed(opened: Opened, change: BookChange, numbers: dict[int, int], may: bool) -> Changed:
    told = [_told(opened, edit, numbers) for edit in change.first_edits]
    return Changed(change, told, change.edits_made - len(told), may and not hasattr(change, "undone_by"))


def _told(opened: Opened, edit: BookEdit, numbers: dict[int, int]) -> Told:
    if edit.sheet == THE_PLAN.key:
        column = THE_PLAN.by_key[edit.column]
        was, became = (column.kind.say(value_of(column, text or "")) for text in (edit.was, edit.became))
        return Told(f"{At(THE_PLAN, column=edit.column)}", was, became)
    sheet = opened.kind.by_key.get(edit.sheet)
    if sheet is None:
        return Told(edit.sheet, f"{edit.was}", f"{edit.became}")
    where = (
        f"{sheet.title}, row {numbers[edit.row]}"
        if edit.row in numbers
        else f"{sheet.title}, a row that is gone"
    )
    if edit.column:
        column = sheet.by_key.get(edit.column)
        if column is None:
            return Told(f"{where}, {edit.column}", edit.was or "", edit.became or "")
        was, became = (column.kind.say(value_of(column, text or "")) for text in (edit.was, edit.became))
        return Told(f"{where}, {column.head}", was, became)
    return Told(where, _kept_row(sheet, edit.was), _kept_row(sheet, edit.became))


def _kept_row(sheet: Sheet, told: dict | None) -> str:
    """A row in one line, or that there was none."""
    if told is None:
        return "no row"
    values = [
        column.kind.say(value_of(column, told["values"].get(column.key, ""))) for column in sheet.columns
    ]
    return " | ".join(filter(None, values)) or "an empty row"


@readers_of_figures
@require_safe
def compared(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """What is different from another plan of the same kind, by default the one that it was copied from."""
    opened = showing.book_called(kind, key)
    others = list(Book.objects.filter(kind=kind).exclude(key=key))
    asked = request.GET.get("with") or getattr(opened.book.copied_from, "key", "")
    other = showing.book_called(kind, asked) if asked else None
    found = compare(opened.kind, other.contents, opened.contents) if other else None
    shown = framed(
        opened, "Compare", others=others, other=other,
        cells=[cell_words(each) for each in found.cells] if found else [],
        rows=[row_words(each) for each in found.rows] if found else [],
        shared=other is not None and _share_rows(opened, other),
    )  # fmt: skip
    return render(request, "planner/pages/plans/compare.html", shown)


def cell_words(each: CellDifference) -> Told:
    """A cell that is different, in words."""
    kind = each.column.kind
    return Told(str(each.at), kind.say(each.was), kind.say(each.became))


def row_words(each: RowDifference) -> tuple[str, str, str]:
    """A row that is different: its sheet, what became of it, and what it says."""
    row = each.became or each.was
    assert row is not None
    words = [column.kind.say(row[column.key]) for column in each.sheet.columns]
    return each.sheet.title, each.what, " | ".join(filter(None, words))


def _share_rows(one: Opened, other: Opened) -> bool:
    keys = {row.key for rows in one.contents.values() for row in rows}
    return any(row.key in keys for rows in other.contents.values() for row in rows)
