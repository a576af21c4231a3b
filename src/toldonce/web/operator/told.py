"""What an organisation asks to be told, for everybody who works there: an administrator chooses it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from toldonce.care.alerts import actions, queries
from toldonce.care.alerts.errors import AlertsRefused
from toldonce.care.alerts.kinds import KINDS
from toldonce.care.alerts.models import Asking, Whom
from toldonce.care.alerts.why import asking_words
from toldonce.directory.models import Organisation
from toldonce.web.design.context import say
from toldonce.web.design.menu import CARING, role_words
from toldonce.web.operator.accounts import administrators

ACTS = {"pause": actions.pause, "resume": actions.resume, "end": actions.end}
ASKABLE = (Whom.REGISTERED, Whom.CASELOAD, Whom.STAYING)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that an organisation asks, in words, with its kinds to choose from."""

    number: int
    about: str
    what: str
    role: str
    from_others: bool
    is_paused: bool
    kinds: tuple[tuple[str, str, bool], ...]


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest, code: str) -> HttpResponse:
    """What an organisation asks; a form to ask for more."""
    if request.method == "POST":
        return _done(request, code, "It will be told.", lambda: _ask(request, code))
    return _page(request, code)


@administrators
@require_POST
def change(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    """Pause, go on with, end, or choose anew something that an organisation asks."""
    asking = queries.organisations_asking(code, number)
    if asking is None or act not in (*ACTS, "choose"):
        raise Http404
    if act == "choose":
        kinds = request.POST.getlist("kinds")
        chosen = lambda: actions.choose_kinds(by=request.actor, asking=asking, kinds=kinds)  # noqa: E731
        return _done(request, code, "The choice is kept.", chosen)
    return _done(request, code, "It is done.", lambda: ACTS[act](by=request.actor, asking=asking))


def _ask(request: HttpRequest, code: str) -> Asking:
    return actions.ask_for_organisation(
        by=request.actor,
        code=code,
        role=request.POST.get("role", ""),
        whom=request.POST.get("whom", ""),
        kinds=request.POST.getlist("kinds"),
        from_others="from_others" in request.POST,
    )


def _done(request: HttpRequest, code: str, sentence: str, act) -> HttpResponse:
    """Do it and go back to the page, or show the page with what was refused."""
    try:
        act()
    except AlertsRefused as refusal:
        return _page(request, code, str(refusal))
    say(request, sentence)
    return redirect("organisation-told", code)


def _page(request: HttpRequest, code: str, refused: str = "") -> HttpResponse:
    found = get_object_or_404(Organisation, code=code)
    shown = {
        "found": found,
        "lines": [_line(each) for each in queries.askings_of_organisation(code)],
        "whom": [(each.value, each.label) for each in ASKABLE],
        "roles": [(role, role_words(role)) for role in CARING],
        "kinds": [(each.slug, each.title) for each in KINDS],
        "problems": {"ask": refused} if refused else {},
    }
    return render(request, "operator/pages/told.html", shown, status=400 if refused else 200)


def _line(asking: Asking) -> Line:
    said = Whom(asking.whom).label
    return Line(
        number=asking.pk,
        about=said[:1].upper() + said[1:],
        what=asking_words(asking),
        role=role_words(asking.role),
        from_others=asking.from_others,
        is_paused=asking.paused is not None,
        kinds=tuple((each.slug, each.title, each.slug in asking.kinds) for each in KINDS),
    )
