"""A sender of HL7 v2 for tests, and the server it speaks to, in the test's own database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from django.db import connections

from toldonce.exchange.hl7v2 import messages
from toldonce.exchange.hl7v2.intake import Intake, Keep
from toldonce.exchange.hl7v2.models import Feed
from toldonce.exchange.hl7v2.server import Door, Server

VT, FS, CR = b"\x0b", b"\x1c", b"\r"


def message(control_id: str = "M1", *, kind: str = "ADT^A01", number: str = "100", **header: str) -> bytes:
    """A small message; `header` sets fields of MSH by number, such as h15="AL"."""
    fields = ["MSH", "^~\\&", "PAS", "RBD", "TIE", "TOLD", "20261101120000", "", kind, control_id, "P", "2.4"]
    fields += [""] * 9
    for name, value in header.items():
        fields[int(name[1:]) - 1] = value
    told = f"PID|1||{number}^^^RBD^MR||Ashe^Ada||19500101|F"
    return ("|".join(fields).rstrip("|") + "\r" + told + "\r").encode()


def frame(body: bytes) -> bytes:
    return VT + body + FS + CR


def feed(code: str = "rbd-pas", *, state: str = "live", **how) -> Feed:
    """A feed of the hospital's patient system."""
    wanted = {"application": "PAS", "facility": "RBD"} | how
    return Feed.objects.create(code=code, name="Patient system", source="RBD", state=state, **wanted)


class Sender:
    """One connection to the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()
            await asyncio.sleep(0)

    async def hear(self) -> str:
        """The next acknowledgement without its frame, lines ended by new lines; empty when the server hung up."""
        try:
            heard = await asyncio.wait_for(self.reader.readuntil(FS + CR), 20)
        except (asyncio.IncompleteReadError, ConnectionError):
            return ""
        assert heard[:1] == VT
        return heard[1:-2].decode("latin-1").replace("\r", "\n")

    async def asks(self, *bodies: bytes) -> list[str]:
        """Send messages one after the other without waiting, and return what is answered to each."""
        await self.send(*(frame(body) for body in bodies))
        return [await self.hear() for _ in bodies]

    async def leave(self) -> None:
        self.writer.transport.abort()
        await asyncio.gather(self.writer.wait_closed(), return_exceptions=True)


@asynccontextmanager
async def served(keep: Keep = messages.keep, **limits) -> AsyncIterator[Callable[[], Awaitable[Sender]]]:
    """A server on a free port; yields how to connect to it."""
    intake = Intake(keep)
    server = Server(Door("127.0.0.1", 0, **limits), intake)
    listening = await server.open()
    port = listening.sockets[0].getsockname()[1]
    keeping = asyncio.create_task(intake.run())
    senders: list[Sender] = []

    async def connect() -> Sender:
        senders.append(Sender(*await asyncio.open_connection("127.0.0.1", port, limit=2**20)))
        return senders[-1]

    connect.port = port
    try:
        yield connect
    finally:
        for sender in senders:
            await sender.leave()
        listening.close()
        await server.finish()
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(intake.thread, connections.close_all)
        intake.thread.shutdown()


def conversation(said: Callable[[Sender], Awaitable[object]], keep: Keep = messages.keep, **limits):
    """Hold one conversation with a server and return what it returns."""

    async def hold() -> object:
        async with served(keep, **limits) as connect:
            return await said(await connect())

    return asyncio.run(hold())


def segment(acknowledgement: str, name: str) -> list[str]:
    """The fields of one segment of an acknowledgement."""
    return next(line.split("|") for line in acknowledgement.split("\n") if line.startswith(name))


def at() -> datetime:
    return datetime(2026, 11, 1, 12, tzinfo=UTC)
