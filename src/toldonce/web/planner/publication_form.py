"""The form by which figures, a correction or a withdrawal are proposed for publication."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from toldonce.figures.errors import FiguresError
from toldonce.figures.models import Figure, Indicator
from toldonce.figures.publication import actions
from toldonce.figures.publication.actions import Chosen
from toldonce.figures.publication.declaring import by_no_public_file
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.models import Handling, Kind, Release
from toldonce.figures.publication.selecting import Extent
from toldonce.figures.themes import by_theme
from toldonce.web.design.context import say
from toldonce.web.planner.readers import planners


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The form, and what is wrong with it; what was proposed is shown at once as it would be published."""
    if request.method != "POST":
        return _page(request)
    try:
        made = actions.propose(by=request.actor, **_told(request.POST))
    except FiguresError as refusal:
        return _page(request, {"title": str(refusal)})
    say(request, "It is proposed. Somebody else checks and releases it.")
    return redirect("publication-proposal", made.pk)


def _told(form: QueryDict) -> dict:
    kind = form.get("kind", Kind.FIGURES)
    undoes = form.get("undoes", "")
    return {
        "kind": kind if kind in Kind.values else Kind.FIGURES,
        "undoes": int(undoes) if undoes.isdecimal() and len(undoes) < 7 and kind != Kind.FIGURES else None,
        "title": form.get("title", "")[:200],
        "reason": form.get("reason", ""),
        "indicators": [] if kind == Kind.WITHDRAWAL else _chosen(form),
        "extent": Extent(
            tuple(form.get("places", "").replace(",", " ").split()),
            (),
            _day(form.get("since", ""), "From"),
            _day(form.get("until", ""), "Until"),
        ),
    }


def _chosen(form: QueryDict) -> list[Chosen]:
    """The indicators that are ticked, and all of the themes that are."""
    return [
        Chosen(code, form.get(f"handling-{code}", Handling.PEOPLE), form.get(f"why-{code}", ""))
        for code in dict.fromkeys([*form.getlist("indicator"), *_of_themes(form.getlist("theme"))])
    ]


def _of_themes(themes: Sequence[str]) -> list[str]:
    found = by_theme(_with_figures()) if themes else []
    return [each.code for theme, those in found if theme.slug in themes for each in those]


def _day(words: str, name: str):
    if not words.strip():
        return None
    try:
        found = parse_date(words.strip())
    except ValueError:
        found = None
    if found is None:
        raise PublicationRefused(f"{name}: “{words}” is no date: write it like 2026-04-01.")
    return found


def _page(request: HttpRequest, problems: dict[str, str] | None = None) -> HttpResponse:
    indicators = _with_figures()
    shown = {
        "form": request.POST,
        "chosen": set(request.POST.getlist("indicator")),
        "indicators": indicators,
        "themes": by_theme(indicators),
        "themes_chosen": set(request.POST.getlist("theme")),
        "not_public": set() if request.POST else by_no_public_file(indicators).keys(),
        "handlings": Handling.choices,
        "kinds": Kind.choices,
        "releases": Release.objects.filter(undone_by=None).exclude(kind=Kind.WITHDRAWAL).order_by("-number"),
        "problems": problems or {},
    }
    return render(request, "planner/pages/publication_form.html", shown, status=400 if problems else 200)


def _with_figures() -> Sequence[Indicator]:
    figures = Figure.objects.filter(indicator=OuterRef("pk"))
    return list(Indicator.objects.filter(Exists(figures)).order_by("name"))
