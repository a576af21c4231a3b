"""The MLLP server: many senders, each heard by its own conversation, all kept by one intake."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from toldonce.exchange.hl7v2.acknowledging import Header, acknowledgements, header_of
from toldonce.exchange.hl7v2.framing import Fault, Frame, Frames, framed
from toldonce.exchange.hl7v2.intake import Arriving, Intake, Reply

log = logging.getLogger(__name__)
PIECE = 64 * 1024
LARGE = 256 * 1024  # bytes from which on a message needs one of the few places for large ones
LARGE_AT_ONCE = 4
UNANSWERED = 64  # messages of one connection on their way
KEPT_OF_FRAGMENT = 1024 * 1024
LAST_WORDS = 3.0  # seconds in which the last acknowledgements are given when the server closes


@dataclass(frozen=True, slots=True)
class Door:
    """Where and how senders are received; times in seconds, sizes in bytes."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None
    limit: int = 50 * 1024 * 1024
    connections: int = 1000
    stalled: float = 30.0  # without a byte in the middle of a message
    longest: float = 600.0  # for one message
    unread: float = 30.0  # with an acknowledgement that the sender does not take
    kept_within: float = 60.0  # from the last byte to the acknowledgement; later the connection is closed


class Closed(Exception):
    """The conversation is over; the message is the reason for the log."""


class Server:
    """Receives senders until it is closed."""

    def __init__(self, door: Door, intake: Intake) -> None:
        self.door, self.intake = door, intake
        self.large = asyncio.Semaphore(LARGE_AT_ONCE)
        self.conversations: set[asyncio.Task] = set()

    async def open(self) -> asyncio.Server:
        """Begin to listen."""
        return await asyncio.start_server(
            self._receive, self.door.host, self.door.port, ssl=self.door.tls, limit=PIECE, backlog=1024
        )

    async def finish(self, within: float = 5.0) -> None:
        """Let the conversations that wait for an acknowledgement have it, then end them all."""
        open_ones = list(self.conversations)
        for each in open_ones:
            each.cancel()
        if open_ones:
            await asyncio.wait(open_ones, timeout=within)

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self.conversations) >= self.door.connections:
            log.warning("A sender was turned away: %d are connected already.", len(self.conversations))
            writer.close()
            return
        task = asyncio.current_task()
        assert task is not None
        self.conversations.add(task)
        try:
            await Conversation(self, reader, writer).run()
        finally:
            self.conversations.discard(task)


