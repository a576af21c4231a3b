"""Files on their way in: NDJSON, Bundles and single resources, plain or gzipped, in folders or alone."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

DOCUMENT = 256 * 1024 * 1024  # bytes that one line or one JSON file may have, unpacked
LINES = (".ndjson", ".jsonl")
SUFFIXES = (*LINES, ".json")


@dataclass(frozen=True, slots=True)
class Piece:
    """One JSON document of a file: a line of NDJSON, or the whole of a JSON file (line 1)."""

    file: Path
    line: int
    raw: bytes
    fault: str = ""  # why it cannot be read, where that is known already
    position: int = 0  # bytes of the file, as it lies on the disk, read so far


def found(paths: Iterable[Path]) -> list[Path]:
    """Return the files to load: those named, and those in folders whose names end as ours do, in order."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(inside for inside in path.rglob("*") if inside.is_file() and is_ours(inside))
        else:
            files.append(path)
    return files


def is_ours(path: Path) -> bool:
    """Tell by its name whether a file holds resources."""
    return path.name.lower().removesuffix(".gz").endswith(SUFFIXES)


def stem(path: Path) -> str:
    """Return the name of a file without the endings by which we know it."""
    whole = Path(path.stem) if path.name.lower().endswith(".gz") else path
    return whole.stem


def pieces(path: Path) -> Iterator[Piece]:
    """Yield the documents of a file; what cannot be read is yielded as a fault with its line."""
    line = 0
    try:
        with path.open("rb") as disk, _unpacked(path, disk) as file:
            for line, raw in enumerate(_documents(path, file), 1):
                if len(raw) > DOCUMENT:
                    yield Piece(path, line, b"", f"longer than {DOCUMENT // 2**20} MB")
                elif raw.strip():
                    yield Piece(path, line, raw, position=disk.tell())
    except (OSError, EOFError, zlib.error) as trouble:
        yield Piece(path, line + 1, b"", f"cannot be read any further: {trouble}")


def _unpacked(path: Path, disk: BinaryIO):
    return gzip.open(disk) if path.name.lower().endswith(".gz") else disk


def _documents(path: Path, file) -> Iterator[bytes]:
    """Yield lines, or the whole; one byte over the limit is enough to know that it is too long."""
    if path.name.lower().removesuffix(".gz").endswith(LINES):
        while raw := file.readline(DOCUMENT + 1):
            yield raw
            while len(raw) > DOCUMENT and not raw.endswith(b"\n"):  # the rest of a line that is too long
                raw = file.readline(DOCUMENT + 1)
    else:
        yield file.read(DOCUMENT + 1)
