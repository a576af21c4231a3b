"""Keys that a client publishes are fetched from its registered address, and believed for a while."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import orjson
import pytest

from tests.exchange.smart.conftest import EC, RSA, public_keys
from toldonce.exchange.smart import keys


class Publisher:
    """Where a client publishes its keys."""

    def __init__(self) -> None:
        self.status, self.body, self.asked = 200, orjson.dumps(public_keys(RSA)), 0
        publisher = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.asked += 1
                self.send_response(publisher.status)
                self.send_header("Location", "http://localhost:1/elsewhere")
                self.end_headers()
                self.wfile.write(publisher.body)

            def log_message(self, *words: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server.server_port}/keys"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    made = Publisher()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    keys._fetched.clear()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def test_published_keys_are_fetched_once(register, publisher):
    computer = register(keys_address=publisher.address)
    assert computer.asks().status_code == 200
    assert computer.asks(computer.assertion(header={"jku": publisher.address})).status_code == 200
    assert publisher.asked == 1


def test_a_new_key_is_looked_for_but_not_again_and_again(register, publisher, monkeypatch):
    computer = register(keys_address=publisher.address)
    assert computer.asks().status_code == 200
    for _ in range(3):
        assert computer.asks(computer.assertion(EC)).status_code == 401
    assert publisher.asked == 1
    monkeypatch.setattr(keys, "NOT_AGAIN_FOR", 0.0)
    publisher.body = orjson.dumps(public_keys(RSA, EC))
    assert computer.asks(computer.assertion(EC)).status_code == 200
    assert publisher.asked == 2


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b""), (302, b""), (200, b"not json"), (200, b"[]"), (200, b"x" * (keys.LARGEST_SET + 1))],
)
def test_what_is_not_a_key_set_is_refused(register, publisher, status, body):
    computer = register(keys_address=publisher.address)
    publisher.status, publisher.body = status, body
    said = computer.asks()
    assert (said.status_code, said.json()["error"]) == (401, "invalid_client")


def test_an_address_that_hangs_costs_no_more_than_the_limit(register, monkeypatch):
    import socket

    monkeypatch.setattr(keys, "PATIENCE", httpx.Timeout(0.1))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        computer = register(keys_address=f"http://127.0.0.1:{silent.getsockname()[1]}/keys")
        assert computer.asks().status_code == 401
