"""What a template is given: tables of cells and lines that each name their sources."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from toldonce.record.readings.moments import Moment
from toldonce.record.readings.record import Provenance

Tone = str  # red, amber, grey, new


@dataclass(frozen=True, slots=True)
class Flag:
    """An arrow and a word, so that colour alone never says it."""

    arrow: str
    word: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words, or a moment, with what stands beside and below them."""

    words: str = ""
    kind: str = ""
    moment: Moment | None = None
    unit: str = ""
    below: str = ""
    flag: Flag | None = None
    link: str = ""
    pictures: tuple[
        tuple[str, str, str], ...
    ] = ()  # address of the bytes, words for who cannot see it, its page


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells and everybody who told it."""

    cells: tuple[Cell, ...]
    told_by: tuple[Provenance, ...]
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table; the last column of every table is where the line comes from."""

    caption: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the function that makes its cell from an item of a reading."""

    title: str
    cell: Callable[[Any], Cell | str | Moment | None]
    kind: str = ""


def table(
    caption: str, columns: Sequence[Column], items: Iterable[Any], faded: Callable[[Any], bool] | None = None
) -> Table:
    """The items of a reading as rows."""
    lines = tuple(
        Line(tuple(_cell(column, item) for column in columns), told_by(item), bool(faded and faded(item)))
        for item in items
    )
    return Table(caption, tuple(column.title for column in columns), lines)


def told_by(item: Any) -> tuple[Provenance, ...]:
    """Everybody who told an item, however its reading says it."""
    told = getattr(item, "told_by", None)
    return tuple(told) if told is not None else (item.provenance,)


def _cell(column: Column, item: Any) -> Cell:
    found = column.cell(item)
    if isinstance(found, Cell):
        return found
    if isinstance(found, Moment):
        return Cell(moment=found, kind="when")
    return Cell(words=found or "", kind=column.kind)
