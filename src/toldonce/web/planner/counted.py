"""How was this counted? From one figure back to its definition, its numbers, its file and the row's own words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.directory.queries import names_of
from toldonce.figures import places
from toldonce.figures.charting.charts import unit_of
from toldonce.figures.models import Figure
from toldonce.figures.periods import words as period_words
from toldonce.figures.queries import revisions
from toldonce.figures.whence import Whence, whence
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
        "told": said(told, names),
        "derivation": _named(found),
        "inputs": [said(each, names) for each in found.inputs],
        "people": names_of(filter(None, [told.checked_by, found.file.by if found.file else ""])),
        "revisions": [said(each, names) for each in earlier] if len(earlier) > 1 else [],
    }
    return render(request, "planner/pages/counted.html", shown)


def _named(found: Whence) -> str:
    """The derivation with the names of indicators instead of their codes."""
    words = found.derivation
    for each in sorted(found.inputs, key=lambda figure: -len(figure.indicator.code)):
        words = words.replace(each.indicator.code, f"“{each.indicator.name}”")
    return words


def said(figure: Figure, names: dict[str, str]) -> Said:
    """A figure in the unit of its indicator, or the reason why it has no value."""
    value = figure.missing
    if figure.value is not None:
        value = unit_of(figure.indicator, [figure.value]).words(figure.value, 2)
    return Said(figure, value, period_words(figure.period, figure.indicator.every), names[figure.place])
