"""The pages of the privacy officer and of those who watch the feeds."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from toldonce.directory.queries import names_of
from toldonce.ledger import queries
from toldonce.ledger.actions import write
from toldonce.ledger.queries import Row
from toldonce.record import doubts, identity
from toldonce.record.access import Refused
from toldonce.record.relationships import BreakGlass, not_reviewed, review_break_glass
from toldonce.web.design.asking import understood
from toldonce.web.design.context import say
from toldonce.web.design.finding import people_of
from toldonce.web.design.menu import ADMINISTRATOR, PRIVACY_OFFICER
from toldonce.web.entrance.guards import for_roles

PAGE = 100
REVIEWED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Glass:
    """One breaking of the glass, with the person's name for the privacy officer."""

    row: BreakGlass
    person: str


@for_roles(PRIVACY_OFFICER)
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Who did what: of all, about one person, or by one account."""
    person, account = request.GET.get("person", "").strip(), request.GET.get("account", "").strip()
    before = request.GET.get("before", "")
    rows, about = _rows(person, account, int(before) if before.isdecimal() and len(before) < 18 else None)
    write(by=request.actor, act="ledger.read", pids=about, subject=f"{person} {account}".strip()[:200])
    shown = {
        "rows": rows,
        "asked_person": person,
        "asked_account": account,
        "found": bool(about) or not person,
    }
    shown |= {"before": rows[-1].n if len(rows) == PAGE else None}
    return render(request, "operator/pages/ledger.html", shown)


def _rows(person: str, account: str, before: int | None) -> tuple[list[Row], list[int]]:
    pids = _pids_of(person) if person else []
    if person:
        return queries.about(pids, account=account, before=before, count=PAGE) if pids else [], pids
    if account:
        return queries.by_account(account, before=before, count=PAGE), []
    return queries.newest(before=before, count=PAGE), []


def _pids_of(asked: str) -> list[int]:
    """Every source patient of the persons that the words mean."""
    for way in understood(asked, timezone.localdate()):
        if found := identity.find(**way.parts):
            return [row.pid for row in identity.of_persons(sorted({each.person for each in found}))]
    return []


@for_roles(PRIVACY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def breaks(request: HttpRequest) -> HttpResponse:
    """Every breaking of the glass that waits for review, and those that were reviewed last."""
    problem = _reviewed(request) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        say(request, "Your finding is kept.")
        return redirect("breaks")
    done = list(BreakGlass.objects.exclude(reviewed=None).order_by("-reviewed")[:REVIEWED_SHOWN])
    people = names_of(each.reviewed_by for each in done)
    shown = {"waiting": _named(not_reviewed()), "done": _named(done), "people": people}
    persons = {each.row.person for each in (*shown["waiting"], *shown["done"])}
    pids = sorted(each.pid for each in identity.of_persons(sorted(persons)))
    write(by=request.actor, act="break-glass.list", pids=pids)
    return render(
        request, "operator/pages/breaks.html", shown | {"problem": problem}, status=400 if problem else 200
    )


def _reviewed(request: HttpRequest) -> str:
    """Keep a finding; the sentence of the refusal if it cannot be kept."""
    number, finding = request.POST.get("number", ""), request.POST.get("finding", "")
    try:
        review_break_glass(by=request.actor, number=int(number or 0), finding=finding)
    except (Refused, ValueError, BreakGlass.DoesNotExist) as refusal:
        return str(refusal) if isinstance(refusal, Refused) else "This breaking of the glass is not known."
    return ""


def _named(rows: list[BreakGlass]) -> list[Glass]:
    names = {each.person: each.name for each in people_of(sorted({row.person for row in rows}))}
    return [Glass(row, names.get(row.person, f"person {row.person}")) for row in rows]


@for_roles(ADMINISTRATOR)
@require_safe
def doubts_listed(request: HttpRequest) -> HttpResponse:
    """What was stored although it is doubtful."""
    return render(
        request, "operator/pages/doubts.html", {"doubts": doubts.newest(PAGE * 2), "total": doubts.count()}
    )
