"""The first page of a record: what a clinician wants to know before anything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toldonce.record.readings.appointments import appointments_to_come
from toldonce.record.readings.care_plans import care_plans
from toldonce.record.readings.documents import Document, documents
from toldonce.record.readings.medicines import Medicine, current_medicines, recent_changes
from toldonce.record.readings.problems import Problem, problems
from toldonce.record.readings.record import Record, Section
from toldonce.record.readings.results import results
from toldonce.record.readings.stays import CONTACT, STAY, Visit, visits
from toldonce.web.design import sources
from toldonce.web.design.words import day, moment, sentence
from toldonce.web.practitioner.values import value_line

PROBLEMS, MEDICINES, RESULTS, OTHERS = 10, 12, 8, 3


@dataclass(frozen=True, slots=True)
class Brief:
    """One line of a card."""

    name: str
    since: str
    sources: str
    more: str = ""
    dose: str = ""
    issued: str = ""
    mark: str = ""
    tone: str = "amber"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The first lines of a section, how many there are in all, and why there are none."""

    section: Section
    total: int
    lines: Sequence[Any]
    slug: str = ""
    title: str = ""
    caption: str = ""
    first: str = ""
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything on the first page."""

    problems: Card
    medicines: Card
    results: Card
    parts: tuple[Card, ...]


def summary(record: Record) -> Summary:
    """The first page of an open record."""
    return Summary(_problems(record), _medicines(record), _results(record), tuple(_parts(record)))


def _problems(record: Record) -> Card:
    section = record.once(problems)
    active = [each for each in section if each.is_active]
    return Card(section, len(active), [_problem(each) for each in active[:PROBLEMS]])


def _problem(problem: Problem) -> Brief:
    return Brief(
        name=problem.name,
        since=day(problem.onset) or problem.onset_words,
        sources=sources.short(problem.told_by),
        mark="Sources differ" if problem.disputed else "",
    )


def _medicines(record: Record) -> Card:
    section = record.once(current_medicines)
    stopped = [each for each in record.once(recent_changes) if not each.is_current]
    return Card(
        section,
        len(section),
        [_medicine(each) for each in section.items[:MEDICINES]],
        stopped="; ".join(f"{each.name} ({day(each.ended)})" for each in stopped[:5]),
    )


def _medicine(medicine: Medicine) -> Brief:
    mark, tone = _medicine_mark(medicine)
    return Brief(
        name=medicine.name,
        since=day(medicine.started),
        sources=sources.short(medicine.told_by),
        dose=medicine.dose,
        issued=day(medicine.last_dispensed or medicine.last_issued),
        mark=mark,
        tone=tone,
    )


def _medicine_mark(medicine: Medicine) -> tuple[str, str]:
    if medicine.disputed:
        return "Sources differ", "amber"
    if medicine.change is None:
        return "", ""
    return f"{medicine.change.words}, {day(medicine.change.on)}", "new"


def _results(record: Record) -> Card:
    section = record.once(results)
    return Card(section, len(section), [value_line(each) for each in section.items[:RESULTS]])


def _parts(record: Record) -> list[Card]:
    return [_stays(record), _plans(record), _to_come(record), _documents(record)]


def _stays(record: Record) -> Card:
    section = record.once(visits)
    shown = [each for each in section if each.kind != CONTACT]
    lines = [_stay(each) for each in shown[:OTHERS]]
    return Card(section, len(shown), lines, "stays", "Last stays and attendances", "Newest first", "Stay")


def _stay(visit: Visit) -> Brief:
    until = "still there" if visit.is_going_on else day(visit.end) if visit.kind == STAY else ""
    where = ", ".join(filter(None, [visit.ward, visit.provider]))
    return Brief(
        name=", ".join(visit.reasons) or visit.title or visit.kind,
        more=" · ".join(
            filter(None, [sentence(visit.kind), where, until and f"until {until}" if visit.end else until])
        ),
        since=day(visit.start),
        sources=sources.short(visit.told_by),
    )


def _plans(record: Record) -> Card:
    section = record.once(care_plans)
    current = [each for each in section if each.is_current]
    lines = [
        Brief(
            each.title.removesuffix(".pdf"),
            day(each.made),
            sources.short([each.provenance]),
            more=" · ".join(
                filter(None, [each.decision, "review overdue" if each.is_overdue else "", each.author])
            ),
            link=f"plan/{each.provenance.id}/" if each.is_signed else "",
        )
        for each in current
    ]
    return Card(
        section,
        len(current),
        lines[:OTHERS],
        "care-plans",
        "Care plans",
        "Plans for emergencies first",
        "Plan",
    )


def _to_come(record: Record) -> Card:
    section = record.once(appointments_to_come)
    lines = [
        Brief(
            each.service or each.reason or "Appointment",
            moment(each.start),
            sources.short([each.provenance]),
            more=each.place,
        )
        for each in section.items[:OTHERS]
    ]
    return Card(
        section,
        len(section),
        lines,
        "appointments",
        "Appointments to come",
        "The next one first",
        "Appointment",
    )


def _documents(record: Record) -> Card:
    section = record.once(documents)
    lines = [_document(each) for each in section.items[:OTHERS]]
    return Card(section, len(section), lines, "documents", "Newest documents", "Newest first", "Document")


def _document(document: Document) -> Brief:
    told = document.provenance
    return Brief(
        document.title, day(document.date), sources.short([told]), link=f"document/{told.rtype}/{told.id}/"
    )
