"""A token is given to whoever proves by its key who it is, for five minutes, and for what it was registered for."""

from __future__ import annotations

import time

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from tests.exchange.fhir_api.conftest import Speaker
from tests.exchange.smart.conftest import EC, RSA, public_keys
from toldonce.directory.models import Token

NOW = time.time()


@pytest.mark.parametrize("key", [RSA, EC], ids=["RS384", "ES384"])
def test_who_proves_who_it_is_gets_a_token_that_opens_the_record(computer, key):
    said = computer.asks(computer.assertion(key))
    assert said.status_code == 200 and said.headers["Cache-Control"] == "no-store"
    given = said.json()
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("bearer", 300, "system/*.read")
    speaker = Speaker(given["access_token"])
    assert speaker.get("Patient").status == 200
    assert speaker.put("Patient/p1", {"resourceType": "Patient", "id": "p1"}).status == 403


@pytest.mark.parametrize(
    ("registered", "asked", "granted"),
    [
        ("system/*.read", "system/*.rs", "system/*.read"),
        (
            "system/*.read",
            "system/Patient.rs system/Observation.read",
            "system/Patient.read system/Observation.read",
        ),
        ("system/Patient.read", "system/*.*", "system/Patient.read"),
        ("system/*.*", "system/Patient.cud", "system/Patient.write"),
        ("system/Patient.* system/Group.read", "system/*.rs", "system/Patient.read system/Group.read"),
        ("system/*.read", "launch system/*.cruds offline_access", "system/*.read"),
    ],
)
def test_it_gets_what_it_asks_for_and_may_have(register, registered, asked, granted):
    assert register(*registered.split()).asks(scope=asked).json()["scope"] == granted


@pytest.mark.parametrize(
    "asked",
    [
        "system/*.write",
        "user/*.read",
        "patient/*.rs",
        "system/*.r",
        "system/Patient.rs?x=1",
        "openid",
        "everything",
    ],
)
def test_it_gets_nothing_where_nothing_is_granted(computer, asked):
    said = computer.asks(scope=asked)
    assert (said.status_code, said.json()["error"]) == (400, "invalid_scope")
    assert "system/*.read" in said.json()["error_description"]


WRONG = {
    "it is for another server": {"aud": "https://elsewhere/token"},
    "it is for nobody": {"aud": None},
    "another client is its subject": {"sub": "somebody"},
    "it comes from an unknown client": {"iss": "somebody", "sub": "somebody"},
    "it has expired": {"exp": NOW - 60},
    "it does not expire": {"exp": None},
    "it is valid for an hour": {"exp": NOW + 3600},
    "its expiry is no number": {"exp": "soon"},
    "it is not valid yet": {"nbf": NOW + 3600},
    "it was made in the future": {"iat": NOW + 3600},
    "it has no jti": {"jti": None},
    "its jti is no text": {"jti": 1},
    "its jti is endless": {"jti": "x" * 300},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_an_assertion_is_refused_when(computer, claims):
    said = computer.asks(computer.assertion(**claims))
    assert (said.status_code, said.json()["error"]) == (401, "invalid_client")
    assert not Token.objects.exists()


def test_an_assertion_is_taken_once(computer):
    assertion = computer.assertion()
    assert computer.asks(assertion).status_code == 200
    said = computer.asks(assertion)
    assert (said.status_code, said.json()["error"]) == (401, "invalid_client")
    assert "used before" in said.json()["error_description"]


def test_an_assertion_that_was_refused_for_its_scope_may_be_sent_again(computer):
    assertion = computer.assertion()
    assert computer.asks(assertion, scope="system/*.write").status_code == 400
    assert computer.asks(assertion).status_code == 200


HEADERS = {
    "it names no key": {"kid": None},
    "it names an unknown key": {"kid": "rsa-2"},
    "it names an address for its keys": {"jku": "https://attacker.example/keys"},
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_an_assertion_is_refused_for_its_header_when(computer, header):
    assert computer.asks(computer.assertion(header=header)).status_code == 401


def test_another_key_under_the_same_name_is_refused(computer):
    stranger = RSAKey.generate_key(2048, {"kid": "rsa-1"})
    assert computer.asks(computer.assertion(stranger)).json()["error"] == "invalid_client"


def test_a_signature_by_a_shared_secret_or_by_none_is_refused(computer):
    secret = OctKey.generate_key(384)
    by_secret = jwt.encode({"alg": "HS256", "kid": "rsa-1"}, computer.claims(), secret)
    assert computer.asks(by_secret).status_code == 401
    head, body, _ = by_secret.split(".")
    none = "eyJhbGciOiJub25lIiwia2lkIjoicnNhLTEifQ"
    for forged in (f"{none}.{body}.", f"{head}.{body}.", f"{head}.{body}", "x", "ä.b.c", ".."):
        assert computer.asks(forged).status_code == 401


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
        ({"client_assertion_type": "x"}, "invalid_request"),
        ({"client_assertion": None}, "invalid_request"),
        ({"scope": None}, "invalid_request"),
    ],
)
def test_a_form_that_is_not_right(computer, form, error):
    said = computer.asks(**form)
    assert (said.status_code, said.json()["error"]) == (400, error)


def test_a_client_that_was_revoked_gets_nothing_and_its_tokens_end(computer):
    from toldonce.directory.actors import SYSTEM
    from toldonce.directory.queries import actor_for_token
    from toldonce.exchange.smart import actions
    from toldonce.exchange.smart.models import Client

    secret = computer.asks().json()["access_token"]
    actions.revoke(by=SYSTEM, client=Client.objects.get())
    assert actor_for_token(secret) is None
    assert computer.asks().json()["error"] == "invalid_client"


def test_the_ledger_says_to_whom_a_token_was_given(computer):
    from django.db import connection

    computer.asks()
    with connection.cursor() as cursor:
        cursor.execute("select account, act from ledger_row where act = 'token.issue'")
        assert cursor.fetchall() == [("analysis", "token.issue")]


def test_what_is_old_is_forgotten(computer):
    from datetime import timedelta

    from django.db.models import F

    from toldonce.exchange.smart import actions
    from toldonce.exchange.smart.models import UsedAssertion

    computer.asks()
    assert actions.forget_old() == 0
    Token.objects.update(expires=F("expires") - timedelta(days=2))
    UsedAssertion.objects.update(expires=F("expires") - timedelta(days=2))
    assert actions.forget_old() == 2
    assert not Token.objects.exists()


def test_how_to_sign_in_is_told_to_everybody(client):
    told = client.get("/fhir/.well-known/smart-configuration").json()
    assert told["token_endpoint"] == "http://testserver/oauth/token"
    assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    security = client.get("/fhir/metadata").json()["rest"][0]["security"]
    assert security["extension"][0]["extension"][0]["valueUri"] == "http://testserver/oauth/token"


@pytest.mark.filterwarnings("ignore:Key size should be")
def test_only_good_public_keys_are_taken(register):
    from toldonce.exchange.smart.errors import ClientRefused

    weak = (
        public_keys(RSAKey.generate_key(1024, {"kid": "weak"})),
        public_keys(ECKey.generate_key("P-256", {"kid": "p"})),
    )
    for keys in (
        *weak,
        {"keys": []},
        {"keys": [RSA.as_dict(private=True)]},
        [],
        {"keys": [{"kty": "?"}]},
    ):
        with pytest.raises(ClientRefused):
            register(key_set=keys)
    for address in ("http://attacker.example/keys", "file:///etc/passwd", "ftp://x"):
        with pytest.raises(ClientRefused):
            register(keys_address=address)
