"""A small HTTP client for many connections at once: raw sockets, so that it costs little beside what it measures."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass

WARMING = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Timings:
    """How long requests took, in milliseconds, and how many there were a second."""

    count: int
    rate: float
    p50: float
    p95: float
    p99: float
    errors: int
    first_error: str = ""


def measure(
    port: int, requests: Iterable[bytes], *, connections: int, seconds: float, ok: bytes = b" 200 "
) -> Timings:
    """Send requests in a circle over several connections for a time and return how long the answers took.

    The processes that serve are warmed first: what they read and compile once a start is no part of it.
    """
    circle = itertools.cycle(list(requests))
    asyncio.run(_measure(port, circle, connections, WARMING, ok))
    return asyncio.run(_measure(port, circle, connections, seconds, ok))


def get(path: str, *, token: str = "", cookie: str = "") -> bytes:
    """Return a GET request as it goes over the wire."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept: */*"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += [f"Cookie: {cookie}"] if cookie else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _measure(port: int, requests, connections: int, seconds: float, ok: bytes) -> Timings:
    taken: list[float] = []
    errors: list[str] = []
    started = time.perf_counter()
    await asyncio.gather(
        *(_one(port, requests, started + seconds, ok, taken, errors) for _ in range(connections))
    )
    elapsed = time.perf_counter() - started
    parts = statistics.quantiles(taken, n=100) if len(taken) > 1 else [0.0] * 99
    return Timings(
        len(taken),
        len(taken) / elapsed,
        *(parts[i] * 1000 for i in (49, 94, 98)),
        len(errors),
        next(iter(errors), ""),
    )


async def _one(port: int, requests, until: float, ok: bytes, taken: list[float], errors: list[str]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    while time.perf_counter() < until:
        started = time.perf_counter()
        writer.write(next(requests))
        head = await reader.readuntil(b"\r\n\r\n")
        await _body(reader, head.lower())
        taken.append(time.perf_counter() - started)
        if ok not in head[:20]:
            errors.append(head.split(b"\r\n", 1)[0].decode(errors="replace"))
    writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"content-length:" in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    elif b"transfer-encoding: chunked" in head:
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
