"""A book of the gap opened and worked out for a page, as it stands or as it is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from toldonce.steering.money.gap.checking import NotWorkedOut, worked_out_from
from toldonce.steering.money.gap.declared import SHEETS
from toldonce.steering.money.gap.plan import Origin, Plan
from toldonce.steering.money.gap.told import Told, told
from toldonce.steering.sheets.declaring import At
from toldonce.steering.sheets.queries import Opened
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.plans.gap.asking import QUESTIONS, Asked, asked
from toldonce.web.planner.readers import readers_of_figures

KIND = "gap"


@dataclass(frozen=True)
class Worked:
    """A book, its plan, what is asked of it, and the answer beside the plan as it stands."""

    opened: Opened
    plan: Plan
    asked: Asked
    told: Told
    as_planned: Told

    def framed(self, current: str, **more: Any) -> dict[str, Any]:
        """What the template of a page needs; `current` is the label of its tab."""
        here = {"worked": self, "told": self.told, "asked": self.asked, "questions": QUESTIONS}
        return {**framed(self.opened, current), "problems": self.asked.problems, **here, **more}

    def cell(self, origin: Origin, column: str = "") -> str:
        """The address of the cell that something stands in; "" for what was only asked."""
        if origin.row == 0:
            return ""
        sheet = SHEETS[origin.sheet]
        return showing.address_of(
            self.opened, At(sheet, origin.row, column if column in sheet.by_key else "")
        )

    def whence(self, output: str) -> str:
        """The address of the page that says where a number comes from."""
        return reverse("gap-whence", args=[self.opened.book.key, output])


View = Callable[..., HttpResponse]  # of a request, a plan worked out, and what else is in the address


def page_of_the_gap(view: View) -> Callable[..., HttpResponse]:
    """A page that needs a plan that can be worked out; without one it says what is missing, and where."""

    @readers_of_figures
    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, key: str, **parts: str) -> HttpResponse:
        opened = showing.book_called(KIND, key)
        try:
            plan = worked_out_from(opened.contents)
        except NotWorkedOut:
            missing = {**framed(opened, ""), "found": showing.found(opened), "problems": {}}
            return render(request, "planner/pages/plans/gap/missing.html", missing)
        question = asked(request.GET, plan)
        answer = told(question.answered(plan))
        return view(request, Worked(opened, plan, question, answer, told(plan)), **parts)

    return shown
