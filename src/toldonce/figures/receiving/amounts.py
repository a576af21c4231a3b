"""The numbers of a row: added up and checked against each other, or missing with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from toldonce.exchange.files.values import CONTROL, plain
from toldonce.figures.missing import ZERO_BELOW
from toldonce.figures.receiving import cells
from toldonce.figures.receiving.cells import EMPTY, SUPPRESSED, Cell
from toldonce.figures.receiving.lines import Line, Lines
from toldonce.figures.receiving.mapping import Held, Sum
from toldonce.figures.receiving.noticing import Notice

REMEMBERED = 1 << 16
HIDDEN = "The publisher hides this number."
BLANK = "The cell in the file is empty."
NOTHING = Cell(None)


class Said(NamedTuple):
    """One figure as a row of a file says it; `missing` is the reason where there is no value."""

    row: int
    indicator: int
    place: str
    part: str
    period: date
    numerator: float | None
    denominator: float | None
    value: float | None
    low: float | None
    high: float | None
    missing: str
    suppressed: bool


class Amount(NamedTuple):
    """The numbers of one figure, or why there are none."""

    numerator: float | None
    denominator: float | None
    value: float | None
    low: float | None
    high: float | None
    missing: str = ""
    suppressed: bool = False


def missing(reason: str, *, suppressed: bool = False) -> Amount:
    """No numbers, for this reason."""
    return Amount(None, None, None, None, None, reason, suppressed)


@dataclass(slots=True)
class Amounts:
    """Reads the numbers of rows, and notices what cannot be."""

    lines: Lines
    notice: Notice
    signs: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # of a column, and the row where it was seen first
    remembered: dict[Any, Cell] = field(
        default_factory=dict
    )  # the same numbers stand in a file again and again

    def amount(self, line: Line, held: Held, *, excused: bool) -> Amount:
        """The numbers of one figure; `excused` leaves out the checks, where a fault is known."""
        above = self._sum(line, held.numerator)
        below = self._sum(line, held.denominator)
        value = self._sum(line, held.value) if held.value else _quotient(above, below)
        if value.number is None:
            return self._missing(line, held, value.absence)
        if held.denominator and below.number == 0:
            return missing(ZERO_BELOW)
        if value.number == 0 and held.zero:
            return missing(held.zero)
        if not excused:
            self._check(line, held, above, below, value.number * held.times)
        low, high = (self._limit(line, each, held.times) for each in (held.low, held.high))
        return Amount(above.number, below.number, value.number * held.times, low, high)

    def _missing(self, line: Line, held: Held, absence: str) -> Amount:
        said = plain(line.cell(held.reason)) if held.reason else ""
        if CONTROL.search(said):
            self.notice.fault(
                line.number, self.lines.head([held.reason]), "holds a character that no text has"
            )
        reason = said or {EMPTY: BLANK, SUPPRESSED: HIDDEN}.get(absence, absence)
        return missing(reason, suppressed=absence == SUPPRESSED)

    def check_sums(self, line: Line) -> None:
        """Check what must add up in a row."""
        for rule in self.lines.mapping.sums:
            told = [self._cell(line, each).number for each in (rule.total, *rule.parts)]
            if all(each is not None for each in told):
                self._check_sum(line, rule, [each or 0.0 for each in told])

    def _cell(self, line: Line, column: str) -> Cell:
        said = line.cell(column)
        found = self.remembered.get(said)
        if found is None:
            mapping = self.lines.mapping
            found = cells.read(said, mapping.empty, mapping.suppressed)
            if len(self.remembered) < REMEMBERED:
                self.remembered[said] = found
        return found

    def _sum(self, line: Line, columns: tuple[str, ...]) -> Cell:
        """The sum of the cells of some columns; nothing where one of them has none."""
        if not columns:
            return NOTHING
        total = 0.0
        for column in columns:
            cell = self._cell(line, column)
            if cell.number is None:
                if cell.absence not in (EMPTY, SUPPRESSED):
                    self.notice.fault(line.number, self.lines.head([column]), cell.absence)
                return cell
            if self.signs.setdefault(column, (cell.sign, line.number))[0] != cell.sign and cell.number:
                self._two_units(line, column, cell)
            total += cell.number
        return Cell(total)

    def _two_units(self, line: Line, column: str, cell: Cell) -> None:
        sign, row = self.signs[column]
        here, there = (f"“{each}”" if each else "no unit" for each in (cell.sign, sign))
        reason = f"has {here}, and row {row} has {there}: two units in one column"
        self.notice.fault(line.number, self.lines.head([column]), reason)

    def _limit(self, line: Line, column: str, times: float) -> float | None:
        found = self._sum(line, (column,)).number if column else None
        return None if found is None else found * times

    def _check_sum(self, line: Line, rule: Sum, told: list[float]) -> None:
        total, parts, names = (
            told[0],
            sum(told[1:]),
            " + ".join(self.lines.head([each]) for each in rule.parts),
        )
        head = self.lines.head([rule.total])
        if rule.at_most and parts > total + rule.within:
            self.notice.fault(line.number, head, f"{total:g} is less than {names}, {parts:g}")
        elif not rule.at_most and abs(total - parts) > rule.within:
            self.notice.fault(line.number, head, f"{total:,.10g} is not the sum of {names}, {parts:,.10g}")

    def _check(self, line: Line, held: Held, above: Cell, below: Cell, value: float) -> None:
        head = self.lines.head((held.value or held.numerator)[:1])
        if held.at_least is not None and value < held.at_least:
            reason = f"{value:g} is less than {held.at_least:g}, the smallest that is believed"
            self.notice.fault(line.number, head, reason)
        if held.at_most is not None and value > held.at_most:
            reason = f"{value:g} is more than {held.at_most:g}, the largest that is believed"
            self.notice.fault(line.number, head, reason)
        if above.number is None or below.number is None or held.at_most is not None:
            return
        if above.number > below.number:
            reason = f"{above.number:g} is above its denominator, {below.number:g}"
            self.notice.fault(line.number, self.lines.head(held.numerator[:1]), reason)


def _quotient(above: Cell, below: Cell) -> Cell:
    if above.number is None or below.number is None:
        return above if above.number is None else below
    return Cell(above.number / below.number) if below.number else Cell(None, absence=ZERO_BELOW)
