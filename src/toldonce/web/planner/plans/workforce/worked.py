"""A workforce plan opened and worked out, or the page that says which cells must be put right first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from toldonce.steering.plans.workforce.assumptions import Plan
from toldonce.steering.plans.workforce.outcome import Outcome, outcome
from toldonce.steering.plans.workforce.reading import plan_of
from toldonce.steering.sheets.kinds import FinancialYear, NotUnderstood
from toldonce.steering.sheets.queries import Opened
from toldonce.steering.sheets.saying import signed, year_words
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.readers import readers_of_figures

KIND = "workforce"


@dataclass(frozen=True)
class Worked:
    """A plan without errors, with its assumptions and what they come to."""

    opened: Opened
    plan: Plan
    outcome: Outcome

    @property
    def key(self) -> str:
        """The key of the book."""
        return self.opened.book.key

    def role(self, row: int) -> int:
        """The place of the role that stands in a row of the sheet of roles; raises Http404."""
        for at, each in enumerate(self.opened.contents["roles"]):
            if each.key == row:
                return at
        raise Http404("There is no such role in this plan.")

    def row_of(self, role: int) -> int:
        """The key of the row of a role."""
        return self.opened.contents["roles"][role].key


def shown(worked: Worked, current: str, **more: Any) -> dict[str, Any]:
    """What the template of a page of a workforce plan needs beside its own."""
    return framed(
        worked.opened,
        current,
        worked=worked,
        fy=year_words,
        signed=signed,
        judged=worked.plan.judged,
        **more,
    )


def of_a_plan(current: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For planners and board members: the plan of the address worked out, or its faults; `current` labels the tab."""

    def made(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @readers_of_figures
        @wraps(view)
        def answer(request: HttpRequest, key: str, **parts: object) -> HttpResponse:
            opened = showing.book_called(KIND, key)
            if opened.errors:
                faults = framed(opened, current, found=showing.found(opened), count=len(opened.errors))
                return render(request, "planner/pages/plans/faults.html", faults)
            plan = plan_of(opened.contents)
            return view(request, Worked(opened, plan, outcome(plan)), **parts)

        return answer

    return made


def year_asked(request: HttpRequest, plan: Plan) -> int:
    """The year of the address, or the year that is judged where it is none of the plan."""
    try:
        year = FinancialYear().read(request.GET.get("year", ""))
    except NotUnderstood:
        return plan.judged
    return year if isinstance(year, int) and year in plan.years else plan.judged
