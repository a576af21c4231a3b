"""How was this counted? From one figure back to its definition, its numbers, its file and the row's own words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.figures import places
from toldonce.figures.charting.charts import UNITS
from toldonce.figures.models import Figure
from toldonce.figures.periods import words as period_words
from toldonce.figures.queries import revisions
from toldonce.figures.whence import whence
from toldonce.web.planner.readers import readers_of_figures


@dataclass(frozen=True, slots=True)
class Said:
    """One figure in words."""

    figure: Figure
    value: str
    period: str
    place: str


@readers_of_figures
@require_safe
def counted(request: HttpRequest, figure: int) -> HttpResponse:
    """Where a figure comes from, what it was before, and what it is made of."""
    found = whence(figure)
    if found is None:
        raise Http404(f"There is no figure {figure}.")
    told = found.figure
    earlier = revisions(found.indicator.code, told.place, told.part, told.period)
    names = places.names([told.place, *(each.place for each in found.inputs)])
    shown = {
        "whence": found,
        "said": said(told, names),
        "inputs": [said(each, names) for each in found.inputs],
        "revisions": [said(each, names) for each in earlier] if len(earlier) > 1 else [],
    }
    return render(request, "planner/pages/counted.html", shown)


def said(figure: Figure, names: dict[str, str]) -> Said:
    """A figure in the unit of its indicator, or the reason why it has no value."""
    unit = UNITS[figure.indicator.unit]  # type: ignore[index]
    value = unit.words(figure.value, 2) if figure.value is not None else figure.missing
    return Said(figure, value, period_words(figure.period, figure.indicator.every), names[figure.place])
