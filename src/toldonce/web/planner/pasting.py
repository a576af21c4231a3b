"""Cells pasted from a spreadsheet, understood or refused with row and column; nothing in them is guessed.

Two shapes are read: one period in each row (period and value; or with heads, as many columns as there are heads), and
one period in each column (a row of periods above a row of values).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from toldonce.figures.missing import Missing
from toldonce.figures.models import Every
from toldonce.figures.periods import FINANCIAL_YEAR, QUARTER_END, NoPeriod, first_day, read, words
from toldonce.figures.receiving import cells
from toldonce.figures.receiving.cells import EMPTY

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y")
MONTHS = ("%B %Y", "%b %Y", "%b-%y", "%b-%Y", "%Y-%m")
WAYS = {
    Every.DAY: DAYS,
    Every.WEEK: DAYS,
    Every.MONTH: (*MONTHS, *DAYS),
    Every.QUARTER: (QUARTER_END, *DAYS),
    Every.FINANCIAL_YEAR: (FINANCIAL_YEAR, *DAYS),
    Every.YEAR: ("%Y", *DAYS),
}
HEADS = {
    "period": ("period", "month", "date", "day", "week", "quarter", "year"),
    "value": ("value", "figure", "rate", "percentage", "%", "count"),
    "numerator": ("numerator", "numerator count"),
    "denominator": ("denominator", "denominator count"),
    "reason": ("reason", "why", "why not", "note"),
}
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 2000, 2000, 400_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be understood, in which row and column of what was pasted (both from 1)."""

    row: int
    column: int
    reason: str

    def __str__(self) -> str:
        return f"Row {self.row}, column {self.column}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure as it was understood."""

    row: int
    period: date
    value: float | Missing
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood, in a sentence, with what was not."""

    sentence: str
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def understood(text: str, every: str, unit: str = "") -> Understood:
    """Read pasted cells as figures of an indicator that has one each `every`; `unit` is "%" for percentages."""
    if len(text) > MOST_LETTERS:
        why = f"there are {len(text):,} letters: paste {MOST_LETTERS:,} at most, or load them as a file"
        return Understood("Too much was pasted.", (), (Fault(1, 1, why),))
    try:
        rows = [row for row in _rows(text) if any(row)]
    except csv.Error as trouble:
        return Understood("The cells could not be read.", (), (Fault(1, 1, f"{trouble}"),))
    if not rows:
        return Understood("Nothing was pasted.", (), (Fault(1, 1, "there are no cells"),))
    if len(rows) > MOST_ROWS:
        why = f"there are {len(rows):,} rows: paste {MOST_ROWS:,} at most, or load them as a file"
        return Understood("Too much was pasted.", (), (Fault(MOST_ROWS + 1, 1, why),))
    if (widest := max(map(len, rows))) > MOST_COLUMNS:
        why = f"there are {widest:,} columns: paste {MOST_COLUMNS:,} at most, or load them as a file"
        return Understood("Too much was pasted.", (), (Fault(1, MOST_COLUMNS + 1, why),))
    if _is_wide(rows, every):
        return _wide(rows, every, unit)
    return _long(rows, every, unit)


def _rows(text: str) -> list[list[str]]:
    told = text.replace("\r\n", "\n").strip("\n")
    delimiter = "\t" if "\t" in told else ","
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(told), delimiter=delimiter)]


def _is_wide(rows: Sequence[Sequence[str]], every: str) -> bool:
    return len(rows) <= 2 and sum(_period(cell, every) is not None for cell in rows[0]) > 1


def _period(words: str, every: str) -> tuple[date, str] | None:
    try:
        day, way = read(words, WAYS[Every(every)])
    except NoPeriod:
        return None
    return day, way


def _wide(rows: list[list[str]], every: str, unit: str) -> Understood:
    turned = [
        (column, [above, rows[1][column - 1] if len(rows) > 1 and column <= len(rows[1]) else ""])
        for column, above in enumerate(rows[0], 1)
    ]
    kept = [(column, cells) for column, cells in turned if column > 1 or _period(cells[0], every)]
    reader = _Reader(every, unit, ("period", "value"))
    entries = [entry for column, pair in kept if (entry := reader.entry(column, pair, turned=True))]
    return reader.told(entries, "one period in each column, with its value below")


def _long(rows: list[list[str]], every: str, unit: str) -> Understood:
    heads = _heads(rows[0], every)
    if isinstance(heads, Fault):
        return Understood("The columns were not understood.", (), (heads,))
    names, first = heads
    reader = _Reader(every, unit, names)
    entries = [
        entry for number, row in enumerate(rows[first:], first + 1) if (entry := reader.entry(number, row))
    ]
    return reader.told(entries, f"one period in each row, with the columns {', '.join(filter(None, names))}")


def _heads(row: list[str], every: str) -> tuple[tuple[str, ...], int] | Fault:
    """The name of each column and the number of rows of heads, or what is not understood."""
    if _period(row[0], every):
        if len([cell for cell in row if cell]) > 2:
            return Fault(1, 3, "there are more than two columns and no heads: put period, value, numerator, "
                               "denominator or reason above them")  # fmt: skip
        return ("period", "value"), 0
    known = {said: name for name, all_said in HEADS.items() for said in all_said}
    names = tuple(known.get(cell.casefold(), "") for cell in row)
    for name in ("period", "value"):
        if names.count(name) != 1:
            said = "no column" if name not in names else "more than one column"
            return Fault(1, 1, f"{said} says the {name}: its head is one of {', '.join(HEADS[name])}")
    return names, 1


class _Reader:
    """Reads rows into entries, and keeps what cannot be understood."""

    def __init__(self, every: str, unit: str, names: tuple[str, ...]) -> None:
        self.every, self.unit, self.names = Every(every), unit, names
        self.way = ""
        self.seen: dict[date, int] = {}
        self.faults: list[Fault] = []

    def entry(self, number: int, row: Sequence[str], *, turned: bool = False) -> Entry | None:
        """The figure of a row, None where a fault was kept instead."""
        told = {name: (at, row[at] if at < len(row) else "") for at, name in enumerate(self.names) if name}

        def fault(name: str, reason: str) -> None:
            at = told[name][0]
            self.faults.append(Fault(at + 1, number, reason) if turned else Fault(number, at + 1, reason))

        period = self._period(told["period"][1], fault)
        numbers = {name: self._number(name, told[name][1], fault) for name in told if name in NUMBERS}
        value = numbers["value"]
        reason = told["reason"][1] if "reason" in told else ""
        if value is None and not reason:
            fault("value", "there is no value: leave the row out, or say why in a column `reason`")
        if period is None or isinstance(value, str) or (value is None and not reason):
            return None
        if period in self.seen:
            fault("period", f"{words(period, self.every)} stands in {self.seen[period]} already")
            return None
        self.seen[period] = number
        above, below = numbers.get("numerator"), numbers.get("denominator")
        if isinstance(above, str) or isinstance(below, str):
            return None
        return Entry(number, period, Missing(reason) if value is None else value, above, below)

    def _period(self, said: str, fault) -> date | None:
        found = _period(said, self.every)
        if found is None:
            fault(
                "period",
                f"“{said[:40]}” is no {self.every.label.lower()} that is known: write {_example(self.every)}",
            )
            return None
        day, way = found
        if self.way and way != self.way:
            fault("period", f"“{said[:40]}” is written in another way than the periods before it")
            return None
        self.way = way
        if first_day(day, self.every) != day:
            fault("period", f"no {self.every.label.lower()} begins on {day.day} {day:%B %Y}")
            return None
        return day

    def _number(self, name: str, said: str, fault) -> float | str | None:
        """The number, None where the cell is empty, "" where a fault was kept."""
        cell = cells.read(said, frozenset(), frozenset())
        if cell.absence == EMPTY:
            return None
        if cell.number is None:
            fault(name, cell.absence)
            return ""
        if name == "value" and cell.sign and cell.sign != self.unit:
            fault(name, f"has “{cell.sign}”, and the indicator is counted in {self.unit or 'plain numbers'}")
            return ""
        return cell.number

    def told(self, entries: list[Entry], shape: str) -> Understood:
        """Everything that was understood."""
        said = f"Understood as {shape}: {len(entries)} {'figure' if len(entries) == 1 else 'figures'}."
        return Understood(said, tuple(sorted(entries, key=lambda each: each.period)), tuple(self.faults))


NUMBERS = ("value", "numerator", "denominator")


def _example(every: Every) -> str:
    return {
        Every.MONTH: "April 2025 or 01/04/2025",
        Every.QUARTER: "the last month of the quarter, June 2025, or its first day",
        Every.FINANCIAL_YEAR: "2024/25 or its first day",
        Every.YEAR: "2025",
    }.get(every, "01/04/2025 or 2025-04-01")
