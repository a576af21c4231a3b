"""Between rows as they are stored and contents as they are planned with; and the digest that is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from toldonce.steering.sheets.declaring import THE_PLAN, At, BookKind, Column, Contents, Finding, Row, Sheet
from toldonce.steering.sheets.kinds import NotUnderstood, Value
from toldonce.steering.sheets.models import Book, BookRow


class Stored(NamedTuple):
    """A row as it is stored, to be read; of a plan there may be thousands."""

    sheet: str
    key: int
    position: float
    values: Mapping[str, str]
    version: int


def stored_rows(book: Book) -> list[Stored]:
    """The rows of all sheets of a book, in no order."""
    told = BookRow.objects.filter(book=book).order_by().annotate(told=Cast("values", TextField()))
    rows = told.values_list("sheet", "key", "position", "told", "version")
    return [Stored(sheet, key, at, orjson.loads(text), version) for sheet, key, at, text, version in rows]


def restored(kind: BookKind, rows: Iterable[BookRow | Stored]) -> tuple[Contents, list[Finding]]:
    """The contents that stored rows hold, and the cells whose text their column no longer understands."""
    lost: list[Finding] = []
    by_sheet: dict[str, list[BookRow | Stored]] = {sheet.key: [] for sheet in kind.sheets}
    for row in rows:
        if row.sheet in by_sheet:
            by_sheet[row.sheet].append(row)
    contents = {
        sheet.key: tuple(
            _row(sheet, number, row, lost)
            for number, row in enumerate(sorted(by_sheet[sheet.key], key=in_order), 1)
        )
        for sheet in kind.sheets
    }
    return contents, lost


def in_order(row: BookRow | Stored) -> tuple[float, int]:
    """The place of a row among those of its sheet."""
    return row.position, row.key


def _row(sheet: Sheet, number: int, row: BookRow | Stored, lost: list[Finding]) -> Row:
    values: dict[str, Value] = dict.fromkeys(sheet.by_key)
    unread = set()
    for key, text in row.values.items():
        if text and key in values:
            values[key] = value_of(sheet.by_key[key], text)
            if values[key] is None:
                unread.add(key)
    for key in filter(unread.__contains__, values):
        says = f"was kept as “{row.values[key][:40]}”, which says nothing in this column: write it again"
        lost.append(Finding(At(sheet, number, key), says))
    return Row(row.key, number, values, row.version)


def value_of(column: Column, text: str) -> Value:
    """What a kept text means, or None for an empty one and for one that its column does not understand any more."""
    try:
        return column.kind.restore(text) if text else None
    except (NotUnderstood, ValueError, ArithmeticError):
        return None


def told_of(book: Book, column: str) -> str:
    """What is said about a book in a column of THE_PLAN, as an edit keeps it."""
    table = THE_PLAN.by_key[column]
    return table.kind.keep(value_of(table, table.kind.keep(getattr(book, column))))


def kept(sheet: Sheet, values: Mapping[str, Value]) -> dict[str, str]:
    """The values of a row as they are stored; empty cells are not."""
    texts = {column.key: column.kind.keep(values.get(column.key)) for column in sheet.columns}
    return {key: text for key, text in texts.items() if text}


def digest(kind: BookKind, book: Book, contents: Contents) -> str:
    """What is signed: the same for the same words about the plan and the same cells in the same order.

    Whatever its rows are called, and however the lines of its words end.
    """
    words = {
        column.key: told_of(book, column.key) or column.kind.keep(getattr(book, column.key))
        for column in THE_PLAN.columns
    }
    return _hashed([kind.key, words, _signed_cells(kind, contents)])


def digest_of_cells(kind: BookKind, contents: Contents) -> str:
    """What was signed before what is said about a plan was signed with it."""
    return _hashed([kind.key, _signed_cells(kind, contents)])


def _signed_cells(kind: BookKind, contents: Contents) -> list:
    signed = [sheet for sheet in kind.sheets if sheet.signed]
    return [[sheet.key, [kept(sheet, row.values) for row in contents[sheet.key]]] for sheet in signed]


def _hashed(told: list) -> str:
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
