"""A neighbour that can be told what to answer: a FHIR server of a few lines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

Json = dict[str, Any]
HANGS = 0


class Wessex:
    """Answers searches of a type with the resources that it has, or with a status that a test wants."""

    def __init__(self) -> None:
        self.has: dict[str, list[Json]] = {}
        self.answers: dict[str, int | bytes] = {}  # by type
        self.asked: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        self.more: set[str] = set()
        self.let_go = threading.Event()
        wessex = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                rtype = parts.path.rpartition("/")[2]
                wessex.asked.append((rtype, parse_qs(parts.query), dict(self.headers)))
                answer = wessex.answers.get(rtype, 200)
                if answer == HANGS:
                    wessex.let_go.wait(20)
                    return
                body = answer if isinstance(answer, bytes) else wessex.bundle(rtype)
                self.send_response(200 if isinstance(answer, bytes) else answer)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server.server_port}/fhir"

    def bundle(self, rtype: str) -> bytes:
        links = [{"relation": "next", "url": "http://x/next"}] if rtype in self.more else []
        entries = [{"resource": each} for each in self.has.get(rtype, [])]
        return orjson.dumps({"resourceType": "Bundle", "type": "searchset", "link": links, "entry": entries})


@contextmanager
def answering() -> Iterator[Wessex]:
    """A neighbour that listens for as long as the block lasts."""
    made = Wessex()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.let_go.set()
        made.server.shutdown()
        thread.join()
        made.server.server_close()
