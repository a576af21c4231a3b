"""Books as the folder of a place holds them: `<kind>/<key>/book.yaml`, and one CSV file for each sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toldonce.steering.sheets.declaring import At, BookKind, Contents, Finding, Row, Sheet
from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.opening.about import about
from toldonce.steering.sheets.opening.tables import table
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
    for path in sorted(folder.glob("*/*/*.csv")):
        if not (path.parent / "book.yaml").exists():
            raise BookRefused(
                f"{path.parts[-3]}/{path.parts[-2]}: has sheets and no book.yaml, which says what the plan is."
            )
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
    tables = {sheet.key: rows for sheet in kind.sheets if (rows := _told(folder, sheet)) is not None}
    contents, wrong = understood(kind, tables)
    wrong += [
        found for sheet in kind.sheets if sheet.key in tables for found in _moved(sheet, contents[sheet.key])
    ]
    if wrong:
        raise BookRefused(f"{kind.key}/{folder.name}: {wrong[0]}", wrong)
    for sheet in kind.sheets:
        if sheet.key not in tables and sheet.opens_with:
            contents = {**contents, sheet.key: sheet.opening_rows}
    said = about(folder)
    if kind.signers and said["parties"]:
        raise BookRefused(
            f"{folder.name}/book.yaml: leave out parties: who signs a {kind.title} is said in its sheets."
        )
    return Shipped(kind, folder.name, said, contents)


def _told(folder: Path, sheet: Sheet) -> list[dict[str, str]] | None:
    """What a folder says of a sheet; None where it has no file, or the file says nothing of rows that are fixed."""
    path = folder / f"{sheet.key}.csv"
    rows = list(table(path, sheet)) if path.exists() else []
    return rows if rows or (sheet.grows and path.exists()) else None


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
