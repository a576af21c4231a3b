"""A register of contracts as it is reckoned with, made from the rows of its sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from toldonce.steering.money.cells import said
from toldonce.steering.money.months import by_month, first_day
from toldonce.steering.sheets.declaring import Contents, Row

NONE: tuple[None, ...] = (None,) * 12


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract as signed; `ends` is None where it has no end."""

    number: str
    title: str
    provider: str
    commissioner: str
    kind: str
    service: str
    starts: date
    ends: date | None
    value: int
    ask: str
    source: str
    row: int

    def covers(self, first: date, last: date) -> bool:
        """Whether it is in force on any day from the first to the last."""
        return self.starts <= last and (self.ends is None or self.ends >= first)


@dataclass(frozen=True, slots=True)
class Variation:
    """A change of one line; it counts from the month that begins on `since`."""

    number: str
    on: date
    more: Decimal | None
    price: Decimal | None
    value: int | None
    reason: str
    agreed: str
    row: int

    @property
    def since(self) -> date:
        """The first day of the month from which it counts: its own, or the next where it falls within one."""
        if self.on.day == 1:
            return self.on
        return (self.on.replace(day=1) + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Line:
    """A point of delivery of a contract with its price, its plan at signing, and what was delivered."""

    name: str
    contract: str
    point: str
    form: str
    price: Decimal
    value: int
    tolerance: Decimal
    marginal: Decimal
    method: str
    planned: tuple[int, ...]
    delivered: tuple[int | None, ...]
    variations: tuple[Variation, ...]
    row: int
    plan_row: int | None
    activity_row: int | None


@dataclass(frozen=True)
class Register:
    """The contracts of a place in one year, of which so many months are closed, as at a day."""

    year: int
    closed: int
    on: date
    contracts: tuple[Contract, ...]
    lines: tuple[Line, ...]

    @cached_property
    def months(self) -> tuple[tuple[date, date], ...]:
        """The first and the last day of each month of the year."""
        firsts = [first_day(self.year, at) for at in range(13)]
        return tuple((firsts[at], firsts[at + 1] - timedelta(days=1)) for at in range(12))

    @cached_property
    def _by_number(self) -> dict[str, Contract]:
        return {each.number: each for each in self.contracts}

    @cached_property
    def _by_contract(self) -> dict[str, tuple[Line, ...]]:
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.contract].append(line)
        return {number: tuple(lines) for number, lines in found.items()}

    @cached_property
    def _in_force(self) -> dict[str, tuple[bool, ...]]:
        return {each.number: tuple(each.covers(*month) for month in self.months) for each in self.contracts}

    def contract(self, number: str) -> Contract | None:
        """The contract of a number."""
        return self._by_number.get(number)

    def lines_of(self, contract: Contract) -> tuple[Line, ...]:
        """What a contract pays for."""
        return self._by_contract.get(contract.number, ())

    def in_force(self, contract: Contract) -> tuple[bool, ...]:
        """In which months of the year a contract is in force."""
        return self._in_force[contract.number]


def register_of(contents: Contents, today: date) -> Register | None:
    """The register that sheets make; None while its terms are not given. A row that is not whole is left out."""
    terms = next((row for row in contents["terms"] if row["year"] is not None), None)
    if terms is None:
        return None
    on = cast("date | None", terms["on"]) or today
    return Register(
        year=cast(int, terms["year"]),
        closed=cast(int, terms["closed"]) or 0,
        on=on,
        contracts=_contracts(contents),
        lines=_lines(contents),
    )


def _contracts(contents: Contents) -> tuple[Contract, ...]:
    made: dict[str, Contract] = {}
    for row in contents["contracts"]:
        number = said(row["contract"])
        if number and number not in made and row["starts"] is not None:
            made[number] = _contract(row)
    return tuple(made.values())


def _contract(row: Row) -> Contract:
    return Contract(
        number=said(row["contract"]),
        title=said(row["title"]),
        provider=said(row["provider"]),
        commissioner=said(row["commissioner"]),
        kind=said(row["kind"]) or "other",
        service=said(row["service"]),
        starts=cast(date, row["starts"]),
        ends=cast("date | None", row["ends"]),
        value=cast(int, row["value"]) or 0,
        ask=said(row["ask"]),
        source=said(row["source"]),
        row=row.number,
    )


def _lines(contents: Contents) -> tuple[Line, ...]:
    known = {said(row["contract"]) for row in contents["contracts"]}
    plans = {row["line"]: row for row in reversed(contents["plan"])}
    activity = {row["line"]: row for row in reversed(contents["activity"])}
    changed = _variations(contents)
    made: dict[str, Line] = {}
    for row in contents["lines"]:
        name = said(row["line"])
        if name and name not in made and row["form"] and said(row["contract"]) in known:
            made[name] = _line(row, plans.get(name), activity.get(name), changed.get(name, ()))
    return tuple(made.values())


def _line(row: Row, plan: Row | None, activity: Row | None, changed: tuple[Variation, ...]) -> Line:
    planned = by_month(plan) if plan else NONE
    return Line(
        name=said(row["line"]),
        contract=said(row["contract"]),
        point=said(row["point"]),
        form=said(row["form"]),
        price=Decimal(cast(Any, row["price"]) or 0),
        value=cast(int, row["value"]) or 0,
        tolerance=Decimal(cast(Any, row["tolerance"]) or 0),
        marginal=Decimal(cast(Any, row["marginal"]) or 0),
        method=said(row["method"]) or "plan",
        planned=tuple(cast(int, each) or 0 for each in planned),
        delivered=cast(Any, by_month(activity) if activity else NONE),
        variations=changed,
        row=row.number,
        plan_row=plan.number if plan else None,
        activity_row=activity.number if activity else None,
    )


def _variations(contents: Contents) -> Mapping[str, tuple[Variation, ...]]:
    """The variations of each line, by the day from which they count."""
    found: dict[str, list[Variation]] = {}
    for row in contents["variations"]:
        if row["on"] is not None:
            found.setdefault(said(row["line"]), []).append(_variation(row))
    return {name: tuple(sorted(each, key=lambda one: (one.since, one.row))) for name, each in found.items()}


def _variation(row: Row) -> Variation:
    return Variation(
        number=said(row["variation"]),
        on=cast(date, row["on"]),
        more=cast("Decimal | None", row["more"]),
        price=cast("Decimal | None", row["price"]),
        value=cast("int | None", row["value"]),
        reason=said(row["reason"]),
        agreed=said(row["agreed"]),
        row=row.number,
    )
