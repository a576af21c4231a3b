"""The bytes of received files, compressed and kept as content, so that every figure leads back to its row."""

from __future__ import annotations

import hashlib

import zstandard

from toldonce.record import content
from toldonce.record.bodies import Attachment

MEDIA_TYPE = "application/x-toldonce-figures+zstd"
LEVEL = 6


def keep(raw: bytes) -> str:
    """Keep the bytes of a file and return their digest; what is there already is not kept twice."""
    sha256 = hashlib.sha256(raw).hexdigest()
    content.keep_all([Attachment(_key(sha256), MEDIA_TYPE, zstandard.compress(raw, LEVEL))])
    return sha256


def fetch(sha256: str) -> bytes:
    """The bytes of a file by their digest; raises LookupError when they are gone."""
    found = content.fetch(_key(sha256))
    if found is None:
        raise LookupError(f"The bytes of the file {sha256} are not kept any more.")
    return zstandard.decompress(found.body)


def _key(sha256: str) -> bytes:
    """Another key than an attachment of the same bytes has, because they end at different times."""
    return hashlib.sha256(b"file of figures" + bytes.fromhex(sha256)).digest()
