"""Where a contract stands in the year: activity and money against plan, by month and by point of delivery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from toldonce.steering.money.amounts import percent_of, whole_pounds
from toldonce.steering.money.contracts.pricing import beyond_tolerance, due_by_month, planned_for
from toldonce.steering.money.contracts.register import Contract, Line, Register


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a line: what was planned as agreed by then, at which price, and what was delivered and is due."""

    activity: int
    price: Decimal
    value: int
    delivered: int | None
    due: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A line in whole pounds: to date, for the year as signed, as varied, and as forecast."""

    line: Line
    months: tuple[Month, ...]
    closed: int
    signed: int
    forecast: int
    forecast_activity: int

    @property
    def to_date(self) -> tuple[Month, ...]:
        return self.months[: self.closed]

    @property
    def reported(self) -> bool:
        """Whether every closed month is reported."""
        return self.closed > 0 and all(month.due is not None for month in self.to_date)

    @property
    def activity_to_date(self) -> int:
        return sum(month.activity for month in self.to_date)

    @property
    def delivered_to_date(self) -> int | None:
        known = [month.delivered for month in self.to_date]
        return None if not known or None in known else sum(each or 0 for each in known)

    @property
    def value_to_date(self) -> int:
        return sum(month.value for month in self.to_date)

    @property
    def due_to_date(self) -> int | None:
        return sum(month.due or 0 for month in self.to_date) if self.reported else None

    @property
    def variance_to_date(self) -> int | None:
        return None if self.due_to_date is None else self.due_to_date - self.value_to_date

    @property
    def activity(self) -> int:
        """The activity that is planned for the year, as varied."""
        return sum(month.activity for month in self.months)

    @property
    def value(self) -> int:
        """The value that is planned for the year, as varied."""
        return sum(month.value for month in self.months)

    @property
    def variance(self) -> int:
        return self.forecast - self.value


@dataclass(frozen=True, slots=True)
class Position:
    """A contract with its lines; sums leave out of "to date" the lines that are not reported."""

    contract: Contract
    lines: tuple[Standing, ...]
    closed: int

    def total(self, what: str) -> int:
        """The sum of an amount over all lines: `signed`, `value`, `forecast`, `variance`."""
        return sum(getattr(line, what) for line in self.lines)

    @property
    def reported(self) -> tuple[Standing, ...]:
        return tuple(line for line in self.lines if line.reported)

    @property
    def value_to_date(self) -> int:
        return sum(line.value_to_date for line in self.reported)

    @property
    def due_to_date(self) -> int | None:
        return sum(line.due_to_date or 0 for line in self.reported) if self.reported else None

    @property
    def variance_to_date(self) -> int | None:
        return None if self.due_to_date is None else self.due_to_date - self.value_to_date

    @property
    def share_to_date(self) -> Decimal | None:
        return percent_of(self.variance_to_date, self.value_to_date)

    def by_month(self) -> list[tuple[int, int | None]]:
        """What was planned and what is due in each month, of all lines."""
        columns = zip(*(line.months for line in self.lines), strict=True)
        return [
            (sum(each.value for each in month), _due(month) if at < self.closed else None)
            for at, month in enumerate(columns)
        ]


def _due(month: Sequence[Month]) -> int | None:
    return None if any(each.due is None for each in month) else sum(each.due or 0 for each in month)


def position(register: Register, contract: Contract) -> Position:
    """Where a contract stands after the closed months."""
    lines = tuple(_standing(register, contract, line) for line in register.lines_of(contract))
    return Position(contract, lines, register.closed)


def signed_value(register: Register, contract: Contract) -> int:
    """What the lines of a contract come to in the year as signed."""
    running = register.in_force(contract)
    return sum(_signed(line, running) for line in register.lines_of(contract))


def _signed(line: Line, running: Sequence[bool]) -> int:
    return sum(planned_for(line, at)[2] for at in range(12) if running[at])


def _standing(register: Register, contract: Contract, line: Line) -> Standing:
    running = register.in_force(contract)
    planned = [
        planned_for(line, at, first) if running[at] else (0, line.price, 0)
        for at, (first, _) in enumerate(register.months)
    ]
    delivered = [done if done is not None or running[at] else 0 for at, done in enumerate(line.delivered)]
    due = due_by_month(line, planned, delivered[: register.closed])
    months = tuple(
        Month(activity, price, value, delivered[at], due[at] if at < len(due) else None)
        for at, (activity, price, value) in enumerate(planned)
    )
    forecast, activity = _forecast(line, months, register.closed)
    return Standing(line, months, register.closed, _signed(line, running), forecast, activity)


def _forecast(line: Line, months: Sequence[Month], closed: int) -> tuple[int, int]:
    """The money and the activity of the whole year, by the method of the line."""
    known, rest = months[:closed], months[closed:]
    planned = sum(month.activity for month in known)
    done = sum(month.delivered or 0 for month in known)
    if not known or any(month.due is None for month in known):
        return sum(month.value for month in months), sum(month.activity for month in months)
    going_on = Decimal(done) / planned if line.method == "trend" and planned else Decimal(1)
    to_come = [int((month.activity * going_on).quantize(Decimal(1), ROUND_HALF_UP)) for month in rest]
    activity = done + sum(to_come)
    if line.form == "block":
        return sum(month.value for month in months), activity
    if line.form == "cost and volume":
        return beyond_tolerance(line, [(m.activity, m.price, m.value) for m in months], activity), activity
    after = sum(whole_pounds(each * month.price) for each, month in zip(to_come, rest, strict=True))
    return sum(month.due or 0 for month in known) + after, activity
