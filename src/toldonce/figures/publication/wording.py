"""Everything that a proposal would put before the public beside its numbers, as it is now, and the digest of both.

Releasing writes these rows and no others, and what the second person confirms is the digest of them: so no word can
come before the public that was changed after somebody looked. Where a change could leak: `Wording` names each field
that leaves; a rule, an exact count and an account never do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import orjson
from django.db import connection

from toldonce.directory.models import Area, AreaKind, Organisation, OrganisationKind, Place
from toldonce.figures.charting.models import ChartDecision, Decided
from toldonce.figures.derivations import derivation_of
from toldonce.figures.models import FigurePlace, Standard
from toldonce.figures.places import names
from toldonce.figures.publication.models import Cell, Choice, Proposal

Row = dict[str, Any]  # the fields of one row of a table `published_*`

SOURCES = """
select row_number() over (order by min(file.title), file.as_at, file.name), file.name, min(file.title),
    min(file.publisher), min(file.licence), min(file.address), file.as_at, file.sha256
from figures_receivedfile file
where file.id in (
    select figure.file_id from publication_cell cell
    join figures_figure figure on figure.id = cell.figure_id
    join publication_choice choice on choice.proposal_id = cell.proposal_id
        and choice.indicator_id = cell.indicator_id and choice.handling <> 'people'
    where cell.proposal_id = %s
)
group by file.sha256, file.name, file.as_at
"""
NUMBERS = """
select encode(sha256(convert_to(coalesce(string_agg(concat_ws('|',
    cell.indicator_id, cell.place, cell.part, cell.period, coalesce(cell.numerator::text, '-'),
    coalesce(cell.denominator::text, '-'), coalesce(cell.value::text, '-'), coalesce(cell.low::text, '-'),
    coalesce(cell.high::text, '-'), cell.missing, cell.hidden, figure.as_at, figure.revision, figure.row), E'\n'
    order by cell.indicator_id, cell.place, cell.part, cell.period), ''), 'UTF8')), 'hex')
from publication_cell cell join figures_figure figure on figure.id = cell.figure_id
where cell.proposal_id = %s
"""
SOURCE = ("key", "name", "title", "publisher", "licence", "address", "as_at", "sha256")
WORDS = (
    "code", "name", "definition", "owner", "unit", "good", "every", "numerator", "denominator", "source", "method",
    "caveat", "review", "checker", "themes", "version",
)  # fmt: skip
DECISION = ("place", "part", "kind", "on", "figures", "reason")
DECIDED_BY = "the planners of the partnership"
STANDARD = ("place", "kind", "value", "since", "until", "set_on", "note", "source")


@dataclass(frozen=True, slots=True)
class Wording:
    """What the public would read of a proposal; an aim and a decision name the code of their `indicator`."""

    release: Row
    indicators: Sequence[Row]
    aims: Sequence[Row]
    decisions: Sequence[Row]
    places: Sequence[Row]
    sources: Sequence[Row]


def wording(proposal: Proposal) -> Wording:
    """What the public would read of a proposal if it were released now."""
    choices = list(
        Choice.objects.filter(proposal=proposal).select_related("indicator").order_by("indicator__code")
    )
    indicators = [each.indicator_id for each in choices]
    return Wording(
        _release(proposal), [_indicator(each) for each in choices], _aims(indicators), _decisions(indicators),
        _places(proposal), _sources(proposal),
    )  # fmt: skip


def digest_of(proposal: Proposal, words: Wording) -> str:
    """The digest of all that the public would see of a proposal: each of its figures, and each of these words."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [proposal.pk])
        numbers = cursor.fetchone()
    told = orjson.dumps(asdict(words), option=orjson.OPT_SORT_KEYS)
    return sha256(repr(numbers).encode() + told).hexdigest()


def _release(proposal: Proposal) -> Row:
    place = Place.objects.order_by("code").first()
    return {
        "kind": proposal.kind, "title": proposal.title, "reason": proposal.reason, "undoes": proposal.undoes,
        "cells": proposal.cells, "hidden": proposal.hidden, "place": place.name if place else "",
        "attribution": place.attribution if place else "",
    }  # fmt: skip


def _indicator(choice: Choice) -> Row:
    told = choice.indicator
    derivation = str(derivation_of(told)) if told.derived else ""
    words = _fields(told, WORDS)
    return {"handling": choice.handling, "declared": choice.why, "derivation": derivation, **words}


def _aims(indicators: Iterable[int]) -> list[Row]:
    standards = Standard.objects.filter(indicator__in=indicators).select_related("indicator")
    return [{"indicator": each.indicator.code, **_fields(each, STANDARD)} for each in standards]


def _decisions(indicators: Iterable[int]) -> list[Row]:
    decided = ChartDecision.objects.filter(indicator__in=indicators, taken_back_by=None)
    return [
        {"indicator": each.indicator.code, "name": DECIDED_BY, **_fields(each, DECISION)}
        for each in decided.exclude(kind=Decided.TAKEN_BACK).select_related("indicator").order_by("pk")
    ]


def _fields(row: Any, names: Iterable[str]) -> Row:
    return {name: getattr(row, name) for name in names}


def _sources(proposal: Proposal) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(SOURCES, [proposal.pk])
        return [dict(zip(SOURCE, row, strict=True)) for row in cursor.fetchall()]


def _places(proposal: Proposal) -> list[Row]:
    codes = list(
        Cell.objects.filter(proposal=proposal).order_by("place").values_list("place", flat=True).distinct()
    )
    called, elsewhere, here = names(codes), _kinds_elsewhere(codes), _kinds_here(codes)
    return [
        {
            "code": code,
            "name": called[code],
            "kind": here.get(code, elsewhere.get(code, "")),
            "here": code in here,
        }
        for code in codes
    ]


def _kinds_here(codes: list[str]) -> dict[str, str]:
    """What each organisation and area of the directory is, in words: a GP practice, a council."""
    found: dict[str, str] = {}
    for model in (Area, Organisation):
        found |= {each.code: each.get_kind_display() for each in model.objects.filter(code__in=codes)}
    return found


def _kinds_elsewhere(codes: list[str]) -> dict[str, str]:
    """What each place of figures is that the directory does not have, in words."""
    found = FigurePlace.objects.filter(code__in=codes).values_list("code", "kind")
    known = {f"{value}": f"{words}" for value, words in (*AreaKind.choices, *OrganisationKind.choices)}
    return {f"{code}": known.get(f"{kind}", f"{kind}".capitalize()) for code, kind in found}
