"""Every view says who may open it: `@public`, or `@for_roles(…)`; an architecture test looks for the mark."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from toldonce.web.design import menu, troubles, unsent

View = Callable[..., HttpResponse]
PUBLIC = ("everyone",)


def public(view: View) -> View:
    """Open to everyone, signed in or not."""
    view.guard = PUBLIC
    return view


def for_roles(*roles: str) -> Callable[[View], View]:
    """Open to those signed in with one of these roles; others are sent to sign in, or refused."""

    def guarded(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *parts: object, **named: object) -> HttpResponse:
            if request.actor is None:
                return to_sign_in(request)
            if request.actor.role not in roles:
                return troubles.page(request, 403)
            if holds_nul(request):
                return troubles.page(request, 400, missing="The character U+0000 is no part of any words.")
            return view(request, *parts, **named)

        answer.guard = roles
        return answer

    return guarded


def holds_nul(request: HttpRequest) -> bool:
    """Whether the address or the form holds the character U+0000, which PostgreSQL keeps in no text."""
    said = [
        request.path,
        *(value for form in (request.GET, request.POST) for _, all in form.lists() for value in all),
    ]
    return any("\0" in each for each in said)


def for_carers(view: View) -> View:
    """Open to the roles that care for people."""
    return for_roles(*menu.CARING)(view)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page, and back to this one afterwards; whoever sent a form gets it back instead."""
    if request.method == "POST":
        return unsent.signed_out(request)
    back = request.get_full_path() if request.method == "GET" else ""
    query = f"?{urlencode({'next': back})}" if back not in ("", "/") else ""
    return HttpResponseRedirect(reverse("sign-in") + query)
