"""Lists in JSON, and JSON line by line, as a table: nested names become heads with points between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Map
from pathlib import Path
from typing import Any

import orjson

from toldonce.exchange.files.errors import Unreadable
from toldonce.exchange.files.heads import known_as

DOCUMENT_AT_MOST = 256 * 1024 * 1024
LINE_AT_MOST = 4 * 1024 * 1024
LINES = (".ndjson", ".jsonl")
DEPTH = 8
NOT_A_ROW = "#NUM!"  # a spreadsheet's word for what is none: the row is refused with its place


def looks_like_json(path: Path, start: bytes) -> bool:
    """Whether a file begins as JSON does."""
    return path.suffix.lower() in (*LINES, ".json") or start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (
        b"{",
        b"[",
    )


def lines_of(path: Path, where: str) -> tuple[Callable[[], Iterator], tuple[str, ...]]:
    """The rows of the list as lines below a line of heads; raises Unreadable."""
    rows = _by_line(path) if path.suffix.lower() in LINES else _whole(path, where)
    heads: dict[str, int] = {}
    for _, row in rows():
        for name in dict(flat(row)):
            heads.setdefault(name, len(heads))
    if not heads:
        raise Unreadable("The list in the file is empty: ask the sender to send it again.")
    return lambda: _lines(rows, heads), ()


def _lines(rows: Callable[[], Iterator], heads: Map[str, int]) -> Iterator[tuple[int, Sequence[Any]]]:
    yield 0, list(heads)
    for number, row in rows():
        cells: list[Any] = [None] * len(heads)
        if not isinstance(row, dict):
            yield number, [NOT_A_ROW] * len(heads)
            continue
        for name, value in flat(row):
            cells[heads[name]] = value
        yield number, cells


def flat(row: Any, at: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Names and values of an object, those of objects inside it with a point between."""
    if not isinstance(row, dict):
        return
    for name, value in row.items():
        if isinstance(value, dict) and depth < DEPTH:
            yield from flat(value, f"{at}{name}.", depth + 1)
        else:
            yield f"{at}{name}", value


def _whole(path: Path, where: str) -> Callable[[], Iterator]:
    raw = path.read_bytes()
    if len(raw) > DOCUMENT_AT_MOST:
        raise Unreadable(
            f"The JSON is longer than {DOCUMENT_AT_MOST // 2**20} MB: send it line by line (.ndjson)."
        )
    try:
        document = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as trouble:
        raise Unreadable(f"The file is not JSON ({trouble}): ask the sender to send it again.") from trouble
    found = _at(document, where) if where else _first_list(document)
    if not isinstance(found, list):
        raise Unreadable(
            f"There is no list at {where or 'any place'} in the JSON: "
            "say in the mapping (`file.rows`) where the rows are."
        )
    return lambda: enumerate(found, 1)


def _at(document: Any, where: str) -> Any:
    for name in where.split("."):
        known = (
            {known_as(key): value for key, value in document.items()} if isinstance(document, dict) else {}
        )
        document = known.get(known_as(name))
    return document


def _first_list(document: Any, depth: int = 0) -> list | None:
    if isinstance(document, list):
        return document
    inside = document.values() if isinstance(document, dict) and depth < DEPTH else ()
    return next((found for each in inside if (found := _first_list(each, depth + 1)) is not None), None)


def _by_line(path: Path) -> Callable[[], Iterator]:
    def rows() -> Iterator[tuple[int, Any]]:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(LINE_AT_MOST + 1):
                number += 1
                if len(raw) > LINE_AT_MOST:
                    raise Unreadable(
                        f"Line {number} is longer than {LINE_AT_MOST // 2**20} MB: this is no list of rows."
                    )
                if raw.strip():
                    yield number, _row(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)

    return rows


def _row(raw: bytes) -> Any:
    """One line; what is not JSON is no row, and is refused with its place."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