class Conversation:
    """One connection: reads frames, offers them, and answers in the order in which they came."""

    def __init__(self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.door, self.intake, self.large = server.door, server.intake, server.large
        self.reader, self.writer = reader, writer
        self.frames = Frames(self.door.limit)
        self.pending: asyncio.Queue[tuple[Header | None, asyncio.Future[Reply]] | None] = asyncio.Queue(
            UNANSWERED
        )
        self.peer, self.names = _who(writer)
        self.holds_large = False
        self.begun = 0.0

    async def run(self) -> None:
        """Hold the conversation to its end, whichever side ends it."""
        _keep_alive(self.writer)
        hearing, answering = asyncio.create_task(self._hear()), asyncio.create_task(self._answer())
        try:
            await asyncio.wait((hearing, answering), return_when=asyncio.FIRST_COMPLETED)
            await self._all_answered(answering)
        except asyncio.CancelledError:
            hearing.cancel()
            await self._all_answered(answering, LAST_WORDS)
        finally:
            hearing.cancel()
            answering.cancel()
            ended = await asyncio.gather(hearing, answering, return_exceptions=True)
            self._leave(ended)

    async def _all_answered(self, answering: asyncio.Task, within: float | None = None) -> None:
        """Wait until everything that was heard is answered, or nothing more can be."""
        end = asyncio.create_task(self.pending.put(None))
        await asyncio.wait((answering,), timeout=within)
        end.cancel()

    def _leave(self, ended: Sequence[BaseException | None]) -> None:
        """Let go of everything; what a sender does not take is thrown away."""
        self._log(ended)
        if self.holds_large:
            self.large.release()
        self.writer.close() if ended[1] is None else self.writer.transport.abort()

    def _log(self, ended: Sequence[BaseException | None]) -> None:
        for trouble in ended:
            if isinstance(trouble, Closed):
                log.warning("%s: %s", self.peer, trouble)
            elif isinstance(trouble, Exception) and not isinstance(trouble, OSError):
                log.error("%s: the conversation failed", self.peer, exc_info=trouble)

    async def _hear(self) -> None:
        try:
            while data := await self._read():
                for frame in self.frames.feed(data):
                    await self._take(frame)
                await self._make_room()
        except (TimeoutError, OSError) as trouble:
            raise Closed(f"the sender stopped in the middle of a message ({trouble!r})") from trouble
        finally:
            await self._keep_rest()

    async def _read(self) -> bytes:
        """Read what there is; between messages a sender may be silent for days."""
        if not self.frames.inside:
            self.begun = 0.0
            return await self.reader.read(PIECE)
        loop = asyncio.get_running_loop()
        self.begun = self.begun or loop.time()
        until = min(loop.time() + self.door.stalled, self.begun + self.door.longest)
        async with asyncio.timeout_at(until):
            return await self.reader.read(PIECE)

    async def _make_room(self) -> None:
        """Take a place for a message that grows large; while there is none, the sender is not read."""
        if not self.holds_large and len(self.frames.held) > LARGE:
            await self.large.acquire()
            self.holds_large = True

    async def _take(self, frame: Frame) -> None:
        """Offer one frame to be kept, and let its acknowledgement follow."""
        reply = await self._offer(frame)
        if self.holds_large:
            self.holds_large = False
            reply.add_done_callback(lambda _: self.large.release())
        if frame.fault is Fault.BROKEN_OFF:
            return
        header = header_of(frame.body)
        await self.pending.put((header, reply))
        if frame.fault or header is None:
            raise Closed("what came is no message of HL7" if not frame.fault else frame.fault.value)

    async def _offer(self, frame: Frame) -> asyncio.Future[Reply]:
        body = frame.body if frame.fault is None else frame.body[:KEPT_OF_FRAGMENT]
        return await self.intake.offer(Arriving(body, self.peer, self.names, frame.fault))

    async def _keep_rest(self) -> None:
        """Keep what was left of a sender that went away or stopped, so that somebody can look into it."""
        rest = self.frames.rest()
        if rest is not None:
            await self._offer(rest)

    async def _answer(self) -> None:
        while (item := await self.pending.get()) is not None:
            header, reply = item
            try:
                said = await asyncio.wait_for(reply, self.door.kept_within)
            except TimeoutError:
                raise Closed("the store did not say in time whether a message was kept") from None
            except Exception as trouble:
                raise Closed(
                    f"it is not known whether a message was kept ({type(trouble).__name__})"
                ) from trouble
            for each in acknowledgements(header, said.answer, said.text, datetime.now(UTC)):
                await self._say(each)

    async def _say(self, text: bytes) -> None:
        self.writer.write(framed(text))
        try:
            await asyncio.wait_for(self.writer.drain(), self.door.unread)
        except TimeoutError:
            raise Closed("the sender does not read its acknowledgements") from None


def _who(writer: asyncio.StreamWriter) -> tuple[str, tuple[str, ...]]:
    """The sender's address, and the names in its certificate if it showed one."""
    address = writer.get_extra_info("peername")
    shown = writer.get_extra_info("peercert") or {}
    names = [value for part in shown.get("subject", ()) for name, value in part if name == "commonName"]
    names += [value for kind, value in shown.get("subjectAltName", ()) if kind == "DNS"]
    return str(address[0]) if address else "", tuple(names)


def _keep_alive(writer: asyncio.StreamWriter) -> None:
    """Notice a sender that vanished, and do not let its answers pile up."""
    writer.transport.set_write_buffer_limits(high=PIECE)
    connected = writer.get_extra_info("socket")
    if connected is not None and connected.family in (socket.AF_INET, socket.AF_INET6):
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
