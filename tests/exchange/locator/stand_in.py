"""A stand-in for the producer's side of the National Record Locator, strict about what the real one is strict about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

NHS = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
STABILITY = "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-ContentStability"


class StandIn:
    """What it holds, what it was asked, and how it is to answer next."""

    def __init__(self) -> None:
        self.held: dict[str, dict] = {}
        self.asked: list[tuple[str, str]] = []
        self.fail: list[
            str
        ] = []  # "refuse" answers 500; "forget" does it and breaks the line before the answer
        self.address = ""

    def current(self) -> list[tuple[str, str]]:
        return [
            (each["custodian"]["identifier"]["value"], each["type"]["coding"][0]["display"])
            for each in self.held.values()
            if each["status"] == "current"
        ]

    def create(self, sender: str, told: dict) -> tuple[int, str, dict]:
        if fault := faults(sender, told):
            return (
                400,
                "",
                {"resourceType": "OperationOutcome", "issue": [{"code": "invalid", "diagnostics": fault}]},
            )
        for each in told.get("relatesTo", ()):
            old = each["target"]["identifier"]["value"]
            if old not in self.held or not old.startswith(f"{sender}-"):
                return 422, "", {"issue": [{"code": "business-rule"}]}
            self.held[old]["status"] = "superseded"
        name = f"{sender}-{len(self.held) + 1}"
        self.held[name] = {**told, "id": name}
        return 201, name, {}


def faults(sender: str, told: dict) -> str:
    """What the real one would refuse."""
    content = told["content"][0]
    checks = {
        "custodian": told["custodian"]["identifier"] == {"system": ODS, "value": sender},
        "subject": set(told["subject"]) == {"identifier"} and told["subject"]["identifier"]["system"] == NHS,
        "author": len(told["author"]) == 1,
        "url": content["attachment"]["url"].startswith("https://"),
        "stability": [each["url"] for each in content["extension"]] == [STABILITY],
        "nothing else": set(told) <= ALLOWED,
    }
    return ", ".join(name for name, holds in checks.items() if not holds)


ALLOWED = {
    *("resourceType", "status", "docStatus", "type", "category", "subject", "date", "author", "custodian"),
    *("content", "context", "relatesTo"),
}


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A stand-in that listens on this machine."""
    one = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._did("POST")
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fail = one.fail.pop(0) if one.fail else ""
            if fail == "refuse":
                return self._answer(500, {})
            status, name, body = one.create(self.headers["NHSD-End-User-Organisation-ODS"], told)
            if fail == "forget":
                return self.connection.close()
            return self._answer(status, body, f"/DocumentReference/{name}" if name else "")

        def do_DELETE(self) -> None:
            self._did("DELETE")
            gone = one.held.pop(self.path.rpartition("/")[2], None)
            self._answer(200 if gone else 404, {})

        def do_GET(self) -> None:
            self._did("GET")
            (asked,) = parse_qs(urlsplit(self.path).query)["subject:identifier"]
            found = [each for each in one.held.values() if each["subject"]["identifier"]["value"] in asked]
            self._answer(200, {"resourceType": "Bundle", "entry": [{"resource": each} for each in found]})

        def _did(self, method: str) -> None:
            one.asked.append((method, self.headers.get("Authorization", "")))

        def _answer(self, status: int, body: dict, location: str = "") -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.address = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
