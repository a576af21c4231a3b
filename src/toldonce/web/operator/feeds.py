"""The pages about feeds of HL7 v2: how they are doing, setting one up, changing it, going over it again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toldonce.directory.queries import names_of, organisations
from toldonce.exchange.hl7v2 import actions, feeds, finding, mapping, refusals, silences
from toldonce.exchange.hl7v2.errors import FeedTrouble
from toldonce.exchange.hl7v2.models import Correction, Feed, FeedState
from toldonce.exchange.hl7v2.samples import Sample, understood
from toldonce.record.arrivals import last_heard
from toldonce.web.design.context import say
from toldonce.web.design.menu import ADMINISTRATOR, PRIVACY_OFFICER
from toldonce.web.entrance.guards import for_roles
from toldonce.web.operator.accounts import administrators

ASKED = (
    "name",
    "application",
    "facility",
    "peer",
    "mapping",
    "zone",
    "is_test",
    "kept_days",
    "silent_after",
    "silent_after_at_night",
)
BEGINNING = {
    "zone": "Europe/London",
    "silent_after": "60",
    "silent_after_at_night": "480",
    "mapping": "standard",
}
REPROCESSINGS_SHOWN = 10
REFUSED_SHOWN = timedelta(days=7)


@for_roles(ADMINISTRATOR, PRIVACY_OFFICER)
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Each feed with what came by it, those that fell silent first of all, and when each source was last heard."""
    standing = {each.code: each for each in feeds.standings()}
    shown = {
        "known": [(feed, standing[feed.code]) for feed in feeds.known()],
        "unclaimed": standing.get("unknown"),
        "silent": feeds.silent(),
        "silences": silences.open_ones(),
        "refused": refusals.since(timezone.now() - REFUSED_SHOWN),
        "sources": last_heard(),
        "now": timezone.now(),
        "may_change": request.actor.role == ADMINISTRATOR,
    }
    return render(request, "operator/pages/feeds.html", shown)


@administrators
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One feed: what it is, what came, which codes were corrected."""
    return _page(request, get_object_or_404(Feed, code=code))


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up a feed, from a sample message where there is one."""
    said = {**BEGINNING, **{name: request.POST[name] for name in request.POST if name != "sample"}}
    sample, problems = _sample(request)
    if sample and request.POST.get("act") == "look":
        said |= sample.suggested
    if request.POST.get("act") == "create":
        try:
            feed = actions.set_up_feed(
                by=request.actor, code=said.get("code", ""), source=said.get("source", ""), said=_asked(said)
            )
        except FeedTrouble as refusal:
            problems |= {refusal.field or "code": str(refusal)}
        else:
            say(request, f"The feed {feed.code} is set up. Its messages are kept, and wait until it is live.")
            return redirect("feed", feed.code)
    shown = {"words": said, "sample": sample, "text": request.POST.get("sample", ""), "problems": problems}
    shown |= {
        "mappings": mapping.names(),
        "organisations": organisations(),
        "message": said.get("message", ""),
    }
    return render(request, "operator/pages/set_up_feed.html", shown, status=400 if problems else 200)


def _sample(request: HttpRequest) -> tuple[Sample | None, dict[str, str]]:
    """What is understood of the pasted message, or of one in quarantine, and what is wrong with it."""
    text, number = request.POST.get("sample", ""), request.POST.get("message", "")
    try:
        if number.isdecimal() and len(number) < 18:
            raw = actions.open_message(by=request.actor, n=int(number), why="A sample to set up a feed")
            return understood(raw.body, request.actor), {}
        return (understood(_as_sent(text), request.actor), {}) if text.strip() else (None, {})
    except FeedTrouble as refusal:
        return None, {"sample": str(refusal)}


def _as_sent(text: str) -> bytes:
    """A pasted message with the line ends that messages have."""
    return "\r".join(text.splitlines()).encode()


def _asked(said: dict[str, str]) -> dict[str, str]:
    return {name: said[name] for name in ASKED if name in said}


@administrators
@require_POST
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change how a feed is recognised, read and watched."""
    feed = get_object_or_404(Feed, code=code)
    said = _asked({name: request.POST[name] for name in request.POST})
    return _done(
        request,
        feed,
        "The feed is changed.",
        lambda: actions.change_feed(by=request.actor, feed=feed, said=said),
    )


@administrators
@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Make a feed live, or pause it."""
    feed, state = get_object_or_404(Feed, code=code), request.POST.get("state", "")
    sentence = (
        "The feed is live: what waits goes into the record now."
        if state == FeedState.LIVE
        else "The feed is paused: what comes is kept and waits."
    )
    return _done(request, feed, sentence, lambda: actions.move_feed(by=request.actor, feed=feed, state=state))


@administrators
@require_POST
def reprocess(request: HttpRequest, code: str) -> HttpResponse:
    """Go over a feed's messages from a day on."""
    feed = get_object_or_404(Feed, code=code)
    try:
        day = date.fromisoformat(request.POST.get("since", ""))
    except ValueError:
        return _page(request, feed, {"since": "Say the day as year, month and day, such as 2026-11-20."})
    since = timezone.make_aware(datetime.combine(day, time()))
    return _done(
        request,
        feed,
        "The messages are gone over in the background; this page says how far it is.",
        lambda: actions.reprocess(by=request.actor, feed=feed, since=since),
    )


@administrators
@require_POST
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take back what was said of a code."""
    found = get_object_or_404(Correction, pk=number, feed__code=code)
    return _done(
        request,
        found.feed,
        "The correction is taken back.",
        lambda: actions.withdraw_correction(by=request.actor, correction=found),
    )


def _done(request: HttpRequest, feed: Feed, sentence: str, act) -> HttpResponse:
    """Do it and go back to the feed, or show the feed with what was refused."""
    try:
        act()
    except FeedTrouble as refusal:
        return _page(request, feed, {refusal.field or "feed": str(refusal)})
    say(request, sentence)
    return redirect("feed", feed.code)


def _page(request: HttpRequest, feed: Feed, problems: dict[str, str] | None = None) -> HttpResponse:
    feed = Feed.objects.get(pk=feed.pk)
    corrections = list(feed.corrections.order_by("table", "local"))
    reprocessings = list(feed.reprocessings.order_by("-id")[:REPROCESSINGS_SHOWN])
    shown = {
        "feed": feed,
        "standing": next(each for each in feeds.standings() if each.code == feed.code),
        "states": finding.states_of(feed.code),
        "kept": finding.kept_of(feed.code),
        "corrections": corrections,
        "reprocessings": reprocessings,
        "people": names_of([feed.created_by, *(each.by for each in (*corrections, *reprocessings))]),
        "mappings": mapping.names(),
        "problems": problems or {},
    }
    return render(request, "operator/pages/feed.html", shown, status=400 if problems else 200)
