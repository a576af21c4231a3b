"""For whom figures count: organisations, councils and areas of the directory, and the places that it does not have."""

from __future__ import annotations

from collections.abc import Iterable

from toldonce.directory.models import Area, Organisation
from toldonce.figures.models import FigurePlace


def known() -> frozenset[str]:
    """The codes of every place for which a figure can count."""
    return frozenset(code for model in (Organisation, Area, FigurePlace) for code in _codes(model))


def _codes(model: type) -> Iterable[str]:
    return model.objects.values_list("code", flat=True)


def names(codes: Iterable[str]) -> dict[str, str]:
    """The names of places by their code; a code that nobody knows is its own name."""
    wanted = set(codes)
    found: dict[str, str] = {code: code for code in wanted}
    for model in (Area, Organisation, FigurePlace):
        found |= dict(model.objects.filter(code__in=wanted).values_list("code", "name"))
    return found
