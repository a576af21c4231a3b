"""A budget as it is reckoned with: lines with their months, made from the rows of its sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from toldonce.steering.money.cells import said
from toldonce.steering.money.months import by_month, place_of
from toldonce.steering.sheets.declaring import Contents, Row
from toldonce.steering.sheets.sharing import shared

TWELFTHS = (1,) * 12


@dataclass(frozen=True, slots=True)
class Change:
    """A change in year; `place` is the month from which it counts, `row` where it stands in its sheet."""

    on: date
    place: int
    amount: int
    full_year: int
    recurrent: bool
    reason: str
    agreed: str
    row: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget in whole pounds; `row`, `profile_row` and `actual_row` are where its sheets say it."""

    name: str
    programme: str
    holder: str
    opening: int
    recurrent: int
    held: bool
    method: str
    typed: int | None
    why: str
    source: str
    given: tuple[int, ...] | None
    actual: tuple[int | None, ...]
    changes: tuple[Change, ...]
    row: int
    profile_row: int | None = None
    actual_row: int | None = None

    @property
    def budget(self) -> int:
        """The budget of the year with every change in it."""
        return self.opening + sum(change.amount for change in self.changes)

    @property
    def carried_on(self) -> int:
        """What goes on next year: what recurs of the opening budget, and the full year of changes that do."""
        return self.recurrent + sum(change.full_year for change in self.changes if change.recurrent)

    def by_month(self) -> tuple[int, ...]:
        """The budget of each month, which add up to that of the year."""
        months = list(self.given or shared(self.opening, TWELFTHS))
        for change in self.changes:
            left = 12 - change.place
            for at, part in enumerate(shared(change.amount, TWELFTHS[:left]), change.place):
                months[at] += part
        return tuple(months)


@dataclass(frozen=True, slots=True)
class Budget:
    """The lines of one year, of which so many months are closed."""

    year: int
    closed: int
    lines: tuple[Line, ...]

    def line(self, name: str) -> Line | None:
        """The line of a name."""
        return next((line for line in self.lines if line.name == name), None)


def budget_of(contents: Contents) -> Budget | None:
    """The budget that sheets make; None while its terms are not given. A row that is not whole is left out."""
    terms = next((row for row in contents["terms"] if row["year"] is not None), None)
    if terms is None:
        return None
    year = cast(int, terms["year"])
    changes = _changes(contents["changes"], year)
    profiles = {row["line"]: row for row in contents["profile"]}
    actuals = {row["line"]: row for row in contents["actuals"]}
    made: dict[str, Line] = {}
    for row in contents["lines"]:
        name = row["line"]
        if isinstance(name, str) and row["opening"] is not None and name not in made:
            made[name] = _line(row, changes[name], profiles.get(name), actuals.get(name))
    return Budget(year, cast(int, terms["closed"]) or 0, tuple(made.values()))


def _changes(rows: Iterable[Row], year: int) -> dict[str, tuple[Change, ...]]:
    found: dict[str, list[Change]] = defaultdict(list)
    for row in rows:
        whole = isinstance(row["on"], date) and row["amount"] is not None
        if whole and 0 <= place_of(year, cast(date, row["on"])) < 12:
            found[str(row["line"])].append(_change(row, year))
    return defaultdict(tuple, {name: tuple(each) for name, each in found.items()})


def _change(row: Row, year: int) -> Change:
    on, amount = cast(date, row["on"]), cast(int, row["amount"])
    recurrent = bool(row["recurrent"])
    full_year = cast(int, row["full_year"] if row["full_year"] is not None else amount)
    words = said(row["reason"]), said(row["agreed"])
    return Change(
        on, place_of(year, on), amount, full_year if recurrent else 0, recurrent, *words, row.number
    )


def _line(row: Row, changes: tuple[Change, ...], profile: Row | None, actual: Row | None) -> Line:
    opening = cast(int, row["opening"])
    return Line(
        name=said(row["line"]),
        programme=said(row["programme"]),
        holder=said(row["holder"]),
        opening=opening,
        recurrent=cast(int, row["recurrent"] if row["recurrent"] is not None else opening),
        held=bool(row["held"]),
        method=said(row["method"]) or "plan",
        typed=cast("int | None", row["forecast"]),
        why=said(row["why"]),
        source=said(row["source"]),
        given=_given(profile, opening),
        actual=cast(Any, by_month(actual)) if actual else (None,) * 12,
        changes=changes,
        row=row.number,
        profile_row=profile.number if profile else None,
        actual_row=actual.number if actual else None,
    )


def _given(profile: Row | None, opening: int) -> tuple[int, ...] | None:
    """A profile that is whole and adds up to the opening budget; any other is said by the check and not used."""
    months = by_month(profile) if profile else ()
    known = tuple(cast(int, value) for value in months if value is not None)
    return known if len(known) == 12 and sum(known) == opening else None
