"""Where a number comes from: the cells that bear on a role, each with its source, its date and who agreed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from toldonce.steering.plans.workforce.reading import ages_of
from toldonce.steering.sheets.declaring import At, BookKind, Contents, Row, Sheet

ABOUT = ("source", "invented", "agreed_by", "agreed_on")  # what a cell is told with, and no assumption itself
SUPPLY = ("staff", "employers", "participation", "ages", "flows", "moves", "pipelines", "intakes")
NEED = ("needs", "drivers")
MONEY = ("costs",)


@dataclass(frozen=True)
class Step:
    """One row that bears on a number: what it says, and on whose word."""

    at: At
    says: tuple[tuple[str, str], ...]  # the head and the words of each cell that is filled
    source: str
    invented: bool
    agreed_by: str
    agreed_on: date | None


def steps(kind: BookKind, contents: Contents, role: str, sheets: tuple[str, ...]) -> list[Step]:
    """The rows of some sheets that bear on a role, in the order of the sheets."""
    chosen = {
        "staff": _of(contents, "staff", role),
        "employers": _employing(contents, role),
        "participation": _of(contents, "participation", role),
        "ages": ages_of(contents["ages"], role),
        "flows": _of(contents, "flows", role),
        "moves": [row for row in contents["moves"] if role in (row["role"], row["into"])],
        "pipelines": _of(contents, "pipelines", role),
        "intakes": _starting(contents, role),
        "needs": _of(contents, "needs", role),
        "drivers": _driving(contents, role),
        "costs": _of(contents, "costs", role),
    }
    return [_step(kind.by_key[sheet], row) for sheet in sheets for row in chosen[sheet]]


def _of(contents: Contents, sheet: str, role: str) -> list[Row]:
    return [row for row in contents[sheet] if row["role"] == role]


def _employing(contents: Contents, role: str) -> list[Row]:
    names = {row["employer"] for row in _of(contents, "staff", role)}
    return [row for row in contents["employers"] if row["employer"] in names]


def _starting(contents: Contents, role: str) -> list[Row]:
    names = {row["pipeline"] for row in _of(contents, "pipelines", role)}
    return [row for row in contents["intakes"] if row["pipeline"] in names]


def _driving(contents: Contents, role: str) -> list[Row]:
    names = {row["driver"] for row in _of(contents, "needs", role)}
    return [row for row in contents["drivers"] if row["driver"] in names]


def _step(sheet: Sheet, row: Row) -> Step:
    said = tuple(_said(sheet, row))
    source, by, on = row.values.get("source"), row.values.get("agreed_by"), row.values.get("agreed_on")
    return Step(
        At(sheet, row.number),
        said,
        str(source or ""),
        bool(row.values.get("invented")),
        str(by or ""),
        on if isinstance(on, date) else None,
    )


def _said(sheet: Sheet, row: Row) -> Iterator[tuple[str, str]]:
    for column in sheet.columns:
        if column.key not in ABOUT and row[column.key] is not None:
            yield column.head, column.kind.say(row[column.key])
