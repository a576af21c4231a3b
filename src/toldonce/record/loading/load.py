"""The door for files: what is well formed is stored, what is not goes to quarantine with its place and reason."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Stream:
    """Resources that one source tells: a file, or what an invented source says."""

    name: str
    source: str  # the organisation that tells; empty if it is not known
    feed: str
    pieces: Callable[[], Iterator[Piece]]
    size: int = 0  # bytes, for the progress; 0 if not known
    detail: Mapping[str, object] = field(default_factory=dict)  # for the ledger


def load(
    paths: Iterable[Path],
    *,
    by: Actor,
    quarantine: Path,
    source: str = "",
    progress: Callable[[Summary], None] = lambda summary: None,
    crew: int = CREW,
) -> Summary:
    """Load files and folders; safe to repeat, and to start again after it was killed.

    Each file is one arrival and one row of the ledger. Raises LoadTrouble if the store fails on the way.
    """
    streams = [file_stream(path, source) for path in files.found(paths)]
    return load_streams(streams, by=by, quarantine=quarantine, progress=progress, crew=crew)


def file_stream(path: Path, source: str) -> Stream:
    """Return the stream of one file, which need not be there: then it is refused like anything unreadable."""
    size = path.stat().st_size if path.exists() else 0
    name = source or path.name.lower().removesuffix(".gz").rpartition(".")[0]
    return Stream(path.name, name, "files", lambda: files.pieces(path), size, {"bytes": size})


def load_streams(
    streams: Sequence[Stream],
    *,
    by: Actor,
    quarantine: Path,
    progress: Callable[[Summary], None] = lambda summary: None,
    crew: int = CREW,
) -> Summary:
    """Load streams one after the other, each as one arrival."""
    summary = Summary(bytes_all=sum(stream.size for stream in streams))
    _first_dictionary(streams)
    hands = Crew(crew, by=by)
    try:
        for result in hands.run(_chunks(streams, by, summary)):
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


def _chunks(streams: Sequence[Stream], by: Actor, summary: Summary) -> Iterator[Chunk]:
    """Yield the chunks of all streams, numbered in the order in which they are to be written."""
    numbers, start = itertools.count(), 0
    dictionary = bodies.current_dictionary()
    for stream in streams:
        summary.files, summary.file = summary.files + 1, stream.name
        arrival = _announce(stream, by)
        for group in _grouped(stream.pieces()):
            yield Chunk(next(numbers), group, arrival, stream.source, dictionary, start + group[-1].position)
        start += stream.size


@transaction.atomic
def _announce(stream: Stream, by: Actor) -> int:
    """Open the arrival of a stream and write its row in the ledger, before anything of it is stored."""
    arrival = open_arrival(Arrival(stream.source, stream.feed))
    ledger.write(by=by, act="record.load", subject=stream.name, detail={**stream.detail, "arrival": arrival})
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


def _first_dictionary(streams: Sequence[Stream]) -> None:
    """Train the first dictionary on the beginnings of the streams, before anything is compressed."""
    if bodies.current_dictionary():
        return
    samples = list(itertools.islice(itertools.chain.from_iterable(map(_samples, streams)), SAMPLES))
    if len(samples) >= SAMPLES // 10:
        bodies.train(samples)


def _samples(stream: Stream) -> Iterator[bytes]:
    for piece in itertools.islice(stream.pieces(), SAMPLES // 5):
        try:
            resource = orjson.loads(piece.raw)
        except ValueError:
            continue
        if isinstance(resource, dict) and is_container(resource):
            yield from (orjson.dumps(item) for _, item in itertools.islice(entries(resource), SAMPLES // 10))
        elif isinstance(resource, dict):
            yield orjson.dumps(resource)
