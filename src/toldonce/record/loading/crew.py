"""The processes that load: they prepare chunks side by side and write them one after the other, in order.

Preparing is our work and writing is mostly PostgreSQL's, so two processes keep two cores busy; that only one writes
at a time keeps the order of the file, and they never wait for each other's rows.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection

from django.db import connections, transaction

from toldonce.directory.actors import Actor
from toldonce.record.actions import now, retried, rounds
from toldonce.record.loading.files import Piece
from toldonce.record.loading.preparing import Prepared, Refused, prepare
from toldonce.record.writing import write

CHUNKS_BETWEEN_COLLECTIONS = 64


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some pieces of one file, and what their versions carry."""

    number: int
    pieces: Sequence[Piece]
    arrival: int
    source: str
    dictionary: int
    position: int  # bytes of its file read so far


@dataclass(slots=True)
class Result:
    """What became of one chunk."""

    number: int
    states: dict[str, int] = field(default_factory=dict)
    doubts: int = 0
    refused: list[Refused] = field(default_factory=list)
    position: int = 0
    trouble: str = ""


def work(chunk: Chunk, *, by: Actor) -> Iterator[Result | None]:
    """Prepare a chunk, yield None when it is ready to be written, then write it and yield what became of it."""
    at = now()
    prepared = prepare(chunk.pieces, arrival=chunk.arrival, dictionary=chunk.dictionary, at=at)
    yield None
    yield retried(lambda: _written(chunk, prepared, by=by, at=at))


def _written(chunk: Chunk, prepared: Prepared, *, by: Actor, at: datetime) -> Result:
    result = Result(chunk.number, refused=prepared.refused, position=chunk.position)
    with transaction.atomic():
        for each in rounds(prepared.drafts):
            for outcome in write(each, arrival=chunk.arrival, source=chunk.source, by=by, at=at):
                result.states[outcome.state] = result.states.get(outcome.state, 0) + 1
    result.doubts = sum(len(item.doubts) for item in prepared.drafts)
    return result


class Crew:
    """Some processes that load chunks; results come back in the order in which the chunks were given."""

    def __init__(self, size: int, *, by: Actor) -> None:
        connections.close_all()  # a connection must not be shared with a child
        context = multiprocessing.get_context("fork")
        self.pipes: list[Connection] = []
        self.processes = []
        for _ in range(size):
            ours, theirs = context.Pipe()
            inherited = [*self.pipes, ours]
            process = context.Process(target=_serve, args=(theirs, by, os.getpid(), inherited), daemon=True)
            process.start()
            theirs.close()
            self.pipes.append(ours)
            self.processes.append(process)

    def run(self, chunks: Iterator[Chunk]) -> Iterator[Result]:
        """Give out chunks, let them be written in order, and yield their results.

        Only the process with the oldest chunk is ever spoken to: the others prepare, and wait when they are ready.
        """
        idle, busy = list(self.pipes), deque()
        upcoming = next(chunks, None)
        while upcoming or busy:
            while upcoming and idle:
                busy.append(idle.pop())
                busy[-1].send(upcoming)
                upcoming = next(chunks, None)
            oldest = busy.popleft()
            said = oldest.recv()
            if said is None:
                oldest.send("write")
                said = oldest.recv()
            idle.append(oldest)
            yield said

    def close(self) -> None:
        """Let the processes end."""
        for pipe in self.pipes:
            with contextlib.suppress(OSError):
                pipe.send(None)
        for process in self.processes:
            process.join(timeout=10)


def _serve(pipe: Connection, by: Actor, parent: int, inherited: Sequence[Connection]) -> None:
    for (
        end
    ) in inherited:  # while a child holds the parent's end of a pipe, nobody hears that the parent is gone
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.disable()  # a chunk is thousands of objects without a cycle: looking for one takes a quarter of the time
    while os.getppid() == parent:
        try:
            chunk = pipe.recv()
        except EOFError:
            return
        if chunk is None:
            return
        if chunk.number % CHUNKS_BETWEEN_COLLECTIONS == 0:
            gc.collect()
        try:
            steps = work(chunk, by=by)
            pipe.send(next(steps))
            if pipe.recv() != "write":
                return
            pipe.send(next(steps))
        except EOFError:
            return
        except Exception as trouble:
            pipe.send(Result(chunk.number, trouble=f"{type(trouble).__name__}: {trouble}"))
