"""What a forger sends to the token endpoint is refused as OAuth says, whatever it is; nothing fails inside."""

from __future__ import annotations

import base64
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt

from tests.exchange.smart.conftest import RSA, Computer, public_keys
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Token
from toldonce.exchange.smart import actions


def part(said: object) -> str:
    raw = said if isinstance(said, bytes) else json.dumps(said).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unsigned(header: object, claims: object, signature: bytes = b"") -> str:
    return f"{part(header)}.{part(claims)}.{part(signature)}"


def refused(said) -> bool:
    return (said.status_code, said.json()["error"]) == (401, "invalid_client") and not Token.objects.exists()


HEADERS = {
    "alg none": {"alg": "none", "kid": "rsa-1"},
    "alg None": {"alg": "None", "kid": "rsa-1"},
    "alg nOnE": {"alg": "nOnE", "kid": "rsa-1"},
    "no alg": {"kid": "rsa-1"},
    "alg that is no text": {"alg": ["RS384"], "kid": "rsa-1"},
    "alg that is null": {"alg": None, "kid": "rsa-1"},
    "weaker alg": {"alg": "RS256", "kid": "rsa-1"},
    "kid that is no text": {"alg": "RS384", "kid": ["rsa-1"]},
    "kid with a path": {"alg": "RS384", "kid": "../../../dev/null"},
    "kid with U+0000": {"alg": "RS384", "kid": "rsa-1\0"},
    "a key of its own": {"alg": "RS384", "kid": "rsa-1", "jwk": RSA.as_dict(private=False)},
    "a certificate of its own": {"alg": "RS384", "kid": "rsa-1", "x5u": "https://attacker.example/cert"},
    "critical words": {"alg": "RS384", "kid": "rsa-1", "crit": ["exp"]},
    "unencoded payload": {"alg": "RS384", "kid": "rsa-1", "b64": False, "crit": ["b64"]},
    "a list": ["RS384"],
    "a number": 7,
    "nothing": None,
    "bytes": b"\xff\xfe",
    "a deep nest": b"[" * 20_000,
    "a deep nest of objects": b'{"a":' * 8_000,
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("signature", [b"", b"x" * 256], ids=["unsigned", "signed by nobody"])
def test_a_header_of_a_forger(computer, header, signature):
    assert refused(computer.asks(unsigned(header, computer.claims(), signature)))


CLAIMS = {
    "a list": [1],
    "a number": 7,
    "a deep nest": b"[" * 20_000,
    "iss with U+0000": {"iss": "analysis\0"},
    "iss that is a list": {"iss": ["analysis"]},
    "iss that is an object": {"iss": {"a": 1}},
    "iss that is endless": {"iss": "x" * 30_000},
}


@pytest.mark.parametrize("claims", CLAIMS.values(), ids=CLAIMS)
def test_claims_of_a_forger(computer, claims):
    assert refused(computer.asks(unsigned({"alg": "RS384", "kid": "rsa-1"}, claims, b"x" * 256)))


SIGNED = {
    "jti with U+0000": {"jti": "a\0b"},
    "exp beyond time": {"exp": 1e300},
    "exp that is endless": {"exp": 10**400},
    "exp before time": {"exp": -1e300},
    "aud with another beside it that is no text": {"aud": [{"a": 1}]},
    "aud with a slash more": {"aud": "http://testserver/oauth/token/"},
    "aud that is only the host": {"aud": "http://testserver"},
    "aud that is an object": {"aud": {"http://testserver/oauth/token": 1}},
    "iss and sub of U+0000": {"iss": "analysis\0", "sub": "analysis\0"},
}


@pytest.mark.parametrize("claims", SIGNED.values(), ids=SIGNED)
def test_odd_claims_that_its_own_key_has_signed(computer, claims):
    assert refused(computer.asks(computer.assertion(**claims)))


def test_a_key_of_another_client_signs_for_nobody_else(register):
    one = register(name="one", key_set=public_keys(RSA))
    from joserfc.jwk import RSAKey

    other_key = RSAKey.generate_key(2048, {"kid": "rsa-1"})
    register(name="other", key_set=public_keys(other_key))
    forged = jwt.encode({"alg": "RS384", "kid": "rsa-1"}, one.claims(), other_key, algorithms=["RS384"])
    assert refused(one.asks(forged))


def test_a_jti_of_one_client_is_free_for_another(register):
    one, other = register(name="one"), register(name="other")
    assert one.asks(one.assertion(jti="j")).status_code == 200
    assert other.asks(other.assertion(jti="j")).status_code == 200
    assert one.asks(one.assertion(jti="j")).status_code == 401


def test_of_many_who_replay_an_assertion_at_once_one_gets_a_token(own_database):
    name = actions.register(
        by=SYSTEM, name="analysis", scopes=["system/*.read"], key_set=public_keys()
    ).account.username
    assertion, together = Computer(name).assertion(), threading.Barrier(6)

    def asks() -> int:
        together.wait()
        try:
            return Computer(name).asks(assertion).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        answers = sorted(each.result() for each in [threads.submit(asks) for _ in range(6)])
    assert answers == [200, 401, 401, 401, 401, 401]
    assert Token.objects.count() == 1


@pytest.mark.parametrize("scope", ["system/*.read\0", "\0", "system/*.rs " * 3000, "system/\ud800.rs"])
def test_odd_scopes_are_refused_or_read(computer, scope):
    assert computer.asks(scope=scope.encode("utf-8", "replace").decode()).status_code in (200, 400)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
claimed = st.dictionaries(
    st.sampled_from(["iss", "sub", "aud", "exp", "jti", "nbf", "iat", "x"]), json_values, max_size=6
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(
    header=st.dictionaries(st.sampled_from(["alg", "kid", "typ", "jku", "crit", "b64"]), json_values),
    claims=claimed,
)
def test_whatever_a_forger_says_is_refused(computer, header, claims):
    whole = {"alg": "RS384", "kid": "rsa-1", **header}
    assert refused(computer.asks(unsigned(whole, {**computer.claims(), **claims}, b"x" * 256)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(claims=claimed)
def test_whatever_its_own_key_has_signed_is_taken_or_refused(computer, claims):
    said = computer.asks(
        computer.assertion(**{name: value for name, value in claims.items() if value is not None})
    )
    assert said.status_code in (200, 401)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(
    st.text(max_size=200) | st.lists(st.text(alphabet="abcXYZ09-_=", max_size=40), max_size=4).map(".".join)
)
def test_whatever_is_sent_as_an_assertion_is_refused(computer, text):
    said = computer.asks(text or "x")
    assert said.status_code in (400, 401)
