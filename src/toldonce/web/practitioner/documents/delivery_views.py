"""Documents on their way: what is to be read, what was never opened, what came back, what belongs to nobody yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toldonce.care.documents import actions, queries
from toldonce.care.documents.errors import DocumentRefused
from toldonce.care.documents.incoming import actions as incoming
from toldonce.care.documents.incoming.arriving import parts_of
from toldonce.care.documents.incoming.kept import envelope_of
from toldonce.care.documents.models import Delivery, Stray
from toldonce.care.documents.states import can
from toldonce.ledger.actions import write
from toldonce.record import identity
from toldonce.web.design.context import say
from toldonce.web.design.finding import FoundPerson, find, people_of
from toldonce.web.entrance.guards import for_carers
from toldonce.web.practitioner.documents.lists import document_lists, named
from toldonce.web.practitioner.opened import of_a_record, opened

ANSWERS = {
    "acknowledge": "Acknowledged. What it asks for is on your list of tasks.",
    "file": "Filed.",
    "return": "Returned to the sender, with your reason.",
}


@for_carers
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Every list of documents of the reader's organisation."""
    words = {"lists": document_lists(request.actor), "strays": queries.strays(request.actor.organisation)}
    return render(request, "practitioner/documents/pages/documents.html", words)


@of_a_record
@require_POST
def answer(request: HttpRequest, person: int, id: str) -> HttpResponse:
    """Acknowledge, file or return a document that was sent to the reader's organisation."""
    opened(request, person, f"document DocumentReference/{id}")
    delivery = queries.delivery_to(id, request.actor.organisation)
    if delivery is None:
        return redirect("document", person, "DocumentReference", id)
    act, note = request.POST.get("act", ""), request.POST.get("note", "")[:2000]
    say(request, _answered(request, delivery, act, note))
    if act == "return":
        return redirect("documents")
    return redirect("document", person, "DocumentReference", id)


@for_carers
@require_http_methods(["GET", "HEAD", "POST"])
def return_unread(request: HttpRequest, number: int) -> HttpResponse:
    """Return a document about somebody whose record does not open here, most often because they are not ours."""
    delivery = get_object_or_404(Delivery, pk=number, receiver=request.actor.organisation)
    if request.method == "POST":
        say(request, _answered(request, delivery, "return", request.POST.get("note", "")[:2000]))
        return redirect("documents")
    (line,) = named(request.actor, [delivery], "return")
    words = {"line": line, "can_return": can("return", delivery.state)}
    return render(request, "practitioner/documents/pages/return.html", words)


def _answered(request: HttpRequest, delivery: Delivery, act: str, note: str) -> str:
    """Do what was asked and say what was done, or why it was not."""
    by = request.actor
    try:
        if act == "acknowledge":
            actions.acknowledge_delivery(by=by, delivery=delivery, note=note)
        elif act == "file":
            actions.file_delivery(by=by, delivery=delivery)
        elif act == "return":
            actions.return_delivery(by=by, delivery=delivery, why=note)
    except DocumentRefused as refused:
        return str(refused)
    return ANSWERS.get(act, "Nothing was done: choose one of the buttons.")


@for_carers
@require_http_methods(["GET", "HEAD", "POST"])
def stray(request: HttpRequest, number: int) -> HttpResponse:
    """A document that could not be given to a person: what it says, who may be meant, and what to do with it."""
    found = get_object_or_404(Stray, pk=number, receiver=request.actor.organisation, settled=None)
    problem = ""
    if request.method == "POST":
        try:
            return _decided(request, found)
        except DocumentRefused as refused:
            problem = str(refused)
    envelope = envelope_of(found)
    people = _who_may_be_meant(request, found)
    words = {
        "stray": found,
        "parts": parts_of(envelope.body) if "json" in found.media_type else [],
        "people": people,
        "looked_for": request.GET.get("q", ""),
        "problem": problem,
    }
    return render(request, "practitioner/documents/pages/stray.html", words)


def _decided(request: HttpRequest, found: Stray) -> HttpResponse:
    person = request.POST.get("person", "")
    if person.isdecimal():
        delivery = incoming.settle_stray(by=request.actor, stray=found, person=int(person[:18]))
        say(request, "The document is among this person's papers.")
        return redirect("document", int(person), "DocumentReference", delivery.document)
    incoming.return_stray(by=request.actor, stray=found, why=request.POST.get("note", "")[:2000])
    say(request, "Returned to the sender, with your reason.")
    return redirect("documents")


def _who_may_be_meant(request: HttpRequest, found: Stray) -> tuple[FoundPerson, ...]:
    """Whoever the reader looked for, or else whoever shares the number, or the family name and birth date."""
    if asked := request.GET.get("q", "").strip():
        return find(reader=request.actor, text=asked, today=timezone.localdate()).people
    says = found.says
    known = identity.find(nhs=says["nhs_number"]) if says["nhs_number"] else []
    people = people_of(list(dict.fromkeys(each.person for each in known)))
    write(
        by=request.actor,
        act="record.list",
        pids=sorted(each.pid for each in known),
        subject=f"stray/{found.pk}",
        detail={"people": len(people)},
    )
    return people
