"""Between rows as they are stored and contents as they are planned with; and the digest that is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import orjson

from toldonce.steering.sheets.declaring import At, BookKind, Column, Contents, Finding, Row, Sheet
from toldonce.steering.sheets.kinds import NotUnderstood, Value
from toldonce.steering.sheets.models import BookRow


def restored(kind: BookKind, rows: Iterable[BookRow]) -> tuple[Contents, list[Finding]]:
    """The contents that stored rows hold, and the cells whose text their column no longer understands."""
    lost: list[Finding] = []
    by_sheet: dict[str, list[BookRow]] = {sheet.key: [] for sheet in kind.sheets}
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


def in_order(row: BookRow) -> tuple[float, int]:
    """The place of a row among those of its sheet."""
    return row.position, row.key


def _row(sheet: Sheet, number: int, row: BookRow, lost: list[Finding]) -> Row:
    values: dict[str, Value] = {}
    for column in sheet.columns:
        text = row.values.get(column.key, "")
        values[column.key] = value_of(column, text)
        if text and values[column.key] is None:
            says = f"was kept as “{text[:40]}”, which says nothing in this column: write it again"
            lost.append(Finding(At(sheet, number, column.key), says))
    return Row(row.key, number, values, row.version)


def value_of(column: Column, text: str) -> Value:
    """What a kept text means, or None for an empty one and for one that its column does not understand any more."""
    try:
        return column.kind.restore(text) if text else None
    except (NotUnderstood, ValueError, ArithmeticError):
        return None


def kept(sheet: Sheet, values: Mapping[str, Value]) -> dict[str, str]:
    """The values of a row as they are stored; empty cells are not."""
    texts = {column.key: column.kind.keep(values.get(column.key)) for column in sheet.columns}
    return {key: text for key, text in texts.items() if text}


def digest(kind: BookKind, contents: Contents) -> str:
    """What is signed: the same for the same cells in the same order, whatever their rows are called."""
    signed = [sheet for sheet in kind.sheets if sheet.signed]
    told = [[sheet.key, [kept(sheet, row.values) for row in contents[sheet.key]]] for sheet in signed]
    return hashlib.sha256(orjson.dumps([kind.key, told], option=orjson.OPT_SORT_KEYS)).hexdigest()
