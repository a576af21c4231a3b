"""Writing a letter: begun from the record, kept as a draft, looked at, signed and sent."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toldonce.care.documents import actions
from toldonce.care.documents.errors import ChangedMeanwhile, DocumentRefused, LetterRefused, NotNow
from toldonce.care.documents.headings import KINDS
from toldonce.care.documents.letters import CHANGES, problems_of
from toldonce.care.documents.models import Letter, LetterState
from toldonce.care.documents.paper import pdf
from toldonce.care.documents.receivers import receivers_of, suggested
from toldonce.directory.queries import names_of
from toldonce.record.readings.demographics import demographics
from toldonce.record.readings.record import Record
from toldonce.web.design.context import say
from toldonce.web.practitioner.documents import forms
from toldonce.web.practitioner.opened import of_a_record, opened, page

PAPER = "frame-ancestors 'self'"
WRITE = "practitioner/documents/pages/letter.html"


@of_a_record
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, person: int) -> HttpResponse:
    """Choose the kind of a letter; it is filled in from the record."""
    record = opened(request, person, "letter")
    kind = request.POST.get("kind", "")
    if request.method == "POST" and kind in KINDS:
        letter = actions.begin_letter(by=request.actor, record=record, kind=kind)
        return redirect("letter", person, letter.pk)
    begun = Letter.objects.filter(
        pid__in=record.pids, organisation=request.actor.organisation, state=LetterState.DRAFT
    ).order_by("-changed")
    words = {"kinds": KINDS.values(), "begun": begun, "people": names_of(each.written_by for each in begun)}
    return page(
        request, record, "practitioner/documents/pages/begin.html", "Write a letter", "letter", **words
    )


@of_a_record
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """The form of a draft; every button keeps what was written."""
    record = opened(request, person, f"letter {number}")
    letter = letter_of(request, record, number)
    if letter.state != LetterState.DRAFT:
        return redirect("letter-preview", person, number)
    text, receivers, looked_for, problems = letter.text, receivers_of(letter), "", {}
    if request.method == "POST":
        text, receivers = forms.text_in(request.POST, letter.kind), forms.receivers_in(request.POST)
        looked_for = request.POST.get("look", "").strip()[:80]
        seen = request.POST.get("seen", "")
        try:
            letter = actions.rewrite_letter(
                by=request.actor, letter=letter, text=text, receivers=receivers, seen=seen
            )
        except NotNow as refused:
            say(request, str(refused))
            return redirect("letter-preview", person, number)
        except ChangedMeanwhile as refused:
            problems = {"main": str(refused)}
        else:
            if request.POST.get("act") == "preview":
                return redirect("letter-preview", person, number)
            if request.POST.get("act") == "keep":
                say(request, "The draft is kept. It is in nobody's record until it is signed.")
                return redirect("letter", person, number)
    words = {
        "letter": letter,
        "problems": problems,
        "fields": forms.fields_of(text),
        "medicines": forms.medicine_rows(text),
        "actions": forms.action_rows(text),
        "changes": CHANGES,
        "receivers": forms.receiver_fields(receivers, suggested(record, letter.organisation), looked_for),
        "looked_for": looked_for,
    }
    return page(request, record, WRITE, letter.text.of_kind.title, "letter", **words)


@of_a_record
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """The letter as it will be read, with what is missing; here it is signed and sent."""
    record = opened(request, person, f"letter {number}")
    letter = letter_of(request, record, number)
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            return _sign_and_send(request, record, letter)
        except LetterRefused as refused:
            problems = refused.problems
        except DocumentRefused as refused:
            say(request, str(refused))
            return redirect("letter-preview", record.person, letter.pk)
    receivers = receivers_of(letter)
    if letter.state == LetterState.DRAFT and not problems:
        problems = problems_of(letter.text)
    words = {
        "letter": letter,
        "text": letter.text,
        "receivers": receivers,
        "missing": problems,
        "changes": CHANGES,
    }
    return page(
        request,
        record,
        "practitioner/documents/pages/preview.html",
        letter.text.of_kind.title,
        "letter",
        **words,
    )


def _sign_and_send(request: HttpRequest, record: Record, letter: Letter) -> HttpResponse:
    if letter.state == LetterState.DRAFT:
        seen = request.POST.get("seen", "")
        letter = actions.sign_letter(by=request.actor, letter=letter, record=record, seen=seen)
    made = actions.send_letter(by=request.actor, letter=letter)
    say(request, f"Signed and sent to {len(made)} organisation{'s' if len(made) > 1 else ''}.")
    return redirect("document", record.person, "DocumentReference", letter.document)


@of_a_record
@require_safe
def paper(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """The draft on paper, marked as one."""
    record = opened(request, person, f"letter {number}")
    letter = letter_of(request, record, number)
    who = next(iter(record.once(demographics)), None)
    if who is None or letter.state != LetterState.DRAFT:
        raise Http404
    answer = HttpResponse(pdf(letter.text, who, None), content_type="application/pdf")
    answer["Content-Security-Policy"] = PAPER
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "no-store, private"
    return answer


@of_a_record
@require_POST
def drop(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """Give up a draft."""
    record = opened(request, person, f"letter {number}")
    try:
        actions.drop_letter(by=request.actor, letter=letter_of(request, record, number))
        say(request, "The draft was dropped.")
    except DocumentRefused as refused:
        say(request, str(refused))
    return redirect("record", person)


@of_a_record
@require_POST
def replace(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """Begin the corrected version of a letter that was signed."""
    record = opened(request, person, f"letter {number}")
    try:
        made = actions.replace_letter(by=request.actor, letter=letter_of(request, record, number))
    except DocumentRefused as refused:
        say(request, str(refused))
        return redirect("letter-preview", person, number)
    say(request, "Change what is wrong. When it is sent, everyone who had the first version is told.")
    return redirect("letter", person, made.pk)


def letter_of(request: HttpRequest, record: Record, number: int) -> Letter:
    """The letter of this number, if the reader's organisation wrote it about this person."""
    return get_object_or_404(Letter, pk=number, organisation=request.actor.organisation, pid__in=record.pids)
