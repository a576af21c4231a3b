"""Books as the folder of a place holds them: `<kind>/<key>/book.yaml`, and one CSV file for each sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from toldonce.steering.sheets.declaring import BookKind, Contents
from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.kinds import FinancialYear, NotUnderstood
from toldonce.steering.sheets.opening.tables import table
from toldonce.steering.sheets.typed import understood

ABOUT = {"title": "", "year": None, "source": "", "about": "", "invented": False, "parties": []}


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
    _refuse_strays(folder, kind)
    tables = {
        sheet.key: list(table(folder / f"{sheet.key}.csv", sheet))
        for sheet in kind.sheets
        if (folder / f"{sheet.key}.csv").exists()
    }
    contents, wrong = understood(kind, tables)
    if wrong:
        raise BookRefused(f"{kind.key}/{folder.name}: {wrong[0]}", wrong)
    for sheet in kind.sheets:
        if sheet.key not in tables and sheet.opens_with:
            contents = {**contents, sheet.key: sheet.opening_rows}
    return Shipped(kind, folder.name, _about(folder), contents)


def _about(folder: Path) -> dict[str, Any]:
    told = yaml.safe_load((folder / "book.yaml").read_text(encoding="utf-8")) or {}
    if unknown := sorted(told.keys() - ABOUT.keys() - {"kind"}):
        raise BookRefused(
            f"{folder.name}/book.yaml: {', '.join(unknown)} says nothing: it may say {', '.join(ABOUT)}."
        )
    if not told.get("title"):
        raise BookRefused(f"{folder.name}/book.yaml: give the plan a title by which people find it.")
    if not told.get("source"):
        raise BookRefused(
            f"{folder.name}/book.yaml: say its source: a plan without one cannot be answered for."
        )
    return {name: told.get(name, default) for name, default in ABOUT.items()} | {"year": _year(folder, told)}


def _year(folder: Path, told: dict[str, Any]) -> int | None:
    """The year in which the financial year begins, told as 2019 or as 2019/20."""
    said = told.get("year")
    try:
        year = said if isinstance(said, int) else FinancialYear().read(f"{said or ''}")
    except NotUnderstood as trouble:
        raise BookRefused(f"{folder.name}/book.yaml: year: {trouble}") from trouble
    return year if isinstance(year, int) else None


def _refuse_strays(folder: Path, kind: BookKind) -> None:
    strays = sorted({path.stem for path in folder.glob("*.csv")} - kind.by_key.keys())
    if strays:
        known = ", ".join(kind.by_key)
        raise BookRefused(f"{kind.key}/{folder.name}/{strays[0]}.csv is no sheet of it: there are {known}.")
