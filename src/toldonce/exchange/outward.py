"""The one way by which HTTP requests leave: straight, or by the proxy that the settings name, and never by chance.

HTTP_PROXY, NO_PROXY and ~/.netrc are not obeyed: whoever sets one for another program would move people's data to
where nobody has decided that they go.
"""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

import httpx
from django.conf import settings

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def client(*, verify: ssl.SSLContext | None = None, **options: Any) -> httpx.Client:
    """A client that follows no redirect, and goes by the proxy to every host but those that are reached straight."""
    straight = dict.fromkeys(map(_pattern, (*THIS_MACHINE, *settings.REACHED_STRAIGHT)))
    return httpx.Client(
        verify=verify or trusted(),
        proxy=settings.PROXY or None,
        mounts=straight,
        follow_redirects=False,
        trust_env=False,
        **options,
    )


@cache
def trusted() -> ssl.SSLContext:
    """Whom HTTPS trusts (those in SSL_CERT_FILE where it is set), read once: to read it takes longer than a request."""
    return httpx.create_ssl_context()


def _pattern(host: str) -> str:
    """A host as httpx names it; one with a dot before it stands for everything below it."""
    if host.startswith("."):
        return f"all://*{host}"
    return f"all://[{host}]" if ":" in host else f"all://{host}"
