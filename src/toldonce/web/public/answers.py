"""How a public page answers: the same to everybody, with the headers by which others may keep it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from time import monotonic
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import condition, require_safe

from toldonce import __version__
from toldonce.figures.publication import reader, reading
from toldonce.web.entrance.guards import holds_nul, public

ASKED_EVERY = 60  # seconds
DAY = 24 * 60 * 60
# No script, no frame, nothing from elsewhere: these pages are text and drawings.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """A public page: read only, the same for all; whoever keeps it asks again by its ETag before using it."""

    @public
    @require_safe
    @closed_to_a_role_that_sees_more
    @asked_again
    @wraps(view)
    def answer(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        return not_found() if holds_nul(request) else view(request, *parts, **named)

    return answer


def closed_to_a_role_that_sees_more(view: View) -> View:
    """Answer nothing but that the pages are closed while the public's role sees more than what was published."""

    @wraps(view)
    def answer(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        try:
            _role_sees_no_more(int(monotonic() // ASKED_EVERY))
        except reader.SeesMore:
            words = {"newest": None, "place_name": ""}
            closed = HttpResponse(render_to_string("public/pages/closed.html", words), status=503)
            closed["Cache-Control"], closed["Content-Security-Policy"] = "no-store", POLICY
            return closed
        return view(request, *parts, **named)

    return answer


@lru_cache(1)
def _role_sees_no_more(minute: int) -> None:
    """Ask the database once a minute; a refusal is not kept, so that it ends with its cause."""
    reader.refuse_more()


def forget_the_role() -> None:
    """Ask the database anew at the next answer."""
    _role_sees_no_more.cache_clear()


def asked_again(view: View) -> View:
    """Answer 304 to whoever has this already: everything public changes with a release, and with nothing else."""
    return condition(etag_func=_etag, last_modified_func=_released)(view)


def _etag(request: HttpRequest, *parts: Any, **named: Any) -> str:
    return f'"{reading.stamp()}-{__version__}"'


def _released(request: HttpRequest, *parts: Any, **named: Any):
    newest = reading.latest()
    return newest.released if newest else None


def page(template: str, status: int = 200, lasts: int = 0, **shown: Any) -> HttpResponse:
    """A page made without asking who reads it: no session, no account, no form's mark."""
    newest = reading.latest()
    words = {"newest": newest, "place_name": newest.place if newest else "", **shown}
    response = HttpResponse(render_to_string(f"public/pages/{template}", words), status=status)
    return kept(response, lasts)


def kept(response: HttpResponse, lasts: int) -> HttpResponse:
    """Let anybody keep an answer, and use it for so many seconds without asking whether it is still so."""
    response["Cache-Control"] = f"public, max-age={lasts}" if lasts else "public, no-cache"
    response["Content-Security-Policy"] = POLICY
    return response


def not_found() -> HttpResponse:
    """The one answer to whatever is not public: it says the same of a draft and of what was never there."""
    return page("not_found.html", status=404)
