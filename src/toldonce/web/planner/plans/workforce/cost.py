"""What the workforce costs by role and year, and the growth that a financial gap can take from it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.workforce import saying
from toldonce.steering.plans.workforce.costing import Bill, bills, to_a_hundredth, uncosted, yearly
from toldonce.steering.plans.workforce.joining import grown
from toldonce.steering.sheets.saying import year_words
from toldonce.web.planner.plans.workforce.joined import beside, rows_to_paste
from toldonce.web.planner.plans.workforce.worked import Worked, of_a_plan, shown, year_asked

LABEL = "Cost"


@require_safe
@of_a_plan(LABEL)
def cost(request: HttpRequest, worked: Worked) -> HttpResponse:
    """The bill of a year by role, the bills of all years, and the growth behind them."""
    plan, year = worked.plan, year_asked(request, worked.plan)
    found = bills(worked.outcome)
    total = yearly(found)
    of_year = sorted((bill for bill in found if bill.year == year), key=lambda bill: -bill.in_post)
    page = shown(
        worked,
        LABEL,
        sentence=saying.of_money(total, plan.judged)
        if total
        else "Nothing is costed yet: fill the sheet “Unit costs”.",
        year=year_words(year),
        years=[year_words(each) for each in plan.years],
        lines=[_line(worked, bill) for bill in of_year],
        total=total.get(year),
        totals=[(year_words(bill.year), bill) for bill in total.values()],
        uncosted=uncosted(plan),
        grown=_growth(worked),
        gaps=list(beside(total)),
        pasted=rows_to_paste(worked.opened, grown(worked.outcome, needed=True)),
    )
    return render(request, "planner/pages/plans/workforce_cost.html", page)


def _line(worked: Worked, bill: Bill) -> tuple[int, str, str, Bill]:
    in_post = worked.outcome.supply[worked.outcome.at(bill.year), bill.role]
    return worked.row_of(bill.role), worked.plan.roles[bill.role].name, f"{to_a_hundredth(in_post):,}", bill


def _growth(worked: Worked) -> list[tuple[str, str, str, str, str]]:
    """Year; growth of price and of numbers, of those needed; and of numbers and of the bill, of those in post."""
    needed, in_post = grown(worked.outcome, needed=True), grown(worked.outcome, needed=False)
    return [
        (
            year_words(need.year),
            f"{need.price * 100:z.2f}%",
            f"{need.numbers * 100:z.2f}%",
            f"{need.whole * 100:z.2f}%",
            f"{post.whole * 100:z.2f}%",
        )
        for need, post in zip(needed, in_post, strict=True)
    ]
