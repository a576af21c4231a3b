"""The board's page: every theme at one place, each indicator with its signal before its colour."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.figures import places
from toldonce.figures.charting.queries import Charted, charted
from toldonce.figures.charting.where import Counted
from toldonce.figures.models import Standard
from toldonce.figures.queries import indicators
from toldonce.figures.themes import by_theme, number_in
from toldonce.web.planner.chosen import Chosen, chosen
from toldonce.web.planner.lines import CANNOT_BE_TOLD, VARIATION_WORD, Line, line_of
from toldonce.web.planner.readers import readers_of_figures

VARIATIONS = ("Improvement", *dict.fromkeys(VARIATION_WORD.values()), CANNOT_BE_TOLD)


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme as it is shown: its lines, and what it has that is not counted for this place."""

    slug: str
    title: str
    lines: list[Line]
    elsewhere: list[tuple[Charted, list[Counted]]]


@readers_of_figures
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All themes at the place of the address."""
    view = chosen(request.actor, request.GET.get("place", ""))
    themes = themes_at(view)
    shown = {"view": view, "themes": themes, "glance": at_a_glance(themes)}
    return render(request, "planner/pages/board.html", shown)


def themes_at(view: Chosen) -> list[Theme]:
    """Every theme with its lines at a place; the charts of all of them are made in one go."""
    known = indicators()
    made = with_targets_of_anybody(charted(known, view.place.code), view)
    return themes_of(made, view)


def at_a_glance(themes: list[Theme]) -> list[tuple[str, list[Line]]]:
    """What the charts and targets of all themes say, each indicator once, what asks for attention first."""
    told = {line.indicator.code: line for theme in themes for line in theme.lines if line.figure}
    groups = {word: [line for line in told.values() if line.variation_word == word] for word in VARIATIONS}
    missed = [line for line in told.values() if line.rating and line.rating.colour != "green"]
    found = {"Concern": groups.pop("Concern"), "Target missed": missed, **groups}
    return [(word, lines) for word, lines in found.items() if lines]


def themes_of(made: list[Charted], view: Chosen) -> list[Theme]:
    """Charted indicators by theme: a line for each that is counted at the place, or by nobody yet."""
    by_code = {each.indicator.code: each for each in made}
    named = places.names({held.place for each in made if not each.points for held in each.standards})
    found = []
    for theme, those in by_theme([each.indicator for each in made]):
        ours = [by_code[each.code] for each in those]
        here = [each for each in ours if each.points or not view.counted.get(each.indicator.code)]
        lines = [
            line_of(each, f"{theme.slug}-{at}", number_in(each.indicator, theme.slug), named)
            for at, each in enumerate(here)
        ]
        away = [(each, view.elsewhere(each.indicator.code)) for each in ours if each not in here]
        found.append(Theme(theme.slug, theme.title, lines, away))
    return found


def with_targets_of_anybody(made: list[Charted], view: Chosen) -> list[Charted]:
    """The same, where an indicator that nobody counts yet tells what it is held against anywhere."""
    without = [each.indicator for each in made if not view.counted.get(each.indicator.code)]
    held = defaultdict(list)
    for each in Standard.objects.filter(indicator__in=without).order_by("place", "since", "kind"):
        held[each.indicator_id].append(each)
    return [
        replace(each, standards=tuple(held[each.indicator.pk])) if each.indicator in without else each
        for each in made
    ]
