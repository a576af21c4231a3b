"""CSV and its relations: the encoding and the sign between cells are found out, and quotes must end."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from toldonce.exchange.files.errors import Unreadable
from toldonce.exchange.files.heads import LOOKED_AT, known_as
from toldonce.exchange.files.mapping import Mapping

DELIMITERS = (",", ";", "\t", "|")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CELL_AT_MOST = 200_000
PIECE = 1024 * 1024


def lines_of(path: Path, mapping: Mapping) -> tuple[Callable[[], Iterator], tuple[str, ...]]:
    """The lines of a delimited file, and how it is written; raises Unreadable."""
    encoding = _encoding(path, mapping.encoding)
    delimiter = mapping.delimiter or _delimiter(path, encoding, mapping)
    csv.field_size_limit(CELL_AT_MOST)
    words = {"\t": "tabs", ";": "semicolons", "|": "bars"}.get(delimiter)
    notes = [f"The cells stand between {words}."] if words else []
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(f"The letters are written in {encoding}.")
    return lambda: _lines(path, encoding, delimiter), tuple(notes)


def _encoding(path: Path, told: str) -> str:
    """What was told, what a mark at the start says, else UTF-8 if all of it is, else that of Windows."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in MARKS if start.startswith(mark)), "")
    for encoding in filter(None, (told, marked)):
        return _checked(path, encoding)
    if _fits(path, "utf-8"):
        return "utf-8"
    return _checked(path, "cp1252")


def _checked(path: Path, encoding: str) -> str:
    if not _fits(path, encoding):
        raise Unreadable(
            f"The file is not written in {encoding}: name its encoding in the mapping, or save it as UTF-8."
        )
    return encoding


def _fits(path: Path, encoding: str) -> bool:
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        return False
    return True


def _delimiter(path: Path, encoding: str, mapping: Mapping) -> str:
    """The sign that makes the most known heads of the first lines; then the one that makes the most cells."""
    known = {known_as(head) for column in mapping.every_column for head in column.heads}

    def score(delimiter: str) -> tuple[int, int]:
        told = []
        for _, line in zip(range(LOOKED_AT), _lines(path, encoding, delimiter, forgiving=True), strict=False):
            told.append(line[1])
        hits = max((len(known & set(map(known_as, cells))) for cells in told), default=0)
        return hits, max(map(len, told), default=0)

    return max(DELIMITERS, key=score)


def _lines(
    path: Path, encoding: str, delimiter: str, *, forgiving: bool = False
) -> Iterator[tuple[int, Sequence[str]]]:
    number = 1
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=not forgiving)
        try:
            for cells in reader:
                yield number, cells
                number = reader.line_num + 1
        except csv.Error as trouble:
            if forgiving:
                return
            raise Unreadable(
                f"From line {number} on the file cannot be read ({trouble}): look for a quotation mark that does not "
                "end, or for a cell that is cut short. Nothing was stored."
            ) from trouble
