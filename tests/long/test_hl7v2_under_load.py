"""HL7 v2 under load: killed at any instant, hundreds of senders, a burst of twenty thousand messages."""

from __future__ import annotations

import asyncio
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import connection

from tests.exchange.hl7v2.wire import feed, frame, message, segment, served
from tests.project.commands import ROOT, environment
from toldonce.exchange.hl7v2 import processing
from toldonce.exchange.hl7v2.models import Message

pytestmark = pytest.mark.long


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def listening(port: int, *words: str) -> Iterator[subprocess.Popen]:
    """`toldonce listen` as a user starts it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "toldonce.project.cli", "listen", *words],
        env=environment(TOLDONCE_MLLP_PORT=str(port)),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def connected(port: int) -> socket.socket:
    for _ in range(600):
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=30)
        time.sleep(0.05)
    raise AssertionError("nobody listens")


class Sender(threading.Thread):
    """Sends one message after the other, each again until it is acknowledged, and remembers those that were."""

    def __init__(self, name: str, port: int, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.port, self.stop_asked = port, stop
        self.acknowledged: list[str] = []

    def run(self) -> None:
        while not self.stop_asked.is_set():
            with suppress(OSError, AssertionError), connected(self.port) as line:
                while not self.stop_asked.is_set():
                    self._send(line, f"{self.name}-{len(self.acknowledged)}")

    def _send(self, line: socket.socket, control_id: str) -> None:
        line.sendall(frame(message(control_id, number=control_id)))
        heard = b""
        while not heard.endswith(b"\x1c\r"):
            piece = line.recv(4096)
            if not piece:
                raise ConnectionError
            heard += piece
        if f"MSA|AA|{control_id}".encode() in heard:
            self.acknowledged.append(control_id)


def test_nothing_that_was_acknowledged_is_lost_when_the_server_is_killed(own_database):
    feed()
    port, stop = free_port(), threading.Event()
    senders = [Sender(f"S{n}", port, stop) for n in range(8)]
    for sender in senders:
        sender.start()
    for _ in range(4):
        with listening(port, "--only", "receive") as process:
            connected(port).close()
            time.sleep(random.uniform(0.5, 2.0))
            process.send_signal(signal.SIGKILL)
            process.wait()
    stop.set()
    kept = Counter(Message.objects.values_list("control_id", flat=True))
    acknowledged = [control_id for sender in senders for control_id in sender.acknowledged]
    assert len(acknowledged) > 100
    assert [control_id for control_id in acknowledged if control_id not in kept] == []
    assert [control_id for control_id, times in kept.items() if times > 1] == []


def test_nothing_is_done_twice_when_what_applies_is_killed(own_database):
    feed()
    keep([message(f"M{n}", number=str(100_000 + n)) for n in range(600)])
    for _ in range(3):
        with listening(free_port(), "--only", "apply") as process:
            before = waiting()
            while before and waiting() == before and process.poll() is None:
                time.sleep(0.02)
            time.sleep(random.uniform(0, 0.5))
    while processing.turn():
        pass
    assert states() == {"applied": 600}
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(distinct id), max(version) from resource r join patient p using (id)"
        )
        assert cursor.fetchone() == (600, 600, 1)


def keep(bodies: list[bytes]) -> None:
    from toldonce.exchange.hl7v2 import messages
    from toldonce.exchange.hl7v2.intake import Arriving

    for at in range(0, len(bodies), 500):
        messages.keep([Arriving(body) for body in bodies[at : at + 500]])


def waiting() -> int:
    return Message.objects.filter(state="waiting").count()


def states() -> dict[str, int]:
    return dict(Counter(Message.objects.values_list("state", flat=True)))


def test_five_hundred_senders_are_heard_at_once(own_database):
    feed()

    async def all_of_them() -> list[str]:
        async with served() as connect:
            senders = [await connect() for _ in range(500)]
            told = await asyncio.gather(
                *(sender.asks(*(message(f"S{n}-{k}") for k in range(4))) for n, sender in enumerate(senders))
            )
            return [answer for answers in told for answer in answers]

    answers = asyncio.run(all_of_them())
    assert {segment(answer, "MSA")[1] for answer in answers} == {"AA"}
    assert Message.objects.count() == 2000


def test_a_burst_of_twenty_thousand_is_drained_without_loss(own_database):
    feed()

    async def burst() -> int:
        async with served() as connect:
            senders = [await connect() for _ in range(20)]
            told = await asyncio.gather(
                *(
                    sender.asks(*(message(f"B{n}-{k}", number=str(1 + 1000 * n + k)) for k in range(1000)))
                    for n, sender in enumerate(senders)
                )
            )
            return sum(segment(answer, "MSA")[1] == "AA" for answers in told for answer in answers)

    assert asyncio.run(burst()) == 20_000
    while processing.turn():
        pass
    assert states() == {"applied": 20_000}
