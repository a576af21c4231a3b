"""Tracing source patients: the service is asked, the answer is kept, and who is known by it is joined."""

from __future__ import annotations

from django.db import transaction

from toldonce.codes import nhs_number
from toldonce.directory.actors import Actor
from toldonce.exchange.traces.due import contradicted
from toldonce.exchange.traces.models import Answer, Trace
from toldonce.exchange.traces.questions import Asked, Person, Reply, Service
from toldonce.ledger import actions as ledger
from toldonce.record import doubts
from toldonce.record.identity.actions import ask_about_trace, join_by_number
from toldonce.record.identity.patients import SourcePatient, searched, source_patients

WHY = "the demographics service gives it this NHS number"
CONTRADICTING = {
    Answer.DISAGREES: "The demographics service says that the NHS number is another person's.",
    Answer.INVALID: "The demographics service says that the NHS number is not in use.",
}
SURE = 1.0  # the score of an exact match; a nearly right one is kept and joins nobody


def trace(*, by: Actor, patient: SourcePatient, service: Service) -> Trace:
    """Ask about one source patient, keep the answer and join it to whom it is; its own Patient stays as it is."""
    if patient.nhs_number:
        told = _checked(patient, service.by_number(patient.nhs_number))
    else:
        told = _searched(patient, service)
    return _keep(told, by=by)


@transaction.atomic
def _keep(told: Trace, *, by: Actor) -> Trace:
    if _is_sure(told):
        told.joined = join_by_number(pid=told.pid, number=told.number, by=by, why=WHY)
    told.save()
    if told.answer in CONTRADICTING:
        _contradict(told, by=by)
    detail = {"answer": told.answer, "request": told.request, "joined": told.joined}
    ledger.write(by=by, act="trace.ask", pids=[told.pid], subject=f"trace/{told.pk}", detail=detail)
    return told


@transaction.atomic
def join_traced(*, by: Actor) -> int:
    """Join those who were traced before anybody came who carries the number; return how many."""
    joined = 0
    open_ones = Trace.objects.filter(joined=None, answer__in=(Answer.SUPERSEDED, Answer.FOUND))
    for told in open_ones.exclude(number="").order_by("pk"):
        if _is_sure(told):
            told.joined = join_by_number(pid=told.pid, number=told.number, by=by, why=WHY)
        if told.joined is not None:
            told.save(update_fields=["joined"])
            joined += 1
    if joined:
        ledger.write(by=by, act="trace.join", detail={"joined": joined})
    return joined


@transaction.atomic
def ask_about_contradicted(*, by: Actor) -> int:
    """Ask about those who were joined to somebody after the service had said something else; return how many."""
    asked = sum(_contradict(told, by=by) for told in contradicted())
    if asked:
        ledger.write(by=by, act="trace.contradict", detail={"asked": asked})
    return asked


def _contradict(told: Trace, *, by: Actor) -> bool:
    """Have it looked at that the service contradicts a source: by the records officer where it joined people."""
    said = CONTRADICTING[Answer(told.answer)]
    (patient,) = source_patients([told.pid])
    doubts.note(rtype="Patient", id=patient.id, place="Patient.identifier", reason=said)
    about = f"{said} It was asked about {nhs_number.formatted(told.asked_number)}."
    return ask_about_trace(pid=told.pid, by=by, said=about) is not None


def _is_sure(told: Trace) -> bool:
    """Whether an answer may join: the number was replaced, or one person was found and scored as exactly right."""
    found = told.answer == Answer.FOUND and told.score is not None and told.score >= SURE
    return found or told.answer == Answer.SUPERSEDED


def _checked(patient: SourcePatient, reply: Reply) -> Trace:
    """What the service says of a number that the source has told."""
    told = Trace(pid=patient.pid, asked_number=patient.nhs_number or "", request=reply.request)
    if reply.invalid:
        told.answer = Answer.INVALID
        return told
    (person,) = reply.people
    _note(told, person)
    if not _agree(patient, person):
        told.answer = Answer.DISAGREES
    else:
        told.answer = Answer.VERIFIED if person.number == patient.nhs_number else Answer.SUPERSEDED
    return told


def _searched(patient: SourcePatient, service: Service) -> Trace:
    """Whom the service knows by what the source tells: exactly, and nearly if nobody is exactly so."""
    told = Trace(pid=patient.pid, answer=Answer.TOO_LITTLE)
    if not patient.family or not patient.birth_date:
        return told
    reply = service.by_what_is_known(_asked(patient))
    if not reply.people and not reply.several:
        reply = service.by_what_is_known(_asked(patient), fuzzy=True)
    told.request = reply.request
    if reply.several:
        told.answer = Answer.SEVERAL
    elif not reply.people:
        told.answer = Answer.NOBODY
    else:
        _note(told, reply.people[0])
        told.answer = Answer.FOUND
    return told


def _asked(patient: SourcePatient) -> Asked:
    given = tuple((patient.given or "").split()[:1])
    gender = patient.gender if patient.gender in ("female", "male") else ""
    born = patient.birth_date.isoformat() if patient.birth_date else ""
    return Asked(patient.family or "", born, given, gender or "", patient.postcode or "")


def _note(told: Trace, person: Person) -> None:
    told.number, told.score = person.number, person.score
    told.is_dead, told.is_sensitive = person.is_dead, person.is_sensitive


def _agree(patient: SourcePatient, person: Person) -> bool:
    """Whether the service's person is the one whom the source tells of: one birth date, or the whole name."""
    born = patient.birth_date.isoformat() if patient.birth_date else ""
    names = searched(person.family), (searched(person.given).split() or [""])[0]
    told = patient.family, ((patient.given or "").split() or [""])[0]
    return bool(born and born == person.birth_date) or (names == told and all(names))
