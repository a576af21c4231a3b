"""Received files of figures: what came, what was refused and why, and who has checked it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from toldonce.directory.queries import names_of
from toldonce.figures.actions import check_file
from toldonce.figures.errors import CheckRefused
from toldonce.figures.models import ReceivedFile, Status
from toldonce.figures.queries import received
from toldonce.figures.receiving.interruption import mark_interrupted
from toldonce.figures.waiting.queries import standing
from toldonce.web.design.context import say
from toldonce.web.design.menu import PLANNER
from toldonce.web.planner.readers import planners, readers_of_figures


@readers_of_figures
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The newest files with what became of them."""
    files, waiting = received(), standing() if request.actor.role == PLANNER else []
    names = names_of([*(each.by for each in files), *(each.account for each in waiting)])
    shown = {"files": files, "names": names, "waiting": waiting}
    return render(request, "planner/pages/received.html", shown)


@readers_of_figures
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One file: where it came from, what it brought, what was refused with its row."""
    return _page(request, get_object_or_404(ReceivedFile, pk=number), {})


@planners
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Mark the figures of a file as checked, by another than the one who brought it."""
    file = get_object_or_404(ReceivedFile, pk=number)
    try:
        count = check_file(by=request.actor, file=number, reason=request.POST.get("reason", ""))
    except CheckRefused as refusal:
        return _page(request, file, {"check": str(refusal)})
    say(request, f"{count:,} figures are marked as checked by you.")
    return redirect("received-file", number)


def _page(request: HttpRequest, file: ReceivedFile, problems: dict[str, str]) -> HttpResponse:
    mark_interrupted([file])
    figures = file.figures.all()
    checked_by = set(figures.exclude(checked_by="").values_list("checked_by", flat=True))
    names = names_of({file.by, *checked_by})
    shown = {
        "file": file,
        "brought_by": names[file.by],
        "report": file.report,
        "drafts": figures.filter(status=Status.DRAFT).count(),
        "checkers": sorted(names[each] for each in checked_by),
        "indicators": sorted(set(figures.values_list("indicator__code", "indicator__name"))),
        "problems": problems,
    }
    return render(request, "planner/pages/received_file.html", shown, status=400 if problems else 200)
