"""Books as the folder of a place holds them: `<kind>/<key>/book.yaml`, and one CSV file for each sheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toldonce.steering.sheets.declaring import At, BookKind, Contents, Finding, Row, Sheet
from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.opening.about import about
from toldonce.steering.sheets.saving import ROWS_AT_MOST
from toldonce.steering.sheets.typed import understood

KEY = re.compile(r"[-a-zA-Z0-9_]{1,80}")  # what an address may call a book


@dataclass(frozen=True)
class Shipped:
    """A book that a place ships: what is said about it, and its contents."""

    kind: BookKind
    key: str
    about: Mapping[str, Any]
    contents: Contents


def shipped(folder: Path, kinds: Mapping[str, BookKind]) -> Iterator[Shipped]:
    """Every book in a folder, by kind and key. Raises BookRefused with the file and the cell."""
    for path in sorted(folder.glob("*/*/book.yaml")):
        kind = kinds.get(path.parts[-3])
        if kind is None:
            raise BookRefused(
                f"{path.parts[-3]}: there is no such kind of plan: there are {', '.join(kinds)}."
            )
        yield read(path.parent, kind)


def read(folder: Path, kind: BookKind) -> Shipped:
    """The book that one folder holds. Raises BookRefused."""
    _refuse_strange(folder, kind)
    tables = {
        sheet.key: list(_table(folder / f"{sheet.key}.csv", sheet))
        for sheet in kind.sheets
        if (folder / f"{sheet.key}.csv").exists()
    }
    contents, wrong = understood(kind, tables)
    wrong += [
        found for sheet in kind.sheets if sheet.key in tables for found in _moved(sheet, contents[sheet.key])
    ]
    if wrong:
        raise BookRefused(f"{kind.key}/{folder.name}: {wrong[0]}", wrong)
    for sheet in kind.sheets:
        if sheet.key not in tables and sheet.opens_with:
            contents = {**contents, sheet.key: sheet.opening_rows}
    return Shipped(kind, folder.name, about(folder), contents)


def _moved(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Finding]:
    """Where the rows of a sheet are fixed, what is not as it opens."""
    if not sheet.grows and len(rows) != len(sheet.opens_with):
        yield Finding(
            At(sheet), f"has {len(rows)} rows, and its rows are fixed: there are {len(sheet.opens_with)}"
        )
    for row, opens in zip(rows, sheet.opening_rows, strict=False):
        for column in sheet.columns:
            if column.fixed and row[column.key] != opens[column.key]:
                stands = column.kind.say(opens[column.key])
                yield Finding(At(sheet, row.number, column.key), f"stands fixed: it says “{stands}”")


def _refuse_strange(folder: Path, kind: BookKind) -> None:
    if not KEY.fullmatch(folder.name):
        raise BookRefused(
            f"{kind.key}/{folder.name}: a folder is called by letters, digits, - and _, 80 at most: they become the "
            "address of the plan."
        )
    strays = sorted({path.stem for path in folder.glob("*.csv")} - kind.by_key.keys())
    if strays:
        known = ", ".join(kind.by_key)
        raise BookRefused(f"{kind.key}/{folder.name}/{strays[0]}.csv is no sheet of it: there are {known}.")


def _table(path: Path, sheet: Sheet) -> Iterator[dict[str, str]]:
    heads, *rows = _lines(path) or [[]]
    keys = [_key(path, sheet, head) for head in heads]
    if twice := next((head for head, key in zip(heads, keys, strict=True) if keys.count(key) > 1), ""):
        raise BookRefused(
            f"{path.parent.name}/{path.name}: “{twice}” heads two columns: leave one of them out."
        )
    if len(rows) > ROWS_AT_MOST:
        raise BookRefused(f"{path.parent.name}/{path.name}: has more than {ROWS_AT_MOST:,} rows.")
    for number, cells in enumerate(rows, 2):
        if not any(cells):
            continue
        if len(cells) != len(keys):
            raise BookRefused(
                f"{path.parent.name}/{path.name} line {number}: has {len(cells)} cells, not {len(keys)}."
            )
        yield dict(zip(keys, cells, strict=True))


def _lines(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise BookRefused(
            f"{path.parent.name}/{path.name}: cannot be read as CSV in UTF-8: {trouble}"
        ) from trouble


def _key(path: Path, sheet: Sheet, head: str) -> str:
    for column in sheet.columns:
        if head.strip() in (column.key, column.head):
            return column.key
    known = ", ".join(column.head for column in sheet.columns)
    raise BookRefused(f"{path.parent.name}/{path.name}: “{head}” is no column of it: there are {known}.")
