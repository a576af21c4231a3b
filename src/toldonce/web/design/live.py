"""What a page is told of while it is open, and where it listens: topics in a signed list."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from toldonce.directory.actors import Actor

SALT = "live topics"
LASTS = 12 * 60 * 60  # seconds: the longest shift, like the session


def topics_for(actor: Actor, more: Sequence[str] = ()) -> list[str]:
    """What somebody who is signed in may hear of, and what this page is about."""
    return [f"org:{actor.organisation}", f"account:{actor.account}", *more]


def address(request: HttpRequest, topics: Sequence[str]) -> str:
    """Where this page listens for these topics; empty where no live process is configured."""
    whence = origin(request)
    return f"{whence}/live?topics={signing.dumps(list(topics), salt=SALT)}" if whence else ""


def topics_of(signed: str) -> list[str]:
    """The topics of a signed list; raises django.core.signing.BadSignature."""
    return signing.loads(signed, salt=SALT, max_age=LASTS)


def origin(request: HttpRequest) -> str:
    """The scheme, host and port of the live process as this browser reaches it."""
    if settings.LIVE_ADDRESS or not settings.LIVE_PORT:
        return settings.LIVE_ADDRESS.rstrip("/")
    try:
        host = urlsplit(f"//{request.get_host()}").hostname or ""
    except DisallowedHost:  # the answer to it is a refusal, which listens nowhere
        return ""
    return f"{request.scheme}://{f'[{host}]' if ':' in host else host}:{settings.LIVE_PORT}"
