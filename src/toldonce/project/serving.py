"""The processes that `toldonce up` starts: web and worker, which end with the one that started them."""

from __future__ import annotations

import ctypes
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from toldonce.project import configuration
from toldonce.project.errors import UsageTrouble

END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
LONGEST_STATEMENT = 30  # seconds that one request may keep the database busy with one question
STANDS = 10.0  # seconds after its start in which the end of a process is no accident
THREADS = 4  # a process: most of a request is waiting for PostgreSQL


def as_interrupt(number: int, frame: object) -> None:
    """Let SIGTERM end a command as Ctrl-C does."""
    raise KeyboardInterrupt


def port() -> int:
    """Return the port on which pages are served."""
    number = configuration.port("TOLDONCE_PORT", 8000)
    if not number:
        raise UsageTrouble("TOLDONCE_PORT is 0: it must be a port number, such as 8000.")
    return number


def address() -> str:
    """Return the address at which a browser on this machine finds the pages."""
    return f"http://localhost:{port()}/"


def check_port_is_free() -> None:
    """Refuse to go on if something else listens on the port already."""
    try:
        _try_port(port())
    except OSError as trouble:
        raise UsageTrouble(
            f"port {port()} cannot be served ({trouble.strerror}): stop what uses it or set TOLDONCE_PORT."
        ) from trouble


def is_free(number: int) -> bool:
    """Whether a port can be served."""
    try:
        _try_port(number)
    except OSError:
        return False
    return True


def _try_port(number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((configuration.value_of("TOLDONCE_BIND", "127.0.0.1"), number))


def web() -> Child:
    """Start the web server."""
    options = {
        "--interface": "wsgi",
        "--host": configuration.value_of("TOLDONCE_BIND", "127.0.0.1"),
        "--port": str(port()),
        "--workers": configuration.value_of("TOLDONCE_WORKERS", "2"),
        "--blocking-threads": str(THREADS),
        "--backlog": "1024",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return Child(
        "granian",
        *words,
        "--no-ws",
        "--respawn-failed-workers",
        "toldonce.project.wsgi:application",
        PGOPTIONS=f"-c statement_timeout={LONGEST_STATEMENT * 1000}",
    )


def live() -> list[Child]:
    """Start the process by which open pages hear that something is new, unless its port is 0 or taken."""
    number = configuration.live_port()
    if not number or not is_free(number):
        if number:
            print(f"Port {number} is taken, so pages do not renew themselves: set TOLDONCE_LIVE_PORT.")
        return []
    options = {
        "--interface": "asgi",
        "--host": configuration.value_of("TOLDONCE_BIND", "127.0.0.1"),
        "--port": str(number),
        "--workers": "1",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return [
        Child("granian", *words, "--no-ws", "--respawn-failed-workers", "toldonce.project.asgi:application")
    ]


def workers() -> list[Child]:
    """Start the two parts of the worker: the quick one must not wait for the one that computes."""
    return [Child("toldonce.project.cli", "worker", "--only", part) for part in ("quick", "slow")]


def receiver() -> list[Child]:
    """Start the receiver of HL7 v2, unless its port is 0 or taken."""
    number = configuration.mllp_port()
    if not number:
        return []
    if not is_free(number):
        print(f"Port {number} is taken, so no HL7 v2 messages are received: set TOLDONCE_MLLP_PORT.")
        return []
    return [Child("toldonce.project.cli", "listen")]


def player(speed: float) -> Child:
    """Start to play the day of the rehearsal."""
    return Child("toldonce.project.cli", "play", "--quiet", "--speed", f"{speed:g}")


def applier() -> Child:
    """Start the process that takes kept HL7 v2 messages into the record."""
    return Child("toldonce.project.cli", "listen", "--only", "apply")


class Child(subprocess.Popen):
    """One process of ours, in a session of its own, so that Ctrl-C reaches only us and we end it in order."""

    def __init__(self, module: str, *words: str, **environment: str) -> None:
        self.asked = (module, *words)
        self.environment = environment
        self.since = time.monotonic()
        super().__init__(
            [sys.executable, "-m", module, *words],
            env={**os.environ, **environment},
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    @property
    def has_stood(self) -> bool:
        """Whether it ran long enough for its end to be an accident, and not a fault that it would meet again."""
        return time.monotonic() - self.since > STANDS

    def again(self) -> Child:
        """Start it again as it was."""
        return Child(*self.asked, **self.environment)


def _end_with_parent() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(END_WITH_PARENT, signal.SIGTERM)
    if os.getppid() == 1:
        os._exit(0)


def wait(
    processes: Sequence[Child],
    meanwhile: Callable[[], None] = lambda: None,
    beside: Sequence[Child] = (),
) -> int:
    """Keep processes running until we are interrupted, then end them all.

    One that ends is started again; one that ends soon after its start ends all, with its exit code. What is to be
    done meanwhile is done about every second. What runs `beside` may end.
    """
    running = list(processes)
    try:
        for turn in itertools.count():
            for n, process in enumerate(running):
                if process.poll() is None:
                    continue
                if not process.has_stood:
                    return process.returncode
                print(
                    f"{' '.join(process.asked[:4])} ended ({process.returncode}); it is started again.",
                    flush=True,
                )
                running[n] = process.again()
            if turn % 5 == 4:
                meanwhile()
            time.sleep(0.2)
        raise AssertionError("the loop above returns or is interrupted")
    except KeyboardInterrupt:
        return 0
    finally:
        for process in (*beside, *running):
            if process.poll() is None:
                process.terminate()
        for process in (*beside, *running):
            _ended(process)


def _ended(process: subprocess.Popen) -> None:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
