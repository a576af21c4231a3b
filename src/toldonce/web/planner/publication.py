"""Publication: what was proposed, what it would publish, and the step that only somebody else can take."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from toldonce.figures.publication import actions
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.reviewing import SHOWN, proposals, review
from toldonce.web.design import troubles
from toldonce.web.design.context import say
from toldonce.web.planner.readers import planners, readers_of_figures

DONE = {
    "check": "It is checked. Release it when its day has come.",
    "release": "It is published.",
    "return": "It is given back and will not be published.",
}


@readers_of_figures
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Every proposal and what became of it."""
    return render(request, "planner/pages/publication.html", {"proposals": proposals()})


@planners  # the exact counts behind what is not shown are for those alone who decide
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """What one proposal would publish, beside what is public now."""
    return _page(request, number)


@planners
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Check, release or give back a proposal."""
    act, digest, why = (request.POST.get(name, "") for name in ("act", "digest", "why"))
    if act not in DONE:
        return troubles.page(request, 400)
    try:
        if act == "check":
            actions.check(by=request.actor, proposal=number, digest=digest)
        elif act == "release":
            actions.release(by=request.actor, proposal=number, digest=digest)
        else:
            actions.give_back(by=request.actor, proposal=number, why=why)
    except PublicationRefused as refusal:
        return _page(request, number, {"decide": str(refusal)})
    say(request, DONE[act])
    return redirect("publication-proposal", number)


def _page(request: HttpRequest, number: int, problems: dict[str, str] | None = None) -> HttpResponse:
    found = review(number)
    if found is None:
        return troubles.page(request, 404)
    shown = {
        "view": found,
        "is_own": found.proposal.proposed_by == request.actor.account,
        "at_most": SHOWN,
        "problems": problems or {},
    }
    return render(request, "planner/pages/publication_proposal.html", shown, status=400 if problems else 200)
