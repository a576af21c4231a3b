"""The first page of a record: what a clinician wants to know before anything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toldonce.record.readings.medicines import Medicine, current_medicines, recent_changes
from toldonce.record.readings.problems import Problem, problems
from toldonce.record.readings.record import Record, Section
from toldonce.record.readings.results import results
from toldonce.web.design.words import day
from toldonce.web.practitioner import sources
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


def _parts(record: Record):
    return []
