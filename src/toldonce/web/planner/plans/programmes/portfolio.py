"""All programmes on one page, each a line, and what slipped with what it moves across them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.programmes import overview, saying
from toldonce.steering.plans.programmes.money import Amounts
from toldonce.steering.plans.programmes.network import slipped
from toldonce.steering.plans.programmes.overview import ProgrammeLine
from toldonce.steering.sheets.saying import pounds
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.programmes import milestones
from toldonce.web.planner.plans.programmes.looking import Looking, of_a_portfolio, shown
from toldonce.web.planner.plans.programmes.money import of_money
from toldonce.web.planner.plans.programmes.ratings import Told, told
from toldonce.web.planner.plans.programmes.risks import Threat, threat

LABEL = "Portfolio"


@dataclass(frozen=True, slots=True)
class Row:
    """One programme as a line of the table."""

    line: ProgrammeLine
    page: str
    report: Told | None
    upcoming: milestones.Line | None
    worst: milestones.Line | None
    risk: Threat | None
    net: str  # "" where no money is planned
    net_planned: str


@require_safe
@of_a_portfolio(LABEL)
def every(request: HttpRequest, looking: Looking) -> HttpResponse:
    """The whole portfolio."""
    page = shown(request, looking, LABEL, **of_all(looking))
    return render(request, "planner/pages/plans/programmes/portfolio.html", page)


def of_all(looking: Looking) -> dict[str, object]:
    """What is shown of the portfolio as a whole."""
    return {
        "sentence": saying.of_network(looking.portfolio, looking.network),
        "summary": showing.summary(looking.opened),
        "invented": invented(looking),
        "rows": rows_of(looking),
        "slipped": milestones.lines(looking, slipped(looking.network), moving=True),
        **of_money(looking),
    }


def invented(looking: Looking) -> tuple[int, int]:
    """How many rows of the portfolio say that they are invented, and how many there are that could."""
    rows = [row for rows in looking.opened.contents.values() for row in rows if "invented" in row.values]
    return sum(bool(row["invented"]) for row in rows), len(rows)


def rows_of(looking: Looking) -> list[Row]:
    """A line for each programme, in the order of the sheet."""
    told_of = overview.of(looking.portfolio, looking.network, looking.on, looking.followed)
    return [_row(looking, each) for each in told_of]


def _row(looking: Looking, line: ProgrammeLine) -> Row:
    return Row(
        line,
        looking.pages[line.programme.key],
        told(looking, line.report) if line.report else None,
        milestones.line(looking, line.upcoming) if line.upcoming else None,
        milestones.line(looking, line.worst) if line.worst else None,
        threat(looking, line.risk) if line.risk else None,
        *_net(line),
    )


def _net(line: ProgrammeLine) -> tuple[str, str]:
    """What is left over all years as it is forecast, and how that compares with the plan."""
    if line.planned == line.forecast == Amounts():
        return "", ""
    better = line.forecast.net - line.planned.net
    apart = (
        f"{pounds(abs(better))} {'better' if better > 0 else 'worse'} than planned"
        if better
        else "as planned"
    )
    return pounds(line.forecast.net), apart
