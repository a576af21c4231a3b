"""What every template may name without its view having to say so."""

from django.http import HttpRequest


def every_page(request: HttpRequest) -> dict:
    """The reader, the nonce of this answer, and what was said to them since the last page."""
    return {
        "actor": getattr(request, "actor", None),
        "organisation_name": _organisation(request),
        "nonce": getattr(request, "csp_nonce", ""),
        "said": _said(request),
    }


def _organisation(request: HttpRequest) -> str:
    held = getattr(request, "held", None)
    return held.organisation.name if held else ""


def _said(request: HttpRequest) -> str:
    session = getattr(request, "session", None)
    return session.pop("said", "") if session is not None and "said" in session else ""


def say(request: HttpRequest, sentence: str) -> None:
    """Keep one sentence for the next page this reader sees."""
    request.session["said"] = sentence
