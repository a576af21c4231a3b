"""How a resource's body is kept: canonical JSON, attachments moved to content, zstd with a dictionary."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import orjson
import zstandard
from django.db import connection

LEVEL = 3
DICTIONARY_BYTES = 112 * 1024
ATTACHMENT = 1024  # base64 characters from which on an attachment is kept as content
MARK = "toldonce-content:"  # never base64, so no attachment that was sent can look like it
_MARKED = re.compile(rb'"' + MARK.encode() + rb'([0-9a-f]{64})"')
_ESCAPED = b'"\\u0074' + MARK[1:].encode()


@dataclass(frozen=True, slots=True)
class Attachment:
    """Content taken out of a body, by its sha256."""

    key: bytes
    media_type: str
    body: bytes


@lru_cache(256)
def instant(moment: datetime) -> str:
    """Return a moment as FHIR writes it, in UTC to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def canonical(document: Mapping, rtype: str, id: str, version: int, updated: datetime) -> bytes:
    """Return the JSON as it is served: type, id and meta first, then everything as it was sent."""
    meta = document.get("meta") or {}
    return orjson.dumps(
        {
            "resourceType": rtype,
            "id": id,
            "meta": {**meta, "versionId": str(version), "lastUpdated": instant(updated)},
            **{name: value for name, value in document.items() if name not in _LEADING},
        }
    )


_LEADING = frozenset({"resourceType", "id", "meta"})


def kept(
    document: Mapping, rtype: str, id: str, version: int, updated: datetime
) -> tuple[bytes, list[Attachment]]:
    """Return the JSON as it is kept, with large attachments replaced by marks, and those attachments.

    Text that was sent and looks like a mark of ours is escaped (as JSON it stays equal), and then nothing is taken
    out: a mark in a kept body is always our own.
    """
    body = canonical(document, rtype, id, version, updated)
    if MARK.encode() in body:
        return body.replace(b'"' + MARK.encode(), _ESCAPED), []
    if len(body) < ATTACHMENT or b'"data":"' not in body:
        return body, []
    taken: list[Attachment] = []
    return canonical(_taken_out(document, taken), rtype, id, version, updated), taken


def _taken_out(node, taken: list[Attachment]):
    if isinstance(node, list):
        return [_taken_out(item, taken) if isinstance(item, (dict, list)) else item for item in node]
    made = {}
    for name, value in node.items():
        if name == "data" and isinstance(value, str) and len(value) >= ATTACHMENT:
            value = _mark(value, str(node.get("contentType", "")), taken)
        elif isinstance(value, (dict, list)):
            value = _taken_out(value, taken)
        made[name] = value
    return made


def _mark(data: str, media_type: str, taken: list[Attachment]) -> str:
    """Take one attachment out, unless its base64 is written in a way that would not come back equal."""
    try:
        body = base64.b64decode(data, validate=True)
    except ValueError:
        return data
    if base64.b64encode(body).decode() != data:
        return data
    key = hashlib.sha256(body).digest()
    taken.append(Attachment(key, media_type, body))
    return MARK + key.hex()


def marks(body: bytes) -> list[bytes]:
    """Return the keys of the content that a kept body points to."""
    return [bytes.fromhex(key.decode()) for key in _MARKED.findall(body)] if MARK.encode() in body else []


def inlined(bodies: Sequence[bytes | None]) -> list[bytes | None]:
    """Put attachments back where marks stand; one query for all bodies."""
    keys = {key for body in bodies if body for key in marks(body)}
    if not keys:
        return list(bodies)
    with connection.cursor() as cursor:
        cursor.execute("select key, body from content where key = any(%s)", [list(keys)])
        found = {bytes(key).hex().encode(): base64.b64encode(body) for key, body in cursor.fetchall()}
    return [body and _MARKED.sub(lambda m: b'"' + found[m.group(1)] + b'"', body) for body in bodies]


class Press:
    """Compresses and expands bodies in one thread with the dictionaries of one database."""

    def __init__(self) -> None:
        self.compressors: dict[int, zstandard.ZstdCompressor] = {}
        self.expanders: dict[int, zstandard.ZstdDecompressor] = {}

    def compress(self, body: bytes, dictionary: int) -> bytes:
        if dictionary not in self.compressors:
            self.compressors[dictionary] = zstandard.ZstdCompressor(
                level=LEVEL, dict_data=_loaded(dictionary), write_dict_id=False
            )
        return self.compressors[dictionary].compress(body)

    def expand(self, body: bytes, dictionary: int) -> bytes:
        if dictionary not in self.expanders:
            self.expanders[dictionary] = zstandard.ZstdDecompressor(dict_data=_loaded(dictionary))
        return self.expanders[dictionary].decompress(body)


_threads = threading.local()


def press() -> Press:
    """Return this thread's press for the database of this process."""
    name = connection.settings_dict["NAME"]
    if getattr(_threads, "name", None) != name:
        _threads.name, _threads.press = name, Press()
    return _threads.press


def forget_dictionaries() -> None:
    """Let this thread read the dictionaries anew: after a restore, or when a test rolled one back."""
    _threads.name = None


def _loaded(dictionary: int) -> zstandard.ZstdCompressionDict | None:
    if dictionary == 0:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select body from dictionary where id = %s", [dictionary])
        return zstandard.ZstdCompressionDict(bytes(cursor.fetchone()[0]))


def current_dictionary() -> int:
    """Return the number of the dictionary with which new bodies are written."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from dictionary")
        return cursor.fetchone()[0]


def train(samples: Sequence[bytes]) -> int:
    """Make a new dictionary from samples and return its number; earlier bodies keep theirs."""
    made = zstandard.train_dictionary(DICTIONARY_BYTES, list(samples)).as_bytes()
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dictionary (id, body, trained_on)
               select coalesce(max(id), 0) + 1, %s, %s from dictionary returning id""",
            [made, len(samples)],
        )
        return cursor.fetchone()[0]


def expanded(rows: Sequence[tuple[bytes | None, int]]) -> Iterator[bytes | None]:
    """Yield the kept JSON of (body, dictionary) pairs; None where a version is a deletion."""
    here = press()
    for body, dictionary in rows:
        yield None if body is None else here.expand(body, dictionary)
