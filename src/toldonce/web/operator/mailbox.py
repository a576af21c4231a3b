"""The mailbox for those who watch it: what waits, what was given up, what was declined; never what is inside."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from toldonce.exchange.mailbox import queries
from toldonce.exchange.mailbox.actions import try_again
from toldonce.exchange.mailbox.models import Outgoing
from toldonce.web.design.context import say
from toldonce.web.design.menu import ADMINISTRATOR
from toldonce.web.entrance.guards import for_roles

SHOWN = 100


@for_roles(ADMINISTRATOR)
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """How many envelopes are where, and those that need somebody."""
    words = {
        "where": settings.MAILBOX,
        "counts": queries.counts(),
        "given_up": queries.given_up()[:SHOWN],
        "in_trouble": queries.in_trouble()[:SHOWN],
        "declined": queries.declined()[:SHOWN],
    }
    return render(request, "operator/pages/mailbox.html", words)


@for_roles(ADMINISTRATOR)
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Let an envelope that was given up be tried again."""
    try_again(by=request.actor, outgoing=get_object_or_404(Outgoing, pk=number))
    say(request, "It is tried again in the next round, within a few seconds.")
    return redirect("mailbox")
