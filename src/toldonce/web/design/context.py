"""What every template may name without its view having to say so."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest

from toldonce.web.design import live


def every_page(request: HttpRequest) -> dict:
    """The reader, the nonce of this answer, and what was said to them since the last page."""
    return {
        "actor": getattr(request, "actor", None),
        "organisation_name": _organisation(request),
        "nonce": getattr(request, "csp_nonce", ""),
        "said": _said(request),
        "live": _live(request),
    }


def _organisation(request: HttpRequest) -> str:
    held = getattr(request, "held", None)
    return held.organisation.name if held else ""


def _said(request: HttpRequest) -> str:
    session = getattr(request, "session", None)
    return session.pop("said", "") if session is not None and "said" in session else ""


def _live(request: HttpRequest) -> Callable[[Sequence[str]], str]:
    """Where a page that shows these topics listens; somebody who is not signed in listens nowhere."""
    actor = getattr(request, "actor", None)
    return lambda topics: live.address(request, live.topics_for(actor, topics or ())) if actor else ""


def say(request: HttpRequest, sentence: str) -> None:
    """Keep one sentence for the next page this reader sees."""
    request.session["said"] = sentence
