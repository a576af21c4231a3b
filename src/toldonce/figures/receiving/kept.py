"""The bytes of received files, compressed and kept as content, so that every figure leads back to its row."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zstandard
from django.db import connection

from toldonce.record import content
from toldonce.record.bodies import Attachment

MEDIA_TYPE = "application/x-toldonce-figures+zstd"
LEVEL = 6
SALT = b"file of figures"
TOUCH = "update content set made = clock_timestamp() where key = %s"


def keep(raw: bytes) -> str:
    """Keep the bytes of a file and return their digest; what is there already is kept once, and from now on."""
    sha256 = hashlib.sha256(raw).hexdigest()
    content.keep_all([Attachment(_key(sha256), MEDIA_TYPE, zstandard.compress(raw, LEVEL))])
    with connection.cursor() as cursor:
        cursor.execute(TOUCH, [_key(sha256)])
    return sha256


def fetch(sha256: str) -> bytes:
    """The bytes of a file by their digest; raises LookupError when they are gone."""
    found = content.fetch(_key(sha256))
    if found is None:
        raise LookupError(f"The bytes of the file {sha256} are not kept any more.")
    return zstandard.decompress(found.body)


@contextmanager
def as_file(sha256: str, name: str) -> Iterator[Path]:
    """The bytes of a file, as a file that ends like its name, for as long as the block lasts; raises LookupError."""
    with tempfile.TemporaryDirectory(prefix="toldonce-figures-") as folder:
        path = Path(folder) / f"file{Path(name).suffix.lower()[:8]}"
        path.write_bytes(fetch(sha256))
        yield path


def _key(sha256: str) -> bytes:
    """Another key than an attachment of the same bytes has, because they end at different times."""
    return hashlib.sha256(SALT + bytes.fromhex(sha256)).digest()
