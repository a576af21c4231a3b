"""Opening a record for a page, and the frame that every page of a record stands in."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.directory.models import Role
from toldonce.record.access import Purpose, Refused
from toldonce.record.errors import NotThere
from toldonce.record.opening import open_record
from toldonce.record.readings.record import Record, Withholding
from toldonce.record.readings.sections import BY_SLUG
from toldonce.web.design import troubles
from toldonce.web.entrance.guards import for_carers
from toldonce.web.practitioner.banner import banner
from toldonce.web.practitioner.dates import as_at
from toldonce.web.practitioner.navigation import navigation


def purpose_of(reader: Actor) -> Purpose:
    """Why this reader opens records: a paramedic stands beside the person, everyone else cares for them."""
    return Purpose.EMERGENCY if reader.role == Role.PARAMEDIC else Purpose.DIRECT_CARE


def opened(request: HttpRequest, person: int, what: str) -> Record:
    """The record of a person for this reader, at the moment that the address asks for."""
    return open_record(
        reader=request.actor,
        person=person,
        purpose=purpose_of(request.actor),
        as_at=as_at(request),
        what=what,
    )


def of_a_record(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of one person's record: for those who care; a refusal becomes a page with the ways in."""

    @for_carers
    @wraps(view)
    def answer(request: HttpRequest, person: int, *parts: object, **named: object) -> HttpResponse:
        try:
            return view(request, person, *parts, **named)
        except Refused as refusal:
            return _refused(request, person, refusal)
        except NotThere:
            raise Http404 from None

    return answer


def page(
    request: HttpRequest, record: Record, template: str, heading: str, here: str, **more: object
) -> HttpResponse:
    """One page of an open record."""
    kept = f"?as-at={quote(request.GET['as-at'])}" if record.as_at else ""
    frame = {
        "person": record.person,
        "heading": heading,
        "joined_from": len(record.pids),
        "live_topics": [] if record.as_at else [f"person:{record.person}"],
        "banner": banner(record),
        "navigation": navigation(record, here, kept),
        "as_at": record.as_at,
        "as_at_words": request.GET.get("as-at", "") if record.as_at else "",
        "now_link": request.path,
        "kept": kept,
        "markers": withheld_markers(record),
        "can_break_glass": record.decision.can_break_glass,
        "now": timezone.now(),
    }
    return render(request, template, frame | more)


def withheld_markers(record: Record) -> list[str]:
    """One sentence for each reason for which something is not shown, with the sections it is in."""
    sections: dict[str, list[str]] = {}
    for each in record.withheld:
        if each.reason != Withholding.ROLE:
            sections.setdefault(each.sentence, []).append(f"{BY_SLUG[each.section].title} ({each.count})")
    return [f"{sentence} {', '.join(places)}." for sentence, places in sections.items()]


def _refused(request: HttpRequest, person: int, refusal: Refused) -> HttpResponse:
    ways = [
        ("Say what your relationship to this person is", reverse("relationship", args=[person])),
        ("Break the glass: this is an emergency", reverse("break-glass", args=[person])),
    ]
    return troubles.page(
        request,
        403,
        heading="You may not open this record yet",
        missing=refusal.sentence,
        why="A record opens for those who care for the person, and the person may ask who opened it.",
        next_step=refusal.next_step,
        ways=ways,
    )
