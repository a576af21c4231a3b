"""A server as `toldonce up` runs it, and its pages asked for over the wire, one after the other by one reader."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bench.measured import Measured

BUDGET = 200.0  # milliseconds, of 95 answers in 100
SECONDS, READERS = 6.0, 1


def asked(about: str, pages: Mapping[str, str], seconds: float) -> Iterator[Measured]:
    """How long each page takes a planner, asked for again and again so many seconds."""
    from bench.requests import get, measure

    cookie, port = signed_in(), int(os.environ["TOLDONCE_PORT"])
    for what, address in pages.items():
        took = measure(port, [get(address, cookie=cookie)], connections=READERS, seconds=seconds)
        if took.first_error:
            raise SystemExit(f"{address}: {took.first_error}")
        more = f"p50 {took.p50:.0f} ms; {took.rate:.1f} a second"
        yield Measured(about, f"{what}, p95", took.p95, "ms", BUDGET, more)


def of_a_demonstration() -> dict[str, str]:
    """The settings of a demonstration on a port of its own, without messages by the wire."""
    return {"TOLDONCE_DEMO": "1", "TOLDONCE_PORT": str(_free_port()), "TOLDONCE_MLLP_PORT": "0"}


def signed_in() -> str:
    """The cookie of a session of a planner, who opens all of these pages."""
    from django.test import Client

    from toldonce.directory.models import Post

    held = Post.objects.filter(role="planner").select_related("account")[0]
    browser = Client(SERVER_NAME="localhost")
    browser.post("/sign-in/", {"account": held.account.username})
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


@contextmanager
def serving() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "toldonce.project.cli", "web"], env=dict(os.environ))
    try:
        _wait()
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait() -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://localhost:{os.environ['TOLDONCE_PORT']}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not come up")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
