"""Documents opened in place, and the guarded address of their bytes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from toldonce.care.documents.actions import open_delivery
from toldonce.care.documents.models import Delivery
from toldonce.care.documents.queries import deliveries_of, delivery_to, letter_of
from toldonce.care.documents.states import can
from toldonce.web.practitioner.attachments import SHOWN_IN_PLACE, content, opened_document
from toldonce.web.practitioner.opened import of_a_record, opened, page
from toldonce.web.practitioner.origins import resource_of

FRAMED = "default-src 'none'; frame-ancestors 'self'"
PAPER = "frame-ancestors 'self'"  # the browser's own PDF viewer runs in this answer and needs its scripts and styles
DOCUMENTS = {"DocumentReference", "Composition", "DiagnosticReport", "Media"}


@of_a_record
@require_safe
def document(request: HttpRequest, person: int, rtype: str, id: str) -> HttpResponse:
    """A letter, report or picture opened in place."""
    if rtype not in DOCUMENTS:
        raise Http404
    record = opened(request, person, f"document {rtype}/{id}")
    resource = resource_of(record, rtype, id)
    shown = opened_document(record, resource)
    words = {"shown": shown, "rtype": rtype, "id": id, "slug": resource.section}
    words |= {
        "content": [reverse("content", args=[person, rtype, id, each.number]) for each in shown.attachments]
    }
    words |= _on_its_way(request, id) if rtype == "DocumentReference" else {}
    return page(
        request, record, "practitioner/pages/document.html", shown.line.title, resource.section, **words
    )


def _on_its_way(request: HttpRequest, id: str) -> dict:
    """How far a document has come; that somebody of a receiver looks at it now is noted first."""
    mine: Delivery | None = delivery_to(id, request.actor.organisation)
    if mine is not None:
        mine = open_delivery(by=request.actor, delivery=mine)
    letter = letter_of(id)
    is_ours = letter is not None and letter.organisation == request.actor.organisation
    return {
        "mine": mine,
        "may": {act for act in ("acknowledge", "file", "return") if mine and can(act, mine.state)},
        "deliveries": deliveries_of(id),
        "letter": letter if is_ours else None,
    }


@of_a_record
@require_safe
def bytes_of(request: HttpRequest, person: int, rtype: str, id: str, number: int) -> HttpResponse:
    """The bytes of one attachment: shown when the browser can show them safely, else saved."""
    record = opened(request, person, f"content of {rtype}/{id}")
    found = content(record, resource_of(record, rtype, id), number)
    if found is None:
        raise Http404
    body, media_type = found
    safe = media_type in SHOWN_IN_PLACE
    answer = HttpResponse(body, content_type=media_type if safe else "application/octet-stream")
    answer["Content-Disposition"] = "inline" if safe else f'attachment; filename="{rtype}-{number}.bin"'
    answer["Content-Security-Policy"] = PAPER if media_type == "application/pdf" else f"{FRAMED}; sandbox"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "no-store, private"
    return answer
