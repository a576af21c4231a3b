"""What the pages of care plans show: a plan with its answers, a form with its questions, the record beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404

from toldonce.care.plans.answers import Answers, applies, as_items, from_response, kept, words_of
from toldonce.care.plans.kinds import Kind, Question, kind_of, kinds, may_sign, may_write
from toldonce.care.plans.models import Draft
from toldonce.care.plans.queries import drafts_of
from toldonce.directory.actors import Actor
from toldonce.record.readings.about_me import about_me
from toldonce.record.readings.allergies import allergies
from toldonce.record.readings.answers import answers_under_headings
from toldonce.record.readings.care_plans import CarePlan, care_plans, emergency_plans
from toldonce.record.readings.elements import listed, reference_parts, text_of
from toldonce.record.readings.medicines import current_medicines
from toldonce.record.readings.personal_contacts import personal_contacts
from toldonce.record.readings.problems import active_problems
from toldonce.record.readings.record import Record


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan to be read: its line, its answers under their headings, and the plan that took its place."""

    line: CarePlan
    groups: tuple[tuple[str, tuple], ...]
    notes: tuple[str, ...]
    newer: str
    slug: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the form shows it."""

    question: Question
    given: tuple[str, ...]
    applies: bool
    when: str
    only_if: str

    @property
    def text(self) -> str:
        """What stands in the box: one answer a line."""
        return "\n".join(self.given)


@dataclass(frozen=True, slots=True)
class Startable:
    """A kind of plan with what this reader may do about it."""

    kind: Kind
    draft: Draft | None
    in_force: CarePlan | None
    may_write: bool


def shown_plan(record: Record, id: str) -> ShownPlan:
    """One plan of this open record; 404 for one that the reader may not see."""
    line = next(
        (each for each in record.once(care_plans) if each.provenance.reference == f"CarePlan/{id}"), None
    )
    if line is None:
        raise Http404
    resource = record.find({"reference": f"CarePlan/{id}"}) or {}
    response = record.find({"reference": line.form}) if line.form else None
    kind = _kind_of(resource)
    return ShownPlan(
        line=line,
        groups=answers_under_headings(response or {}),
        notes=tuple(text_of(each.get("text")) for each in listed(resource.get("note"))),
        newer=_newer(record, id),
        slug=kind.slug if kind else "",
    )


def _newer(record: Record, id: str) -> str:
    for each in record.resources_of("CarePlan"):
        if any(reference_parts(old)[1] == id for old in listed(each.get("replaces"))):
            return text_of(each.get("id"))
    return ""


def _kind_of(resource: Mapping) -> Kind | None:
    told = resource.get("instantiatesCanonical")
    return kind_of(told[0]) if isinstance(told, list) and told and isinstance(told[0], str) else None


def in_force(record: Record, slug: str) -> CarePlan | None:
    """The plan of a kind, written with its form, that is to be followed now."""
    for each in emergency_plans(record):
        found = _kind_of(record.find({"reference": each.provenance.reference}) or {})
        if each.is_signed and found and found.slug == slug:
            return each
    return None


def answers_before(record: Record, slug: str) -> tuple[Answers, str]:
    """The answers of the plan in force, from which the next one begins, and its id."""
    before = in_force(record, slug)
    response = record.find({"reference": before.form}) if before and before.form else None
    answers = from_response(response or {})
    for each in kinds()[slug].questions():
        if each.use == "review":
            answers.pop(each.link, None)
    return answers, before.provenance.id if before else ""


def startable(reader: Actor, record: Record) -> list[Startable]:
    """Every kind of plan."""
    drafts = {each.kind: each for each in drafts_of(reader, record)}
    return [
        Startable(kind, drafts.get(slug), in_force(record, slug), may_write(reader.role, slug))
        for slug, kind in kinds().items()
    ]


def may_change(reader: Actor, shown: ShownPlan) -> bool:
    """Whether this reader may review and end the plan."""
    return bool(shown.slug) and shown.line.is_current and may_sign(reader.role, shown.slug)


def form_of(kind: Kind, answers: Mapping[str, list[str]]) -> list[tuple[str, str, list[Asked]]]:
    """The headings of a form with their questions as they stand."""
    return [
        (group.link, group.text, [_asked(kind, answers, each) for each in group.questions])
        for group in kind.groups
    ]


def _asked(kind: Kind, answers: Mapping[str, list[str]], question: Question) -> Asked:
    return Asked(
        question=question,
        given=tuple(answers.get(question.link, ())),
        applies=applies(kind, answers, question),
        when=" ".join(f"{each.question}={each.value}" for each in question.conditions),
        only_if="; or ".join(_conditions(kind, question)),
    )


def _conditions(kind: Kind, question: Question) -> Iterator[str]:
    for each in question.conditions:
        other = kind.question(each.question)
        yield f"{other.text.rstrip('?')}: {', '.join(words_of(other, [each.value]))}"


def beside(record: Record) -> list[tuple[str, list[str]]]:
    """What the writer has at hand while writing: shown, never copied into the plan."""
    statements = [f"{asked}: {said}" for each in record.once(about_me) for asked, said in each.said]
    contacts = [each for each in record.once(personal_contacts) if each.is_current]
    return [
        ("Problems", [each.name for each in active_problems(record)]),
        ("Allergies", [each.substance for each in record.once(allergies) if each.is_current]),
        (
            "Medicines",
            [" ".join(filter(None, [f"{each.name}.", each.dose])) for each in record.once(current_medicines)],
        ),
        ("About me", statements),
        (
            "Contacts",
            [", ".join(filter(None, [each.name, each.relationship, *each.phones])) for each in contacts],
        ),
    ]


def as_answered(kind: Kind, answers: Answers) -> tuple[tuple[str, tuple], ...]:
    """A draft as its readers will see it once it is signed."""
    return answers_under_headings({"item": as_items(kind, kept(kind, answers))})
