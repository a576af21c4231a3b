"""The pointers of the National Record Locator for those who watch it: which it was not told of, and what to do."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from toldonce.exchange.locator import queries
from toldonce.exchange.locator.actions import try_again
from toldonce.web.design.context import say
from toldonce.web.design.menu import ADMINISTRATOR
from toldonce.web.entrance.guards import for_roles

SHOWN = 100


@for_roles(ADMINISTRATOR)
@require_safe
def pointers(request: HttpRequest) -> HttpResponse:
    """How many pointers the locator has, and those that it was not told of."""
    words = {
        "where": settings.TOLDONCE_LOCATOR,
        "counts": queries.counts(),
        "in_trouble": queries.in_trouble(SHOWN),
    }
    return render(request, "operator/pages/pointers.html", words)


@for_roles(ADMINISTRATOR)
@require_POST
def again(request: HttpRequest, document: str) -> HttpResponse:
    """Let the locator be told of a pointer now."""
    if try_again(by=request.actor, document=document) is None:
        raise Http404
    say(request, "The locator is told again within a few seconds.")
    return redirect("pointers")
