"""What is said about a plan (title, year, source, about, whether it is invented), changed by a form in a draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from toldonce.steering.sheets.declaring import THE_PLAN
from toldonce.steering.sheets.describing import describe_book
from toldonce.steering.sheets.errors import EditRefused
from toldonce.steering.sheets.queries import Opened
from toldonce.web.design.context import say
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.readers import planners


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """What is said about the plan as a form; what is refused is said at its field, and what was typed stays."""
    opened = showing.book_called(kind, key)
    if request.method != "POST":
        return _form(request, opened, {})
    reason = request.POST.get("reason", "")
    request.session["plan-reason"] = reason[:1000]
    try:
        saved = describe_book(
            by=request.actor, kind=opened.kind, key=key, says=_typed(request), seen=_seen(request), reason=reason
        )  # fmt: skip
    except EditRefused as refusal:
        return _form(request, opened, _problems(refusal))
    say(request, f"It is changed, as change {saved.change.version} of the plan.")
    return redirect("book", kind, key)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What the form says in each column; a box that is not ticked is not sent."""
    sent = {key: request.POST.get(key, "") for key in THE_PLAN.by_key}
    return sent | {"invented": "Yes" if sent["invented"] else "No"}


def _seen(request: HttpRequest) -> dict[str, str]:
    return {key: request.POST.get(f"seen-{key}", "") for key in THE_PLAN.by_key}


def _problems(refusal: EditRefused) -> dict[str, str]:
    """What is wrong at each field, or with the whole form."""
    at = {each.at.column: f"{THE_PLAN.by_key[each.at.column].head} {each.says}" for each in refusal.cells}
    return at or {"reason": str(refusal)}


def _form(request: HttpRequest, opened: Opened, problems: dict[str, str]) -> HttpResponse:
    """The form, with what the plan says now wherever nothing else was typed: nobody's words go back unseen."""
    now = {each.key: each.kind.say(getattr(opened.book, each.key)) for each in THE_PLAN.columns}
    typed = dict(now)
    if request.method == "POST":
        seen = _seen(request)
        typed |= {key: words for key, words in _typed(request).items() if words != seen[key]}
    shown = framed(
        opened, "Overview", now=now, typed=typed | {"invented": typed["invented"] == "Yes"}, problems=problems,
        reason=request.POST.get("reason", request.session.get("plan-reason", "")),
    )  # fmt: skip
    return render(request, "planner/pages/plans/describe.html", shown, status=400 if problems else 200)
