"""The signed link by which a practice's own system opens one person's record in context.

The practice's system has already asked who its user is; the link carries that answer for a minute and works once.
It names the account, the organisation and the NHS number, and is signed with the key that both systems hold.
"""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import CreateError
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.urls import reverse

SALT = "toldonce.context-link"
LASTS = 60  # seconds


class LinkRefused(Exception):
    """The link cannot be used; the message says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who comes, from which organisation, and whose record they want."""

    account: str
    organisation: str
    nhs_number: str


def link(context: Context) -> str:
    """The path with its token, to be put behind the address of this server."""
    said = [context.account, context.organisation, context.nhs_number]
    return f"{reverse('open')}?{urlencode({'token': signing.dumps(said, salt=SALT)})}"


def opened(token: str) -> Context:
    """What the link says, once; LinkRefused when it is old, used, or not ours."""
    try:
        context = Context(*signing.loads(token, salt=SALT, max_age=LASTS))
    except signing.SignatureExpired:
        raise LinkRefused("The link is more than a minute old.") from None
    except (signing.BadSignature, TypeError):
        raise LinkRefused("The link was not made by a system that we know, or was cut short.") from None
    _use_up(token)
    return context


def _use_up(token: str) -> None:
    used = SessionStore(session_key=hashlib.sha256(token.encode()).hexdigest()[:32])
    used.set_expiry(LASTS)
    try:
        used.save(must_create=True)
    except CreateError:
        raise LinkRefused("The link has been used already.") from None
