"""The signed link by which a practice's own system opens one person's record in context.

The practice's system has already asked who its user is; the link carries that answer for a minute and works once.
It names the account, the organisation and the NHS number, and is signed with the organisation's key, which both systems
hold and which opens nothing for any other organisation.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

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
    signed = signing.dumps(said, key=key_of(context.organisation), salt=SALT)  # type: ignore[arg-type]
    return f"{reverse('open')}?{urlencode({'token': signed})}"


def key_of(organisation: str) -> str:
    """The key with which this organisation's own system signs its links; made from TOLDONCE_SECRET, kept nowhere."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{SALT}:{organisation}".encode(), "sha256").hexdigest()


def opened(token: str) -> Context:
    """What the link says, once; LinkRefused when it is old, used, or not ours."""
    try:
        key = key_of(_claimed(token).organisation)
        context = Context(*signing.loads(token, key=key, salt=SALT, max_age=LASTS))  # type: ignore[arg-type]
    except signing.SignatureExpired:
        raise LinkRefused("The link is more than a minute old.") from None
    except (signing.BadSignature, TypeError):
        raise LinkRefused("The link was not made by a system that we know, or was cut short.") from None
    _use_up(token)
    return context


def _claimed(token: str) -> Context:
    """What a link says before anybody has looked at its signature: only good to choose the key by."""
    try:
        said = json.loads(signing.b64_decode(token.partition(":")[0].encode()))
        if isinstance(said, list) and all(isinstance(each, str) for each in said):
            return Context(*said)
    except (ValueError, TypeError):
        pass
    raise signing.BadSignature


def _use_up(token: str) -> None:
    """Keep the link's hash among the sessions for as long as it lasts; the second to try finds it there."""
    until = timezone.now() + timedelta(seconds=LASTS)
    key = hashlib.sha256(token.encode()).hexdigest()[:32]
    try:
        with transaction.atomic():
            Session.objects.create(session_key=key, session_data="", expire_date=until)
    except IntegrityError:
        raise LinkRefused("The link has been used already.") from None
