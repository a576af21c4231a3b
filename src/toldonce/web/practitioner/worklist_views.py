"""The pages of the worklist, and what an open page is told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from toldonce.care.worklist import actions, queries
from toldonce.care.worklist.errors import NotSaid, WorklistRefused
from toldonce.care.worklist.models import Item
from toldonce.web.design.context import say
from toldonce.web.design.words import HERE
from toldonce.web.entrance.guards import for_carers
from toldonce.web.practitioner import worklist as shown
from toldonce.web.practitioner.worklist_links import behind
from toldonce.web.practitioner.worklist_titles import titles_for

HOURS_ON_DUTY = (4, 8, 12, 24)


@for_carers
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """What is open for the reader's organisation, urgent and soonest due first."""
    start = request.GET.get("start", "")
    asked = shown.Asked(
        whose=request.GET.get("whose", ""),
        kind=request.GET.get("kind", ""),
        start=int(start) if start.isdecimal() and len(start) < 7 else 0,
    )
    found = shown.worklist(reader=request.actor, asked=asked)
    words = {"found": found, "asked_for": asked, "whose": shown.WHOSE, "page_size": shown.PAGE}
    return render(request, "practitioner/pages/worklist.html", words | {"duty_hours": HOURS_ON_DUTY})


@for_carers
@require_safe
def item(request: HttpRequest, number: int) -> HttpResponse:
    """One item: why it is here, what was done with it, and what can be done."""
    return _item_page(request, number)


def _item_page(request: HttpRequest, number: int, problem: str = "") -> HttpResponse:
    found = shown.one_item(reader=request.actor, number=number)
    if found is None:
        raise Http404
    line, steps = found
    words = {
        "line": line,
        "steps": steps,
        "behind": behind(line.item, line.person),
        "colleagues": [
            pair
            for pair in shown.colleagues_of(request.actor.organisation)
            if pair[0] != request.actor.account
        ],
        "outcomes": shown.OUTCOMES,
        "problem": problem,
        "asked": request.POST,
    }
    return render(request, "practitioner/pages/item.html", words, status=400 if problem else 200)


@for_carers
@require_POST
def act(request: HttpRequest, number: int) -> HttpResponse:
    """Do one thing with an item, and go back to where the reader was."""
    item = queries.item_of(request.actor.organisation, number)
    done = ACTS.get(request.POST.get("act", ""))
    if item is None or done is None:
        raise Http404
    try:
        sentence = done(request, item)
    except WorklistRefused as refusal:
        return _item_page(request, number, problem=str(refusal))
    say(request, sentence)
    return redirect("item", number) if request.POST.get("stay") else redirect("worklist")


def _quoted(request: HttpRequest, item: Item) -> str:
    """The title in quotation marks, as this reader may see it."""
    return f"“{titles_for(request.actor, [item])[item.pk]}”"


def _take(request: HttpRequest, item: Item) -> str:
    actions.take(by=request.actor, item=item)
    return f"{_quoted(request, item)} is yours now."


def _hand_over(request: HttpRequest, item: Item) -> str:
    to = request.POST.get("to", "")
    names = dict(shown.colleagues_of(request.actor.organisation))
    if to not in names:
        raise NotSaid("Choose the colleague who is to see to it.")
    actions.hand_over(by=request.actor, item=item, to=to, note=request.POST.get("note", ""))
    return f"{_quoted(request, item)} is with {names[to]} now."


def _put_back(request: HttpRequest, item: Item) -> str:
    actions.put_back(by=request.actor, item=item, note=request.POST.get("note", ""))
    return f"{_quoted(request, item)} waits for somebody to take it."


def _settle(request: HttpRequest, item: Item) -> str:
    outcome, note = request.POST.get("outcome", ""), request.POST.get("note", "")
    actions.settle(by=request.actor, item=item, outcome=outcome, note=note)
    return f"{_quoted(request, item)} is done with: {outcome.lower()}."


def _reopen(request: HttpRequest, item: Item) -> str:
    actions.reopen(by=request.actor, item=item, note=request.POST.get("note", ""))
    return f"{_quoted(request, item)} is on the list again."


ACTS: dict[str, Callable[[HttpRequest, Item], str]] = {
    "take": _take,
    "hand over": _hand_over,
    "put back": _put_back,
    "settle": _settle,
    "reopen": _reopen,
}


@for_carers
@require_POST
def duty(request: HttpRequest) -> HttpResponse:
    """Be on duty for so many hours."""
    hours = request.POST.get("hours", "")
    if hours not in map(str, HOURS_ON_DUTY):
        raise Http404
    made = actions.go_on_duty(by=request.actor, until=timezone.now() + timedelta(hours=int(hours)))
    say(
        request,
        f"You are on duty until {made.until.astimezone(HERE):%-d %B, %H:%M}: what nobody takes comes to you.",
    )
    return redirect("worklist")


@for_carers
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What an open page is told: how much there is to see, and the newest item since it was opened."""
    count, line = shown.news_for(reader=request.actor, since=_since(request))
    told = []
    if line is not None:
        words = f"New in your worklist: {line.title}, {line.name}."
        told = [{"words": words, "link": reverse("item", args=[line.item.pk]), "label": "Open it"}]
    answer = JsonResponse({"open": count, "news": told})
    answer["Cache-Control"] = "no-store, private"
    return answer


def _since(request: HttpRequest) -> datetime | None:
    try:
        found = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None
