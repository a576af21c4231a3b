"""A calendar laid along a drawing: days from left to right, with marks at round months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from toldonce.figures.spc.svg import shape

STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12_000, 120_000)  # months between marks
APART = 72  # units between marks, so that their words do not touch
ROOM = 20  # days before the first and after the last
FIRST, LAST = date(1, 1, 1).toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that a drawing spans, between two places on it."""

    first: date
    last: date
    left: float
    right: float

    def across(self, day: date) -> float:
        """Where a day lies."""
        part = (day - self.first).days / ((self.last - self.first).days or 1)
        return self.left + (self.right - self.left) * part

    def marks(self) -> Iterator[date]:
        """The first days of the months that are marked: as many as there is room for."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        room = max((self.right - self.left) / APART, 1)
        step = next((each for each in STEPS if months / each <= room), STEPS[-1])
        month = self.first.year * 12 + self.first.month - 1
        month += -(month - 3) % step if step < 12 else -month % step
        while month // 12 <= self.last.year:
            day = date(month // 12, month % 12 + 1, 1)
            if self.first <= day <= self.last:
                yield day
            month += step

    def drawn(self, root: Element, top: float, foot: float) -> None:
        """Draw a line and the words of each mark; the words stand above the lines."""
        for day in self.marks():
            x = self.across(day)
            shape(root, "line", "spc-grid", x1=x, x2=x, y1=top, y2=foot)
            shape(root, "text", "spc-words", f"{day:%b %Y}", x=x, y=top - 6, text_anchor="middle")


def calendar(days: Iterable[date], left: float, right: float) -> Calendar:
    """The calendar of a drawing that has room for these days, and a little more."""
    told = sorted(day.toordinal() for day in days)
    first, last = max(told[0] - ROOM, FIRST), min(told[-1] + ROOM, LAST)
    return Calendar(date.fromordinal(first), date.fromordinal(last), left, right)
