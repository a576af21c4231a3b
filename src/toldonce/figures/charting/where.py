"""For which places each indicator is counted, and how those places are grouped for a reader who chooses one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from toldonce.directory.models import Area, AreaKind, Organisation, OrganisationKind
from toldonce.figures.models import FigurePlace

# A step from each place to the next along the index: a plain `distinct` would read every figure.
WHERE_COUNTED = """
with recursive each as (
    select i.id, i.code, (select min(place) from figures_figure f where f.indicator_id = i.id) as place
    from figures_indicator i
    union all
    select each.id, each.code, (
        select min(place) from figures_figure f where f.indicator_id = each.id and f.place > each.place
    ) from each where each.place is not null
)
select code, place from each where place is not null
"""
OF_THE_PLACE = (
    OrganisationKind.BOARD,
    OrganisationKind.ACUTE_TRUST,
    OrganisationKind.COMMUNITY_TRUST,
    OrganisationKind.AMBULANCE_TRUST,
    OrganisationKind.COUNCIL,
    OrganisationKind.NETWORK,
    OrganisationKind.PRACTICE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A place of figures as it is chosen: its code and name, what it is, and the group in which it stands."""

    code: str
    name: str
    kind: str
    group: str


def where_counted() -> dict[str, set[str]]:
    """The places for which each indicator has figures, by its code."""
    found: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(WHERE_COUNTED)
        for code, place in cursor.fetchall():
            found[code].add(place)
    return found


def grouped(codes: Iterable[str]) -> list[tuple[str, list[Counted]]]:
    """Places by group: those of the place first, from the board down, then those that the directory does not have."""
    wanted = list(codes)
    found = [*_organisations(wanted), *_areas(wanted), *_others(wanted)]
    groups: dict[str, list[Counted]] = {}
    for each in found:
        groups.setdefault(each.group, []).append(each)
    return list(groups.items())


def _organisations(codes: list[str]) -> list[Counted]:
    rows = Organisation.objects.filter(code__in=codes).order_by("name")
    order = {kind.value: at for at, kind in enumerate(OF_THE_PLACE)}
    told = sorted(rows, key=lambda each: order.get(each.kind, len(order)))
    return [Counted(each.code, each.name, each.kind, each.get_kind_display()) for each in told]


def _areas(codes: list[str]) -> list[Counted]:
    known = Area.objects.filter(code__in=codes).order_by("name").values_list("code", "name", "kind")
    # A council is an organisation and an area under one code: the organisation is chosen.
    organisations = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    return [
        Counted(code, name, kind, AreaKind(kind).label)
        for code, name, kind in known
        if code not in organisations
    ]


def _others(codes: list[str]) -> list[Counted]:
    rows = FigurePlace.objects.filter(code__in=codes).order_by("kind", "name")
    return [Counted(each.code, each.name, each.kind, f"Other: {each.kind}") for each in rows]
