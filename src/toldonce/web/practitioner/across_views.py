"""The pages that go across the sections of a record: timeline, search, where a line comes from, print."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from toldonce.directory.queries import organisation
from toldonce.record.readings.emergency import emergency as seen_by_a_crew
from toldonce.record.readings.finding import find_in
from toldonce.record.readings.record import Record
from toldonce.web.practitioner.opened import of_a_record, opened, page
from toldonce.web.practitioner.origins import origin
from toldonce.web.practitioner.printed import printed_tables
from toldonce.web.practitioner.timeline import Asked, lines, timeline_page

HITS = 200


@of_a_record
@require_safe
def emergency(request: HttpRequest, person: int) -> HttpResponse:
    """Plan, wishes, allergies, medicines and contacts on one screen."""
    record = opened(request, person, "emergency view")
    words = {"seen": seen_by_a_crew(record), "practice_phone": _practice_phone(record)}
    return page(request, record, "practitioner/pages/emergency.html", "Emergency view", "emergency", **words)


def _practice_phone(record: Record) -> str:
    held = next((each for each in seen_by_a_crew(record).registration if each.is_current), None)
    found = organisation(held.code) if held else None
    return found.telephone if found else ""


@of_a_record
@require_safe
def print_view(request: HttpRequest, person: int) -> HttpResponse:
    """One section, or every section with something in it, laid out for paper."""
    record = opened(request, person, "print")
    chosen = request.GET.get("section", "")
    words = printed_tables(record, chosen) | {"chosen": chosen}
    return page(request, record, "practitioner/pages/print.html", "Print view", "print", **words)


@of_a_record
@require_safe
def timeline(request: HttpRequest, person: int) -> HttpResponse:
    """Everything that happened over all sources, with filters."""
    record = opened(request, person, "timeline")
    asked = _asked(request)
    shown = timeline_page(record, asked)
    older = f"?{urlencode(request.GET.dict() | {'start': shown.next_start})}" if shown.next_start else ""
    words = {"shown": shown, "asked_for": asked, "older": older}
    return page(request, record, "practitioner/pages/timeline.html", "Timeline", "timeline", **words)


@of_a_record
@require_safe
def within(request: HttpRequest, person: int) -> HttpResponse:
    """Search within the record."""
    asked = request.GET.get("q", "").strip()[:100]
    record = opened(request, person, "search within")
    words = {"within": asked, "hits": lines(record, find_in(record, asked)[:HITS])}
    return page(request, record, "practitioner/pages/within.html", "Search this record", "search", **words)


@of_a_record
@require_safe
def provenance(request: HttpRequest, person: int, rtype: str, id: str) -> HttpResponse:
    """Where a line comes from."""
    record = opened(request, person, f"origin of {rtype}/{id}")
    found = origin(record, rtype, id)
    words = {"origin": found}
    return page(
        request, record, "practitioner/pages/origin.html", "Where this comes from", found.section, **words
    )


def _asked(request: HttpRequest) -> Asked:
    start = request.GET.get("start", "")
    return Asked(
        kind=request.GET.get("kind", ""),
        source=request.GET.get("source", ""),
        since=_day(request.GET.get("since", "")),
        until=_day(request.GET.get("until", "")),
        start=int(start) if start.isdecimal() and len(start) < 7 else 0,
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
