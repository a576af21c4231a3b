"""One sheet of a plan as a grid, and the door by which the grid keeps what is typed and pasted."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from toldonce.steering.sheets import actions
from toldonce.steering.sheets.declaring import BookKind, Sheet
from toldonce.steering.sheets.errors import ChangedMeanwhile, NoSuchBook, SheetsError, Unsure
from toldonce.steering.sheets.models import State
from toldonce.steering.sheets.pasting import MOST_LETTERS, block_of, pasted
from toldonce.steering.sheets.queries import Opened, open_comments
from toldonce.steering.sheets.saving import Saved
from toldonce.steering.sheets.scales import strange_beside_before
from toldonce.steering.sheets.stored import value_of
from toldonce.web.design.menu import PLANNER
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.readers import planners, readers_of_figures

Asked = dict[str, Any]
Here = dict[str, Any]  # by whom, and the kind and key of the plan


@readers_of_figures
@require_safe
def grid(request: HttpRequest, kind: str, key: str, sheet: str) -> HttpResponse:
    """The cells of one sheet, with all that does not hold in the plan above them."""
    opened = showing.book_called(kind, key)
    table = showing.sheet_called(opened.kind, sheet)
    shown = framed(
        opened,
        table.title,
        **drawn(opened, table),
        reason=request.session.get("plan-reason", ""),
        may_edit=request.actor.role == PLANNER and (opened.book.state == State.DRAFT or not table.signed),
        options=[(column, showing.options_of(opened, column)) for column in table.columns],
    )
    return render(request, "planner/pages/plans/sheet.html", shown)


def drawn(opened: Opened, sheet: Sheet) -> dict[str, Any]:
    """What the grid and its findings are drawn from."""
    told = _around(opened, sheet)
    return told | {"sheet": sheet, "lines": showing.lines(sheet, opened.contents[sheet.key], told["marks"])}


def _around(opened: Opened, sheet: Sheet) -> dict[str, Any]:
    """What does not hold in the plan, and the marks of the cells of a sheet."""
    marks = showing.marks(opened, sheet)
    for key in showing.commented(open_comments(opened.book, sheet.key)):
        marks[key] = f"{marks.get(key, '')} has-comment".strip()
    return {"found": showing.found(opened), "summary": showing.summary(opened), "marks": marks}


@planners
@require_POST
def keep(request: HttpRequest, kind: str, key: str, sheet: str) -> HttpResponse:
    """Keep what the grid sends as JSON, and answer with what stands there now and what does not hold.

    What may mean two things is answered with a question (409, `asks`), what is refused with its sentence.
    """
    asked = _asked(request)
    if asked is None:
        return JsonResponse(
            {"refused": "The page sent something that is no change: open it again."}, status=400
        )
    plan = showing.kind_called(kind)
    table = showing.sheet_called(plan, sheet)
    if (
        request.session.get("plan-reason") != asked["reason"][:1000]
    ):  # what is not set anew is not written anew
        request.session["plan-reason"] = asked["reason"][:1000]
    here = {"by": request.actor, "kind": plan, "key": key}
    try:
        saved = ACTS[asked["act"]](here, table, asked)
    except Unsure as question:
        return JsonResponse({"asks": str(question), "times": question.times}, status=409)
    except NoSuchBook as missing:
        raise Http404(str(missing)) from missing
    except SheetsError as refusal:
        return _refused(request, plan, key, table, refusal)
    return JsonResponse(_answer(request, saved, table, asked))


def _refused(
    request: HttpRequest, kind: BookKind, key: str, sheet: Sheet, refusal: SheetsError
) -> HttpResponse:
    """The sentence; where somebody else was faster, with the rows as they stand now."""
    if not isinstance(refusal, ChangedMeanwhile):
        return JsonResponse({"refused": str(refusal)}, status=400)
    now = showing.book_called(kind.key, key)
    return JsonResponse({"refused": str(refusal), **_whole(request, now, sheet)}, status=409)


def _asked(request: HttpRequest) -> Asked | None:
    """What is asked for, None where it has not the shape that the grid sends."""
    try:
        asked = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(asked, dict):
        return None
    shaped = {name: asked.get(name, default) for name, default in SHAPE.items()}
    if any(type(shaped[name]) is not type(default) for name, default in SHAPE.items()):
        return None
    return shaped if shaped["act"] in ACTS and _is_told_whole(shaped) else None


SHAPE: Asked = {"act": "", "reason": "", "cells": [], "text": "", "row": 0, "column": "", "seen": {}, "times": 0,
                "version": 0, "after": 0}  # fmt: skip


def _is_told_whole(asked: Asked) -> bool:
    cells = all(
        isinstance(cell, dict)
        and isinstance(cell.get("row"), int)
        and all(isinstance(cell.get(name), str) for name in ("column", "says", "seen"))
        for cell in asked["cells"]
    )
    seen = all(isinstance(words, str) for words in asked["seen"].values())
    numbers = all(0 <= asked[name] < 2**62 for name in ("row", "times", "version", "after"))
    return cells and seen and numbers


def _edit(here: Here, sheet: Sheet, asked: Asked) -> Saved:
    cells = [
        actions.Written(each["row"], each["column"], each["says"], each["seen"]) for each in asked["cells"]
    ]
    return actions.edit(**here, reason=asked["reason"], cells=cells)


def _paste(here: Here, sheet: Sheet, asked: Asked) -> Saved:
    if len(asked["text"]) > MOST_LETTERS:
        raise SheetsError(f"Paste {MOST_LETTERS:,} letters at most, or take a file.")
    rows = showing.book_called(here["kind"].key, here["key"]).contents[sheet.key]
    laid = pasted(
        sheet, rows, block_of(asked["text"]), row=asked["row"] or None, column=asked["column"],
        times=asked["times"],
    )  # fmt: skip
    cells = [
        actions.Written(row, column, says, asked["seen"].get(f"{row}:{column}", ""))
        for (row, column), says in laid.cells.items()
    ]
    added = {sheet.key: laid.added} if laid.added else {}
    return actions.edit(**here, reason=asked["reason"], cells=cells, added=added)


def _add(here: Here, sheet: Sheet, asked: Asked) -> Saved:
    after = asked["after"] or None
    return actions.add_rows(**here, reason=asked["reason"], sheet=sheet.key, rows=[{}], after=after)


def _remove(here: Here, sheet: Sheet, asked: Asked) -> Saved:
    return actions.remove_rows(**here, reason=asked["reason"], rows={asked["row"]: asked["version"]})


def _move(here: Here, sheet: Sheet, asked: Asked) -> Saved:
    after = asked["after"] or None
    return actions.move_row(**here, reason=asked["reason"], row=asked["row"], after=after)


def _undo(here: Here, sheet: Sheet, asked: Asked) -> Saved:
    return actions.undo(**here, version=asked["version"])


ACTS = {"edit": _edit, "paste": _paste, "add": _add, "remove": _remove, "move": _move, "undo": _undo}


def _answer(request: HttpRequest, saved: Saved, sheet: Sheet, asked: Asked) -> dict[str, Any]:
    """What the grid needs to look as the book stands now: the cells that were edited, or all rows."""
    doubts = [] if asked["act"] == "undo" else _doubts(saved, sheet)
    version = {"version": saved.change.version, "doubts": doubts}
    if asked["act"] != "edit":
        return version | _whole(request, saved.opened, sheet)
    edited = {(each["row"], each["column"]) for each in asked["cells"]}
    return version | _told(request, _around(saved.opened, sheet)) | _edited(saved.opened, sheet, edited)


def _told(request: HttpRequest, around: dict[str, Any]) -> dict[str, Any]:
    findings = render_to_string("planner/pages/plans/findings.html", around, request)
    return {"summary": around["summary"], "findings": findings, "marks": around["marks"]}


def _whole(request: HttpRequest, opened: Opened, sheet: Sheet) -> dict[str, Any]:
    shown = drawn(opened, sheet)
    rows = framed(opened, sheet.title, **shown, may_edit=True)
    return _told(request, shown) | {"rows": render_to_string("planner/pages/plans/rows.html", rows, request)}


def _edited(opened: Opened, sheet: Sheet, edited: set[tuple[int, str]]) -> dict[str, Any]:
    """What the cells that were edited say now, and the versions of their rows."""
    those = {key for key, _ in edited}
    rows = {row.key: row for row in opened.contents[sheet.key] if row.key in those}
    cells = {
        showing.cell_key(key, column): sheet.by_key[column].kind.say(rows[key][column])
        for key, column in edited
        if key in rows and column in sheet.by_key
    }
    return {"cells": cells, "versions": {key: row.version for key, row in rows.items()}}


def _doubts(saved: Saved, sheet: Sheet) -> list[str]:
    """What is strange about amounts that were typed, said beside them; nothing is changed for it."""
    doubts = []
    for edit in saved.edits:
        column = sheet.by_key.get(edit.column)
        if column is not None and edit.sheet == sheet.key:
            was, became = (value_of(column, text or "") for text in (edit.was, edit.became))
            if doubt := strange_beside_before(was, became):
                doubts.append(f"{column.head}: {doubt}. Undo it if it was meant in thousands.")
    return doubts[:5]
