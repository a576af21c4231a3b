"""The whole plan on one page, to be printed and submitted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.sheets.agreeing.parties import holding, parties
from toldonce.web.planner.plans.better_care.looking import looking_at, shared_by_pages
from toldonce.web.planner.plans.better_care.money import of_money
from toldonce.web.planner.plans.better_care.quarters import of_pools
from toldonce.web.planner.plans.better_care.rules import of_rules
from toldonce.web.planner.plans.better_care.telling import of_narrative
from toldonce.web.planner.readers import readers_of_figures


@readers_of_figures
@require_safe
def whole(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that is submitted, in the order of the national template."""
    looking = looking_at(key)
    held = {(each.party, each.capacity): each for each in holding(looking.opened)}
    shown = {
        **shared_by_pages(looking, "Submission"),
        **of_money(looking),
        **of_rules(looking),
        **of_narrative(looking),
        **of_pools(looking),
        "about": next(iter(looking.opened.contents["about"]), None),
        "schemes": looking.opened.contents["schemes"],
        "signing": [(each, held.get((each.code, each.capacity))) for each in parties(looking.opened)],
    }
    return render(request, "planner/pages/plans/better_care/submission.html", shown)
