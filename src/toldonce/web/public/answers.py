"""How a public page answers: the same to everybody, with the headers by which others may keep it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import condition, require_safe

from toldonce import __version__
from toldonce.figures.publication import reading
from toldonce.web.entrance.guards import holds_nul, public

MINUTE, DAY = 60, 24 * 60 * 60
# No script, no frame, nothing from elsewhere: these pages are text and drawings.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """A public page: read only, the same for all, kept for a minute and then asked again by its ETag."""

    @public
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        if holds_nul(request):
            return not_found()
        return asked_again(view)(request, *parts, **named)

    answer.guard = public(view).guard  # type: ignore[attr-defined]
    return answer


def asked_again(view: View) -> View:
    """Answer 304 to whoever has this already: everything public changes with a release, and with nothing else."""
    return condition(etag_func=_etag, last_modified_func=_released)(view)


def _etag(request: HttpRequest, *parts: Any, **named: Any) -> str:
    return f'"{reading.stamp()}-{__version__}"'


def _released(request: HttpRequest, *parts: Any, **named: Any):
    newest = reading.latest()
    return newest.released if newest else None


def page(template: str, status: int = 200, lasts: int = MINUTE, **shown: Any) -> HttpResponse:
    """A page made without asking who reads it: no session, no account, no form's mark."""
    newest = reading.latest()
    words = {"newest": newest, "place_name": newest.place if newest else "", **shown}
    response = HttpResponse(render_to_string(f"public/pages/{template}", words), status=status)
    return kept(response, lasts)


def kept(response: HttpResponse, lasts: int) -> HttpResponse:
    """Let anybody keep an answer for so many seconds, and use it from anywhere."""
    response.headers["Cache-Control"] = f"public, max-age={lasts}"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def not_found() -> HttpResponse:
    """The one answer to whatever is not public: it says the same of a draft and of what was never there."""
    return page("not_found.html", status=404)
