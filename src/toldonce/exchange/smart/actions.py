"""Register a client, give it a token for an assertion, and take it out of use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from toldonce.directory import actions as directory
from toldonce.directory import scopes as scope_forms
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.errors import DirectoryError
from toldonce.directory.models import Organisation, Role, Token
from toldonce.exchange.smart import keys
from toldonce.exchange.smart.assertions import APART, Proof
from toldonce.exchange.smart.errors import BadScope, ClientRefused, UnknownClient
from toldonce.exchange.smart.models import Client, UsedAssertion
from toldonce.ledger import actions as ledger

LIFETIME = timedelta(minutes=5)
KEPT_FOR = timedelta(days=1)  # after it expired
NAME = "for an assertion"  # what such a token is called


@transaction.atomic
def register(
    *,
    by: Actor,
    name: str,
    scopes: Sequence[str],
    key_set: object = None,
    keys_address: str = "",
    organisation: Organisation | None = None,
) -> Client:
    """Register a client under the service account of its name; one that was registered gets new keys and scopes."""
    if bool(key_set) == bool(keys_address):
        raise ClientRefused(
            "A client has public keys, or an address where it publishes them: give one of the two."
        )
    if keys_address:
        keys.check_address(keys_address)
    given: Mapping | None = keys.checked(key_set) if key_set else None
    try:
        directory.check_scopes(scopes)
        account = directory.service_account(by=by, name=name, organisation=organisation)
    except DirectoryError as trouble:
        raise ClientRefused(str(trouble)) from trouble
    client, _ = Client.objects.update_or_create(
        account=account,
        defaults={
            "keys": given,
            "keys_address": keys_address,
            "scopes": " ".join(dict.fromkeys(scopes)),
            "registered_by": by.account,
            "revoked": None,
        },
    )
    ledger.write(by=by, act="client.register", subject=account.username, detail={"scopes": client.scopes})
    return client


@transaction.atomic
def revoke(*, by: Actor, client: Client) -> None:
    """Take a client out of use, with the tokens that it was given."""
    now = timezone.now()
    client.revoked = now
    client.save(update_fields=["revoked"])
    Token.objects.filter(account=client.account, name=NAME, revoked=None).update(revoked=now)
    ledger.write(by=by, act="client.revoke", subject=client.account.username)


@transaction.atomic
def give_token(*, by: Proof, scope: str, whence: str = "") -> tuple[Token, str]:
    """Give who proved to ask a token for five minutes, with what of the scope it may have."""
    client = by.client
    granted = _granted_of(scope, client)
    _use_once(by)
    actor = Actor(
        client.account.username, client.account.name, Role.SERVICE.value, "", tuple(granted), whence
    )
    token, secret = directory.create_token(
        by=actor, name=NAME, scopes=granted, account=client.account, lifetime=LIFETIME
    )
    ledger.write(by=actor, act="token.issue", subject=client.account.username, detail={"scopes": granted})
    return token, secret


def _granted_of(scope: str, client: Client) -> list[str]:
    """Return what of the scopes that are asked for a client may have; raises BadScope where that is nothing."""
    asked = [made for each in scope.split() if (made := scope_forms.asked_for(each))]
    may = [made for each in client.scopes.split() if (made := scope_forms.parsed(each))]
    granted = [str(both) for one in asked for other in may if (both := scope_forms.shared(one, other))]
    if not granted:
        raise BadScope(
            f"This client may have {client.scopes}. Ask for some of that, as in system/Patient.rs."
        )
    return list(dict.fromkeys(granted))


def _use_once(proof: Proof) -> None:
    """Note an assertion as used; raises UnknownClient where it was used before."""
    try:
        with transaction.atomic():
            UsedAssertion.objects.create(
                client=proof.client, jti=proof.jti, expires=proof.expires + timedelta(seconds=APART)
            )
    except IntegrityError as trouble:
        raise UnknownClient("This assertion was used before. Sign a new one with another jti.") from trouble


@transaction.atomic
def forget_old(*, by: Actor = SYSTEM) -> int:
    """Forget assertions that are no longer valid and short tokens of yesterday; tell how many that were."""
    now = timezone.now()
    forgotten, _ = UsedAssertion.objects.filter(expires__lt=now).delete()
    tokens, _ = Token.objects.filter(name=NAME, expires__lt=now - KEPT_FOR).delete()
    if tokens:
        ledger.write(by=by, act="token.forget", subject=f"{tokens} expired tokens of clients")
    return forgotten + tokens
