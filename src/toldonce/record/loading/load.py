"""The door for files: what is well formed is stored, what is not goes to quarantine with its place and reason."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from django.db import connection, transaction

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
LARGE = 10_000  # new resources after which the tables are tidied


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
    """What one source tells: a file, or the feed of an invented source; one arrival and one row of the ledger."""

    name: str
    source: str  # the organisation that tells, or the name of the file if it is not known
    feed: str
    size: int = 0  # bytes, where it is a file


@dataclass(frozen=True, slots=True)
class Group:
    """Some pieces of one stream, in order; they are committed together."""

    stream: Stream
    pieces: Sequence[Piece]
    position: int = 0  # bytes read so far of all that is to be read


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

    Raises LoadTrouble if the store fails on the way; what was committed until then is stored.
    """
    wanted = [(_file_stream(path, source), path) for path in files.found(paths)]
    return load_groups(
        _file_groups(wanted),
        samples=itertools.chain.from_iterable(_samples(files.pieces(path)) for _, path in wanted),
        size=sum(stream.size for stream, _ in wanted),
        by=by,
        quarantine=quarantine,
        progress=progress,
        crew=crew,
    )


def _file_stream(path: Path, source: str) -> Stream:
    """Describe a file, which need not be there: then it is refused like anything unreadable."""
    return Stream(path.name, source or files.stem(path), "files", path.stat().st_size if path.exists() else 0)


def _file_groups(wanted: Sequence[tuple[Stream, Path]]) -> Iterator[Group]:
    start = 0
    for stream, path in wanted:
        for pieces in grouped(files.pieces(path)):
            yield Group(stream, pieces, start + pieces[-1].position)
        start += stream.size


def load_groups(
    groups: Iterable[Group],
    *,
    samples: Iterable[bytes],
    by: Actor,
    quarantine: Path,
    size: int = 0,
    progress: Callable[[Summary], None] = lambda summary: None,
    crew: int = CREW,
) -> Summary:
    """Load groups in their order; a first dictionary is trained on the samples where there is none."""
    summary = Summary(bytes_all=size)
    _first_dictionary(samples)
    hands = Crew(crew, by=by)
    try:
        for result in hands.run(_chunks(groups, by, summary)):
            _add(result, summary, quarantine)
            progress(summary)
    finally:
        hands.close()
    summary.bytes_read = summary.bytes_all
    _tidy(summary)
    return summary


def _tidy(summary: Summary) -> None:
    """After a large load, let PostgreSQL count anew and finish its indexes: the next search is quick at once."""
    if summary.states["created"] >= LARGE and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("vacuum (analyze) resource, patient")


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


def _chunks(groups: Iterable[Group], by: Actor, summary: Summary) -> Iterator[Chunk]:
    """Yield numbered chunks, announcing each stream before anything of it is stored."""
    dictionary, arrivals = bodies.current_dictionary(), {}
    for number, group in enumerate(groups):
        if group.stream not in arrivals:
            arrivals[group.stream] = _announce(group.stream, by)
            summary.files, summary.file = summary.files + 1, group.stream.name
        arrival = arrivals[group.stream]
        yield Chunk(number, group.pieces, arrival, group.stream.source, dictionary, group.position)


@transaction.atomic
def _announce(stream: Stream, by: Actor) -> int:
    """Open the arrival of a stream and write its row in the ledger."""
    arrival = open_arrival(Arrival(stream.source, stream.feed), loads=True)
    ledger.write(
        by=by, act="record.load", subject=stream.name, detail={"arrival": arrival, "bytes": stream.size}
    )
    return arrival


def grouped(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Put pieces together to groups that are committed within 200 ms."""
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


def _first_dictionary(samples: Iterable[bytes]) -> None:
    """Train the first dictionary, before anything is compressed; a few samples make a bad one, so none is made."""
    if bodies.current_dictionary():
        return
    taken = list(itertools.islice(samples, SAMPLES))
    if len(taken) >= SAMPLES // 10:
        bodies.train(taken)


def _samples(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """Yield resources from the beginning of a file; what cannot be read is no sample, and is refused later."""
    for piece in itertools.islice(pieces, SAMPLES // 5):
        with contextlib.suppress(ValueError, TypeError, RecursionError):  # the latter two: nested too deeply
            yield from [orjson.dumps(item) for item in _resources(orjson.loads(piece.raw))]


def _resources(document: object) -> list[object]:
    """A document, or the first entries of one that only carries others."""
    if not isinstance(document, dict):
        return []
    if is_container(document):
        return [item for _, item in itertools.islice(entries(document), SAMPLES // 10)]
    return [document]
