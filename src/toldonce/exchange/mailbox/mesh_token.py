"""The Authorization header of NHS MESH: a keyed hash over mailbox, nonce, count, password and time.

https://digital.nhs.uk/developer/api-catalogue/message-exchange-for-social-care-and-health-api
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Generator
from datetime import UTC, datetime
from hashlib import sha256

import httpx

SCHEME = "NHSMESH"


class MeshToken(httpx.Auth):
    """Signs each request; the same nonce with a rising count, so that no request can be played again."""

    def __init__(self, mailbox: str, password: str, key: str) -> None:
        self.mailbox, self.password, self.key = mailbox, password, key
        self.nonce, self.count = str(uuid.uuid4()), 0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the header on a request."""
        request.headers["Authorization"] = self.header(self.nonce, self.count, datetime.now(UTC))
        self.count += 1
        yield request

    def header(self, nonce: str, count: int, at: datetime) -> str:
        """The header for one request; the time is told to the minute, in UTC."""
        stamp = f"{at.astimezone(UTC):%Y%m%d%H%M}"
        signed = f"{self.mailbox}:{nonce}:{count}:{self.password}:{stamp}"
        digest = hmac.new(self.key.encode(), signed.encode(), sha256).hexdigest()
        return f"{SCHEME} {self.mailbox}:{nonce}:{count}:{stamp}:{digest}"
