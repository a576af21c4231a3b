"""Who asks: a service by bearer token, or a person by token or by their session; and which types they reach.

A scope `system/…` reaches resources about anybody. A scope `user/…`, and a session, reach the same as the pages do:
`record.access` decides about each person. A token that was found good is believed for BELIEVED_FOR seconds before the
directory is asked again, so a revoked token stops working within that time (the promise is ten seconds).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest

from toldonce.directory import queries, scopes
from toldonce.directory.actions import digest
from toldonce.directory.actors import Actor
from toldonce.exchange.fhir_api.troubles import Forbidden, Unauthorised
from toldonce.exchange.neighbours import claims

BELIEVED_FOR = 4.0
MOST_REMEMBERED = 10_000
READ, WRITE = "read", "write"
CLAIMS = "HTTP_" + claims.HEADER.upper().replace("-", "_")
ONLY_READS = "Signed in by session, this door answers GET only. For all else use a bearer token."


class Reach(Enum):
    """Whose resources of a type a reader gets."""

    NOBODY = 0
    PERSONS_THEY_MAY_READ = 1
    EVERYBODY = 2


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks and what their scopes cover."""

    actor: Actor
    scopes: tuple[scopes.Scope, ...]
    by_session: bool = False

    def reach(self, rtype: str, act: str) -> Reach:
        """Return how far this reader reaches with `read` or `write` of a type."""
        if self.by_session:
            return Reach.PERSONS_THEY_MAY_READ if act == READ else Reach.NOBODY
        contexts = {scope.context for scope in self.scopes if scope.covers(rtype, act)}
        if "system" in contexts:
            return Reach.EVERYBODY
        return Reach.PERSONS_THEY_MAY_READ if contexts else Reach.NOBODY

    def may(self, rtype: str, act: str) -> bool:
        """Whether the scopes cover this act on this type, for somebody at least."""
        return self.reach(rtype, act) is not Reach.NOBODY

    def check(self, rtype: str, act: str) -> None:
        """Refuse what no scope covers."""
        if self.may(rtype, act):
            return
        if self.by_session:
            raise Forbidden(ONLY_READS)
        raise Forbidden(
            f"The scopes of this token do not cover {act} of {rtype}. It needs system/{rtype}.{act}, given by "
            f"`toldonce token create`."
        )


_believed: dict[str, tuple[float, Reader]] = {}


def forget_tokens() -> None:
    """Ask the directory about every token anew."""
    _believed.clear()


def reader_of(request: HttpRequest) -> Reader:
    """Return who asks; raises Unauthorised. The session is looked at only where there is no token."""
    header = request.META.get("HTTP_AUTHORIZATION", "")
    if header:
        return _by_token(header, _whence(request))
    actor = getattr(request, "actor", None)
    if actor is None:
        raise Unauthorised("This needs a bearer token: send the header Authorization: Bearer <token>.")
    if request.method not in ("GET", "HEAD"):  # a cookie is sent by other sites' forms too
        raise Forbidden(ONLY_READS)
    return Reader(actor, (), by_session=True)


def _whence(request: HttpRequest) -> str:
    """Return where a request comes from, and for whom another system says that it asks."""
    address = request.META.get("REMOTE_ADDR", "")
    header = request.META.get(CLAIMS, "")
    said = claims.in_words(header) if header else ""
    return f"{address} for {said}" if said else address


def _by_token(header: str, whence: str) -> Reader:
    kind, _, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise Unauthorised(
            "The Authorization header is not a bearer token: write Authorization: Bearer <token>."
        )
    known = _known(secret.strip())
    actor = known.actor
    return Reader(
        Actor(actor.account, actor.name, actor.role, actor.organisation, actor.scopes, whence), known.scopes
    )


def _known(secret: str) -> Reader:
    key, now = digest(secret), time.monotonic()
    believed = _believed.get(key)
    if believed and believed[0] > now:
        return believed[1]
    actor = queries.actor_for_token(secret)
    if actor is None:
        _believed.pop(key, None)
        raise Unauthorised("This token is unknown, expired or revoked. Ask for a new one.")
    reader = Reader(actor, tuple(filter(None, map(scopes.parsed, actor.scopes))))
    if len(_believed) >= MOST_REMEMBERED:
        _believed.clear()
    _believed[key] = (now + BELIEVED_FOR, reader)
    return reader
