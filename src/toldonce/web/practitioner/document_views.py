"""Documents opened in place, and the guarded address of their bytes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

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
    return page(
        request, record, "practitioner/pages/document.html", shown.line.title, resource.section, **words
    )


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
