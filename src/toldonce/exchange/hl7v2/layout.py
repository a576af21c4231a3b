"""A message laid out for whoever reads it by eye: each field under its number and name, empty ones left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from toldonce.exchange.hl7v2.acknowledging import header_of

NAMES = Path(__file__).with_name("field_names.yaml")
MOST_LINES, LONGEST_VALUE = 300, 600


@dataclass(frozen=True, slots=True)
class Field:
    """One field that says something."""

    place: str  # "PID-5"
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """One segment."""

    number: int
    segment: str
    fields: tuple[Field, ...]


def laid_out(body: bytes) -> list[Line]:
    """The segments of a message as they came, however wrong it is; values are cut where they are very long."""
    header = header_of(body)
    separator = header.separator.decode("latin-1") if header else "|"
    lines = [line for line in _text(body).splitlines() if line.strip()][:MOST_LINES]
    return [Line(number, *_line(line, separator)) for number, line in enumerate(lines, 1)]


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _line(line: str, separator: str) -> tuple[str, tuple[Field, ...]]:
    segment, *values = line.lstrip().split(separator)
    if len(segment) != 3 or not segment.isalnum():
        return "", (Field("", "Not a segment", _cut(line)),)
    if segment in ("MSH", "FHS", "BHS"):
        values = [separator, *values]
    return segment, tuple(_fields(segment, values))


def _fields(segment: str, values: list[str]) -> Iterator[Field]:
    names = _names().get(segment, ())
    for number, value in enumerate(values, 1):
        if value.strip():
            name = names[number - 1] if number <= len(names) else ""
            yield Field(f"{segment}-{number}", name, _cut(value))


def _cut(value: str) -> str:
    if len(value) <= LONGEST_VALUE:
        return value
    return f"{value[:LONGEST_VALUE]} … ({len(value):,} characters)"


@cache
def _names() -> dict[str, tuple[str, ...]]:
    told = yaml.load(NAMES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {segment: tuple(names.split("|")) for segment, names in told.items()}
