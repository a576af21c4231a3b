"""A computer with keys of its own, and the door at which it signs in."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

TOKEN_ADDRESS = "http://testserver/oauth/token"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
EC = ECKey.generate_key("P-384", {"kid": "ec-1", "use": "sig"})
ALGORITHM = {"rsa-1": "RS384", "ec-1": "ES384"}


def public_keys(*keys) -> dict:
    return KeySet(list(keys or (RSA, EC))).as_dict(private=False)


class Computer:
    """A client that may say whatever a test wants it to say."""

    def __init__(self, name: str) -> None:
        from django.test import Client

        self.client, self.name = Client(), name

    def claims(self, **other: Any) -> dict:
        now = int(time.time())
        made = {
            "iss": self.name,
            "sub": self.name,
            "aud": TOKEN_ADDRESS,
            "exp": now + 240,
            "jti": str(uuid.uuid4()),
        }
        made.update(other)
        return {name: value for name, value in made.items() if value is not None}

    def assertion(self, key=RSA, header: dict | None = None, **other: Any) -> str:
        head = {"alg": ALGORITHM[key.kid], "kid": key.kid, "typ": "JWT", **(header or {})}
        head = {name: value for name, value in head.items() if value is not None}
        return jwt.encode(head, self.claims(**other), key, algorithms=[head["alg"]])

    def asks(self, assertion: str = "", scope: str = "system/*.read", **other: Any):
        form = {
            "grant_type": "client_credentials",
            "scope": scope,
            "client_assertion_type": ASSERTION,
            "client_assertion": assertion or self.assertion(),
            **other,
        }
        form = {name: value for name, value in form.items() if value is not None}
        return self.client.post("/oauth/token", "&".join(f"{a}={_quoted(b)}" for a, b in form.items()), FORM)


FORM = "application/x-www-form-urlencoded"


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


@pytest.fixture
def register(db) -> Callable[..., Computer]:
    """Register computers with these scopes."""
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.fhir_api import readers
    from toldonce.exchange.smart import actions

    readers.forget_tokens()

    def make(*scopes: str, name: str = "analysis", **keys: Any) -> Computer:
        given = keys or {"key_set": public_keys()}
        client = actions.register(by=SYSTEM, name=name, scopes=scopes or ("system/*.read",), **given)
        return Computer(client.account.username)

    return make


@pytest.fixture
def computer(register) -> Computer:
    return register()
