"""The public keys of clients: kept here, or fetched from the one address that was registered, never from one that an
assertion names.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from toldonce.exchange import outward
from toldonce.exchange.smart.errors import ClientRefused, UnknownClient
from toldonce.exchange.smart.models import Client

ALGORITHMS = ("RS384", "ES384")
SMALLEST_RSA = 2048  # bits
LARGEST_SET = 64 * 1024  # bytes
PATIENCE = httpx.Timeout(3.0)
BELIEVED_FOR, NOT_AGAIN_FOR = 300.0, 20.0  # seconds
SECRETS = {"d", "k"}  # the members by which a private or a shared key is told

_fetched: dict[str, tuple[float, KeySet]] = {}


def check_address(address: str) -> None:
    """Refuse an address for keys that is not HTTPS; on this machine itself HTTP is enough."""
    try:
        parts = urlsplit(address)
        is_https, is_here = (
            parts.scheme == "https",
            parts.scheme == "http" and parts.hostname in outward.THIS_MACHINE,
        )
        is_fit = bool(parts.hostname) and (is_https or is_here)
    except ValueError:  # brackets without an address between them
        is_fit = False
    if not is_fit:
        raise ClientRefused(f"{address[:100]} is not an https address. Keys are fetched by HTTPS only.")


def checked(given: object) -> Mapping:
    """Return a JWK Set whose public keys can be used; raises ClientRefused. Private keys are not taken."""
    if not isinstance(given, Mapping) or not isinstance(given.get("keys"), list) or not given["keys"]:
        raise ClientRefused('The keys are not a JWK Set: {"keys": [{"kty": "RSA", "kid": …}]}.')
    if not all(isinstance(each, Mapping) for each in given["keys"]):
        raise ClientRefused('A key of the set is no object. Each key is one: {"kty": …, "kid": …}.')
    if any(SECRETS & each.keys() for each in given["keys"]):
        raise ClientRefused("The set holds a private key. Give the public keys only, and make new ones.")
    if not usable(key_set(given)):
        raise ClientRefused("No key of the set is RSA of 2048 bits or more, or of the curve P-384.")
    return given


def key_set(given: Mapping) -> KeySet:
    """Read a JWK Set; raises ClientRefused."""
    try:
        return KeySet.import_key_set(given)  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError, KeyError) as trouble:
        raise ClientRefused(f"The keys cannot be read ({trouble}).") from trouble


def usable(keys: KeySet) -> list[RSAKey | ECKey]:
    """Return the keys with which RS384 or ES384 can be checked."""
    return [key for key in keys.keys if _is_strong(key)]  # type: ignore[misc]


def _is_strong(key: object) -> bool:
    if isinstance(key, RSAKey):
        return key.public_key.key_size >= SMALLEST_RSA
    return isinstance(key, ECKey) and key.curve_name == "P-384"


def key_of(client: Client, kid: str) -> RSAKey | ECKey:
    """Return the key of a client with this id; raises UnknownClient."""
    keys = key_set(client.keys) if client.keys else _published(client.keys_address, kid)
    found = [key for key in usable(keys) if key.kid == kid]
    if len(found) != 1:
        raise UnknownClient(
            "No key of this client has the kid of the assertion. Register the key, or send its kid."
        )
    return found[0]


def _published(address: str, kid: str) -> KeySet:
    """Return what a client publishes; it is asked again where this key is not in it, though not at once again."""
    at, keys = _fetched.get(address, (0.0, None))
    age = time.monotonic() - at
    if (
        keys is not None
        and age < BELIEVED_FOR
        and (age < NOT_AGAIN_FOR or kid in {key.kid for key in keys.keys})
    ):
        return keys
    keys = _fetch(address)
    _fetched[address] = (time.monotonic(), keys)
    return keys


def _fetch(address: str) -> KeySet:
    try:
        with outward.client(timeout=PATIENCE) as client, client.stream("GET", address) as answer:
            if answer.status_code != 200:
                raise UnknownClient(f"The address of this client's keys answered {answer.status_code}.")
            body = b""
            for block in answer.iter_bytes():
                body += block
                if len(body) > LARGEST_SET:
                    raise UnknownClient("What is at the address of this client's keys is too long for keys.")
        return key_set(checked(orjson.loads(body)))
    except (httpx.HTTPError, orjson.JSONDecodeError, ClientRefused) as trouble:
        raise UnknownClient(
            "The keys of this client could not be fetched from its registered address."
        ) from trouble
