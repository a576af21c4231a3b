"""The page that says how a chart is read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.figures.kinds import Good
from toldonce.figures.spc import icons
from toldonce.figures.spc.judging import Assurance, Variation
from toldonce.web.planner.readers import readers_of_figures


@readers_of_figures
@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """Every icon with what it says, and the rules by which signal is told from noise."""
    shown = {
        "variations": [
            (icons.variation_icon(f"v{at}", each), icons.WORDS[each]) for at, each in enumerate(Variation)
        ],
        "assurances": [
            (icons.assurance_icon(f"a{at}", each, Good.HIGHER), icons.EXPECTED[each])
            for at, each in enumerate(Assurance)
        ],
    }
    return render(request, "planner/pages/reading_charts.html", shown)
