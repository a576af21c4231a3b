"""The board's page: every theme at one place, each indicator with its signal before its colour."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.figures.charting.queries import Charted, charted
from toldonce.figures.charting.where import Counted
from toldonce.figures.queries import indicators
from toldonce.web.planner.chosen import Chosen, chosen
from toldonce.web.planner.lines import Line, line_of
from toldonce.web.planner.readers import readers_of_figures
from toldonce.web.planner.themes import by_theme, number_in


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
    shown = {"view": view, "themes": themes_at(view)}
    return render(request, "planner/pages/board.html", shown)


def themes_at(view: Chosen) -> list[Theme]:
    """Every theme with its lines at a place; the charts of all of them are made in one go."""
    known = indicators()
    made = {each.indicator.code: each for each in charted(known, view.place.code)}
    return [
        theme_at(theme, title, [made[each.code] for each in those], view)
        for theme, title, those in by_theme(known)
    ]


def theme_at(slug: str, title: str, made: list[Charted], view: Chosen) -> Theme:
    """One theme at a place: a line for each indicator that is counted there, or by nobody yet."""
    here = [each for each in made if each.points or not view.counted.get(each.indicator.code)]
    away = [(each, view.elsewhere(each.indicator.code)) for each in made if each not in here]
    lines = [line_of(each, f"{slug}-{at}", number_in(each.indicator, slug)) for at, each in enumerate(here)]
    return Theme(slug, title, lines, away)
