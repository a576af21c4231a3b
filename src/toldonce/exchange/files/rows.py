"""From lines of cells to rows of values: each with its key, or with what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from toldonce.exchange.files.counting import Counts
from toldonce.exchange.files.heads import Heads, Spot, known_as
from toldonce.exchange.files.listed import flat
from toldonce.exchange.files.mapping import Column, Group, Mapping
from toldonce.exchange.files.tables import Table
from toldonce.exchange.files.templates import Coded
from toldonce.exchange.files.values import Bad, plain, value


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row was refused: its line in the file, the column, the reason."""

    line: int
    column: str
    reason: str


@dataclass(slots=True)
class Row:
    """One row as it was understood."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    groups: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    key: bytes = b""  # empty where it cannot be told
    digest: bytes = b""

    @property
    def is_good(self) -> bool:
        return not self.faults


@dataclass(slots=True)
class _Reader:
    """What the cells of one file are read with."""

    mapping: Mapping
    heads: Heads
    today: date
    counts: Counts | None

    def row(self, line: int, cells: Sequence[Any]) -> Row:
        made = Row(line)
        made.values = self._values(self.mapping.columns, ("", 0), cells, made)
        for group in self.mapping.groups:
            made.groups[group.name] = self._listed(group, cells, made) if group.path else self._numbered(
                group, cells, made)  # fmt: skip
        made.key = self._key(made)
        made.digest = _digest([self.mapping.digest, made.values, made.groups])
        return made

    def _values(
        self, columns: Sequence[Column], spot: tuple[str, int], cells: Sequence[Any], row: Row
    ) -> dict:
        """The values that are there; a code may look at the day in another column, so codes come last."""
        found: dict[str, Any] = {}
        for column in sorted(columns, key=lambda each: each.kind == "code"):
            place = self.heads.at.get((*spot, column.name))
            cell = cells[place] if place is not None and place < len(cells) else None
            self._value(column, cell, spot, found, row)
        return found

    def _value(self, column: Column, cell: Any, spot: tuple[str, int], found: dict, row: Row) -> None:
        said = plain(cell)
        where: Spot = (spot[0], 0, column.name)
        if not said or said.casefold() in self.mapping.empty:
            if column.otherwise is not None:
                cell = said = column.otherwise
            else:
                self._empty(column, where, spot, row)
                return
        try:
            told = value(column, cell, found, today=self.today)
        except Bad as trouble:
            self._bad(column, where, spot, plain(said), str(trouble), row)
            return
        self._count("filled", where, told)
        if told is not None:
            found[column.name] = told

    def _empty(self, column: Column, where: Spot, spot: tuple[str, int], row: Row) -> None:
        self._count("empty", where)
        if column.required and not spot[0]:
            row.faults.append(RowFault(row.line, column.heads[0], "is empty, and the mapping needs it"))

    def _bad(self, column: Column, where: Spot, spot: tuple[str, int], said: str, why: str, row: Row) -> None:
        if self.counts is not None:
            self.counts.bad(where, column, said, why)
        if not column.leave_if_bad or (column.required and not spot[0]):
            head = column.heads[0].replace("{n}", str(spot[1])) if spot[1] else column.heads[0]
            row.faults.append(RowFault(row.line, head, why))

    def _count(self, what: str, where: Spot, told: Any = None) -> None:
        if self.counts is not None:
            self.counts.filled(where, told) if what == "filled" else self.counts.empty(where)

    def _numbered(self, group: Group, cells: Sequence[Any], row: Row) -> list[dict]:
        made = []
        for number in group.numbers:
            if found := self._values(group.columns, (group.name, number), cells, row):
                made.append(self._occurrence(group, number, found, row))
        return made

    def _listed(self, group: Group, cells: Sequence[Any], row: Row) -> list[dict]:
        """The occurrences of a group that is a list of objects inside the row."""
        place = self.heads.at.get((group.name, 0, ""))
        told = cells[place] if place is not None and place < len(cells) else None
        made = []
        for number, each in enumerate(told if isinstance(told, list) else [], 1):
            named = {known_as(name): cell for name, cell in flat(each)}
            found: dict[str, Any] = {}
            for column in sorted(group.columns, key=lambda one: one.kind == "code"):
                cell = next((named[head] for head in map(known_as, column.heads) if head in named), None)
                self._value(column, cell, (group.name, number), found, row)
            if found:
                made.append(self._occurrence(group, number, found, row))
        return made

    def _occurrence(self, group: Group, number: int, found: dict, row: Row) -> dict:
        for column in group.columns:
            if column.required and column.name not in found:
                head = column.heads[0].replace("{n}", str(number))
                row.faults.append(
                    RowFault(row.line, head, f"is empty in number {number}, and the mapping needs it")
                )
        return {"n": number, **found}

    def _key(self, row: Row) -> bytes:
        told = [row.values.get(name) for name in self.mapping.key]
        if all(each is None for each in told):
            if row.is_good:
                row.faults.append(
                    RowFault(row.line, ", ".join(self.mapping.key), "is empty: the row has no key")
                )
            return b""
        missing = {fault.column for fault in row.faults}
        heads = {column.name: column.heads[0] for column in self.mapping.columns}
        return b"" if any(heads.get(name) in missing for name in self.mapping.key) else _digest(told)


def rows(
    table: Table, heads: Heads, mapping: Mapping, *, today: date, counts: Counts | None = None
) -> Iterator[Row]:
    """The rows below the heads; a line without any words is none."""
    reader = _Reader(mapping, heads, today, counts)
    for at, (line, cells) in enumerate(table.lines()):
        if at < heads.after or not any(plain(cell) for cell in cells if not isinstance(cell, dict)):
            continue
        row = reader.row(line, cells)
        if spilt := [cell for cell in cells[heads.width :] if plain(cell)]:
            row.faults.append(RowFault(line, "", f"has {len(spilt)} more cells than there are heads: a sign between "
                                       "cells may stand inside a cell"))  # fmt: skip
        yield row


def _digest(told: Any) -> bytes:
    return hashlib.blake2b(orjson.dumps(told, default=_said), digest_size=16).digest()


def _said(told: Any) -> Any:
    return [told.said, told.code and told.code.code] if isinstance(told, Coded) else str(told)


def scopes(row: Row, group: str) -> Iterator[Map[str, Any]]:
    """The values that a resource is made from: of the row, or of the row with each occurrence of a group."""
    if not group:
        yield row.values
        return
    for each in row.groups.get(group, ()):
        yield {**row.values, **each}
