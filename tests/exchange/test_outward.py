"""Every request to another computer leaves by one rule: by the proxy of our settings, or straight."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from tests.architecture.source import SRC, files, name
from tests.writing import NURSE
from toldonce.exchange import outward
from toldonce.exchange.locator.client import Locator
from toldonce.exchange.mailbox.mesh import Mesh, MeshSettings
from toldonce.exchange.neighbours.asking import Conversation
from toldonce.exchange.neighbours.neighbour import Neighbour
from toldonce.exchange.smart import keys
from toldonce.exchange.smart.errors import UnknownClient
from toldonce.exchange.traces.entrance import Access
from toldonce.exchange.traces.questions import Service

NOBODY = 9  # a port at which nobody listens
ELSEWHERE = "http://service.example"


class Listening:
    """A web server that keeps what it was asked for, and answers 204."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        listening = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listening.asked.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *words: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def listening() -> Iterator[Callable[[], Listening]]:
    made: list[Listening] = []

    def make() -> Listening:
        made.append(Listening())
        threading.Thread(target=made[-1].server.serve_forever, args=(0.01,), daemon=True).start()
        return made[-1]

    yield make
    for each in made:
        each.server.shutdown()
        each.server.server_close()


def of_traces() -> object:
    return Service(Access("", "", "", "", "", "")).http.get(f"{ELSEWHERE}/traces")


def of_the_locator() -> object:
    return Locator("X1")._client.get(f"{ELSEWHERE}/locator")


def of_a_neighbour() -> object:
    return Conversation(Neighbour("n", "N", "", (), ELSEWHERE), NURSE, "TREAT").patients("9990000018")


def of_published_keys() -> None:
    with pytest.raises(UnknownClient):
        keys._fetch(f"{ELSEWHERE}/keys")


def of_the_mailbox() -> object:
    return Mesh(MeshSettings(ELSEWHERE, "X1", "password", "key", "X1")).client.get(f"{ELSEWHERE}/mailbox")


DOORS = [of_traces, of_the_locator, of_a_neighbour, of_published_keys, of_the_mailbox]


@pytest.mark.parametrize("ask", DOORS)
def test_every_door_out_goes_by_the_proxy_of_our_settings(listening, settings, monkeypatch, ask):
    proxy, by_chance = listening(), listening()
    settings.PROXY = proxy.address
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, by_chance.address)
    ask()
    assert [each.startswith(ELSEWHERE) for each in proxy.asked] == [True]
    assert by_chance.asked == []


@pytest.fixture
def no_names(monkeypatch) -> None:
    """Let no host name be looked up elsewhere than on this machine."""
    look_up = socket.getaddrinfo

    def here_alone(host: str, *more: Any, **named: Any) -> list:
        if host not in outward.THIS_MACHINE:
            raise socket.gaierror(f"{host} is not looked up by a test")
        return look_up(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", here_alone)


# what the settings say | the host asked for | by the proxy?
STRAIGHT = [
    ((), "service.example", True),
    (("service.example",), "service.example", False),
    (("service.example",), "other.example", True),
    ((".example",), "service.example", False),
    ((".example",), "service.elsewhere", True),
    ((), "localhost", False),
    ((), "127.0.0.1", False),
]


@pytest.mark.parametrize(("straight", "host", "by_proxy"), STRAIGHT)
def test_what_is_reached_straight_is_said_by_the_settings(
    listening, settings, no_names, straight, host, by_proxy
):
    proxy = listening()
    settings.PROXY, settings.REACHED_STRAIGHT = proxy.address, straight
    with outward.client() as client, contextlib.suppress(httpx.ConnectError):
        client.get(f"http://{host}:{NOBODY}/")
    assert bool(proxy.asked) is by_proxy


def test_without_a_proxy_nothing_of_the_environment_is_obeyed(listening, settings, monkeypatch):
    target, by_chance = listening(), listening()
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, by_chance.address)
    settings.PROXY = ""
    with outward.client() as client:
        client.get(f"{target.address}/here")
    assert (target.asked, by_chance.asked) == (["/here"], [])


def test_nobody_goes_out_by_another_way():
    ways = re.compile(r"httpx\.(Client|AsyncClient|stream|get|post|put|delete|request)\(")
    found = [name(path) for path in files() if ways.search(path.read_text())]
    assert found == [name(SRC / "exchange" / "outward.py")]


# the host that was asked for | what its name means | may it be connected to?
MEANINGS = [
    ("monitor.example", "93.184.216.34", True), ("monitor.example", "10.1.2.3", True),
    ("monitor.example", "192.168.1.1", True), ("monitor.example", "2001:db8::1", True),
    ("monitor.example", "fd12::1", True), ("localhost", "127.0.0.1", True), ("127.0.0.1", "127.0.0.1", True),
    ("::1", "::1", True), ("monitor.example", "127.0.0.1", False), ("monitor.example", "127.8.8.8", False),
    ("monitor.example", "::1", False), ("monitor.example", "::ffff:127.0.0.1", False),
    ("monitor.example", "0.0.0.0", False), ("localhost", "0.0.0.0", False), ("monitor.example", "::", False),
    ("monitor.example", "169.254.169.254", False), ("169.254.169.254", "169.254.169.254", False),
    ("monitor.example", "::ffff:169.254.169.254", False), ("monitor.example", "fe80::1%eth0", False),
    ("monitor.example", "fd00:ec2::254", False), ("monitor.example", "168.63.129.16", False),
    ("monitor.example", "224.0.0.1", False), ("monitor.example", "64:ff9b::a9fe:a9fe", False),
    ("monitor.example", "64:ff9b::7f00:1", False), ("monitor.example", "64:ff9b::5db8:d822", True),
    ("monitor.example", "2002:a9fe:a9fe::1", False), ("monitor.example", "2002:5db8:d822::1", True),
]  # fmt: skip


@pytest.mark.parametrize(("host", "address", "may"), MEANINGS)
def test_what_a_host_may_mean(host, address, may):
    assert outward.may_be_connected_to(host, address) is may


def test_a_name_that_means_this_machine_is_not_connected_to_whoever_asks(listening, monkeypatch):
    target = listening()
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **named: look_up("127.0.0.1", *more, **named)
    )
    port = target.address.rpartition(":")[2]
    with outward.client() as client:
        client.get(f"http://localhost:{port}/asked")
        with pytest.raises(httpx.ConnectError):
            client.get(f"http://monitor.example:{port}/asked")
    assert target.asked == ["/asked"]


def test_of_several_addresses_the_first_that_answers_is_taken(listening, monkeypatch):
    target = listening()
    port = int(target.address.rpartition(":")[2])
    stream = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    found = [
        (*stream, ("169.254.169.254", port)),
        (*stream, ("127.0.0.2", port)),
        (*stream, ("127.0.0.1", port)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **named: found)
    monkeypatch.setattr(outward, "THIS_MACHINE", ("monitor.example",))
    stream_of = outward.Watched().connect_tcp("monitor.example", port, 1.0)
    assert stream_of.get_extra_info("server_addr")[0] == "127.0.0.1"
    stream_of.close()
