"""The page that lists every indicator with who answers for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.figures.queries import indicators
from toldonce.figures.themes import by_theme
from toldonce.web.planner.readers import readers_of_figures


@readers_of_figures
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Every indicator, or those whose name or definition holds the words that were asked for, by theme."""
    words = request.GET.get("q", "").strip()
    found = [each for each in indicators() if words.lower() in f"{each.name} {each.definition}".lower()]
    shown = {"themes": by_theme(found), "words": words, "count": len(found)}
    return render(request, "planner/pages/indicators.html", shown)
