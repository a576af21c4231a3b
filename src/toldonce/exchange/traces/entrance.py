"""How this application gets in: a signed JWT for an access token, which is kept until shortly before it ends."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from toldonce.exchange.traces.errors import NotAllowed, NotAnswering, NotSetUp

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHM = "RS512"
VALID_FOR = 300  # seconds; the service takes no assertion that is valid for longer
BEFORE_ITS_END = 30  # seconds before its end at which a token is no longer used


@dataclass(frozen=True, slots=True)
class Access:
    """Where the service is, and who asks."""

    address: str
    token_address: str
    api_key: str
    kid: str
    key_file: str
    organisation: str


@dataclass(slots=True)
class Entrance:
    """Gets access tokens for one application."""

    access: Access
    http: httpx.Client
    _token: str = ""
    _ends: float = 0.0
    _key: RSAKey | None = field(default=None, repr=False)

    def token(self) -> str:
        """Return a token that is still valid, a new one if need be."""
        if time.monotonic() >= self._ends:
            self._fetch()
        return self._token

    def forget(self) -> None:
        """Use the present token no more."""
        self._ends = 0.0

    def _fetch(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": self._assertion(),
        }
        try:
            answer = self.http.post(self.access.token_address, data=form)
            told = answer.json() if answer.status_code == 200 else {}
        except (httpx.HTTPError, ValueError) as trouble:
            raise NotAnswering(
                "The demographics service gives no access token. Try again later."
            ) from trouble
        if not isinstance(told, dict) or not told.get("access_token"):
            raise NotAllowed(
                f"The demographics service refuses an access token (status {answer.status_code}). "
                "Check the API key, the key's id and the private key."
            )
        self._token = str(told["access_token"])
        self._ends = time.monotonic() + float(told.get("expires_in", VALID_FOR)) - BEFORE_ITS_END

    def _assertion(self) -> str:
        claims = {
            "iss": self.access.api_key,
            "sub": self.access.api_key,
            "aud": self.access.token_address,
            "jti": str(uuid.uuid4()),
            "exp": int(time.time()) + VALID_FOR,
        }
        header = {"alg": ALGORITHM, "typ": "JWT", "kid": self.access.kid}
        return jwt.encode(header, claims, self._private_key(), algorithms=[ALGORITHM])

    def _private_key(self) -> RSAKey:
        if self._key is None:
            try:
                self._key = RSAKey.import_key(Path(self.access.key_file).read_bytes())
            except (OSError, ValueError, JoseError) as trouble:
                raise NotSetUp(
                    f"The private key in {self.access.key_file} cannot be read. It must be an RSA key as PEM."
                ) from trouble
        return self._key
