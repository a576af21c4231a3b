"""PDFs, images and raw messages, kept once by their sha256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from toldonce.record.bodies import Attachment


@dataclass(frozen=True, slots=True)
class Content:
    """A piece of content as it came."""

    media_type: str
    body: bytes


def keep(body: bytes, media_type: str) -> bytes:
    """Keep content and return its key; what is there already is not kept twice."""
    key = hashlib.sha256(body).digest()
    keep_all([Attachment(key, media_type, body)])
    return key


def keep_all(attachments: Iterable[Attachment]) -> None:
    """Keep several pieces of content at once."""
    rows = sorted({item.key: item for item in attachments}.values(), key=lambda item: item.key)
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into content (key, media_type, size, body) values (%s, %s, %s, %s) on conflict do nothing",
            [(item.key, item.media_type, len(item.body), item.body) for item in rows],
        )


def fetch(key: bytes) -> Content | None:
    """Return content by its key."""
    with connection.cursor() as cursor:
        cursor.execute("select media_type, body from content where key = %s", [key])
        row = cursor.fetchone()
    return Content(row[0], bytes(row[1])) if row else None
