"""The one ASGI process: it holds the streams by which open pages learn that something has changed.

A page shows a signed list of topics (`org:J81016`, `person:12`) that it got when it was made; what comes down the
stream is the topic alone. The page then asks for what is new like any other request, so that access is decided and
the ledger written at that moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from urllib.parse import parse_qs, urlsplit

import psycopg
from django.conf import settings
from django.core import signing
from django.db import connection

from toldonce.record.waking import CHANNEL
from toldonce.web.design.live import topics_of

HEARTBEAT = (
    20.0  # seconds without a word after which one is sent, so that nobody between us closes the stream
)
STREAMS_AT_MOST = 2_000
log = logging.getLogger(__name__)


class Hub:
    """Who listens for which topic: a queue for each open stream."""

    def __init__(self) -> None:
        self.waiting: dict[str, set[asyncio.Queue[str]]] = defaultdict(set)
        self.streams = 0
        self.hears = False  # whether the database is listened to now

    def join(self, topics: list[str]) -> asyncio.Queue[str]:
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=100)
        for topic in topics:
            self.waiting[topic].add(queue)
        self.streams += 1
        return queue

    def leave(self, topics: list[str], queue: asyncio.Queue[str]) -> None:
        for topic in topics:
            self.waiting[topic].discard(queue)
            if not self.waiting[topic]:
                del self.waiting[topic]
        self.streams -= 1

    def tell(self, topic: str) -> None:
        for queue in self.waiting.get(topic, ()):
            if not queue.full():  # a page that does not read is told by what it reads next
                queue.put_nowait(topic)


hub = Hub()


async def listen() -> None:
    """Pass on what the database says, for as long as the process lives."""
    while True:
        try:
            await _listen()
        except Exception as trouble:  # a process that had gone deaf would look like one with nothing to say
            hub.hears = False
            log.warning("Open pages cannot be woken just now (%s).", type(trouble).__name__)
            await asyncio.sleep(1)


async def _listen() -> None:
    where = {**connection.get_connection_params(), "cursor_factory": psycopg.AsyncCursor}
    async with await psycopg.AsyncConnection.connect(**where, autocommit=True) as server:
        await server.execute(f"listen {CHANNEL}")
        hub.hears = True
        async for word in server.notifies():
            hub.tell(word.payload)


async def application(scope, receive, send) -> None:
    """Answer `/live?topics=…` with a stream; nothing else is here."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _live(receive, send) -> None:
    listener: asyncio.Task | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            listener = asyncio.create_task(listen())
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            if listener:
                listener.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _answer(scope, receive, send) -> None:
    words = parse_qs(scope["query_string"].decode("latin-1"))
    try:
        topics = topics_of(words.get("topics", [""])[0])
    except signing.BadSignature:
        await _short(send, 403)
        return
    if scope["path"].rstrip("/") != "/live":
        await _short(send, 404)
    elif hub.streams >= STREAMS_AT_MOST:
        await _short(send, 503)
    else:
        await _stream(scope, receive, send, topics)


async def _short(send, status: int) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]}
    )
    await send({"type": "http.response.body", "body": b""})


async def _stream(scope, receive, send, topics: list[str]) -> None:
    queue = hub.join(topics)
    gone = asyncio.create_task(_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _headers(scope)})
        await _send(send, "retry: 3000\n\n")
        while not gone.done():
            word = asyncio.create_task(queue.get())
            await asyncio.wait({word, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            if word.done():
                await _send(send, f"data: {word.result()}\n\n")
            else:
                word.cancel()
                await _send(send, ":\n\n")
    finally:
        gone.cancel()
        hub.leave(topics, queue)


async def _gone(receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _headers(scope) -> list[tuple[bytes, bytes]]:
    """The headers of a stream; a page of ours on another port may read it."""
    made = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    origin = dict(scope["headers"]).get(b"origin", b"")
    if urlsplit(origin.decode("latin-1")).hostname in {host.strip("[]") for host in settings.ALLOWED_HOSTS}:
        made += [(b"access-control-allow-origin", origin), (b"vary", b"origin")]
    return made
