"""What a neighbour tells of the person, as the page shows it: marked, in its section, and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.exchange.neighbours import actions
from toldonce.exchange.neighbours.neighbour import BRIEFLY, Neighbour, known, named
from toldonce.exchange.neighbours.telling import Told
from toldonce.record.access import SENTENCES
from toldonce.record.readings.record import Record, Withholding
from toldonce.record.readings.sections import BY_SLUG
from toldonce.web.design import troubles
from toldonce.web.practitioner.opened import of_a_record, opened, page, purpose_of
from toldonce.web.practitioner.sections import SHOWN, VALUES, Part
from toldonce.web.practitioner.shown import Table, table
from toldonce.web.practitioner.values import ValueLine, value_line

SUMMARY = "summary"
MORE = "There may be more than is shown here."
ELSEWHERE = "None. What there is stands in another part of this section."


@dataclass(frozen=True, slots=True)
class BeyondPart:
    """One part of a section as the neighbour tells it: a table, or values, or why there is nothing."""

    title: str
    table: Table | None
    values: Sequence[ValueLine]
    why: str


def to_ask(record: Record, slug: str) -> list[Neighbour]:
    """The neighbours that a page asks about a section; nobody is asked what was known in the past."""
    if record.as_at is not None:
        return []
    return [each for each in known() if slug == SUMMARY or each.offers(slug)]


@of_a_record
@require_safe
def beyond(request: HttpRequest, person: int, code: str, slug: str) -> HttpResponse:
    """What one neighbour tells in one section, or briefly: a piece of a page, or a page where there is no script."""
    neighbour = named(code)
    if neighbour is None or (slug != SUMMARY and slug not in SHOWN):
        raise Http404
    record = opened(request, person, f"{slug}, and from {code}")
    if slug in record.decision.hidden_sections:
        return troubles.page(request, 403, missing=SENTENCES[Withholding.ROLE])
    slugs = [each for each in _slugs(slug) if each not in record.decision.hidden_sections]
    told = actions.ask(
        by=request.actor,
        record=record,
        neighbour=neighbour,
        slugs=slugs,
        purpose=str(purpose_of(request.actor)),
    )
    shown = {"told": told, "neighbour": neighbour, "beyond_parts": _parts(told, slugs)}
    if request.headers.get("HX-Request"):
        return render(request, "practitioner/pages/beyond.html", shown)
    title = f"{neighbour.name}: {BY_SLUG[slug].title if slug in BY_SLUG else 'summary'}"
    return page(request, record, "practitioner/pages/beyond_page.html", title, slug, **shown)


def _slugs(slug: str) -> Sequence[str]:
    return BRIEFLY if slug == SUMMARY else (slug,)


def _parts(told: Told, slugs: Sequence[str]) -> list[BeyondPart]:
    if told.record is None:
        return []
    return [part for slug in slugs for part in _section(told, told.record, slug)]


def _section(told: Told, record: Record, slug: str) -> list[BeyondPart]:
    """The parts of a section; of one that did not come whole those that have something, and that there may be more."""
    why = told.silent.get(slug, "")
    parts = SHOWN[slug].parts
    if not why:
        return [_part(record, slug, part, part is parts[0]) for part in parts]
    some = [
        _part(record, slug, part, part is parts[0], f"{why} {MORE}") for part in parts if part.items(record)
    ]
    return some or [BeyondPart(BY_SLUG[slug].title, None, (), why)]


def _part(record: Record, slug: str, part: Part, first: bool, why: str = "") -> BeyondPart:
    items = part.items(record)
    if not items:
        empty = record.once(part.reading).why_empty
        return BeyondPart(part.title, None, (), empty.sentence if empty else ELSEWHERE)
    if first and SHOWN[slug].template == VALUES:
        return BeyondPart(part.title, None, [value_line(each) for each in items], why)
    return BeyondPart(part.title, table(part.caption, part.columns, items, part.faded), (), why)
