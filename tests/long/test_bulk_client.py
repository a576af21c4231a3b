"""A client on the other side of the wire signs in by key, exports, breaks off and goes on."""

from __future__ import annotations

import gzip
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from tests.journeys.conftest import Running, free_port, serving

pytestmark = pytest.mark.long
KEY = ECKey.generate_key("P-384", {"kid": "one"})
TYPES = "Patient,Observation,Condition,Encounter,MedicationRequest"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix="toldonce-bulk-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)
        yield from serving(Path(home), free_port(), "20")


@pytest.fixture(scope="module")
def client(server: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client that was registered with its public key, with a token that it got for an assertion."""
    keys = tmp_path_factory.mktemp("keys") / "keys.json"
    keys.write_bytes(orjson.dumps(KeySet([KEY]).as_dict(private=False)))
    name = server.command("client", "add", "Analysis", "--keys", str(keys), "--scope", "system/*.read")
    with httpx.Client(base_url=f"{server.address}/fhir/", timeout=30) as made:
        token_endpoint = made.get(".well-known/smart-configuration").json()["token_endpoint"]
        claims = {
            "iss": name,
            "sub": name,
            "aud": token_endpoint,
            "exp": int(time.time()) + 200,
            "jti": str(uuid.uuid4()),
        }
        form = {
            "grant_type": "client_credentials",
            "scope": "system/*.rs",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": jwt.encode({"alg": "ES384", "kid": "one"}, claims, KEY, algorithms=["ES384"]),
        }
        given = made.post(token_endpoint, data=form).json()
        made.headers["Authorization"] = f"Bearer {given['access_token']}"
        yield made


def manifest(client: httpx.Client, path: str) -> dict:
    """Ask for an export, and wait as the server says until it is there."""
    asked = client.get(path, headers={"Prefer": "respond-async", "Accept": "application/fhir+json"})
    assert asked.status_code == 202, asked.text
    for _ in range(120):
        said = client.get(asked.headers["Content-Location"])
        if said.status_code == 200:
            return said.json()
        assert said.status_code == 202, said.text
        time.sleep(int(said.headers["Retry-After"]))
    raise AssertionError("the export was not done in time")


def ids(client: httpx.Client, told: dict, rtype: str) -> list[str]:
    files = [each["url"] for each in told["output"] if each["type"] == rtype]
    return [orjson.loads(line)["id"] for url in files for line in client.get(url).content.splitlines()]


def searched(client: httpx.Client, rtype: str) -> list[str]:
    """Every id of a type by pages of a search."""
    found, page = [], f"{rtype}?_count=500&_elements=id"
    while page:
        bundle = client.get(page).json()
        found += [each["resource"]["id"] for each in bundle.get("entry", [])]
        page = next((each["url"] for each in bundle["link"] if each["relation"] == "next"), "")
    return sorted(found)


def test_an_export_is_what_a_search_finds(client):
    told = manifest(client, f"$export?_type={TYPES}")
    for rtype in TYPES.split(","):
        assert ids(client, told, rtype) == searched(client, rtype)


def test_a_download_that_breaks_off_goes_on(client):
    [url] = [each["url"] for each in manifest(client, "$export?_type=Observation")["output"]]
    packed = {"Accept-Encoding": "gzip"}
    with client.stream("GET", url, headers=packed) as answer:
        first = next(answer.iter_raw(1000))
        tag = answer.headers["ETag"]
    rest = {**packed, "Range": f"bytes={len(first)}-", "If-Range": tag}
    with client.stream("GET", url, headers=rest) as answer:
        assert answer.status_code == 206
        whole = first + b"".join(answer.iter_raw())
    assert len(gzip.decompress(whole).splitlines()) == len(searched(client, "Observation"))
