"""The journeys: a real browser before a real server with invented people, started as a new user starts it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = "220"
UNTIL = "2026-11-20"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = Path(__file__).with_name("chromium")
PATIENCE = 300  # seconds for a command beside the server


@dataclass(frozen=True)
class Running:
    """A server that answers: its address and the environment in which its commands run."""

    address: str
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """What a command of `toldonce` prints in this server's environment."""
        done = subprocess.run(
            [sys.executable, "-m", "toldonce.project.cli", *words],
            env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        return done.stdout.strip()

    def python(self, code: str) -> str:
        """What a piece of Python prints that is run beside this server, with its database."""
        prepared = "import django; django.setup()\n" + code
        done = subprocess.run(
            [sys.executable, "-c", prepared],
            env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        return done.stdout.strip()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey and is left out, with a line that says so, where there is no browser."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.journey)
            if not shutil.which("chromium"):
                item.add_marker(pytest.mark.skip(reason="there is no chromium (apt-get install chromium)"))
    items.sort(
        key=lambda item: not item.path.name.startswith("test_gp_")
    )  # before others write into her record


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    """`toldonce up` with a few hundred people in a home of its own; TOLDONCE_JOURNEYS names one that runs already."""
    if running := os.environ.get("TOLDONCE_JOURNEYS"):
        yield Running(running, {**os.environ, "DJANGO_SETTINGS_MODULE": "toldonce.project.settings"})
        return
    with tempfile.TemporaryDirectory(prefix="toldonce-journeys-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)  # PostgreSQL runs as another user when the tests run as root
        yield from serving(Path(home), free_port())


def serving(
    home: Path, port: int, people: str = PEOPLE, words: Sequence[str] = (), **settings: str
) -> Iterator[Running]:
    """A server of its own in a home, on a port; more words of `up` come after those that all journeys use."""
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "TOLDONCE_PLACE")
        },
        "TOLDONCE_HOME": str(home),
        "TOLDONCE_PORT": str(port),
        "TOLDONCE_DEMO": "1",
        "TOLDONCE_MLLP_PORT": "0",  # journeys send no messages by the wire
        "TOLDONCE_SECRET": "the secret of the journeys",
        "DJANGO_SETTINGS_MODULE": "toldonce.project.settings",
        "PYTHONPATH": str(ROOT / "src"),
        **settings,
    }
    command = ["up", "--people", people, "--until", UNTIL, *words]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "toldonce.project.cli", *command],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(process, port, home / "log")
            yield Running(f"http://localhost:{port}", environment)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"the server did not come up:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser, server: Running) -> Iterator:
    """A page of 1366 by 900; anything that the content security policy refuses fails the journey."""
    context = browser.new_context(base_url=server.address, viewport={"width": 1366, "height": 900})
    opened, refused = context.new_page(), []
    opened.set_default_timeout(10_000)
    opened.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security" in message.text else None,
    )
    yield opened
    context.close()
    assert refused == []
