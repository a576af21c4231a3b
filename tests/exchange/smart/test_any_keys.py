"""Whatever a client gives as its keys is taken as a JWK Set or refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.smart.conftest import EC, RSA, public_keys
from toldonce.exchange.smart import keys
from toldonce.exchange.smart.errors import ClientRefused

REAL = public_keys(RSA, EC)["keys"]
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
names = st.sampled_from(["kty", "kid", "n", "e", "x", "y", "crv", "use", "alg", "key_ops", "x5c", "k", "d"])
kinds = st.sampled_from(["RSA", "EC", "oct", "OKP", "AKP", "", None])
near_keys = st.builds(
    lambda real, more: {**real, **more}, st.sampled_from(REAL), st.dictionaries(names, json, max_size=3)
)
made_up = st.builds(lambda kind, more: {**more, "kty": kind}, kinds, st.dictionaries(names, json, max_size=6))
key_sets = st.builds(lambda members: {"keys": members}, st.lists(near_keys | made_up | json, max_size=4))


@given(json | key_sets)
def test_it_is_taken_or_refused_with_a_sentence(said):
    try:
        taken = keys.checked(said)
    except ClientRefused as refusal:
        assert str(refusal).endswith((".", ").", "}]}."))
    else:
        assert {key.kid for key in keys.usable(keys.key_set(taken))}


@given(
    st.text(max_size=60)
    | st.builds("{}://{}".format, st.sampled_from(["https", "http"]), st.text(max_size=40))
)
def test_an_address_of_keys_is_taken_or_refused_with_a_sentence(address):
    try:
        keys.check_address(address)
    except ClientRefused as refusal:
        assert str(refusal).endswith(".")
    else:
        assert address.strip().lower().startswith(("https:", "http:"))


def test_an_address_that_is_none_is_refused():
    with pytest.raises(ClientRefused, match="not an https address"):
        keys.check_address("https://[::")


@pytest.mark.parametrize("member", [7, None, True, "kty", ["kty"], 1.5])
def test_a_key_that_is_no_object_is_refused_with_its_reason(member):
    with pytest.raises(ClientRefused, match="no object"):
        keys.checked({"keys": [*REAL, member]})


@pytest.mark.parametrize("secret", [RSA.as_dict(private=True), {"kty": "oct", "kid": "o", "k": "c2VjcmV0"}])
def test_a_private_key_among_public_ones_is_refused(secret):
    with pytest.raises(ClientRefused, match="private key"):
        keys.checked({"keys": [*REAL, secret]})
