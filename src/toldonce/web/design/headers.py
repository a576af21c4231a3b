"""The security headers of every page: nothing inline, nothing from elsewhere, never framed by others."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from toldonce.web.design.live import origin

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {live}; frame-src 'self'; object-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
SAME = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}


def strict_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each answer a fresh nonce and the strict policy, unless the view set its own."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(16)
        response = get_response(request)
        return with_headers(response, POLICY.format(nonce=request.csp_nonce, live=origin(request)))

    return answer


def with_headers(response: HttpResponse, policy: str) -> HttpResponse:
    """Set the headers that are not set yet."""
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cache-Control", "no-store, private")
    for name, value in SAME.items():
        response.headers.setdefault(name, value)
    return response
