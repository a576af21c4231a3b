"""What an assertion must say to prove who asks: RFC 7523 as SMART Backend Services narrows it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from joserfc import jws, jwt
from joserfc.errors import JoseError

from toldonce.exchange.smart import keys
from toldonce.exchange.smart.errors import UnknownClient
from toldonce.exchange.smart.models import Client

LONGEST = 300  # seconds that an assertion may be valid
APART = 30  # seconds by which clocks may differ
LONGEST_JTI = 255
# what comes of reading a token that somebody made to be misread
UNREADABLE = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Proof:
    """Who proved to ask, and by which assertion."""

    client: Client
    jti: str
    expires: datetime


def proof(assertion: str, token_address: str) -> Proof:
    """Return who sent an assertion; raises UnknownClient with what is wrong with it."""
    header, unproved = _read(assertion)
    client = _client(unproved.get("iss"))
    _check_header(header, client)
    key = keys.key_of(client, str(header.get("kid", "")))
    try:
        claims = jwt.decode(assertion, key, algorithms=list(keys.ALGORITHMS)).claims
    except UNREADABLE as trouble:
        raise UnknownClient("The signature of the assertion does not fit the key.") from trouble
    _check_claims(claims, client, token_address)
    return Proof(client, claims["jti"], datetime.fromtimestamp(claims["exp"], UTC))


def _read(assertion: str) -> tuple[dict, dict]:
    """Return header and claims, not believed yet."""
    try:
        found = jws.extract_compact(assertion.encode("ascii"))
        header, claims = found.headers(), orjson.loads(found.payload)
    except UNREADABLE as trouble:
        raise UnknownClient("The client_assertion is not a signed JWT.") from trouble
    if not isinstance(claims, dict):
        raise UnknownClient("The client_assertion says nothing.")
    return header, claims


def _client(issuer: object) -> Client:
    name = issuer if isinstance(issuer, str) and "\0" not in issuer else ""
    found = Client.objects.select_related("account").filter(
        account__username=name, account__is_active=True, revoked=None
    )
    client = found.first()
    if client is None:
        raise UnknownClient("No client is registered under the iss of the assertion.")
    return client


def _check_header(header: dict, client: Client) -> None:
    if header.get("alg") not in keys.ALGORITHMS:
        raise UnknownClient(f"Assertions are signed with {' or '.join(keys.ALGORITHMS)}.")
    if not header.get("kid"):
        raise UnknownClient("The header of the assertion names no kid.")
    if "jku" in header and header["jku"] != client.keys_address:
        raise UnknownClient("The jku of the assertion is not the address that was registered.")


def _check_claims(claims: dict, client: Client, token_address: str) -> None:
    name, now = client.account.username, time.time()
    audience, expires = claims.get("aud"), claims.get("exp")
    if claims.get("iss") != name or claims.get("sub") != name:
        raise UnknownClient("iss and sub of the assertion are both the client's id.")
    if token_address not in (audience if isinstance(audience, list) else [audience]):
        raise UnknownClient(f"The aud of the assertion is not {token_address}.")
    if not isinstance(expires, (int, float)) or isinstance(expires, bool):
        raise UnknownClient("The assertion does not say when it expires (exp).")
    if expires < now - APART:
        raise UnknownClient("The assertion has expired.")
    if expires > now + LONGEST + APART:
        raise UnknownClient("The assertion is valid for longer than five minutes.")
    for claim in ("nbf", "iat"):
        if isinstance(claims.get(claim), (int, float)) and claims[claim] > now + APART:
            raise UnknownClient(f"The {claim} of the assertion lies ahead.")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= LONGEST_JTI or "\0" in jti:
        raise UnknownClient("The assertion has no jti, by which it is used once.")
