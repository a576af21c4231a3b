"""A register of contracts as it is reckoned with, made from the rows of its sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, cast

from toldonce.steering.money.cells import said
from toldonce.steering.money.months import by_month, first_day
from toldonce.steering.sheets.declaring import Contents, Row
from toldonce.steering.sheets.kinds import Value

NONE: tuple[None, ...] = (None,) * 12
NOTHING = Decimal(0)


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


class Variation(NamedTuple):
    """A change of one line, dated `on`; it counts from the month that begins on `since`."""

    number: str
    on: date
    since: date
    more: Decimal | None
    price: Decimal | None
    value: int | None
    reason: str
    agreed: str
    row: int


class Line(NamedTuple):
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
    def firsts(self) -> tuple[date, ...]:
        """The first day of each month of the year."""
        return tuple(first_day(self.year, at) for at in range(12))

    @cached_property
    def months(self) -> tuple[tuple[date, date], ...]:
        """The first and the last day of each month of the year."""
        after = [*self.firsts[1:], first_day(self.year, 12)]
        return tuple(
            (first, then - timedelta(days=1)) for first, then in zip(self.firsts, after, strict=True)
        )

    @property
    def last(self) -> date:
        """The last day of the year."""
        return self.months[-1][1]

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
    told = row.values
    planned = by_month(plan) if plan else NONE
    return Line(
        name=said(told["line"]),
        contract=said(told["contract"]),
        point=said(told["point"]),
        form=said(told["form"]),
        price=_or_nothing(told["price"]),
        value=cast(int, told["value"]) or 0,
        tolerance=_or_nothing(told["tolerance"]),
        marginal=_or_nothing(told["marginal"]),
        method=said(told["method"]) or "plan",
        planned=tuple([each or 0 for each in cast("tuple[int | None, ...]", planned)]),
        delivered=cast(Any, by_month(activity) if activity else NONE),
        variations=changed,
        row=row.number,
        plan_row=plan.number if plan else None,
        activity_row=activity.number if activity else None,
    )


def _or_nothing(value: Value) -> Decimal:
    return cast(Decimal, value) if value is not None else NOTHING


def _variations(contents: Contents) -> Mapping[str, tuple[Variation, ...]]:
    """The variations of each line, in the order of their days."""
    found: dict[str, list[Variation]] = {}
    for row in contents["variations"]:
        if row["on"] is not None:
            found.setdefault(said(row["line"]), []).append(_variation(row))
    return {name: tuple(sorted(each, key=lambda one: (one.on, one.row))) for name, each in found.items()}


def _variation(row: Row) -> Variation:
    told = row.values
    on = cast(date, told["on"])
    return Variation(
        number=said(told["variation"]),
        on=on,
        since=_counts_from(on),
        more=cast("Decimal | None", told["more"]),
        price=cast("Decimal | None", told["price"]),
        value=cast("int | None", told["value"]),
        reason=said(told["reason"]),
        agreed=said(told["agreed"]),
        row=row.number,
    )


def _counts_from(on: date) -> date:
    """The first day of the month from which a variation counts: its own, or the next where it falls within one."""
    return on if on.day == 1 else (on.replace(day=1) + timedelta(days=31)).replace(day=1)
