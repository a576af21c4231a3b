"""From the rows of a file to the figures that it says, known faults taken into account."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date

from toldonce.figures import periods
from toldonce.figures.receiving.amounts import Amounts, Said, missing
from toldonce.figures.receiving.lines import Line, Lines
from toldonce.figures.receiving.mapping import AS_SAID, LEFT_OUT, Held, KnownFault
from toldonce.figures.receiving.naming import About, Kind, Naming
from toldonce.figures.receiving.noticing import Notice


@dataclass(slots=True)
class Reading:
    """A file being read: figures come out of `figures`, and what was noticed stays in `notice`."""

    lines: Lines
    kinds: Map[str, Kind]  # by the code of the indicator
    places: frozenset[str]  # those that are known
    notice: Notice = field(default_factory=Notice)
    rows: int = 0
    refused: int = 0
    seen: set[tuple[str, str, date]] = field(
        default_factory=set
    )  # of what a known fault says that it is absent

    def figures(self) -> Iterator[Said]:
        """Every figure that the file says; a row with a fault says none."""
        naming = Naming(self.lines, self.places, self.notice)
        amounts = Amounts(self.lines, self.notice)
        for line in self.lines:
            self.rows += 1
            before = self.notice.faults_in_all
            about = naming.about(line)
            said = [] if about is None else self._of(line, about, amounts)
            if self.notice.faults_in_all > before:
                self.refused += 1
            else:
                yield from said
        yield from self._absent()

    def _of(self, line: Line, about: About, amounts: Amounts) -> list[Said]:
        if not self.lines.mapping.stands_as_said(about.indicator, about.place, about.period):
            amounts.check_sums(line)
        figures = (self._figure(line, about, held, amounts) for held in self.lines.mapping.held)
        return [figure for figure in figures if figure is not None]

    def _figure(self, line: Line, about: About, held: Held, amounts: Amounts) -> Said | None:
        code = about.indicator or held.indicator
        kind = self.kinds[code]
        if periods.first_day(about.period, kind.every) != about.period:
            head = self.lines.head(self.lines.mapping.period.columns)
            reason = f"{about.period} is not the first day of a {kind.every.replace('_', ' ')}"
            self.notice.fault(line.number, head, reason)
        fault = self._known(code, about)
        if fault and fault.then == LEFT_OUT:
            return None
        amount = amounts.amount(line, held, excused=fault is not None)
        if fault and fault.then != AS_SAID:
            amount = missing(fault.reason)
        return Said(line.number, kind.id, about.place, held.part or about.part, about.period, *amount)

    def _known(self, code: str, about: About) -> KnownFault | None:
        """The known fault that touches a figure."""
        for each in self.lines.mapping.known:
            if each.covers(code, about.place, about.period):
                self.notice.known[each.reason] += 1
                if each.absent:
                    self.seen.add((code, about.place, about.period))
                return each
        return None

    def _absent(self) -> Iterator[Said]:
        """Missing figures for the periods of which it is known that no row exists."""
        for each in self.lines.mapping.known:
            if each.absent:
                yield from self._absences(each)

    def _absences(self, fault: KnownFault) -> Iterator[Said]:
        for code in sorted(fault.indicators or self.lines.mapping.indicators()):
            kind = self.kinds[code]
            for place in sorted(fault.places):
                period = periods.first_day(fault.since, kind.every)
                while period <= fault.until:
                    if (code, place, period) not in self.seen:
                        self.notice.known[fault.reason] += 1
                        yield Said(0, kind.id, place, "", period, *missing(fault.reason))
                    period = periods.following(period, kind.every)
