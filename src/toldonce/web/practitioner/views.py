"""The pages of a person's record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from toldonce.web.practitioner.opened import of_a_record, opened, page
from toldonce.web.practitioner.section_page import section_page
from toldonce.web.practitioner.sections import SECTIONS
from toldonce.web.practitioner.summary import summary


@of_a_record
@require_safe
def record(request: HttpRequest, person: int) -> HttpResponse:
    """The summary: banner, problems, medicines, newest results, last stays, alerts and plans."""
    open_one = opened(request, person, "summary")
    shown = summary(open_one)
    return page(
        request,
        open_one,
        "practitioner/pages/summary.html",
        "Summary",
        "record",
        problems=shown.problems,
        medicines=shown.medicines,
        results=shown.results,
        parts=shown.parts,
    )


@of_a_record
@require_safe
def section(request: HttpRequest, person: int, slug: str) -> HttpResponse:
    """One section of the record, at its own address."""
    if slug not in SECTIONS:
        raise Http404
    chosen = SECTIONS[slug]
    open_one = opened(request, person, slug)
    return page(
        request, open_one, chosen.template, chosen.title, slug, slug=slug, **section_page(open_one, chosen)
    )
