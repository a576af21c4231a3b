"""The door for files: what is well formed is stored, what is not goes to quarantine with its place and reason."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson
from django.db import transaction

from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.record import bodies
from toldonce.record.actions import Arrival, open_arrival
from toldonce.record.errors import RecordTrouble
from toldonce.record.loading import files
from toldonce.record.loading.bundles import entries, is_container
from toldonce.record.loading.crew import Chunk, Crew, Result
from toldonce.record.loading.files import Piece

CHUNK_BYTES = 1024 * 1024  # about 750 resources: a chunk is committed well within 200 ms
CHUNK_PIECES = 1000
SAMPLES = 4000  # resources from which the first dictionary is trained
CREW = 2


class LoadTrouble(RecordTrouble):
    """The load stopped before its end; what was said to be stored is stored."""


@dataclass(slots=True)
class Summary:
    """What a load did so far."""

    files: int = 0
    file: str = ""
    bytes_read: int = 0
    bytes_all: int = 0
    states: Counter = field(default_factory=Counter)
    refused: int = 0
    doubts: int = 0

    @property
    def resources(self) -> int:
        return sum(self.states.values())


def load(
    paths: Iterable[Path],
    *,
    by: Actor,
    source: str,
    feed: str = "files",
    quarantine: Path,
    progress: Callable[[Summary], None] = lambda summary: None,
    crew: int = CREW,
) -> Summary:
    """Load files and folders; safe to repeat, and to start again after it was killed.

    Each file is one arrival and one row of the ledger. Raises LoadTrouble if the store fails on the way.
    """
    wanted = files.found(paths)
    sizes = [path.stat().st_size if path.exists() else 0 for path in wanted]
    summary = Summary(bytes_all=sum(sizes))
    _first_dictionary(wanted)
    hands = Crew(crew, by=by)
    try:
        numbers, starts = itertools.count(), itertools.accumulate(sizes, initial=0)
        chunks = itertools.chain.from_iterable(
            _chunks(path, start, numbers, by, source, feed, summary)
            for path, start in zip(wanted, starts, strict=False)
        )
        for result in hands.run(chunks):
            _add(result, summary, quarantine)
            progress(summary)
    finally:
        hands.close()
    summary.bytes_read = summary.bytes_all
    return summary


def _add(result: Result, summary: Summary, quarantine: Path) -> None:
    if result.trouble:
        raise LoadTrouble(
            f"The load stopped ({result.trouble}): mend that and start it again; it will go on."
        )
    summary.states.update(result.states)
    summary.doubts += result.doubts
    summary.refused += len(result.refused)
    summary.bytes_read = max(summary.bytes_read, result.position)
    if result.refused:
        quarantine.parent.mkdir(parents=True, exist_ok=True)
        with quarantine.open("ab") as file:
            for item in result.refused:
                file.write(orjson.dumps(item) + b"\n")


def _chunks(
    path: Path, start: int, numbers: Iterator[int], by: Actor, source: str, feed: str, summary: Summary
) -> Iterator[Chunk]:
    """Yield the chunks of one file; `start` is the size of the files before it."""
    summary.files, summary.file = summary.files + 1, path.name
    arrival = _announce(path, by, source, feed)
    dictionary = bodies.current_dictionary()
    for group in _grouped(files.pieces(path)):
        yield Chunk(
            next(numbers), group, arrival, source or path.stem, dictionary, start + group[-1].position
        )


@transaction.atomic
def _announce(path: Path, by: Actor, source: str, feed: str) -> int:
    """Open the arrival of a file and write its row in the ledger, before anything of it is stored."""
    moment = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else datetime.now(UTC)
    arrival = open_arrival(Arrival(source or path.stem, feed))
    ledger.write(
        by=by,
        act="record.load",
        subject=path.name,
        detail={"arrival": arrival, "bytes": path.stat().st_size if path.exists() else 0, "dated": moment},
    )
    return arrival


def _grouped(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    size = 0
    for piece in pieces:
        group.append(piece)
        size += len(piece.raw)
        if size >= CHUNK_BYTES or len(group) >= CHUNK_PIECES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _first_dictionary(wanted: Iterable[Path]) -> None:
    """Train the first dictionary on the beginnings of the files, before anything is compressed."""
    if bodies.current_dictionary():
        return
    samples = list(itertools.islice(itertools.chain.from_iterable(map(_samples, wanted)), SAMPLES))
    if len(samples) >= SAMPLES // 10:
        bodies.train(samples)


def _samples(path: Path) -> Iterator[bytes]:
    for piece in itertools.islice(files.pieces(path), SAMPLES // 5):
        try:
            resource = orjson.loads(piece.raw)
        except ValueError:
            continue
        if isinstance(resource, dict) and is_container(resource):
            yield from (orjson.dumps(item) for _, item in itertools.islice(entries(resource), SAMPLES // 10))
        elif isinstance(resource, dict):
            yield orjson.dumps(resource)
