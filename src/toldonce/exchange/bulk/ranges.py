"""Which bytes of a file a request asks for, so that a download that broke off goes on where it was.

A client that takes gzip gets the file as it lies on the disk, with an entity tag of its own: ranges count the bytes
that are sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest

from toldonce.exchange.bulk import members
from toldonce.exchange.bulk.models import File

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True)
class FilePart:
    """The bytes from start to end of a file, as it lies on the disk or unpacked."""

    file: File
    is_packed: bool
    start: int
    end: int
    status: int = 200

    @property
    def size(self) -> int:
        """Bytes of the whole."""
        return sum(self.file.packed if self.is_packed else self.file.plain)

    @property
    def said(self) -> str:
        """Which part it is, in words; '' is all of it."""
        return f"bytes {self.start}-{self.end - 1}" if self.status == 206 else ""

    def blocks(self) -> Iterator[bytes]:
        """Yield its bytes."""
        if self.status == 416:
            return iter(())
        if self.is_packed:
            return members.as_packed(self.file.path, self.start, self.end)
        return members.as_plain(self.file.path, self.file.plain, self.file.packed, self.start, self.end)

    def headers(self) -> Iterator[tuple[str, str]]:
        """Yield what is said about it."""
        yield "ETag", entity_tag(self.file, self.is_packed)
        yield "Accept-Ranges", "bytes"
        yield "Vary", "Accept-Encoding, Authorization"
        yield "Cache-Control", "no-store"
        yield "Content-Length", str(self.end - self.start)
        if self.is_packed:
            yield "Content-Encoding", "gzip"
        if self.status == 206:
            yield "Content-Range", f"bytes {self.start}-{self.end - 1}/{self.size}"
        if self.status == 416:
            yield "Content-Range", f"bytes */{self.size}"


def entity_tag(file: File, is_packed: bool) -> str:
    """Return the tag of a file, which never changes once it is written."""
    return f'"{file.export_id}-{file.pk}{"-gzip" if is_packed else ""}"'


def part_of(request: HttpRequest, file: File) -> FilePart:
    """Return the part that a request asks for: all of it unless one range can be given."""
    is_packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    whole = FilePart(file, is_packed, 0, sum(file.packed if is_packed else file.plain))
    condition = request.META.get("HTTP_IF_RANGE", "").strip()
    found = RANGE.fullmatch(request.META.get("HTTP_RANGE", "").strip())
    if found is None or found.groups() == ("", ""):
        return whole
    if condition and condition != entity_tag(file, is_packed):
        return whole
    return _narrowed(whole, *found.groups())


def _narrowed(whole: FilePart, first: str, last: str) -> FilePart:
    if first:
        start, end = int(first), min(int(last) + 1 if last else whole.end, whole.end)
        if last and int(last) < start:
            return whole
    else:
        start, end = max(0, whole.end - int(last)), whole.end
    if start >= whole.end:
        return FilePart(whole.file, whole.is_packed, 0, 0, 416)
    return FilePart(whole.file, whole.is_packed, start, end, 206)
