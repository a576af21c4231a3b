"""The pages of a person's record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from toldonce.record.access import SENTENCES
from toldonce.record.readings.record import Withholding
from toldonce.record.readings.sections import BY_SLUG
from toldonce.web.design import troubles
from toldonce.web.practitioner.beyond import SUMMARY, to_ask
from toldonce.web.practitioner.opened import of_a_record, opened, page
from toldonce.web.practitioner.section_page import section_page
from toldonce.web.practitioner.sections import SHOWN
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
        to_ask=to_ask(open_one, SUMMARY),
    )


@of_a_record
@require_safe
def section(request: HttpRequest, person: int, slug: str) -> HttpResponse:
    """One section of the record, at its own address."""
    if slug not in SHOWN:
        raise Http404
    open_one = opened(request, person, slug)
    if slug in open_one.decision.hidden_sections:
        return troubles.page(request, 403, missing=SENTENCES[Withholding.ROLE])
    shown, title = SHOWN[slug], BY_SLUG[slug].title
    asked = to_ask(open_one, slug)
    return page(
        request,
        open_one,
        shown.template,
        title,
        slug,
        slug=slug,
        to_ask=asked,
        **section_page(open_one, shown),
    )
