"""A file of packed members: each is a gzip of its own, so that what was not committed is cut off and written again,
and so that a download begins anywhere without unpacking what lies before.
"""

from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

GZIP = 31  # zlib's name for the gzip format
BLOCK = 256 * 1024


def append(path: Path, end: int, lines: Iterable[bytes]) -> tuple[int, int]:
    """Write lines as one member at `end`, cutting off what a killed writer left there; return bytes plain and packed.

    It is on the disk when this returns.
    """
    packer, plain, packed = zlib.compressobj(level=1, wbits=GZIP), 0, 0
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        if os.fstat(file.fileno()).st_size < end:
            raise FileNotFoundError(errno.ENOENT, "what was written before is gone", str(path))
        file.truncate(end)
        file.seek(end)
        for line in lines:
            plain += len(line) + 1
            packed += file.write(packer.compress(line + b"\n"))
        packed += file.write(packer.flush())
        file.flush()
        os.fsync(file.fileno())
    return plain, packed


def as_packed(path: Path, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes of the file from start to end as they lie on the disk."""
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (block := file.read(min(BLOCK, end - start))):
            start += len(block)
            yield block


def as_plain(
    path: Path, plain: Sequence[int], packed: Sequence[int], start: int, end: int
) -> Iterator[bytes]:
    """Yield the bytes from start to end of what is packed in members of these sizes."""
    begins = [0, *accumulate(plain)]
    lies = [0, *accumulate(packed)]
    for number in range(len(plain)):
        if begins[number + 1] <= start or begins[number] >= end:
            continue
        at = begins[number]
        for block in _unpacked(as_packed(path, lies[number], lies[number + 1])):
            wanted = block[max(0, start - at) : max(0, end - at)]
            at += len(block)
            if wanted:
                yield wanted


def _unpacked(blocks: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=GZIP)
    for block in blocks:
        while block:
            yield unpacker.decompress(block, BLOCK * 4)
            block = unpacker.unconsumed_tail
    yield unpacker.flush()
