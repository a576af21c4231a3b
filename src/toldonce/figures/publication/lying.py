"""Which place lies in which, as everybody can look it up: practices in networks, small areas in middle ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from toldonce.directory.models import Area, Organisation
from toldonce.figures.models import FigurePlace
from toldonce.figures.publication.groups import Parents


def kinds_and_parents(codes: Iterable[str]) -> tuple[dict[str, str], Parents]:
    """What each of these places is, and in which places any lies: a practice in a network, and in a sum of two."""
    kinds: dict[str, str] = dict(FigurePlace.objects.values_list("code", "kind"))
    parents: dict[str, set[str]] = defaultdict(set)
    for place in FigurePlace.objects.exclude(made_of=[]):
        for one in place.made_of:
            parents[one["code"]].add(place.code)
    for model in (Area, Organisation):
        for code, kind, parent in model.objects.values_list("code", "kind", "parent"):
            kinds[code] = f"{model.__name__} {kind}"
            if parent:
                parents[code].add(parent)
    wanted = set(codes)
    return {code: kind for code, kind in kinds.items() if code in wanted}, parents
