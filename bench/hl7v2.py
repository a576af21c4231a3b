"""HL7 v2: from the socket to the page, a burst, and finding one of a million messages."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import statistics
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import zstandard
from django.core import signing
from django.db import connection

from toldonce.project import configuration
from toldonce.web.design.live import SALT

RATE, SECONDS, PROBES_A_SECOND = 100, 30.0, 4
BURST, LINES = 20_000, 10
MILLION = 1_000_000
LATEST = 20.0  # seconds after which a probe counts as lost
FEED, SOURCE = "bench", "RBD"


@dataclass(frozen=True, slots=True)
class Messages:
    """What was measured; times in milliseconds, bytes with indexes."""

    rate: float
    acknowledged_p50: float
    acknowledged_p99: float
    told_p50: float
    told_p99: float
    page_p50: float
    page_p99: float
    probes: int
    lost: int
    burst: int
    burst_acknowledged_in: float
    burst_applied_in: float
    burst_left: int
    kept: int
    bytes_each: float
    raw_each: float
    found: dict[str, float]


def measure(port: int, cookie: str, *, million: int = MILLION, burst: int = BURST) -> Messages:
    """Send messages at a steady rate and watch the pages; then a burst; then fill the table and look for some."""
    from bench.wire import registered

    watched = _people(registered())  # each gets few stays, so that pages stay as they are
    people = [each for each in _people() if each not in watched]
    with _listening() as mllp:
        steady = _steady(mllp, port, cookie, people, watched)
        bursting = _burst(mllp, people, burst)
    return Messages(**steady, **bursting, **_finding(million))


@contextlib.contextmanager
def _listening() -> Iterator[int]:
    from toldonce.exchange.hl7v2.models import Feed
    from toldonce.project import serving

    Feed.objects.get_or_create(
        code=FEED, defaults={"name": "Bench", "source": SOURCE, "application": "BENCH", "state": "live"}
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        os.environ["TOLDONCE_MLLP_PORT"] = str(probe.getsockname()[1])
    [process] = serving.receiver()
    try:
        yield _up(process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _up(process: subprocess.Popen) -> int:
    port = int(os.environ["TOLDONCE_MLLP_PORT"])
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return port
        time.sleep(0.1)
    raise SystemExit("nothing receives HL7 v2")


def _people(among: list[int] | None = None) -> list[tuple]:
    """People with an NHS number, of all or among these: number, NHS number, names, date of birth."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct on (person) person, nhs_number, family, given, birth_date from patient
               where (%s::bigint[] is null or person = any(%s)) and nhs_number is not null
               and birth_date is not null and family is not null order by person, pid""",
            [among, among],
        )
        return cursor.fetchall()


def admission(person: tuple, number: str) -> bytes:
    """An admission of a person, by which a new stay comes into the record; its reason is its number."""
    who, nhs, family, given, born = person
    now = datetime.now(UTC)
    told = f"{now:%Y%m%d%H%M%S}+0000"
    lines = [
        f"MSH|^~\\&|BENCH|{SOURCE}|TIE|TOLD|{told}||ADT^A01^ADT_A01|{number}|P|2.4|||||GBR|UNICODE UTF-8",
        f"EVN|A01|{told}|||JSMITH^Smith^Jane^^^Dr",
        (
            f"PID|1||{nhs}^^^NHS^NH~H{who}^^^{SOURCE}^MR||{family}^{given}^^^^^L||{born:%Y%m%d}|F|||"
            "1 High Street^^Poole^^BH15 1AA^^H||01202 555000|||||||||A"
        ),
        (
            f"PV1|1|I|WARD 4^BAY 2^BED 3^{SOURCE}|21|||C1234567^Jones^Alun^^^Dr|||300||||19|||"
            f"C1234567^Jones^Alun^^^Dr||{number}{'|' * 25}{told}"
        ),
        f"PV2|||^{number}",
    ]
    return "\r".join(lines).encode() + b"\r"


class Line:
    """One connection that sends and reads what is answered."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.held = b""

    def send(self, body: bytes) -> None:
        self.socket.sendall(b"\x0b" + body + b"\x1c\r")

    def heard(self) -> bytes:
        while b"\x1c\r" not in self.held:
            piece = self.socket.recv(65536)
            if not piece:
                raise SystemExit("the receiver hung up")
            self.held += piece
        answer, _, self.held = self.held.partition(b"\x1c\r")
        return answer


