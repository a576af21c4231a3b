"""A client that speaks FHIR with a token, and a few people to speak about."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import orjson
import pytest

Json = dict[str, Any]
FHIR = "application/fhir+json"
NHS = "https://fhir.nhs.uk/Id/nhs-number"


class Said:
    """An answer over HTTP, as a client sees it."""

    def __init__(self, response) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.sent = b"".join(response.streaming_content) if response.streaming else response.content
        packed = response.headers.get("Content-Encoding") == "gzip" and self.status != 206
        self.raw = gzip.decompress(self.sent) if packed and self.sent else self.sent

    @property
    def json(self) -> Json:
        return orjson.loads(self.raw)

    @property
    def ids(self) -> list[str]:
        """The ids of the entries that match."""
        found = [each for each in self.json.get("entry", []) if each["search"]["mode"] == "match"]
        return [each["resource"]["id"] for each in found]

    def ids_of(self, mode: str) -> list[str]:
        entries = self.json.get("entry", [])
        return [each["resource"]["id"] for each in entries if each["search"]["mode"] == mode]

    @property
    def issues(self) -> list[Json]:
        """The issues of an OperationOutcome, which every refusal is."""
        assert self.json["resourceType"] == "OperationOutcome", self.raw[:500]
        return self.json["issue"]

    @property
    def sentence(self) -> str:
        return " ".join(issue["diagnostics"] for issue in self.issues)

    def link(self, relation: str) -> str:
        found = [each["url"] for each in self.json.get("link", []) if each["relation"] == relation]
        return found[0].removeprefix("http://testserver/fhir/") if found else ""


class Speaker:
    """A client with one token."""

    def __init__(self, secret: str = "") -> None:
        from django.test import Client  # a conftest is read before Django is set up

        self.client = Client(raise_request_exception=False)
        self.secret = secret

    def ask(self, method: str, path: str, body: Any = None, media: str = FHIR, **headers: str) -> Said:
        data = body if isinstance(body, (bytes, str)) else b"" if body is None else orjson.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            named.setdefault("Authorization", f"Bearer {self.secret}")
        address = f"/fhir/{path}" if path else "/fhir"
        return Said(self.client.generic(method, address, data, content_type=media, headers=named))

    def get(self, path: str, **headers: str) -> Said:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, media: str = FHIR, **headers: str) -> Said:
        return self.ask("POST", path, body, media, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Said:
        return self.ask("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Said:
        return self.ask("DELETE", path, **headers)

    def store(self, *resources: Json) -> None:
        """Put resources that name their ids."""
        for each in resources:
            said = self.put(f"{each['resourceType']}/{each['id']}", each)
            assert said.status in (200, 201), said.raw


@pytest.fixture
def token() -> Callable[..., str]:
    """Make a token with these scopes and tell its secret."""

    from toldonce.directory.actions import create_token
    from toldonce.directory.actors import SYSTEM

    def make(*scopes: str, name: str = "a feed") -> str:
        return create_token(by=SYSTEM, name=name, scopes=scopes or ("system/*.*",))[1]

    return make


@pytest.fixture
def fhir(db: None, token: Callable[..., str]) -> Speaker:
    """A service that may do everything."""
    from toldonce.exchange.fhir_api import readers

    readers.forget_tokens()
    return Speaker(token())


def patient(id: str, family: str = "Gale", **elements: Any) -> Json:
    return {"resourceType": "Patient", "id": id, "name": [{"family": family}], **elements}


def weight(id: str, of: str, kilograms: float = 70, day: str = "2024-05-01") -> Json:
    return {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": f"Patient/{of}"},
        "effectiveDateTime": day,
        "valueQuantity": {
            "value": kilograms,
            "unit": "kg",
            "system": "http://unitsofmeasure.org",
            "code": "kg",
        },
    }
