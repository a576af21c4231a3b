"""From all connections into the store: what has arrived meanwhile is kept in one transaction, then each is answered."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from toldonce.exchange.hl7v2.acknowledging import Answer
from toldonce.exchange.hl7v2.framing import Fault

BATCH, BATCH_BYTES = 500, 8 * 1024 * 1024
ROOM = 64 * 1024 * 1024  # bytes that may wait to be kept before connections are read no more


@dataclass(frozen=True, slots=True)
class Arriving:
    """One frame as it came off the wire, and from whom."""

    body: bytes
    peer: str = ""
    names: tuple[str, ...] = ()  # those in the sender's certificate
    fault: Fault | None = None
    received: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender of one frame is told."""

    answer: Answer
    text: str = ""


Keep = Callable[[Sequence[Arriving]], list[Reply]]


class Intake:
    """One queue before one thread that keeps: while it commits, the next batch gathers by itself.

    `keep` may raise: then it is not known what was kept, nobody is answered, and who sends again is recognised.
    """

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self.thread = ThreadPoolExecutor(1, "keep")
        self.queue: deque[tuple[Arriving, asyncio.Future[Reply]]] = deque()
        self.bytes = 0
        self.filled, self.eased = asyncio.Event(), asyncio.Event()

    async def offer(self, arriving: Arriving) -> asyncio.Future[Reply]:
        """Queue a frame, waiting while there is no room; its reply comes when it is durable."""
        while self.bytes > ROOM:
            self.eased.clear()
            await self.eased.wait()
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.queue.append((arriving, reply))
        self.bytes += len(arriving.body)
        self.filled.set()
        return reply

    async def run(self) -> None:
        """Keep what arrives, batch after batch, until cancelled."""
        while True:
            await self.filled.wait()
            batch = self._batch()
            await self._keep(batch)
            self.bytes -= sum(len(arriving.body) for arriving, _ in batch)
            self.eased.set()

    def _batch(self) -> list[tuple[Arriving, asyncio.Future[Reply]]]:
        taken, size = [], 0
        while self.queue and len(taken) < BATCH and size < BATCH_BYTES:
            taken.append(self.queue.popleft())
            size += len(taken[-1][0].body)
        if not self.queue:
            self.filled.clear()
        return taken

    async def _keep(self, batch: Sequence[tuple[Arriving, asyncio.Future[Reply]]]) -> None:
        loop = asyncio.get_running_loop()
        arriving = [each for each, _ in batch]
        try:
            replies = await loop.run_in_executor(self.thread, self.keep, arriving)
        except Exception as trouble:
            for _, reply in batch:
                if not reply.done():
                    reply.set_exception(trouble)
            return
        for (_, reply), said in zip(batch, replies, strict=True):
            if not reply.done():
                reply.set_result(said)
