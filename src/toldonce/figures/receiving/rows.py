"""From the lines of a file to what it says: figures with their row, and faults with row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from toldonce.exchange.files import heads as heading
from toldonce.exchange.files.tables import Table
from toldonce.exchange.files.values import plain
from toldonce.figures import periods
from toldonce.figures.periods import NoPeriod
from toldonce.figures.receiving import cells
from toldonce.figures.receiving.cells import EMPTY, SUPPRESSED, Cell
from toldonce.figures.receiving.mapping import AS_SAID, KEEP, LEAVE, Held, KnownFault, Mapping, Sum, Words

FAULTS_AT_MOST = 500
CELLS_REMEMBERED = 1 << 16
HIDDEN = "The publisher hides this number."
BLANK = "The cell in the file is empty."
ZERO_BELOW = "The denominator is zero."


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


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a file, in which row and column (0 and "" are the file as a whole)."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.reason}" if self.row else self.reason


class Kind(NamedTuple):
    """What is known of an indicator while its file is read."""

    id: int
    every: str


@dataclass(slots=True)
class Reading:
    """A file being read: figures come out of `figures`, and what was noticed stays here."""

    mapping: Mapping
    table: Table
    heads: heading.Heads
    kinds: Map[str, Kind]  # by the code of the indicator
    places: frozenset[str]  # those that are known
    rows: int = 0
    refused: int = 0
    faults: list[RowFault] = field(default_factory=list)
    faults_in_all: int = 0
    left: Counter[str] = field(default_factory=Counter)  # words that were left out, with their columns
    touched: Counter[int] = field(default_factory=Counter)  # figures by the known fault that touched them
    seen: set[tuple[str, str, date]] = field(default_factory=set)  # indicator, place, period; for absences
    signs: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # of each column, and where it was first seen
    way: tuple[str, int] = ("", 0)
    remembered: dict[Any, Cell] = field(default_factory=dict)
    known_words: dict[tuple, Any] = field(default_factory=dict)

    def fault(self, row: int, column: str, reason: str) -> None:
        """Note a fault; the first few hundred are kept with their words, all are counted."""
        self.faults_in_all += 1
        if len(self.faults) < FAULTS_AT_MOST:
            self.faults.append(RowFault(row, column, reason))

    def figures(self) -> Iterator[Said]:
        """Every figure that the file says; a row with a fault says none."""
        for number, line in islice(self.table.lines(), self.heads.after, None):
            if any(plain(cell) for cell in line):
                self.rows += 1
                yield from self._of_row(number, line)
        yield from self._absent()

    def _of_row(self, number: int, line: Sequence[Any]) -> Iterator[Said]:
        before = self.faults_in_all
        made = list(self._read(number, line))
        if self.faults_in_all > before:
            self.refused += 1
        else:
            yield from made

    def _read(self, number: int, line: Sequence[Any]) -> Iterator[Said]:
        mapping = self.mapping
        period = self._period(number, line)
        if period is None:
            return
        place = self._word(number, line, "place", mapping.place, period)
        part = self._word(number, line, "part", mapping.part, period)
        if place is None or part is None:
            return
        indicator = None
        if mapping.indicator.columns:
            indicator = self._word(number, line, "indicator", mapping.indicator, period)
            if indicator is None:
                return
        if not self._known_place(number, place):
            return
        excused = self._checked_sums(number, line, place, period, indicator)
        for held in mapping.held:
            if said := self._figure(
                number, line, held, indicator or held.indicator, place, part, period, excused
            ):
                yield said

    def _at(self, line: Sequence[Any], column: str) -> Any:
        spot = self.heads.at["", 0, column]
        return line[spot] if spot < len(line) else None

    def _head(self, column: str) -> str:
        """A column as its reader finds it: its head and its letter would move, so the head alone."""
        return next(each.heads[0] for each in self.mapping.columns if each.name == column)

    def _period(self, number: int, line: Sequence[Any]) -> date | None:
        words = self.mapping.period
        said = words.fixed or " ".join(plain(self._at(line, each)) for each in words.columns)
        column = " and ".join(map(self._head, words.columns))
        try:
            day, way = periods.read(said, self.mapping.ways)
        except NoPeriod as trouble:
            self.fault(number, column, str(trouble))
            return None
        if not self.way[0]:
            self.way = (way, number)
        elif way != self.way[0]:
            self.fault(
                number, column,
                f"“{said}” is written as {way}, and periods were written as {self.way[0]} from row {self.way[1]} on",
            )  # fmt: skip
            return None
        return day

    def _word(self, number: int, line: Sequence[Any], what: str, words: Words, period: date) -> str | None:
        """The code that the words of a row mean; None where the row is left out or refused."""
        if not words.columns:
            return words.fixed
        said = " / ".join(plain(self._at(line, each)) for each in words.columns)
        meant = words.codes.get(said.casefold(), ())
        for each in meant:
            if each.holds_on(period):
                return each.code
        if words.others == KEEP or (what == "place" and not meant):
            return said
        if words.others == LEAVE:
            self.left[f"{what} {said}"] += 1
            return None
        reason = "means nothing in this period" if meant else f"is no {what} that the mapping knows"
        self.fault(number, " and ".join(map(self._head, words.columns)), f"“{said}” {reason}")
        return None

    def _known_place(self, number: int, place: str) -> bool:
        if place in self.places:
            return True
        if self.mapping.place.others == LEAVE:
            self.left[f"place {place}"] += 1
        else:
            column = " and ".join(map(self._head, self.mapping.place.columns))
            self.fault(number, column, f"nobody knows a place with the code “{place}”")
        return False

    def _cell(self, line: Sequence[Any], column: str) -> Cell:
        said = self._at(line, column)
        found = self.remembered.get(said)
        if found is None:
            found = cells.read(said, self.mapping.empty, self.mapping.suppressed)
            if len(self.remembered) < CELLS_REMEMBERED:
                self.remembered[said] = found
        return found

    def _number(self, number: int, line: Sequence[Any], columns: tuple[str, ...]) -> Cell:
        """The sum of the cells of some columns; missing where one of them is."""
        total, sign = 0.0, ""
        for column in columns:
            cell = self._cell(line, column)
            if cell.number is None:
                if cell.absence not in (EMPTY, SUPPRESSED):
                    self.fault(number, self._head(column), cell.absence)
                return cell
            if not self._same_unit(number, column, cell):
                return cell
            total, sign = total + cell.number, cell.sign
        return Cell(total, sign)

    def _same_unit(self, number: int, column: str, cell: Cell) -> bool:
        first = self.signs.setdefault(column, (cell.sign, number))
        if first[0] == cell.sign or cell.number == 0:
            return True
        here, there = (f"“{sign}”" if sign else "no unit" for sign in (cell.sign, first[0]))
        self.fault(
            number, self._head(column), f"has {here}, and row {first[1]} has {there}: two units in one column"
        )
        return False

    def _checked_sums(
        self, number: int, line: Sequence[Any], place: str, period: date, indicator: str | None
    ) -> bool:
        """Check what must add up; whether a known fault excuses this row from it."""
        excused = any(
            each.then == AS_SAID and each.covers(indicator or "", place, period)
            for each in self.mapping.known
        )
        for rule in () if excused else self.mapping.sums:
            told = [self._cell(line, each).number for each in (rule.total, *rule.parts)]
            if None not in told:
                self._check_sum(number, rule, told)
        return excused

    def _check_sum(self, number: int, rule: Sum, told: list) -> None:
        total, parts = told[0], sum(told[1:])
        names = " + ".join(map(self._head, rule.parts))
        if rule.at_most and parts > total + rule.within:
            self.fault(number, self._head(rule.total), f"{total:g} is less than {names}, {parts:g}")
        elif not rule.at_most and abs(total - parts) > rule.within:
            self.fault(number, self._head(rule.total), f"{total:g} is not the sum of {names}, {parts:g}")

    def _figure(
        self, number: int, line: Sequence[Any], held: Held, code: str, place: str, part: str, period: date,
        excused: bool,
    ) -> Said | None:  # fmt: skip
        kind = self.kinds[code]
        if periods.first_day(period, kind.every) != period:
            column = " and ".join(map(self._head, self.mapping.period.columns))
            self.fault(number, column, f"{period} is not the first day of a {kind.every.replace('_', ' ')}")
            return None
        above = self._number(number, line, held.numerator)
        below = self._number(number, line, held.denominator)
        value = self._value(number, line, held, above, below)
        missing = self._missing(code, place, period, held, value, below)
        if missing:
            return Said(
                number, kind.id, place, held.part or part, period, None, None, None, None, None, missing,
                value.absence == SUPPRESSED,
            )  # fmt: skip
        if not excused:
            self._check_limits(number, held, above, below, value)
        low, high = (
            self._number(number, line, (each,) if each else ()).number for each in (held.low, held.high)
        )
        return Said(
            number, kind.id, place, held.part or part, period, above.number if held.numerator else None,
            below.number if held.denominator else None, (value.number or 0.0) * held.times,
            low * held.times if held.low and low is not None else None,
            high * held.times if held.high and high is not None else None, "", False,
        )  # fmt: skip

    def _value(self, number: int, line: Sequence[Any], held: Held, above: Cell, below: Cell) -> Cell:
        if held.value:
            return self._number(number, line, held.value)
        if above.number is None or below.number is None:
            return above if above.number is None else below
        return Cell(above.number / below.number) if below.number else Cell(None, absence=ZERO_BELOW)

    def _missing(self, code: str, place: str, period: date, held: Held, value: Cell, below: Cell) -> str:
        """Why there is no value; "" where there is one."""
        if self.mapping.known:
            self.seen.add((code, place, period))
        for each in self.mapping.known:
            if each.covers(code, place, period):
                self.touched[self.mapping.known.index(each)] += 1
                if each.then != AS_SAID:
                    return each.reason
        if value.number is None:
            return {EMPTY: BLANK, SUPPRESSED: HIDDEN}.get(value.absence, value.absence)
        if held.denominator and below.number == 0:
            return ZERO_BELOW
        return held.zero if value.number == 0 else ""

    def _check_limits(self, number: int, held: Held, above: Cell, below: Cell, value: Cell) -> None:
        column = self._head((held.value or held.numerator)[0])
        amount = (value.number or 0.0) * held.times
        if held.at_least is not None and amount < held.at_least:
            self.fault(
                number, column, f"{amount:g} is less than {held.at_least:g}, the smallest that is believed"
            )
        if held.at_most is not None and amount > held.at_most:
            self.fault(
                number, column, f"{amount:g} is more than {held.at_most:g}, the largest that is believed"
            )
        if held.numerator and held.denominator and held.at_most is not None:
            return
        if above.number and held.denominator and below.number is not None and above.number > below.number:
            reason = f"{above.number:g} is above its denominator, {below.number:g}"
            self.fault(number, self._head(held.numerator[0]), reason)

    def _absent(self) -> Iterator[Said]:
        """Missing figures for the periods of which it is known that no row exists."""
        for at, each in enumerate(self.mapping.known):
            if each.absent:
                yield from self._absences(at, each)

    def _absences(self, at: int, fault: KnownFault) -> Iterator[Said]:
        for code in sorted(fault.indicators or self.mapping.indicators()):
            kind = self.kinds[code]
            for place in sorted(fault.places):
                period = periods.first_day(fault.since, kind.every)
                while period <= fault.until:
                    if (code, place, period) not in self.seen:
                        self.touched[at] += 1
                        yield Said(
                            0, kind.id, place, "", period, None, None, None, None, None, fault.reason, False
                        )
                    period = periods.following(period, kind.every)
