"""A budget in the year: where it stands, by line and month, and of what each number was made."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.money.amounts import percent_of
from toldonce.steering.money.budgets.lines import Budget, Line, budget_of
from toldonce.steering.money.budgets.position import Stands, position
from toldonce.steering.money.budgets.words import over_or_under, sentences
from toldonce.steering.money.months import MONTHS, NAMES, named
from toldonce.steering.sheets.queries import Opened
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.plans.money import charts
from toldonce.web.planner.plans.money.cells import Origin, cell, origin, row_origin
from toldonce.web.planner.readers import readers_of_figures


@readers_of_figures
@require_safe
def stands(request: HttpRequest, key: str) -> HttpResponse:
    """The whole budget after the closed months, or after the month that is asked for."""
    opened = showing.book_called("budget", key)
    budget = budget_of(opened.contents)
    if budget is None:
        return render(request, "planner/pages/plans/money/nothing.html", framed(opened, "Position"))
    months = _months(request, budget)
    told = position(budget, months)
    shown = {
        "told": told,
        "budget": budget,
        "sentences": sentences(told),
        "chart": _chart(budget, months),
        "months": list(enumerate(NAMES[: budget.closed], 1)),
        "groups": _groups(told.lines),
        "share_of_all": lambda part: f"{percent_of(part, told.whole.budget + told.held) or 0}%",
    }
    return render(request, "planner/pages/plans/money/budget.html", framed(opened, "Position", **shown))


def _months(request: HttpRequest, budget: Budget) -> int:
    """How many months are asked for, all that are closed where that is no number of them."""
    asked = request.GET.get("months", "")
    return (
        int(asked) if asked.isdecimal() and len(asked) < 3 and int(asked) <= budget.closed else budget.closed
    )


def _groups(lines: tuple[Stands, ...]) -> list[tuple[str, list[Stands]]]:
    """The lines by programme, those without one last."""
    groups: dict[str, list[Stands]] = {}
    for each in lines:
        groups.setdefault(each.line.programme if each.line else "", []).append(each)
    return sorted(groups.items(), key=lambda group: not group[0])


def _chart(budget: Budget, months: int) -> str:
    """The months of all lines that are spent; a month is drawn as spent when every such line says what was."""
    lines = [line for line in budget.lines if not line.held]
    planned = [sum(part) for part in zip(*(line.by_month() for line in lines), strict=True)] or [0] * 12
    pairs = [(planned[at], _spent(lines, at) if at < months else None) for at in range(12)]
    words = (
        "Twelve months, each with what was budgeted and what was spent; the table of months says the same."
    )
    return charts.months("by-month", "Budget and spending by month", pairs, words)


def _spent(lines: list[Line], at: int) -> int | None:
    known = [line.actual[at] for line in lines]
    return None if None in known or not known else sum(each or 0 for each in known)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a line as it is drawn, with the address of the cell that says what was spent."""

    name: str
    budget: int
    actual: int | None
    so_far: int | None
    address: str


@readers_of_figures
@require_safe
def line(request: HttpRequest, key: str, row: int) -> HttpResponse:
    """One line by month, with everything that it was made of."""
    opened = showing.book_called("budget", key)
    budget = budget_of(opened.contents)
    told = position(budget) if budget else None
    each = next((each for each in told.lines if each.line and each.line.row == row), None) if told else None
    if budget is None or each is None or each.line is None:
        raise Http404("There is no such line in this budget.")
    pairs = [
        (planned, spent if at < budget.closed else None)
        for at, (planned, spent) in enumerate(zip(each.line.by_month(), each.line.actual, strict=True))
    ]
    words = "Twelve months, each with what was budgeted and what was spent; the table below says the same."
    shown = {
        "each": each,
        "line": each.line,
        "ends": over_or_under(each.variance, each.share),
        "chart": charts.months("by-month", f"{each.name} by month", pairs, words),
        "months": _by_month(opened, budget, each.line, pairs),
        "origins": _origins(opened, each.line),
    }
    return render(request, "planner/pages/plans/money/budget_line.html", framed(opened, "Position", **shown))


def _by_month(opened: Opened, budget: Budget, line: Line, pairs: list[tuple[int, int | None]]) -> list[Month]:
    off = [None if spent is None else spent - planned for planned, spent in pairs]
    sums = list(accumulate(off, _plus))
    return [
        Month(
            named(budget.year, at),
            planned,
            spent,
            sums[at],
            cell(opened, "actuals", line.actual_row, MONTHS[at]),
        )
        for at, (planned, spent) in enumerate(pairs)
    ]


def _plus(so_far: int | None, each: int | None) -> int | None:
    return so_far if each is None else (so_far or 0) + each


def _origins(opened: Opened, line: Line) -> list[Origin]:
    """Every cell that the budget and the forecast of a line were made of."""
    made = [origin(opened, "lines", line.row, "opening", "", line.source)]
    made += [
        origin(
            opened, "changes", each.row, "amount", f"From {each.on:%d/%m/%Y}", _why(each.reason, each.agreed)
        )
        for each in line.changes
    ]
    if line.profile_row:
        made.append(row_origin(opened, "profile", line.profile_row))
    if line.actual_row:
        made.append(row_origin(opened, "actuals", line.actual_row))
    made.append(origin(opened, "lines", line.row, "method"))
    if line.method == "typed":
        made.append(origin(opened, "lines", line.row, "forecast", "", line.why))
    return made


def _why(reason: str, agreed: str) -> str:
    return f"{reason} (agreed: {agreed})" if agreed else reason
