"""What is bought next: stages dated by their rule, what slips, and contracts that end with nothing to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from toldonce.steering.money.cells import said
from toldonce.steering.money.contracts.register import Contract, Register
from toldonce.steering.sheets.declaring import Contents, Row

DAY = timedelta(days=1)
HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a lot: when it is to begin and to be done by the rule, and when it is forecast to be."""

    name: str
    decides: str
    begins: date
    due: date
    done: date | None
    forecast: date
    note: str

    @property
    def slips(self) -> int:
        """The days by which it is done, or forecast, after its date."""
        return max(((self.done or self.forecast) - self.due).days, 0)


@dataclass(frozen=True, slots=True)
class Lot:
    """Something to be bought; `follows` is the contract that it takes over from."""

    name: str
    follows: Contract | None
    route: str
    starts: date
    value: int
    lead: str
    stages: tuple[Stage, ...]
    row: int

    @property
    def forecast_start(self) -> date:
        """When the contract can start, with what slips carried forward; never before it is planned to."""
        return max(self.starts, self.stages[-1].forecast + DAY) if self.stages else self.starts

    @property
    def slips(self) -> int:
        """The days by which the start of the contract slips."""
        return (self.forecast_start - self.starts).days

    @property
    def gap(self) -> int:
        """The days without a contract between the one that ends and this one."""
        if self.follows is None or self.follows.ends is None:
            return 0
        return max((self.forecast_start - self.follows.ends).days - 1, 0)

    @property
    def next(self) -> Stage | None:
        """The first stage that is not done."""
        return next((stage for stage in self.stages if stage.done is None), None)


def lots_of(contents: Contents, register: Register) -> tuple[Lot, ...]:
    """The lots of the work plan, by the day on which their contracts start."""
    rows = [row for row in contents["lots"] if row["lot"] is not None and row["starts"] is not None]
    made = [_lot(contents, register, row) for row in rows]
    return tuple(sorted(made, key=lambda lot: (lot.starts, lot.row)))


def _lot(contents: Contents, register: Register, row: Row) -> Lot:
    starts = cast(date, row["starts"])
    rule = [
        each for each in contents["stages"] if each["route"] == row["route"] and each["weeks"] is not None
    ]
    progress = {said(each["stage"]): each for each in contents["progress"] if each["lot"] == row["lot"]}
    return Lot(
        name=said(row["lot"]),
        follows=register.contract(said(row["contract"])),
        route=said(row["route"]),
        starts=starts,
        value=cast(int, row["value"]) or 0,
        lead=said(row["lead"]),
        stages=_stages(rule, progress, starts, register.on),
        row=row.number,
    )


def _stages(rule: Sequence[Row], progress: dict[str, Row], starts: date, on: date) -> tuple[Stage, ...]:
    """Stages counted back from the start by the rule, then forward with what is done and expected."""
    made: list[Stage] = []
    for at, row in enumerate(rule):
        left = sum(cast(int, each["weeks"]) for each in rule[at + 1 :])
        weeks = timedelta(weeks=cast(int, row["weeks"]))
        due = starts - DAY - timedelta(weeks=left)
        told = progress.get(said(row["stage"]))
        done = cast("date | None", told["done"]) if told else None
        expected = cast("date | None", told["expected"]) if told else None
        before = made[-1].forecast if made else None
        forecast = done or max(filter(None, (expected or due, before and before + weeks, on)))
        words = said(row["stage"]), said(row["decides"])
        made.append(Stage(*words, due - weeks + DAY, due, done, forecast, said(told["note"]) if told else ""))
    return tuple(made)


def ending(register: Register, within: timedelta = HALF_A_YEAR) -> tuple[Contract, ...]:
    """The contracts in force that end within so long, the first to end first."""
    found = (
        each for each in register.contracts if each.ends and register.on <= each.ends <= register.on + within
    )
    return tuple(sorted(found, key=lambda each: (cast(date, each.ends), each.number)))


def unfollowed(contracts: Sequence[Contract], lots: Sequence[Lot]) -> tuple[Contract, ...]:
    """Those of the contracts that no lot takes over from."""
    followed = {lot.follows.number for lot in lots if lot.follows}
    return tuple(each for each in contracts if each.number not in followed)
