"""The procurement work plan: what is bought next, what slips, and what ends with nothing to follow."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.money.contracts.procurement import Lot, Stage, ending, lots_of, unfollowed
from toldonce.steering.money.contracts.register import Register
from toldonce.steering.money.contracts.words import count, of_work_plan
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.plans.money import charts
from toldonce.web.planner.plans.money.cells import cell
from toldonce.web.planner.plans.money.contracts import NOTHING, opened_register
from toldonce.web.planner.readers import readers_of_figures

A_YEAR = timedelta(days=365)
TAB = "Work plan"


@readers_of_figures
@require_safe
def work_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Every lot with its stages, drawn and in tables; then the contracts that nothing follows."""
    opened, register = opened_register(key)
    if register is None:
        return render(request, NOTHING, framed(opened, TAB))
    lots = lots_of(opened.contents, register)
    alone = unfollowed(ending(register, A_YEAR), lots)
    shown = {
        "register": register,
        "lots": lots,
        "sentences": of_work_plan(lots, alone, register.on),
        "chart": _chart(lots, register) if lots else "",
        "alone": alone,
        "address": lambda lot: cell(opened, "lots", lot.row, "starts"),
    }
    return render(request, "planner/pages/plans/money/work_plan.html", framed(opened, TAB, **shown))


def _chart(lots: tuple[Lot, ...], register: Register) -> str:
    told = [
        charts.Stretch(
            row=lot.name,
            begins=stage.begins,
            ends=stage.due,
            look="done" if stage.done else "moved" if stage.slips else "planned",
            said=f"{lot.name}, {stage.name}: due {stage.due:%d/%m/%Y}, {stage_said(stage)}",
        )
        for lot in lots
        for stage in lot.stages
    ]
    words = "A row for each lot with its stages: blue is done, white is planned, orange slips; the tables say the same."
    return charts.stretches("work-plan", "Procurement by stage", told, register.on, words)


def stage_said(stage: Stage) -> str:
    """What became of a stage, in words."""
    late = count(stage.slips, "day")
    if stage.done:
        return f"done {late} late" if stage.slips else "done in time"
    return f"slips by {late}" if stage.slips else "as planned"
