"""Whom and what a row is about: its period, place, part and indicator, from the words in its columns."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from toldonce.exchange.files.values import CONTROL
from toldonce.figures import periods
from toldonce.figures.periods import NoPeriod
from toldonce.figures.receiving.lines import Line, Lines
from toldonce.figures.receiving.mapping import KEEP, LEAVE, Words
from toldonce.figures.receiving.noticing import Notice

LONGEST = 200  # letters of a part of an indicator


class Kind(NamedTuple):
    """What must be known of an indicator while figures of it are read."""

    id: int
    every: str


class About(NamedTuple):
    """Whom and what a row is about; `indicator` is "" where the row holds figures of several."""

    period: date
    place: str
    part: str
    indicator: str


@dataclass(slots=True)
class Naming:
    """Reads what rows are about, and notices where one says nothing that is known."""

    lines: Lines
    places: frozenset[str]
    notice: Notice
    way: tuple[str, int] = ("", 0)  # how periods are written, and since which row

    def about(self, line: Line) -> About | None:
        """Whom and what a row is about; None where it is left out or refused."""
        period = self._period(line)
        if period is None:
            return None
        mapping = self.lines.mapping
        if mapping.only.columns and self._word(line, "row", mapping.only, period) is None:
            return None
        place = self._word(line, "place", mapping.place, period)
        part = self._word(line, "part", mapping.part, period)
        indicator = self._word(line, "indicator", mapping.indicator, period)
        if place is None or part is None or indicator is None:
            return None
        return About(period, place, part, indicator) if self._is_known(line, place) else None

    def _period(self, line: Line) -> date | None:
        words = self.lines.mapping.period
        said = words.fixed or line.words(words.columns, " ")
        try:
            day, way = periods.read(self._corrected(said, words.corrected), self.lines.mapping.ways)
        except NoPeriod as trouble:
            return self._fault(line, words, str(trouble))
        if not self.way[0]:
            self.way = (way, line.number)
        if way != self.way[0]:
            return self._fault(
                line,
                words,
                f"“{said}” is written as {way}, and from row {self.way[1]} on periods were written as {self.way[0]}",
            )
        return day

    def _corrected(self, said: str, corrected: Map[str, str]) -> str:
        for wrong, right in corrected.items():
            if wrong in said:
                self.notice.known[f"“{wrong}” in a period is a slip for “{right}”."] += 1
                said = said.replace(wrong, right)
        return said

    def _fault(self, line: Line, words: Words, reason: str) -> None:
        self.notice.fault(line.number, self.lines.head(words.columns), reason)

    def _word(self, line: Line, what: str, words: Words, period: date) -> str | None:
        """The code that the words of a row mean in its period."""
        if not words.columns:
            return words.fixed
        said = line.words(words.columns, " / ")
        meant = words.codes.get(said.casefold(), ())
        for each in meant:
            if each.holds_on(period):
                return each.code
        if words.others == KEEP or (not words.codes and what != "indicator"):
            return self._kept(line, words, said)
        if words.others == LEAVE:
            self.notice.left[f"{what} {said}"] += 1
            return None
        reason = "means nothing in this period" if meant else f"is no {what} that the mapping knows"
        return self._fault(line, words, f"“{said}” {reason}")

    def _kept(self, line: Line, words: Words, said: str) -> str | None:
        """Words that are kept as they are said."""
        if len(said) > LONGEST:
            return self._fault(line, words, f"“{said[:40]}…” is longer than {LONGEST} letters")
        if CONTROL.search(said):
            return self._fault(line, words, "holds a character that no text has")
        return said

    def _is_known(self, line: Line, place: str) -> bool:
        if place in self.places:
            return True
        words = self.lines.mapping.place
        if words.others == LEAVE:
            self.notice.left[f"place {place}"] += 1
        else:
            self._fault(line, words, f"nobody knows a place with the code “{place}”")
        return False
