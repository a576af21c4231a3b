"""Where a budget stands after so many months, and where each line ends the year by the method that it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from toldonce.steering.money.amounts import percent_of, whole_pounds
from toldonce.steering.money.budgets.lines import Budget, Line
from toldonce.steering.money.months import NAMES


@dataclass(frozen=True, slots=True)
class Stands:
    """A line or a total in whole pounds; what is not reported is None, and `how` says by what it is forecast."""

    name: str
    budget_to_date: int
    actual_to_date: int | None
    budget: int
    forecast: int
    how: str
    line: Line | None = None

    @property
    def variance_to_date(self) -> int | None:
        """What was spent above the budget so far; below nothing when less was spent."""
        return None if self.actual_to_date is None else self.actual_to_date - self.budget_to_date

    @property
    def variance(self) -> int:
        """What the year is forecast to be spent above its budget."""
        return self.forecast - self.budget

    @property
    def share_to_date(self) -> Decimal | None:
        """The variance so far in percent of the budget so far, to a tenth."""
        return percent_of(self.variance_to_date, self.budget_to_date)

    @property
    def share(self) -> Decimal | None:
        """The variance of the year in percent of its budget, to a tenth."""
        return percent_of(self.variance, self.budget)


@dataclass(frozen=True, slots=True)
class Position:
    """A budget after `months` months: its lines, its programmes and the whole; `held` is the planned surplus."""

    year: int
    months: int
    lines: tuple[Stands, ...]
    programmes: tuple[Stands, ...]
    whole: Stands
    held: int
    unreported: tuple[str, ...]

    @property
    def surplus(self) -> int:
        """What is left at the end of the year of all that is budgeted, the planned surplus in it."""
        return self.held - self.whole.variance


def position(budget: Budget, months: int | None = None) -> Position:
    """Where a budget stands after its closed months, or after so many of them."""
    months = budget.closed if months is None else months
    lines = tuple(_stands(line, months) for line in budget.lines)
    spent = [each for each in lines if not cast(Line, each.line).held]
    named = dict.fromkeys(cast(Line, each.line).programme for each in spent)
    return Position(
        year=budget.year,
        months=months,
        lines=lines,
        programmes=tuple(added(name, _of(name, spent)) for name in named if name),
        whole=added("All lines that are spent", spent),
        held=sum(line.budget for line in budget.lines if line.held),
        unreported=tuple(each.name for each in spent if months and each.actual_to_date is None),
    )


def _of(programme: str, lines: Iterable[Stands]) -> list[Stands]:
    return [each for each in lines if cast(Line, each.line).programme == programme]


def added(name: str, lines: Sequence[Stands]) -> Stands:
    """Lines added up; those that are not reported are in the year, and left out of both sides to date."""
    reported = [each for each in lines if each.actual_to_date is not None]
    return Stands(
        name=name,
        budget_to_date=sum(each.budget_to_date for each in (reported or lines)),
        actual_to_date=sum(each.actual_to_date or 0 for each in reported) if reported else None,
        budget=sum(each.budget for each in lines),
        forecast=sum(each.forecast for each in lines),
        how="the lines added up",
    )


def _stands(line: Line, months: int) -> Stands:
    planned, actual = line.by_month(), line.actual[:months]
    reported = months > 0 and None not in actual
    to_date = sum(part or 0 for part in actual) if reported else None
    forecast, how = _forecast(line, planned, to_date, months)
    return Stands(line.name, sum(planned[:months]), to_date, line.budget, forecast, how, line)


def _forecast(line: Line, planned: Sequence[int], spent: int | None, months: int) -> tuple[int, str]:
    """The year of one line, and the words of how it was made."""
    if line.method == "typed" and line.typed is not None:
        return line.typed, f"typed: {line.why}" if line.why else "typed, without a reason"
    if spent is None:
        return (0, "held back") if line.held else (line.budget, "the budget, as nothing is reported yet")
    if line.method == "run rate":
        return whole_pounds(
            Decimal(spent) * 12 / months
        ), f"run rate: the average of {_months(months)}, twelve times"
    so_far = sum(planned[:months])
    if line.method == "profile" and so_far:
        year = whole_pounds(Decimal(spent) * line.budget / so_far)
        return year, f"profile: {_percent(so_far, line.budget)} of the budget falls in {_months(months)}"
    if line.held:
        return spent, "held back: only what was spent"
    return spent + sum(planned[months:]), f"{_months(months)} as spent, then as budgeted"


def _months(months: int) -> str:
    return NAMES[0] if months == 1 else f"April to {NAMES[months - 1]}"


def _percent(part: int, whole: int) -> str:
    return f"{percent_of(part, whole)}%"
