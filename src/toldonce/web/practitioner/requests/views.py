"""Asking another organisation, and the thread of what was asked, said and done."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from toldonce.care.referrals import actions, queries
from toldonce.care.referrals.answer_clock import PRIORITIES
from toldonce.care.referrals.errors import Incomplete, RequestRefused
from toldonce.care.referrals.models import Request
from toldonce.care.referrals.states import ASKED, ASKER, MOVES, Kind, State, may
from toldonce.record.readings.record import Record
from toldonce.web.design.context import say
from toldonce.web.entrance.guards import for_carers
from toldonce.web.practitioner.opened import of_a_record, opened, page
from toldonce.web.practitioner.requests import forms
from toldonce.web.practitioner.requests.lists import request_lists

DONE = {
    State.REJECTED: "Rejected. The one who asked has it on the worklist, with your reason.",
    State.WITHDRAWN: "Withdrawn. It is on no worklist any more.",
}
TITLES = {Kind.REFERRAL: "Refer", Kind.ADVICE: "Ask for advice", Kind.TASK: "Give a task"}


@for_carers
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Every request of the reader's organisation, by whose turn it is."""
    return render(
        request, "practitioner/requests/pages/requests.html", {"lists": request_lists(request.actor)}
    )


@of_a_record
@require_http_methods(["GET", "HEAD", "POST"])
def asking(request: HttpRequest, person: int) -> HttpResponse:
    """Refer somebody, ask for advice about them, or give a task."""
    record = opened(request, person, "request")
    written = forms.asking_in(request.POST or request.GET, record)
    looked_for, problems = request.POST.get("look", "").strip()[:80], {}
    led_from = _led_from(request)
    if request.method == "POST" and request.POST.get("act") != "look":
        try:
            made = actions.ask(by=request.actor, record=record, asking=written, led_from=led_from)
        except Incomplete as refused:
            problems = refused.problems
        else:
            say(request, f"Sent to {actions.items.name_of(made.asked)}, to be answered by the time shown.")
            return redirect("request", person, made.pk)
    words = {
        "asking": written,
        "kinds": Kind.choices,
        "priorities": PRIORITIES,
        "receivers": forms.receivers(record, request.actor, written.kind, looked_for, written.to),
        "documents": forms.attachable(record),
        "looked_for": looked_for,
        "problems": problems,
        "led_from": led_from,
    }
    heading = TITLES[Kind(written.kind)]
    return page(request, record, "practitioner/requests/pages/asking.html", heading, "request", **words)


def _led_from(request: HttpRequest) -> Request | None:
    """The answered question from which a referral is made."""
    number = (request.POST or request.GET).get("from", "")
    found = (
        queries.request_numbered(int(number), request.actor.organisation)
        if number.isdecimal() and len(number) < 18
        else None
    )
    return found if found is not None and found.asker == request.actor.organisation else None


@of_a_record
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """What was asked, what was said, how the clock stands, and what can be done next."""
    record = opened(request, person, f"request {number}")
    found = queries.request_numbered(number, request.actor.organisation)
    if found is None or found.pid not in record.pids:
        raise Http404
    problems, what = {}, ""
    if request.method == "POST":
        what = request.POST.get("act", "")
        try:
            found = _done(request, found, what)
        except Incomplete as refused:
            problems = refused.problems
        except RequestRefused as refused:
            problems = {"words": str(refused)}
        else:
            return _afterwards(request, record, found, what)
    return _shown(request, record, found, problems, what)


def _done(request: HttpRequest, found: Request, what: str) -> Request:
    """Do what the pressed button says."""
    by, words = request.actor, request.POST.get("words", "").replace("\r\n", "\n").strip()[:10_000]
    if what == "redirect":
        return actions.redirect(by=by, request=found, to=request.POST.get("to", "")[:16], words=words)
    if what == "answer":
        return actions.answer(by=by, request=found, words=words)
    if what == "book":
        at = forms.moment_in(request.POST)
        if at is None:
            raise Incomplete({"at": "The day and time of the appointment are missing. Choose them."})
        return actions.book(by=by, request=found, at=at, where=request.POST.get("where", "").strip()[:200])
    return actions.act(by=by, request=found, what=what, words=words)


def _afterwards(request: HttpRequest, record: Record, found: Request, what: str) -> HttpResponse:
    """Say what became of it; whoever gave it away may have no right to the record any more."""
    gone = what == "redirect" or found.state in (State.REJECTED, State.WITHDRAWN)
    say(request, DONE.get(State(found.state), f"Noted: {found.get_state_display().lower()}."))
    return redirect("requests") if gone else redirect("request", record.person, found.pk)


def _shown(
    request: HttpRequest, record: Record, found: Request, problems: dict[str, str], what: str
) -> HttpResponse:
    sides = {ASKER: found.asker, ASKED: found.asked}
    mine = [side for side, code in sides.items() if code == request.actor.organisation]
    moves = {
        act: move
        for act, move in MOVES[Kind(found.kind)].items()
        if any(may(act, found.kind, found.state, side) for side in mine)
    }
    service = record.find({"reference": found.refers}) or {}
    words = {
        "found": found,
        "clock": found.clock,
        "moves": moves,
        "what": what,
        "problems": problems,
        "steps": found.steps.all(),
        "documents": [
            each.get("reference", "").partition("/")[2] for each in service.get("supportingInfo", [])
        ],
        "receivers": forms.receivers(record, request.actor, found.kind, ""),
        "is_asker": ASKER in mine,
        "asked_words": request.POST.get("words", ""),
    }
    heading = f"{found.get_kind_display()}: {found.title}"
    return page(request, record, "practitioner/requests/pages/thread.html", heading, "request", **words)


@of_a_record
@require_safe
def behind(request: HttpRequest, person: int, rtype: str, id: str) -> HttpResponse:
    """The way from a ServiceRequest or a Task to its thread; where it has none, to where it comes from."""
    opened(request, person, f"{rtype}/{id}")
    found = queries.request_of(f"{rtype}/{id}", request.actor.organisation)
    return redirect("request", person, found.pk) if found else redirect("provenance", person, rtype, id)