def _steady(mllp: int, port: int, cookie: str, people: list[tuple], watched: list[tuple]) -> dict:
    """Send at a steady rate over several lines, and watch some messages on their page."""
    acknowledged: list[float] = []
    probes: list[Probe] = []
    started = time.perf_counter()

    def send(share: int) -> None:
        line, chance = Line(mllp), random.Random(share)
        for count in range(int(RATE * SECONDS / LINES)):
            time.sleep(max(0.0, started + (count + share / LINES) * LINES / RATE - time.perf_counter()))
            nth = count * LINES + share
            probed = nth % (RATE // PROBES_A_SECOND) == 0 and nth > 2 * RATE
            person = (
                watched[nth // (RATE // PROBES_A_SECOND) % len(watched)] if probed else chance.choice(people)
            )
            number = f"STEADY{share:02d}X{count:04d}"
            probe = Probe(port, cookie, person[0], number) if probed else None
            sent = time.perf_counter()
            if probe:
                probe.sent = sent
                probe.start()
                probes.append(probe)
            line.send(admission(person, number))
            line.heard()
            acknowledged.append(time.perf_counter() - sent)

    _together(send)
    elapsed = time.perf_counter() - started
    for probe in probes:
        probe.join()
    seen = [probe.took for probe in probes if probe.took]
    told = [probe.told for probe in probes if probe.told]
    return {
        "rate": RATE * SECONDS / elapsed,
        "acknowledged_p50": _part(acknowledged, 50),
        "acknowledged_p99": _part(acknowledged, 99),
        "told_p50": _part(told, 50),
        "told_p99": _part(told, 99),
        "page_p50": _part(seen, 50),
        "page_p99": _part(seen, 99),
        "probes": len(probes),
        "lost": len(probes) - len(seen),
    }


def _together(send: Callable[[int], None]) -> None:
    """Let every line send at once, and wait for all."""
    sending = [threading.Thread(target=send, args=(share,)) for share in range(LINES)]
    for each in sending:
        each.start()
    for each in sending:
        each.join()


def _part(taken: list[float], percent: int) -> float:
    return statistics.quantiles(taken, n=100)[percent - 1] * 1000 if len(taken) > 1 else 0.0


class Probe(threading.Thread):
    """A record page that is open: it hears that something is new, and asks for the page, until the message is on it."""

    def __init__(self, port: int, cookie: str, person: int, number: str) -> None:
        super().__init__(daemon=True)
        address = f"http://127.0.0.1:{port}/person/{person}/"
        self.page = urllib.request.Request(address, headers={"Cookie": cookie, "Host": "localhost"})
        self.number, self.sent, self.told, self.took = number.encode(), 0.0, 0.0, 0.0
        topics = signing.dumps([f"person:{person}"], salt=SALT)
        self.stream = urllib.request.urlopen(  # it hears before the message is sent
            f"http://127.0.0.1:{configuration.live_port()}/live?topics={topics}", timeout=LATEST
        )

    def run(self) -> None:
        with self.stream, contextlib.suppress(OSError):
            while time.perf_counter() - self.sent < LATEST:
                if not self.stream.readline().startswith(b"data: person:"):
                    continue
                self.told = self.told or time.perf_counter() - self.sent
                if self._is_on_the_page():
                    self.took = time.perf_counter() - self.sent
                    return

    def _is_on_the_page(self) -> bool:
        with urllib.request.urlopen(self.page, timeout=30) as answer:
            return self.number in answer.read()


def _burst(mllp: int, people: list[tuple], burst: int) -> dict:
    """Send as fast as it goes over several lines, then wait until all is in the record."""
    from toldonce.exchange.hl7v2.models import Message

    def send(share: int) -> None:
        line = Line(mllp)
        count = burst // LINES
        for at in range(0, count, 50):
            for n in range(at, min(at + 50, count)):
                line.send(admission(people[n % len(people)], f"BURST{share}X{n}Y{int(time.time())}"))
            for _ in range(at, min(at + 50, count)):
                line.heard()

    started = time.perf_counter()
    _together(send)
    acknowledged = time.perf_counter() - started
    while Message.objects.filter(feed=FEED, state="waiting").exists():
        time.sleep(0.25)
    left = burst - Message.objects.filter(control_id__startswith="BURST", state="applied").count()
    taken = time.perf_counter() - started
    return {
        "burst": burst,
        "burst_acknowledged_in": acknowledged,
        "burst_applied_in": taken,
        "burst_left": left,
    }


FILL = """
insert into hl7_message
    (received, sent, feed, control_id, kind, version, state, reason, patients, pids, size, digest, body)
select %(start)s + n * interval '1 second', %(start)s + n * interval '1 second', 'fill', 'FILL' || n, 'ADT^A08', '2.4',
       'applied', '', array['RBD|F' || n %% 50000, 'https://fhir.nhs.uk/Id/nhs-number|' || 9000000000 + n %% 50000],
       array[(n %% 50000)::bigint], %(size)s, substr(sha256(n::text::bytea), 1, 16),
       (%(bodies)s::bytea[])[1 + n %% array_length(%(bodies)s::bytea[], 1)]
from generate_series(%(first)s, %(last)s) n
"""


def _finding(count: int) -> dict:
    """Fill the table with invented messages and look for some of them in each way."""
    start = datetime(2025, 1, 1, tzinfo=UTC)
    samples = [admission((n, 9000000000 + n, f"Family{n}", "Given", start), f"FILL{n}") for n in range(200)]
    values = {"start": start, "size": len(samples[0])}
    values["bodies"] = [zstandard.compress(each, 3) for each in samples]
    with connection.cursor() as cursor:
        for first in range(0, count, 50_000):
            cursor.execute(FILL, {**values, "first": first, "last": min(first + 50_000, count) - 1})
        cursor.execute("vacuum analyze hl7_message")
        cursor.execute("select count(*), pg_total_relation_size('hl7_message') from hl7_message")
        kept, size = cursor.fetchone()
    found = {name: _slowest(ask) for name, ask in _ways(count, start).items()}
    return {"kept": kept, "bytes_each": size / kept, "raw_each": float(len(samples[0])), "found": found}


def _ways(count: int, start: datetime) -> dict[str, Callable[[random.Random], object]]:
    from toldonce.exchange.hl7v2 import finding

    def when(chance: random.Random) -> datetime:
        return start + timedelta(seconds=chance.randrange(count))

    return {
        "control id": lambda chance: finding.by_control_id(f"FILL{chance.randrange(count)}"),
        "hospital number": lambda chance: finding.by_number(f"F{chance.randrange(50_000)}"),
        "an hour": lambda chance: finding.newest(since=(at := when(chance)), until=at + timedelta(hours=1)),
        "a month": lambda chance: finding.newest(since=(at := when(chance)), until=at + timedelta(days=30)),
    }


def _slowest(ask: Callable[[random.Random], object], times: int = 200) -> float:
    """The 99th percentile of asking, in milliseconds."""
    chance, taken = random.Random(2), []
    for _ in range(times):
        started = time.perf_counter()
        ask(chance)
        taken.append(time.perf_counter() - started)
    return _part(taken, 99)
