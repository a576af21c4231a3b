"""Editing the words of an indicator: with a reason, never over somebody else's edit, undone by another edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from toldonce.figures.actions import edit_indicator
from toldonce.figures.errors import ChangedMeanwhile, EditRefused, FiguresRefused
from toldonce.figures.models import Good, Indicator, IndicatorEdit
from toldonce.figures.queries import definition
from toldonce.web.design.context import say
from toldonce.web.planner.readers import planners, readers_of_figures


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form: how it is asked for and how long its words are."""

    name: str
    label: str
    hint: str = ""
    rows: int = 1


FIELDS = (
    Field("name", "Name"),
    Field("definition", "What is counted", "In words that somebody outside the NHS understands", 3),
    Field("numerator", "Numerator", "Who or what is counted above the line, where there is one"),
    Field("denominator", "Denominator", "Who or what is counted below the line"),
    Field("good", "Which way is good"),
    Field("source", "Source"),
    Field("method", "Method", "", 3),
    Field("caveat", "Caveat", "What a reader must know before relying on it", 3),
    Field("owner", "Owner", "Who answers for it"),
    Field("checker", "Checker", "Who has checked how it is counted"),
    Field("review", "To be reviewed", "A date, such as 2027-03-31"),
)
LABELS = {each.name: each.label for each in FIELDS}


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, code: str) -> HttpResponse:
    """The form for the words of an indicator; `undo` names an edit whose words are put back into it."""
    known = get_object_or_404(Indicator, code=code)
    if request.method != "POST":
        return _page(request, known, _with_undone(known, request.GET.get("undo", "")))
    said = {each.name: request.POST.get(each.name, "").strip() for each in FIELDS}
    try:
        edit_indicator(
            by=request.actor,
            code=code,
            seen=_seen(request),
            changes=_changes(known, said),
            reason=request.POST.get("reason", ""),
        )
    except ChangedMeanwhile as refusal:
        return _page(request, known, said, {"reason": str(refusal)}, meanwhile=refusal.changes)
    except (EditRefused, FiguresRefused) as refusal:
        return _page(request, known, said, {"reason": str(refusal)})
    say(request, "The edit is kept, with its reason, in the history of the indicator.")
    return redirect("indicator-history", code)


@readers_of_figures
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Every edit of an indicator: what each word was and became, by whom and why."""
    get_object_or_404(Indicator, code=code)
    return render(request, "planner/pages/history.html", {"told": definition(code), "labels": LABELS})


def _changes(known: Indicator, said: dict[str, str]) -> dict[str, Any]:
    """The fields that differ from what the indicator says; raises EditRefused where a date is none."""
    wanted: dict[str, Any] = dict(said)
    try:
        wanted["review"] = parse_date(said["review"]) if said["review"] else None
    except ValueError:
        wanted["review"] = None
    if said["review"] and wanted["review"] is None:
        raise EditRefused(
            "The date of the review is none: write it as year, month and day, such as 2027-03-31."
        )
    changes = {name: value for name, value in wanted.items() if getattr(known, name) != value}
    if not changes:
        raise EditRefused("Nothing is different from what the indicator says already.")
    return changes


def _as_said(known: Indicator) -> dict[str, str]:
    return {each.name: f"{getattr(known, each.name) or ''}" for each in FIELDS}


def _with_undone(known: Indicator, edit: str) -> dict[str, str]:
    """The words as they are, with those of an edit as they were before it."""
    said = _as_said(known)
    number = int(edit) if edit.isdecimal() and len(edit) < 9 else 0
    found = IndicatorEdit.objects.filter(indicator=known, version=number).first()
    changed = found.changes if found else {}
    return said | {name: f"{was or ''}" for name, (was, _) in changed.items() if name in said}


def _seen(request: HttpRequest) -> int:
    words = request.POST.get("seen", "")
    return int(words) if words.isdecimal() and len(words) < 9 else 0


def _page(
    request: HttpRequest,
    known: Indicator,
    said: dict[str, str],
    problems: dict[str, str] | None = None,
    meanwhile: Any = (),
) -> HttpResponse:
    shown = {
        "indicator": known,
        "fields": FIELDS,
        "goods": Good.choices,
        "typed": said,
        "now": _as_said(known),
        "labels": LABELS,
        "undoes": request.GET.get("undo", "") if request.method != "POST" else "",
        "reason": request.POST.get("reason", ""),
        "meanwhile": meanwhile,
        "problems": problems or {},
    }
    status = 409 if meanwhile else 400 if problems else 200
    return render(request, "planner/pages/edit_indicator.html", shown, status=status)
