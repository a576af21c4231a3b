"""The pages of alerts: what I was told, and what I want to be told."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toldonce.care.alerts import actions, queries
from toldonce.care.alerts.errors import AlertsRefused
from toldonce.care.alerts.models import Whom
from toldonce.care.alerts.posting import trouble_of
from toldonce.care.alerts.queries import hours_of
from toldonce.directory.errors import DirectoryError
from toldonce.directory.queries import account_named, wards_of
from toldonce.web.design.context import say
from toldonce.web.entrance.guards import for_carers
from toldonce.web.practitioner import asking_form
from toldonce.web.practitioner.alerts import alerts_of, one_alert
from toldonce.web.practitioner.opened import of_a_record, opened, page

ACTS = {"pause": actions.pause, "resume": actions.resume, "end": actions.end}
SAID = {
    "pause": "You are told nothing of this until you go on.",
    "resume": "You are told of this again.",
    "end": "You are not told of this any more.",
}


@for_carers
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """What I and my organisation were told, the newest first."""
    asked = request.GET.get("start", "")
    start = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    found = alerts_of(reader=request.actor, start=start)
    return render(request, "practitioner/pages/alerts.html", {"alerts": found})


@for_carers
@require_safe
def alert(request: HttpRequest, number: int) -> HttpResponse:
    """One alert, and why it came."""
    found = one_alert(reader=request.actor, number=number)
    if found is None:
        raise Http404
    return render(request, "practitioner/pages/alerts.html", {"alerts": found, "is_one": True})


@for_carers
@require_POST
def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Say that I have seen it."""
    found = queries.alert_of(request.actor, number)
    if found is None:
        raise Http404
    actions.see(by=request.actor, alert=found)
    return redirect("alerts")


@for_carers
@require_http_methods(["GET", "HEAD", "POST"])
def asking(request: HttpRequest) -> HttpResponse:
    """Tell me when: what I ask, my quiet hours, and who covers for me."""
    if request.method == "POST":
        try:
            asking_form.ask(request.POST, by=request.actor)
        except AlertsRefused as refusal:
            return _asking_page(request, {"ask": str(refusal)})
        say(request, "You will be told.")
        return redirect("tell-me")
    return _asking_page(request)


@of_a_record
@require_http_methods(["GET", "HEAD", "POST"])
def about_person(request: HttpRequest, person: int) -> HttpResponse:
    """Tell me when something happens to this person."""
    record = opened(request, person, "tell me when")
    refused = ""
    if request.method == "POST":
        try:
            asking_form.ask(request.POST, by=request.actor, pid=record.pids[0])
        except AlertsRefused as refusal:
            refused = str(refusal)
        else:
            say(request, "You will be told when something of this happens to this person.")
            return redirect("tell-me")
    shown = {
        "problems": {"ask": refused} if refused else {},
        "form": asking_form.shown(request.POST),
        "mine": asking_form.lines(queries.askings_about_person(request.actor, list(record.pids))),
    }
    return page(request, record, "practitioner/pages/tell_me_about.html", "Tell me when", "tell-me", **shown)


@for_carers
@require_POST
def change(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """Pause, go on with, or end something that I ask."""
    found = queries.asking_of(request.actor, number)
    if found is None or act not in ACTS:
        raise Http404
    return _done(request, "ask", SAID[act], lambda: ACTS[act](by=request.actor, asking=found))


@for_carers
@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    """Keep my quiet hours and the hour of my digest."""
    return _done(
        request,
        "quiet_from",
        "Your hours are kept.",
        lambda: asking_form.choose_hours(request.POST, by=request.actor),
    )


@for_carers
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Keep the address to which my e-mail goes."""
    sent_to = request.POST.get("email", "")
    return _done(
        request,
        "email",
        "Your address is kept.",
        lambda: asking_form.keep_address(by=request.actor, email=sent_to),
    )


@for_carers
@require_POST
def cover(request: HttpRequest) -> HttpResponse:
    """Let a colleague be told while I am away."""
    return _done(
        request,
        "colleague",
        "Your colleague will be told instead of you.",
        lambda: asking_form.arrange_cover(request.POST, by=request.actor),
    )


@for_carers
@require_POST
def uncover(request: HttpRequest, number: int) -> HttpResponse:
    """Be told myself again."""
    found = queries.cover_numbered(request.actor.account, number)
    if found is None:
        raise Http404
    return _done(
        request,
        "colleague",
        "You are told yourself again.",
        lambda: actions.end_cover(by=request.actor, cover=found),
    )


def _done(request: HttpRequest, field: str, sentence: str, act) -> HttpResponse:
    """Do it and go back to the page, or show the page with what was refused."""
    try:
        act()
    except (AlertsRefused, DirectoryError) as refusal:
        return _asking_page(request, {field: str(refusal)})
    say(request, sentence)
    return redirect("tell-me")


def _asking_page(request: HttpRequest, problems: dict[str, str] | None = None) -> HttpResponse:
    reader = request.actor
    account = account_named(reader.account)
    wards = wards_of(reader.organisation)
    shown = {
        "problems": problems or {},
        "form": asking_form.shown(request.POST),
        "whom": [each for each in Whom if each != Whom.PERSON and (each != Whom.WARD or wards)],
        "wards": wards,
        "mine": asking_form.lines(queries.askings_of(reader), by=reader),
        "ours": asking_form.lines(queries.askings_of_organisation(reader.organisation)),
        "hours": hours_of(reader.account),
        "days": asking_form.DAYS,
        "covers": asking_form.cover_lines(queries.covers_of(reader.account, timezone.localdate())),
        "colleagues": queries.colleagues_of(reader),
        "email": account.email if account else "",
        "trouble": trouble_of(reader.account),
        "today": timezone.localdate(),
    }
    return render(request, "practitioner/pages/tell_me.html", shown, status=400 if problems else 200)
