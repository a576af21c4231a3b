"""A computer that is told something: it takes, refuses, breaks, goes or never answers, as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Heard:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Keeps what it hears and answers with the next of its answers, then with the last one for ever."""

    def __init__(self) -> None:
        self.answers, self.heard = [200], []
        self.let_go, self.elsewhere = threading.Event(), "http://127.0.0.1:1/elsewhere"
        receiver = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                receiver.heard.append(Heard(self.command, self.path, dict(self.headers), body))
                status = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
                if status == HANGS:
                    receiver.let_go.wait(20)
                    return
                self.send_response(status)
                self.send_header("Location", receiver.elsewhere)
                self.end_headers()

            def do_PUT(self) -> None:
                self.do_POST()

            def log_message(self, *words: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.heard]


HANGS = 0


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens for as long as the block lasts."""
    made = Receiver()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.let_go.set()
        made.server.shutdown()
        thread.join()
        made.server.server_close()
