"""The page of those who react to the record: how far behind each is, and what it could not take in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from toldonce.care.worklist.queries import neglected
from toldonce.record import listening
from toldonce.web.design.context import say
from toldonce.web.design.menu import ADMINISTRATOR
from toldonce.web.entrance.guards import for_roles


@for_roles(ADMINISTRATOR)
@require_safe
def listeners(request: HttpRequest) -> HttpResponse:
    """Each listener with its lag, what was set aside, and the work that nobody has taken."""
    shown = {"lags": listening.lags(), "set_aside": listening.set_aside(), "neglected": neglected()}
    return render(request, "operator/pages/listeners.html", shown)


@for_roles(ADMINISTRATOR)
@require_POST
def hear_again(request: HttpRequest) -> HttpResponse:
    """Ask a listener to hear again what was set aside for it."""
    name = request.POST.get("listener", "")
    if name not in {lag.name for lag in listening.lags()}:
        raise Http404
    count = listening.ask_to_hear_again(by=request.actor, listener=name)
    say(request, f"{name} hears {count} {'change' if count == 1 else 'changes'} again within a few seconds.")
    return redirect("listeners")
