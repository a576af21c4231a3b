"""The forms by which a practitioner writes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from toldonce.web.design.context import say
from toldonce.web.practitioner.opened import of_a_record, opened, page
from toldonce.web.practitioner.origins import resource_of
from toldonce.web.practitioner.writing import problems_of, report_error, what_it_is, write_note


@of_a_record
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, person: int) -> HttpResponse:
    """Write a note that everyone who may read this record can read."""
    record = opened(request, person, "note")
    title, text = request.POST.get("title", ""), request.POST.get("text", "")
    problems = {}
    if request.method == "POST":
        problems = (problems_of(title, "title") if len(title) < 3 else {}) | problems_of(text, "text")
        if not problems:
            write_note(by=request.actor, record=record, title=title[:200], text=text)
            say(request, "The note is in the record.")
            return redirect("section", person, "documents")
    words = {"title": title, "text": text, "problems": problems}
    return page(request, record, "practitioner/pages/note.html", "Write a note", "note", **words)


@of_a_record
@require_http_methods(["GET", "HEAD", "POST"])
def error(request: HttpRequest, person: int, rtype: str, id: str) -> HttpResponse:
    """Tell the source of a line that it is wrong."""
    record = opened(request, person, f"error in {rtype}/{id}")
    resource = resource_of(record, rtype, id)
    text, problems = request.POST.get("text", ""), {}
    if request.method == "POST":
        problems = problems_of(text, "text")
        if not problems:
            report_error(by=request.actor, record=record, resource=resource, text=text)
            say(request, f"{record.source_named(resource.source)} has been asked to look at it.")
            return redirect("provenance", person, rtype, id)
    words = {"about": what_it_is(resource), "source": record.source_named(resource.source)}
    words |= {"text": text, "problems": problems}
    return page(request, record, "practitioner/pages/error.html", "Report an error", "error", **words)
