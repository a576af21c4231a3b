"""What programmes cost, save and bring in, year by year, in whole pounds; and when it pays for itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from toldonce.steering.plans.programmes.plan import Line, Portfolio


@dataclass(frozen=True, slots=True)
class Amounts:
    """Pounds by what they are."""

    cost: int = 0
    saving: int = 0
    income: int = 0

    @property
    def net(self) -> int:
        """What is left: savings and income less costs."""
        return self.saving + self.income - self.cost

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(self.cost + other.cost, self.saving + other.saving, self.income + other.income)


@dataclass(frozen=True, slots=True)
class Year:
    """One year: what was planned, and what is forecast, which is the plan for the lines of which nothing is known."""

    year: int
    planned: Amounts
    forecast: Amounts
    lines: int
    known: int  # lines of which a forecast is given

    @property
    def variance(self) -> int:
        """By how much the forecast is better than the plan; negative is worse."""
        return self.forecast.net - self.planned.net


@dataclass(frozen=True, slots=True)
class Payback:
    """The first year from whose end on all that was saved and brought in is more than all that it cost.

    `total` is what is left by then. `beyond` says that the year comes after the last one of the plan, and holds if
    what recurs in the last year goes on. `year` is None where no year does it; `total` is of the whole plan then.
    """

    year: int | None
    beyond: bool
    total: int
    recurring: int  # the net amount that recurs in the last year


def of(portfolio: Portfolio, programme: str | None = None) -> list[Line]:
    """The lines of a programme, or of all."""
    return [each for each in portfolio.lines if programme in (None, each.programme)]


def by_year(portfolio: Portfolio, programme: str | None = None) -> list[Year]:
    """Each year of which a line speaks."""
    lines = of(portfolio, programme)
    return [
        _year(year, [each for each in lines if each.year == year])
        for year in sorted({each.year for each in lines})
    ]


def _year(year: int, lines: Sequence[Line]) -> Year:
    known = sum(each.forecast is not None for each in lines)
    return Year(year, planned_of(lines), forecast_of(lines), len(lines), known)


def planned_of(lines: Iterable[Line]) -> Amounts:
    """What lines were planned to come to."""
    return sum((Amounts(**{each.kind: each.planned}) for each in lines), Amounts())


def forecast_of(lines: Iterable[Line]) -> Amounts:
    """What lines are forecast to come to: the plan where nothing else is known."""
    return sum((Amounts(**{each.kind: _forecast(each)}) for each in lines), Amounts())


def _forecast(line: Line) -> int:
    return line.planned if line.forecast is None else line.forecast


def payback(portfolio: Portfolio, programme: str | None = None) -> Payback | None:
    """When a programme, or all of them, have paid for themselves by what is forecast; None where nothing is planned."""
    years = by_year(portfolio, programme)
    if not years:
        return None
    left = list(accumulate(year.forecast.net for year in years))
    recurring = forecast_of(
        each for each in of(portfolio, programme) if each.recurrent and each.year == years[-1].year
    ).net
    if left[-1] > 0:
        short = [at for at, pounds in enumerate(left) if pounds <= 0]
        at = short[-1] + 1 if short else 0
        return Payback(years[at].year, False, left[at], recurring)
    if recurring <= 0:
        return Payback(None, False, left[-1], recurring)
    more = -left[-1] // recurring + 1
    return Payback(years[-1].year + more, True, left[-1] + more * recurring, recurring)
