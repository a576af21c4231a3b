"""Matters between commissioner and provider: what happened, what must come next by which day, and the money held."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from toldonce.directory.calendars import working_days_after
from toldonce.steering.money.cells import said
from toldonce.steering.money.contracts.declared_quality import COUNTED, STEPS
from toldonce.steering.sheets.declaring import Contents


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened in a matter."""

    step: str
    on: date
    about: str
    amount: int
    row: int


@dataclass(frozen=True, slots=True)
class Clock:
    """What must follow a step, and how soon."""

    after: str
    step: str
    within: int
    counted: str
    source: str

    def ends(self, on: date) -> date:
        """The last day for what must follow a step of that day."""
        if self.counted == "working":
            return working_days_after(on, self.within)
        return (
            _months_after(on, self.within) if self.counted == "months" else on + timedelta(days=self.within)
        )

    def __str__(self) -> str:
        counted = COUNTED[self.counted].lower()
        return f"{STEPS[self.step]} within {self.within} {counted} of {STEPS[self.after].lower()}"


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that a step started: by when, and when it was answered if it was."""

    clock: Clock
    by: date
    answered: date | None

    def state(self, on: date) -> str:
        """In time, late by so many days, overdue, or still running."""
        if self.answered is not None:
            late = (self.answered - self.by).days
            return "in time" if late <= 0 else f"late by {_days(late)}"
        over = (on - self.by).days
        return f"overdue by {_days(over)}" if over > 0 else f"due in {_days(-over)}" if over else "due today"


@dataclass(frozen=True, slots=True)
class Matter:
    """The steps of one matter in the order of their days, and the clocks that they started."""

    number: str
    contract: str
    steps: tuple[Step, ...]
    dues: tuple[Due, ...]

    @property
    def closed(self) -> bool:
        return any(step.step == "closed" for step in self.steps)

    def within(self, first: date, last: date) -> Matter:
        """The matter with only what happened in these days."""
        return replace(self, steps=tuple(step for step in self.steps if first <= step.on <= last))

    @property
    def withheld(self) -> int:
        """What is withheld and not released again."""
        return self._sum("withheld") - self._sum("released")

    @property
    def sanctions(self) -> int:
        return self._sum("sanction")

    def _sum(self, kind: str) -> int:
        return sum(step.amount for step in self.steps if step.step == kind)


def matters_of(contents: Contents, contract: str) -> tuple[Matter, ...]:
    """The matters of a contract, in the order of their first step."""
    clocks = clocks_of(contents)
    steps: dict[str, list[Step]] = {}
    for row in contents["notices"]:
        if row["contract"] == contract and row["on"] is not None and row["step"]:
            words = said(row["step"]), cast(date, row["on"]), said(row["about"])
            step = Step(*words, cast(int, row["amount"]) or 0, row.number)
            steps.setdefault(said(row["matter"]), []).append(step)
    made = (_matter(number, contract, each, clocks) for number, each in steps.items())
    return tuple(sorted(made, key=lambda matter: matter.steps[0].on))


def clocks_of(contents: Contents) -> tuple[Clock, ...]:
    """The clocks that are given, as they stand in their sheet."""
    return tuple(
        Clock(
            said(row["after"]),
            said(row["step"]),
            cast(int, row["within"]),
            said(row["counted"]),
            said(row["source"]),
        )
        for row in contents["clocks"]
        if None not in (row["after"], row["step"], row["within"], row["counted"])
    )


def _matter(number: str, contract: str, steps: Sequence[Step], clocks: Sequence[Clock]) -> Matter:
    ordered = tuple(sorted(steps, key=lambda step: (step.on, step.row)))
    return Matter(number, contract, ordered, tuple(_dues(ordered, clocks)))


def _dues(steps: Sequence[Step], clocks: Sequence[Clock]) -> Iterator[Due]:
    """A clock for each step that starts one; closing a matter stops those that run."""
    for at, step in enumerate(steps):
        for clock in clocks:
            if clock.after == step.step:
                after = steps[at + 1 :]
                answered = next((each.on for each in after if each.step == clock.step), None)
                if answered is not None or not any(each.step == "closed" for each in after):
                    yield Due(clock, clock.ends(step.on), answered)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
