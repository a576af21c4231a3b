"""What a proposal would publish, for those who check it: beside what is public now, with what is hidden and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from toldonce.figures import places
from toldonce.figures.models import Indicator
from toldonce.figures.publication.models import Cell, Choice, Proposal, Release
from toldonce.figures.publication.wording import Wording, digest_of, wording

COMPARED = """
with standing as (
    select distinct on (i.code) i.code, i.id, i.release_id from published_indicator i
    join published_release r on r.number = i.release_id
    where not r.withdrawn order by i.code, i.release_id desc
), mine as (
    select i.code, c.place, c.part, c.period, c.value, c.missing, c.hidden from publication_cell c
    join figures_indicator i on i.id = c.indicator_id where c.proposal_id = %(proposal)s
), public as (
    select s.code, s.release_id, c.place, c.part, c.period, c.value, c.missing from published_cell c
    join standing s on s.id = c.indicator_id
    where s.code in (select i.code from publication_choice choice join figures_indicator i on i.id = choice.indicator_id
        where choice.proposal_id = %(proposal)s)
)
select coalesce(mine.code, public.code), max(public.release_id), count(mine.code), count(*) filter (where mine.hidden),
    count(*) filter (where mine.code is not null and public.code is null),
    count(*) filter (
        where mine.code is not null and public.code is not null and mine.value is distinct from public.value
    ),
    count(*) filter (where mine.code is null)
from mine full join public using (code, place, part, period)
group by 1 order by 1
"""
SHOWN = 300


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator of a proposal against what is public of it now; figures that are `gone` leave its page."""

    choice: Choice
    standing: int | None  # the release that stands, if any
    cells: int
    hidden: int
    new: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """A figure that would not be shown: for whom, what it counts exactly, and the rule."""

    indicator: Indicator
    place: str
    part: str
    period: date
    behind: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal as somebody else looks at it."""

    proposal: Proposal
    wording: Wording | None  # as it is now, while the proposal waits
    digest: str  # of all that the public would see: who confirms it sends it back
    compared: Sequence[Compared]
    hidden: Sequence[Hidden]
    undoes: Release | None
    latest: int


def proposals() -> list[Proposal]:
    """Every proposal, those that wait first, then the newest."""
    order = {"proposed": 0, "checked": 0}
    return sorted(Proposal.objects.order_by("-pk"), key=lambda each: order.get(each.state, 1))


def review(number: int) -> Review | None:
    """What a proposal would publish; None where there is none of that number."""
    proposal = Proposal.objects.filter(pk=number).first()
    if proposal is None:
        return None
    words = wording(proposal) if proposal.waits else None
    return Review(
        proposal,
        words,
        digest_of(proposal, words) if words else "",
        _compared(proposal),
        _hidden(proposal),
        Release.objects.filter(pk=proposal.undoes).first() if proposal.undoes else None,
        Release.objects.order_by("-number").values_list("number", flat=True).first() or 0,
    )


def _compared(proposal: Proposal) -> list[Compared]:
    choices = Choice.objects.filter(proposal=proposal).select_related("indicator").order_by("indicator__name")
    with connection.cursor() as cursor:
        cursor.execute(COMPARED, {"proposal": proposal.pk})
        counts: dict[str, list[Any]] = {code: told for code, *told in cursor.fetchall()}
    return [Compared(each, *counts.get(each.indicator.code, [None, 0, 0, 0, 0, 0])) for each in choices]


def _hidden(proposal: Proposal) -> list[Hidden]:
    found = Cell.objects.filter(proposal=proposal, hidden=True).select_related("indicator")
    some = list(found.order_by("indicator__name", "period", "place", "part")[:SHOWN])
    named = places.names(each.place for each in some)
    return [
        Hidden(each.indicator, named[each.place], each.part, each.period, each.behind, each.rule)
        for each in some
    ]
