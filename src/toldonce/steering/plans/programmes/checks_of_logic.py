"""What must hold of logic models: arrows that lead on, within one programme, from what goes in to what changes."""

from __future__ import annotations

from collections.abc import Iterator

from toldonce.steering.plans.programmes import agreed_sheets
from toldonce.steering.plans.programmes.cycles import rings
from toldonce.steering.plans.programmes.models import ORDER, leading_nowhere, model_of, out_of_nothing
from toldonce.steering.plans.programmes.plan import Link, Portfolio
from toldonce.steering.plans.programmes.telling import in_a_row
from toldonce.steering.plans.programmes.words import STAGES
from toldonce.steering.sheets.declaring import At, Finding, Grade


def of_logic(portfolio: Portfolio) -> Iterator[Finding]:
    """Everything about logic models."""
    yield from leading_to_themselves(portfolio)
    for link in portfolio.links:
        yield from _leading_astray(portfolio, link)
    for programme in portfolio.programmes:
        yield from loose_ends(portfolio, programme.key)


def _leading_astray(portfolio: Portfolio, link: Link) -> Iterator[Finding]:
    start, end = portfolio.step[link.step], portfolio.step[link.leads_to]
    at = At(agreed_sheets.LINKS, link.number, "leads_to")
    if start.programme != end.programme:
        says = f"“{end.says}” is of another programme than “{start.says}”: a logic model is of one programme."
        yield Finding(at, says)
    elif ORDER[end.stage] < ORDER[start.stage]:
        stages = STAGES[end.stage].lower(), STAGES[start.stage].lower()
        says = f"“{end.says}” is one of the {stages[0]}, which come before the {stages[1]}."
        yield Finding(at, says, Grade.DOUBT)


def loose_ends(portfolio: Portfolio, programme: str) -> Iterator[Finding]:
    """Steps that lead to nothing, and those that nothing leads to."""
    model = model_of(portfolio, programme)
    for step in leading_nowhere(model):
        says = "leads to nothing: say under “Leads to” what comes of it."
        yield Finding(At(agreed_sheets.LOGIC, step.number, "says"), says, Grade.DOUBT)
    for step in out_of_nothing(model):
        says = "has nothing that leads to it: say under “Leads to” how it comes about."
        yield Finding(At(agreed_sheets.LOGIC, step.number, "says"), says, Grade.DOUBT)


def leading_to_themselves(portfolio: Portfolio) -> Iterator[Finding]:
    """Steps that lead to themselves, each ring at its row that was written last."""
    arrows: dict[str, list[tuple[str, int]]] = {}
    for each in portfolio.links:
        arrows.setdefault(each.step, []).append((each.leads_to, each.number))
    for ring in rings(arrows):
        names = [portfolio.step[key].says or key for key in ring.way]
        says = f"“{names[0]}” leads to itself: {in_a_row(names)}. Take one of these rows away."
        yield Finding(At(agreed_sheets.LINKS, ring.row, "leads_to"), says)
