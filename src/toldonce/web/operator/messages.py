"""The pages about messages: finding one, the quarantine, and one message with its reason and what it would change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toldonce.exchange.hl7v2 import actions, finding
from toldonce.exchange.hl7v2.corrections import map_of
from toldonce.exchange.hl7v2.errors import FeedTrouble
from toldonce.exchange.hl7v2.finding import Summary
from toldonce.exchange.hl7v2.layout import laid_out
from toldonce.exchange.hl7v2.models import Feed, MessageState
from toldonce.exchange.hl7v2.processing import actor_of
from toldonce.exchange.hl7v2.samples import Foreseen, foreseen
from toldonce.ledger.actions import write
from toldonce.web.design.context import say
from toldonce.web.operator.accounts import administrators

LONGEST = timedelta(days=3660)


@administrators
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Messages by control id, by a person's number, or by the time at which they came."""
    asked = {name: request.GET.get(name, "").strip() for name in ("control_id", "number", "since", "until")}
    found: Sequence[Summary] = []
    if any(asked.values()):
        found = _found(asked)
        pids = sorted({pid for each in found for pid in each.pids}) if asked["number"] else []
        write(by=request.actor, act="message.find", pids=pids, subject=" ".join(asked.values()).strip()[:200])
    return render(request, "operator/pages/messages.html", {"asked": asked, "found": found})


def _found(asked: dict[str, str]) -> list[Summary]:
    if asked["control_id"]:
        return finding.by_control_id(asked["control_id"])
    if asked["number"]:
        return finding.by_number(asked["number"])
    until = _moment(asked["until"]) or timezone.now()
    return finding.newest(since=_moment(asked["since"]) or until - timedelta(days=1), until=until)


def _moment(text: str) -> datetime | None:
    """A time of the form's field, in the time of this place."""
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        return None
    return timezone.make_aware(said) if timezone.is_naive(said) else said


@administrators
@require_safe
def quarantine(request: HttpRequest) -> HttpResponse:
    """What is in quarantine, by feed and reason; with both of them, its messages one by one."""
    feed, reason = request.GET.get("feed", ""), request.GET.get("reason", "")
    after = request.GET.get("after", "")
    shown = {"feed": feed, "reason": reason, "groups": [], "found": []}
    if reason:
        shown["found"] = finding.quarantined(
            feed, reason, after=int(after) if after.isdecimal() and len(after) < 18 else 0
        )
    else:
        shown["groups"] = finding.alike()
    shown["next"] = shown["found"][-1].n if len(shown["found"]) == finding.SHOWN else None
    return render(request, "operator/pages/quarantine.html", shown)


@administrators
@require_POST
def replay_alike(request: HttpRequest) -> HttpResponse:
    """Apply again everything that is in quarantine for one reason."""
    feed, reason = request.POST.get("feed", ""), request.POST.get("reason", "")
    try:
        count = actions.replay_alike(by=request.actor, feed=feed, reason=reason)
    except FeedTrouble as refusal:
        say(request, str(refusal))
    else:
        waits = "1 message waits" if count == 1 else f"{count:,} messages wait"
        say(request, f"{waits} to be applied again.")
    return redirect("quarantine")


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, n: int) -> HttpResponse:
    """One message: what is known of it; with a reason, as it came and what it would change."""
    summary = _summary(n)
    if request.method != "POST":
        return _page(request, summary)
    why = request.POST.get("why", "")
    try:
        if request.POST.get("act") == "correct":
            _correct(request, summary)
        raw = actions.open_message(by=request.actor, n=n, why=why)
    except FeedTrouble as refusal:
        return _page(request, summary, problems={refusal.field or "why": str(refusal)})
    opened = {"lines": laid_out(raw.body), "foreseen": _foreseen(summary, raw), "why": why}
    return _page(request, summary, **opened)


def _foreseen(summary: Summary, raw: finding.Raw) -> Foreseen | None:
    feed = Feed.objects.filter(code=summary.feed).first()
    if feed is None or summary.state == MessageState.REFUSED:
        return None
    return foreseen(raw.body, raw.received, map_of(feed), actor_of(feed))


def _correct(request: HttpRequest, summary: Summary) -> None:
    feed = Feed.objects.filter(code=summary.feed).first()
    if feed is None:
        raise FeedTrouble("No feed claims this message: set one up first.", "target")
    said = {name: request.POST.get(name, "") for name in ("target", "display", "why")}
    table, local = request.POST.get("table", ""), request.POST.get("local", "")
    actions.correct_code(by=request.actor, feed=feed, table=table, local=local, said=said)


@administrators
@require_POST
def replay(request: HttpRequest, n: int) -> HttpResponse:
    """Apply one message again."""
    return _settled(
        request, n, "The message waits to be applied again.", lambda: actions.replay(by=request.actor, n=n)
    )


@administrators
@require_POST
def put_aside(request: HttpRequest, n: int) -> HttpResponse:
    """Take one message out of quarantine for good."""
    why = request.POST.get("aside", "")
    return _settled(
        request, n, "The message is put aside.", lambda: actions.put_aside(by=request.actor, n=n, why=why)
    )


def _settled(request: HttpRequest, n: int, sentence: str, act) -> HttpResponse:
    try:
        act()
    except FeedTrouble as refusal:
        return _page(request, _summary(n), problems={refusal.field or "message": str(refusal)})
    say(request, sentence)
    return redirect("message", n)


def _summary(n: int) -> Summary:
    found = finding.one(n)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, summary: Summary, problems: dict | None = None, **opened) -> HttpResponse:
    shown = {"each": summary, "problems": problems or {}, **opened}
    return render(request, "operator/pages/message.html", shown, status=400 if problems else 200)
