"""One plan: what does not hold, where it stands, who signed, what people say about it; and the steps to agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from toldonce.directory.models import Organisation, Post
from toldonce.steering.sheets.agreeing import actions
from toldonce.steering.sheets.agreeing.naming import name_parties, posts_that_sign
from toldonce.steering.sheets.agreeing.parties import how_it_holds, open_to, outstanding, parties, signs_alone
from toldonce.steering.sheets.declaring import Party
from toldonce.steering.sheets.errors import SheetsError
from toldonce.steering.sheets.queries import Opened, comments, signatures, steps
from toldonce.web.design import troubles
from toldonce.web.design.context import say
from toldonce.web.design.menu import PLANNER
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.readers import readers_of_figures

DONE = {
    "submit": "It is submitted to those who must sign it.",
    "withdraw": "It is a draft again.",
    "sign": "It is signed.",
    "name": "It is said who must sign it.",
    "comment": "It is said.",
    "resolve": "It is resolved.",
}


@readers_of_figures
@require_safe
def one(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Everything about one plan but its cells."""
    return _page(request, showing.book_called(kind, key))


@readers_of_figures
@require_POST
def act(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Submit, withdraw, name who signs, sign, comment, answer or resolve; what is refused is said on the page."""
    opened = showing.book_called(kind, key)
    doing = request.POST.get("act", "")
    if doing not in DONE:
        return troubles.page(request, 400)
    if doing in ("submit", "withdraw", "name") and request.actor.role != PLANNER:
        return troubles.page(request, 403)
    try:
        _done(request, opened, doing)
    except SheetsError as refusal:
        return _page(request, opened, {doing: str(refusal)}, 400)
    say(request, DONE[doing])
    return redirect("book", kind, key)


def _done(request: HttpRequest, opened: Opened, doing: str) -> None:
    here = {"by": request.actor, "kind": opened.kind, "key": opened.book.key}
    said = request.POST
    if doing == "submit":
        actions.submit(**here, reason=said.get("reason", ""))
    elif doing == "withdraw":
        actions.withdraw(**here, reason=said.get("reason", ""))
    elif doing == "name":
        name_parties(**here, posts=[_party(each) for each in said.getlist("party")])
    elif doing == "sign":
        party, capacity = _party(said.get("capacity", ""))
        actions.sign(**here, party=party, capacity=capacity, digest=said.get("digest", ""))
    elif doing == "comment":
        actions.comment(**here, says=said.get("says", ""), answers=number(said.get("answers", "")))
    else:
        actions.resolve(**here, comment=number(said.get("comment", "")) or 0)


def _party(words: str) -> tuple[str, str]:
    code, _, title = words.partition("|")
    return code, title


def number(words: str) -> int | None:
    """The number of a row or comment in a form, None where there is none."""
    return int(words) if words.isdecimal() and len(words) < 19 else None


@dataclass(frozen=True, slots=True)
class Signed:
    """A party that must sign, with the name of its organisation and whether it has."""

    organisation: str
    told: Party
    holds: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A post that can be named to sign, and whether it is."""

    code: str
    title: str
    organisation: str
    chosen: bool


def _page(
    request: HttpRequest, opened: Opened, problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    signed, asked, missing = signatures(opened.book), parties(opened), outstanding(opened)
    names = _names({each.code for each in asked} | {each.party for each in signed})
    held = posts_that_sign()
    shown = {
        **framed(opened, "Overview"),
        "found": showing.found(opened),
        "summary": showing.summary(opened),
        "parties": [Signed(names.get(each.code, each.code), each, each not in missing) for each in asked],
        "held": {(each.organisation_id, each.title) for each in held},
        "choices": _choices(asked, held, names),
        "void": {(each.party, each.capacity) for each in signed},
        "signatures": [
            (names.get(each.party, each.party), each, how_it_holds(opened, each)) for each in signed
        ],
        "may_sign": open_to(request.actor, opened),
        "signs_alone": signs_alone(request.actor, opened),
        "comments": comments(opened.book),
        "steps": steps(opened.book),
        "problems": problems or {},
        "may_edit": request.actor.role == PLANNER,
    }
    return render(request, "planner/pages/plans/book.html", shown, status=status)


def _choices(asked: Sequence[Party], held: Sequence[Post], names: Mapping[str, str]) -> list[Choice]:
    """The posts that are named, whoever holds them, and then the others that somebody holds."""
    named = [Choice(each.code, each.post, names.get(each.code, each.code), True) for each in asked]
    known = {(each.code, each.title) for each in named}
    others = [each for each in held if (each.organisation_id, each.title) not in known]
    return named + [
        Choice(each.organisation_id, each.title, each.organisation.name, False) for each in others
    ]


def _names(codes: set[str]) -> dict[str, str]:
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
