"""Which place lies in which, as everybody can look it up: practices in networks, small areas in middle ones."""

from __future__ import annotations

from collections.abc import Iterable

from toldonce.directory.models import Area, Organisation
from toldonce.figures.models import FigurePlace


def kinds_and_parents(codes: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What each of these places is, and in which place any place lies; one that lies nowhere has no parent."""
    kinds: dict[str, str] = dict(FigurePlace.objects.values_list("code", "kind"))
    parents: dict[str, str] = {
        one["code"]: place.code for place in FigurePlace.objects.exclude(made_of=[]) for one in place.made_of
    }
    for model in (Area, Organisation):
        for code, kind, parent in model.objects.values_list("code", "kind", "parent"):
            kinds[code] = f"{model.__name__} {kind}"
            if parent:
                parents[code] = parent
    wanted = set(codes)
    return {code: kind for code, kind in kinds.items() if code in wanted}, parents
