"""A stand-in for the national demographics service that is as strict about the protocol as the real one says it is."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

KID, API_KEY, ODS = "test-1", "our-application", "QVV"


@dataclass
class StandIn:
    """What the service knows, what it was asked, and what it answers before it answers rightly."""

    key: RSAKey
    people: dict[str, dict] = field(default_factory=dict)
    superseded: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    before: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    address: str = ""
    faults: list[str] = field(default_factory=list)
    scored: dict[str, object] | None = None  # what it says of how well somebody fits, if not the usual

    def knows(self, number: str, family: str, given: str, born: str, **more: object) -> None:
        """Somebody in the service."""
        self.people[number] = {
            "resourceType": "Patient", "id": number, "meta": {"versionId": "2", "security": [{"code": "U"}]},
            "name": [{"use": "usual", "family": family, "given": given.split()}], "birthDate": born, "gender": "female",
        } | more  # fmt: skip

    def assertion_fault(self, form: dict[str, list[str]]) -> str:
        """What is wrong with a request for a token; nothing if it is right."""
        if form.get("grant_type") != ["client_credentials"]:
            return "grant_type"
        if form.get("client_assertion_type") != ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]:
            return "client_assertion_type"
        try:
            told = jwt.decode(form["client_assertion"][0], self.key, algorithms=["RS512"])
        except JoseError:
            return "signature"
        claims = told.claims
        wrong = [
            told.header.get("kid") != KID and "kid",
            told.header.get("typ") != "JWT" and "typ",
            not claims.get("iss") == claims.get("sub") == API_KEY and "iss and sub",
            claims.get("aud") != f"{self.address}/oauth2/token" and "aud",
            not 0 < claims.get("exp", 0) - time.time() <= 300 and "exp",
            claims.get("jti") in self.seen and "jti was used before",
        ]
        self.seen.add(claims.get("jti"))
        return next(filter(None, wrong), "")

    def header_fault(self, headers) -> str:
        """What is wrong with the headers of a question."""
        try:
            uuid.UUID(headers.get("X-Request-ID", ""))
        except ValueError:
            return "X-Request-ID"
        if headers.get("NHSD-End-User-Organisation-ODS") != ODS:
            return "NHSD-End-User-Organisation-ODS"
        return "" if headers.get("Accept") == "application/fhir+json" else "Accept"

    def search(self, asked: list[tuple[str, str]]) -> dict:
        """The people who fit, or that there are too many."""
        told = dict(asked)
        if "family" not in told or not told.get("birthdate", "").startswith("eq"):
            return {"fault": "family and birthdate are needed"}
        fuzzy = told.get("_fuzzy-match") == "true"
        found = [p for p in self.people.values() if self._fits(p, told, fuzzy)]
        if len(found) > int(told.get("_max-results", 50)):
            return outcome("TOO_MANY_MATCHES", "information")
        scored = {"score": 0.9 if fuzzy else 1.0} if self.scored is None else self.scored
        entries = [{"resource": each, "search": scored} for each in found]
        return {"resourceType": "Bundle", "type": "searchset", "total": len(found), "entry": entries}

    def _fits(self, patient: dict, told: dict[str, str], fuzzy: bool) -> bool:
        family = patient["name"][0]["family"].lower()
        names = family[:3] == told["family"][:3] if fuzzy else family == told["family"]
        return names and f"eq{patient['birthDate']}" == told["birthdate"]


def outcome(code: str, severity: str = "error") -> dict:
    """An OperationOutcome as the service words it."""
    system = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode"
    details = {"coding": [{"system": system, "version": "1", "code": code}]}
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": severity, "code": "processing", "details": details}],
    }


@contextmanager
def serving(standin: StandIn) -> Iterator[StandIn]:
    """Answer on a port of this machine for as long as the block lasts."""

    class Answering(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            fault = standin.assertion_fault(form)
            if fault:
                standin.faults.append(fault)
                return self._send(401, {"error": "invalid_request", "error_description": fault})
            token = str(uuid.uuid4())
            standin.tokens.add(token)
            return self._send(200, {"access_token": token, "expires_in": "599", "token_type": "Bearer"})

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = parse_qsl(parts.query)
            standin.asked.append((parts.path, asked))
            if standin.before:
                status, headers = standin.before.pop(0)
                return self._send(status, outcome("TOO_MANY_REQUESTS"), headers)
            if self.headers.get("Authorization", "").removeprefix("Bearer ") not in standin.tokens:
                return self._send(401, outcome("ACCESS_DENIED"))
            if fault := standin.header_fault(self.headers):
                standin.faults.append(fault)
                return self._send(400, outcome("MISSING_VALUE"))
            number = parts.path.rpartition("/Patient")[2].strip("/")
            return self._patient(number) if number else self._search(asked)

        def _patient(self, number: str) -> None:
            found = standin.people.get(standin.superseded.get(number, number))
            self._send(200, found) if found else self._send(404, outcome("INVALIDATED_RESOURCE"))

        def _search(self, asked: list[tuple[str, str]]) -> None:
            body = standin.search(asked)
            self._send(400, outcome("INVALID_SEARCH_DATA")) if "fault" in body else self._send(200, body)

        def _send(self, status: int, body: dict, headers: dict[str, str] | None = None) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/fhir+json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    standin.address = f"http://127.0.0.1:{server.server_port}"
    work = threading.Thread(target=server.serve_forever, daemon=True)
    work.start()
    try:
        yield standin
    finally:
        server.shutdown()
        server.server_close()
        work.join()
