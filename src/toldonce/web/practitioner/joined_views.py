"""Who this record is joined from: each source's own Patient, why and since when, and a way to say that it is wrong."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from toldonce.record.identity import actions
from toldonce.record.identity.actions import Undecided
from toldonce.record.identity.history import Part, parts_of
from toldonce.record.identity.identifiers import SAME_LOCAL_ID_WHY, SAME_NUMBER_WHY
from toldonce.record.readings.record import Record
from toldonce.web.design.context import say
from toldonce.web.practitioner.opened import of_a_record, opened, page

ALIKE = "alike: "
IN_WORDS = {
    SAME_NUMBER_WHY: "It carries the same NHS number, and nothing contradicts it.",
    SAME_LOCAL_ID_WHY: "It carries the same local number, and nothing contradicts it.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One source's own Patient, as much of it as this reader sees."""

    pid: int
    source: str
    name: str
    born: object
    nhs_number: str
    why: str
    since: datetime | None
    is_first: bool


@of_a_record
@require_http_methods(["GET", "HEAD", "POST"])
def joined(request: HttpRequest, person: int) -> HttpResponse:
    """The sources of a record; a POST says that one of them is about somebody else."""
    open_one = opened(request, person, "joined")
    parts = parts_of(person)
    pids = {part.patient.pid for part in parts}
    problem = _reported(request, pids) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        say(request, "The records officer has been asked. Until the answer nothing is changed.")
        return redirect("joined", person)
    shown = page(
        request,
        open_one,
        "practitioner/pages/joined.html",
        "Who this record is joined from",
        "joined",
        told=_told(open_one, parts),
        problem=problem,
        why=request.POST.get("why", ""),
        doubted=request.POST.get("pid", ""),
    )
    shown.status_code = 400 if problem else 200
    return shown


def _reported(request: HttpRequest, pids: set[int]) -> str:
    """Ask the records officer; the sentence of the refusal if nobody can be asked."""
    pid = request.POST.get("pid", "")
    if not pid.isdecimal() or len(pid) > 18 or int(pid) not in pids:
        return "Say which source is about somebody else."
    try:
        actions.report(pid=int(pid), by=request.actor, why=request.POST.get("why", ""))
    except Undecided as refusal:
        return str(refusal)
    return ""


def _told(record: Record, parts: list[Part]) -> list[Told]:
    return [
        Told(
            pid=part.patient.pid,
            source=record.source_named(part.patient.source),
            name=f"{part.patient.given or ''} {part.patient.family or ''}".title().strip() or "not told",
            born=part.patient.birth_date,
            nhs_number=part.patient.nhs_number or "",
            why=in_words(part.joined.why) if part.joined else "",
            since=part.joined.at if part.joined else None,
            is_first=part.joined is None,
        )
        for part in parts
    ]


def in_words(why: str) -> str:
    """Why a source patient was joined, in a sentence."""
    if why.startswith(ALIKE):
        return "Its name, birth date and whereabouts are so alike that it was joined without a number."
    return IN_WORDS.get(why, f"Somebody decided it: {why}")
