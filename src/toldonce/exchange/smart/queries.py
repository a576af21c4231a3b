"""What a service account may do when nobody shows a token: its tokens that are valid, and its registration."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from toldonce.directory.models import Account, Token
from toldonce.exchange.smart.models import Client


def standing_scopes(account: Account) -> frozenset[str]:
    """Return the scopes that an account could use now; none if it is closed."""
    if not account.is_active:
        return frozenset()
    valid = Token.objects.filter(
        Q(expires=None) | Q(expires__gt=timezone.now()), account=account, revoked=None
    )
    registered = Client.objects.filter(account=account, revoked=None)
    texts = [*valid.values_list("scopes", flat=True), *registered.values_list("scopes", flat=True)]
    return frozenset(scope for text in texts for scope in text.split())
