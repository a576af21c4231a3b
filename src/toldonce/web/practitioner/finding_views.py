"""The box that finds a person, and my list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from toldonce.web.design.finding import find
from toldonce.web.entrance.guards import for_carers
from toldonce.web.practitioner.lists import AskedList, my_lists


@for_carers
@require_safe
def find_person(request: HttpRequest) -> HttpResponse:
    """The people whom the words may mean; an NHS number that is one person's opens the record."""
    asked = request.GET.get("q", "").strip()
    if not asked:
        return render(request, "practitioner/pages/find.html")
    found = find(reader=request.actor, text=asked, today=timezone.localdate())
    if len(found.people) == 1 and found.understood_as.startswith("NHS number"):
        return redirect("record", found.people[0].person)
    return render(request, "practitioner/pages/find.html", {"asked": asked, "found": found})


@for_carers
@require_safe
def my_list(request: HttpRequest) -> HttpResponse:
    """The people this reader looks after: registered, on the ward, recently seen, with what is new."""
    asked = _asked_list(request)
    found = my_lists(reader=request.actor, post=request.held, asked=asked)
    return render(request, "practitioner/pages/list.html", {"lists": found, "asked_for": asked})


def _asked_list(request: HttpRequest) -> AskedList:
    start = request.GET.get("start", "")
    return AskedList(
        slug=request.GET.get("list", ""),
        start=int(start) if start.isdecimal() and len(start) < 7 else 0,
        letters=request.GET.get("letters", "").strip()[:40],
    )
