"""Risks and issues: on the grid of likelihood and impact, and as a list, of all programmes or of one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.programmes import risks, words
from toldonce.steering.plans.programmes.plan import Programme, Risk
from toldonce.web.planner.plans.programmes.looking import Looking, asked_for, of_a_portfolio, shown

LABEL = "Risks"
NOT_PLACED = "not placed on the grid"


@dataclass(frozen=True, slots=True)
class Threat:
    """A risk or an issue in words, with the addresses of its cells."""

    risk: Risk
    slug: str  # where it stands on a page that lists it
    programme: Programme
    kind: str
    placed: str
    address: str
    late: bool  # whether its review is overdue
    threatens: str
    threatens_at: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The grid as a table: its columns from low to high impact, its rows from high to low likelihood."""

    impacts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Threat, ...], ...]], ...]
    unplaced: tuple[Threat, ...]


@require_safe
@of_a_portfolio(LABEL)
def every(request: HttpRequest, looking: Looking) -> HttpResponse:
    """The grid and the list."""
    programme = asked_for(request, looking)
    page = shown(request, looking, LABEL, programme=programme, **of_risks(looking, programme))
    return render(request, "planner/pages/plans/programmes/risks.html", page)


def of_risks(looking: Looking, programme: Programme | None = None) -> dict[str, object]:
    """What is shown of the risks of a programme, or of all: the grid, those that are open, those that are closed."""
    key = programme.key if programme else None
    closed = [each for each in looking.portfolio.risks if not each.open and key in (None, each.programme)]
    return {
        "grid": drawn(looking, key),
        "threats": [threat(looking, each) for each in risks.ordered(looking.portfolio, key)],
        "closed": [threat(looking, each) for each in closed],
    }


def drawn(looking: Looking, programme: str | None) -> Drawn:
    """The grid of open risks."""
    grid = risks.grid(looking.portfolio, programme)
    rows = tuple(
        (word, tuple(_threats(looking, grid.cells[level, impact]) for impact, _ in grid.levels))
        for level, word in reversed(grid.levels)
    )
    return Drawn(tuple(word for _, word in grid.levels), rows, _threats(looking, grid.unplaced))


def _threats(looking: Looking, those: tuple[Risk, ...]) -> tuple[Threat, ...]:
    return tuple(threat(looking, each) for each in those)


def threat(looking: Looking, risk: Risk) -> Threat:
    """A risk with its programme, its place in words, and what it threatens."""
    threatened = looking.portfolio.milestone.get(risk.milestone)
    return Threat(
        risk,
        f"risk-{risk.row}",
        looking.portfolio.programme[risk.programme],
        "Issue" if risk.kind == risks.ISSUE else "Risk",
        _placed(looking, risk),
        looking.cell("risks", risk.number, "likelihood"),
        risk.open and risk.review is not None and risk.review < looking.on,
        threatened.name if threatened else "",
        looking.cell("milestones", threatened.number, "planned") if threatened else "",
    )


def _placed(looking: Looking, risk: Risk) -> str:
    levels = words.LEVELS_OF[looking.portfolio.scale]
    if risk.likelihood not in levels or risk.impact not in levels:
        return NOT_PLACED
    return f"likelihood {levels[risk.likelihood].lower()}, impact {levels[risk.impact].lower()}"
