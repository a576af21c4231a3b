"""The gap: in a sentence, by year, as a waterfall, by body and line; and what if things were otherwise."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from toldonce.steering.money.gap import sentences
from toldonce.steering.money.gap.pictures.waterfall import waterfall
from toldonce.steering.money.gap.pictures.years import by_year
from toldonce.steering.money.gap.saying import roughly
from toldonce.steering.money.gap.steps import steps
from toldonce.steering.sheets.saying import pounds, year_words
from toldonce.web.planner.plans.gap import tables
from toldonce.web.planner.plans.gap.worked import Worked, page_of_the_gap

LABEL = "The gap"


@page_of_the_gap
def the_gap(request: HttpRequest, worked: Worked) -> HttpResponse:
    """What happens if nothing is done, what the solutions save, and what is left."""
    told, found = worked.told, steps(worked.told)
    shown = worked.framed(
        LABEL,
        headline=sentences.headline(told),
        sentences=[sentences.delivery(told), sentences.control(told), sentences.stretch(told)],
        answer=_answer(worked),
        years=[year_words(year) for year in told.years],
        by_year=tables.by_year(told),
        solutions=tables.solutions_by_year(told),
        lines=tables.by_line(told),
        heads=tables.HEADS_BY_LINE,
        drawn=by_year(told),
        waterfall=waterfall(found),
        steps=[(step, pounds(step.amount)) for step in found],
    )
    return render(request, "planner/pages/plans/gap/result.html", shown)


def _answer(worked: Worked) -> str:
    """What is left as it is asked beside what is left as planned, or "" where nothing is asked."""
    if not worked.asked.words:
        return ""
    now, planned = int(worked.told.left[-1]), int(worked.as_planned.left[-1])
    off, year = now - planned, year_words(worked.told.years[-1])
    than = f"{roughly(abs(off))} {'worse' if off > 0 else 'better'} than planned" if off else "as planned"
    before = sentences.closed_or_left(planned)
    return (
        f"If {worked.asked.words}, the gap of {year} is {sentences.closed_or_left(now)}: {than} ({before})."
    )
