"""The administrator's page about other computers: clients that sign in, subscriptions, exports."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from toldonce.directory.queries import names_of
from toldonce.exchange.bulk import actions as exports
from toldonce.exchange.bulk.models import Export
from toldonce.exchange.bulk.queries import shown_exports
from toldonce.exchange.notify import actions as subscriptions
from toldonce.exchange.notify.models import State, Subscriber
from toldonce.exchange.notify.queries import lags
from toldonce.exchange.smart import actions as smart
from toldonce.exchange.smart.models import Client
from toldonce.web.design.context import say
from toldonce.web.design.words import counted
from toldonce.web.operator.accounts import administrators


@administrators
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """Clients with their scopes, subscriptions with what waits for them, exports of the last days."""
    known = list(Client.objects.select_related("account").order_by("revoked", "account__name"))
    shown = {
        "clients": known,
        "people": names_of(each.registered_by for each in known),
        "subscriptions": lags(),
        "exports": shown_exports(),
        "now": timezone.now(),
    }
    return render(request, "operator/pages/clients.html", shown)


@administrators
@require_POST
def revoke(request: HttpRequest, username: str) -> HttpResponse:
    """Take a client out of use."""
    found = get_object_or_404(Client, account__username=username, revoked=None)
    smart.revoke(by=request.actor, client=found)
    say(request, f"{found.account.name} can no longer sign in.")
    return redirect("clients")


@administrators
@require_POST
def resume(request: HttpRequest, id: str) -> HttpResponse:
    """Send again what was given up, and go on."""
    found = get_object_or_404(Subscriber, id=id)
    again = subscriptions.resume(by=request.actor, subscriber=found)
    say(
        request,
        f"The subscription goes on; {counted(again, 'notification')} that had been given up will be sent again.",
    )
    return redirect("clients")


@administrators
@require_POST
def stop(request: HttpRequest, id: str) -> HttpResponse:
    """Turn a subscription off."""
    found = get_object_or_404(Subscriber, id=id)
    subscriptions.stop(
        by=request.actor, subscriber=found, state=State.OFF, why="An administrator turned it off."
    )
    say(request, "The subscription is off. Its client may ask again.")
    return redirect("clients")


@administrators
@require_POST
def remove_export(request: HttpRequest, key: str) -> HttpResponse:
    """Remove an export with its files."""
    exports.remove(
        by=request.actor, export=get_object_or_404(Export, key=key), why="An administrator removed it."
    )
    say(request, "The export and its files are removed.")
    return redirect("clients")
