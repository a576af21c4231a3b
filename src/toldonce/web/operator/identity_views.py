"""The pages of the records officer: who is who, question by question."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from toldonce.directory.queries import names_of
from toldonce.ledger.actions import write
from toldonce.record.errors import NotThere
from toldonce.record.identity import actions, reviews
from toldonce.record.identity.actions import Undecided
from toldonce.record.identity.history import moves_of, parts_of
from toldonce.record.identity.patients import person_of
from toldonce.record.identity.reviews import IdentityReview, Kind, State
from toldonce.web.design.context import say
from toldonce.web.design.finding import people_of
from toldonce.web.design.menu import PRIVACY_OFFICER, RECORDS_OFFICER
from toldonce.web.entrance.guards import for_roles
from toldonce.web.operator.comparing import comparison, lines

SHOWN, ANSWERED_SHOWN = 50, 20
ANSWERS: dict[str, tuple[Callable[..., IdentityReview], str]] = {
    "one": (actions.decide_one, "They are one person now; no resource was moved."),
    "two": (actions.decide_two, "They are two people and stay two."),
    "later": (actions.put_off, "The question waits behind the others."),
    "undo": (actions.undo, "The answer is taken back and the question waits again."),
}


@for_roles(RECORDS_OFFICER, PRIVACY_OFFICER)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Every question about who is who that waits, and those that were answered last."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    waiting = [(each.review, each.one, each.other) for each in reviews.waiting(SHOWN, kind)]
    answered = IdentityReview.objects.exclude(state=State.OPEN).order_by("-decided")[:ANSWERED_SHOWN]
    done = [(each, person_of(each.a), person_of(each.b)) for each in answered]
    pids = sorted({pid for each, *_ in (*waiting, *done) for pid in (each.a, each.b)})
    write(by=request.actor, act="identity.list", pids=pids)
    counted = reviews.counted()
    shown = {
        "waiting": lines(waiting),
        "answered": lines(done),
        "people": names_of(each.decided_by for each in answered),
        "kinds": [(each.value, each.label, counted.get(each.value, 0)) for each in Kind],
        "kind": kind,
        "total": sum(counted.values()),
    }
    return render(request, "operator/pages/questions.html", shown)


@for_roles(RECORDS_OFFICER, PRIVACY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, number: int) -> HttpResponse:
    """Two people side by side with the reasons, and the answer."""
    problem = _answered(request, number) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return redirect("questions")
    asked = IdentityReview.objects.filter(pk=number).first()
    if asked is None:
        raise Http404
    shown = comparison(asked)
    write(by=request.actor, act="identity.compare", pids=shown.pids, subject=f"review/{number}")
    page = {
        "shown": shown,
        "review": asked,
        "people": names_of([asked.raised_by, asked.decided_by, *(each.account for each in shown.moves)]),
        "problem": problem,
        "why": request.POST.get("why", ""),
    }
    return render(request, "operator/pages/question.html", page, status=400 if problem else 200)


def _answered(request: HttpRequest, number: int) -> str:
    """Keep an answer; the sentence of the refusal if it cannot be kept."""
    if request.POST.get("answer", "") not in ANSWERS:
        return "Say whether they are one person, two people, or that it has to wait."
    act, said = ANSWERS[request.POST["answer"]]
    try:
        act(review=number, by=request.actor, why=request.POST.get("why", ""))
    except NotThere:
        raise Http404 from None
    except Undecided as refusal:
        return str(refusal)
    say(request, said)
    return ""


@for_roles(RECORDS_OFFICER, PRIVACY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def person_parts(request: HttpRequest, person: int) -> HttpResponse:
    """The source patients that are one person, every move there was, and a way to take one out."""
    parts = parts_of(person)
    if not parts:
        raise Http404
    problem = _taken_out(request, {part.patient.pid for part in parts}) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return redirect("person-parts", person_of(parts[0].patient.pid))
    pids = [part.patient.pid for part in parts]
    write(by=request.actor, act="identity.parts", pids=pids, subject=f"person/{person}")
    moves = moves_of(pids)
    page = {
        "called": next(iter(people_of([person])), None),
        "parts": parts,
        "moves": moves,
        "people": names_of(each.account for each in moves),
        "questions": reviews.about(pids),
        "problem": problem,
    }
    return render(request, "operator/pages/parts.html", page, status=400 if problem else 200)


def _taken_out(request: HttpRequest, pids: set[int]) -> str:
    """Set a source patient apart; the sentence of the refusal if that cannot be done."""
    pid, why = request.POST.get("pid", ""), request.POST.get("why", "")
    if not pid.isdecimal() or len(pid) > 18 or int(pid) not in pids:
        return "That source patient is not part of this person any more."
    if len(pids) == 1:
        return "Only one source tells of this person, so there is nothing to take out."
    if len(why.strip()) < actions.SHORTEST_REASON:
        return "A reason is needed, because others will read it. Say in a sentence what you found."
    actions.unlink(pid=int(pid), by=request.actor, why=why)
    say(request, "It is a person of its own now; no resource was moved.")
    return ""
