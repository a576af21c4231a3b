"""The two ways in when no relationship is known: saying what it is, and breaking the glass."""

from datetime import datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from toldonce.record.access import Refused
from toldonce.record.errors import NotThere
from toldonce.record.relationships import (
    BROKEN_FOR,
    DECLARED_AT_MOST,
    SHORTEST_REASON,
    break_glass,
    declare_relationship,
)
from toldonce.web.design.context import say
from toldonce.web.design.words import HERE, moment
from toldonce.web.entrance.guards import for_carers

USUAL = timedelta(days=28)


@for_carers
@require_http_methods(["GET", "HEAD", "POST"])
def breaking(request: HttpRequest, person: int) -> HttpResponse:
    """Break the glass: a reason, eight hours, and what will happen."""
    reason, problems = request.POST.get("reason", ""), {}
    if request.method == "POST":
        try:
            broken = break_glass(by=request.actor, person=person, reason=reason)
        except NotThere:
            raise Http404 from None
        except Refused as refusal:
            problems["reason"] = f"{refusal.sentence} {refusal.next_step}"
        else:
            say(
                request,
                f"The record is open to you until {moment(broken.until)}. The privacy officer has been told.",
            )
            return redirect("record", person)
    shown = {"person": person, "reason": reason, "problems": problems, "shortest": SHORTEST_REASON}
    shown |= {"hours": BROKEN_FOR // timedelta(hours=1)}
    return render(request, "practitioner/pages/break_glass.html", shown, status=400 if problems else 200)


@for_carers
@require_http_methods(["GET", "HEAD", "POST"])
def declaring(request: HttpRequest, person: int) -> HttpResponse:
    """Say what the relationship to a person is, and until when it lasts."""
    today = timezone.localdate()
    reason, until, problems = request.POST.get("reason", ""), request.POST.get("until", ""), {}
    if request.method == "POST":
        try:
            declare_relationship(by=request.actor, person=person, reason=reason, until=_end_of(until))
        except NotThere:
            raise Http404 from None
        except Refused as refusal:
            field = "until" if "days" in refusal.sentence else "reason"
            problems[field] = f"{refusal.sentence} {refusal.next_step}"
        else:
            say(request, "Your relationship has been written down; the person may ask for it.")
            return redirect("record", person)
    shown = {
        "person": person,
        "reason": reason,
        "until": until or str(today + USUAL),
        "latest": str(today + DECLARED_AT_MOST - timedelta(days=1)),
        "today": str(today),
        "problems": problems,
    }
    return render(request, "practitioner/pages/relationship.html", shown, status=400 if problems else 200)


def _end_of(until: str) -> datetime:
    """The end of that day, or a moment that is over where no day was given, which is refused with its sentence."""
    try:
        day = parse_date(until)
    except ValueError:
        day = None
    return datetime.combine(day, time(23, 59), HERE) if day else timezone.now()
