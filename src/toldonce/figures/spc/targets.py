"""Targets and trajectories as dated tables: what was to be reached from when on, who said so, and when."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toldonce.figures.missing import Missing
from toldonce.figures.spc.errors import BadTargets


@dataclass(frozen=True, slots=True)
class Aim:
    """A value to be reached from one day to another, or until the next row; in the unit of the series."""

    since: date
    value: float
    source: str
    agreed: date | None = None
    until: date | None = None

    @property
    def after_the_fact(self) -> bool:
        """Whether it was agreed when the time for which it holds had already begun."""
        return self.agreed is not None and self.agreed > self.since


@dataclass(frozen=True, slots=True)
class Aims:
    """A dated table: a target that changes now and then, or a trajectory with a row for each period."""

    rows: tuple[Aim, ...] = ()

    def __post_init__(self) -> None:
        days = [row.since for row in self.rows]
        if days != sorted(set(days)):
            raise BadTargets("two values hold from one day on, or the rows are not in order of date")
        if any(not math.isfinite(row.value) for row in self.rows):
            raise BadTargets("a target is no number: give the value to be reached")
        if any(not row.source.strip() for row in self.rows):
            raise BadTargets("a target without its source cannot be answered for: say where it was set")

    def on(self, day: date) -> Aim | Missing:
        """Return the row that holds on a day, or the reason why none does."""
        at = bisect_right([row.since for row in self.rows], day)
        if at == 0:
            return NOT_SET if not self.rows else Missing(f"no target had been set by {_words(day)}")
        row = self.rows[at - 1]
        if row.until and day > row.until:
            return Missing(f"the target ended on {_words(row.until)} and none has been set since")
        return row

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the table: which values were agreed after their time had begun."""
        return tuple(
            f"The target in force from {_words(row.since)} was agreed on {_words(row.agreed)}, "
            "after its time had begun."
            for row in self.rows
            if row.agreed and row.after_the_fact
        )


NOT_SET = Missing("no target has been set")
NO_AIMS = Aims()


def aims(rows: Iterable[Aim]) -> Aims:
    """Put the rows of a table in order of date. Raises `BadTargets` when two hold from one day on."""
    return Aims(tuple(sorted(rows, key=lambda row: row.since)))


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def target(value: float, *, since: date, source: str, agreed: date | None = None) -> Aims:
    """Return the table of a single target."""
    return Aims((Aim(since, value, source, agreed),))
