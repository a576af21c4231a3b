"""Where a contract stands in the year: activity and money against plan, by month and by point of delivery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import compress

from toldonce.steering.money.amounts import percent_of, times
from toldonce.steering.money.contracts.pricing import (
    Planned,
    as_signed,
    as_varied,
    at_prices,
    beyond_tolerance,
    due_by_month,
    while_in_force,
    worth_as_signed,
)
from toldonce.steering.money.contracts.register import Contract, Line, Register


@dataclass(frozen=True, slots=True)
class Standing:
    """A line in whole pounds: as planned with its variations, as delivered and due in the closed months, as forecast.

    `signed` is what the line comes to in the year without its variations.
    """

    line: Line
    planned: Planned
    delivered: tuple[int | None, ...]
    due: tuple[int | None, ...]
    signed: int
    forecast: int
    forecast_activity: int

    @property
    def closed(self) -> int:
        return len(self.due)

    @property
    def reported(self) -> bool:
        """Whether every closed month is reported."""
        return bool(self.due) and None not in self.due

    @property
    def activity_to_date(self) -> int:
        return sum(self.planned.activity[: self.closed])

    @property
    def delivered_to_date(self) -> int | None:
        if not self.delivered or None in self.delivered:
            return None
        return _known(self.delivered)

    @property
    def value_to_date(self) -> int:
        return sum(self.planned.value[: self.closed])

    @property
    def due_to_date(self) -> int | None:
        return _known(self.due) if self.reported else None

    @property
    def variance_to_date(self) -> int | None:
        return None if self.due_to_date is None else self.due_to_date - self.value_to_date

    @property
    def activity(self) -> int:
        """The activity that is planned for the year, as varied."""
        return sum(self.planned.activity)

    @property
    def value(self) -> int:
        """The value that is planned for the year, as varied."""
        return sum(self.planned.value)

    @property
    def variance(self) -> int:
        return self.forecast - self.value


@dataclass(frozen=True, slots=True)
class Position:
    """A contract with its lines; sums leave out of "to date" the lines that are not reported."""

    contract: Contract
    lines: tuple[Standing, ...]
    closed: int
    first: date  # of the year
    last: date

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
        planned = zip(*(line.planned.value for line in self.lines), strict=True)
        due = [_due(month) for month in zip(*(line.due for line in self.lines), strict=True)]
        return [(sum(month), due[at] if at < len(due) else None) for at, month in enumerate(planned)]


def _due(month: Sequence[int | None]) -> int | None:
    return None if None in month else _known(month)


def position(register: Register, contract: Contract) -> Position:
    """Where a contract stands after the closed months."""
    running = register.in_force(contract)
    lines = tuple([_standing(register, line, running) for line in register.lines_of(contract)])
    return Position(contract, lines, register.closed, register.firsts[0], register.last)


def signed_value(register: Register, contract: Contract) -> int:
    """What the lines of a contract come to in the year as signed."""
    running = register.in_force(contract)
    return sum([sum(compress(worth_as_signed(line), running)) for line in register.lines_of(contract)])


def _standing(register: Register, line: Line, running: Sequence[bool]) -> Standing:
    signed = as_signed(line)
    planned = while_in_force(line, as_varied(line, signed, register.firsts), running)
    reported = zip(line.delivered[: register.closed], running, strict=False)
    delivered = tuple([done if done is not None or runs else 0 for done, runs in reported])
    due = due_by_month(line, planned, delivered)
    forecast, activity = _forecast(line, planned, delivered, due)
    return Standing(line, planned, delivered, due, sum(compress(signed.value, running)), forecast, activity)


def _forecast(
    line: Line, planned: Planned, delivered: Sequence[int | None], due: Sequence[int | None]
) -> tuple[int, int]:
    """The money and the activity of the whole year, by the method of the line."""
    closed = len(due)
    if not due or None in due:
        return sum(planned.value), sum(planned.activity)
    done = _known(delivered)
    to_come = _to_come(line, planned, closed, done)
    activity = done + sum(to_come)
    if line.form == "block":
        return sum(planned.value), activity
    if line.form == "cost and volume":
        return beyond_tolerance(line, planned, 12, activity), activity
    return _known(due) + sum(at_prices(to_come, planned.price[closed:])), activity


def _known(months: Sequence[int | None]) -> int:
    return sum([each or 0 for each in months])


def _to_come(line: Line, planned: Planned, closed: int, done: int) -> Sequence[int]:
    """The activity of the months that are not closed: as planned, or as far from plan as so far."""
    rest, so_far = planned.activity[closed:], sum(planned.activity[:closed])
    return times(rest, Fraction(done, so_far)) if line.method == "trend" and so_far else rest
