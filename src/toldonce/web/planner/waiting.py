"""A file of figures that the worker reads: how far it is, what it would do, and what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from toldonce.directory.queries import names_of
from toldonce.figures.waiting.actions import have_loaded
from toldonce.figures.waiting.errors import WaitingRefused
from toldonce.figures.waiting.holding import mark_held
from toldonce.figures.waiting.models import WaitingFile
from toldonce.figures.waiting.queries import before
from toldonce.web.planner.readers import planners


@planners
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """How far a waiting file has come, and what is to be decided of it."""
    return _page(request, number)


@planners
@require_POST
def loading(request: HttpRequest, number: int) -> HttpResponse:
    """Have a file loaded that the worker has tried."""
    try:
        have_loaded(
            by=request.actor,
            number=number,
            reason=request.POST.get("reason", "").strip(),
            without_refused=request.POST.get("without_refused") == "yes",
            confirm_revised=request.POST.get("confirm_revised") == "yes",
        )
    except WaitingRefused as refusal:
        return _page(request, number, str(refusal))
    return redirect("waiting-file", number)


def _page(request: HttpRequest, number: int, refusal: str = "") -> HttpResponse:
    waiting = get_object_or_404(WaitingFile.objects.select_related("file"), pk=number)
    (waiting,) = mark_held([waiting])
    shown = {
        "waiting": waiting,
        "before": before(waiting),
        "sent_by": names_of([waiting.account])[waiting.account],
        "report": waiting.report,
        "problems": {"load": refusal} if refusal else {},
    }
    return render(request, "planner/pages/waiting_file.html", shown, status=409 if refusal else 200)
