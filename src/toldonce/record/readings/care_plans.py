"""Care plans: the plans that matter in an emergency first, then the others; wishes and ceilings of treatment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toldonce.record.readings.documents import attachment_of, is_pointer_to_a_plan
from toldonce.record.readings.elements import (
    codes,
    extension,
    first,
    listed,
    narrative,
    notes,
    period_of,
    text_of,
    when,
    words,
)
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.flags import Mark, marks
from toldonce.record.readings.kinds import PLAN_FORMS, PLAN_POINTERS
from toldonce.record.readings.moments import Moment, moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

TOLD_AS = ("CarePlan", "DocumentReference", "Composition", "RequestGroup")
OVER = {"completed", "revoked", "superseded", "entered-in-error", "cancelled", "rejected"}
CEILING = (
    "resuscitation",
    "cpr",
    "dnacpr",
    "ceiling",
    "escalation",
    "life-sustaining",
    "ventilation",
    "hospital",
)
FIRST_FOR_A_CREW = ("735324008", "1382601000000107")  # treatment escalation, ReSPECT: how far treatment goes
SIGNATURE = "http://hl7.org/fhir/StructureDefinition/questionnaireresponse-signature"
REVIEW_DUE = "https://toldonce.example/StructureDefinition/review-due"
ENDED = "https://toldonce.example/StructureDefinition/plan-ended"
FOR_RESUSCITATION, NOT_FOR_RESUSCITATION = "450475007", "450476008"
DISAGREE = (
    "What is recorded on resuscitation differs: one source says that it is to be attempted, another that it is not."
    " Look at the dates and who decided, and ask whoever is there."
)


@dataclass(frozen=True, slots=True)
class CarePlan:
    """One plan: what it is for, what it says, and until when it is to be followed."""

    title: str
    kind: str
    pointer: str
    status: str
    made: Moment | None
    until: Moment | None
    review: Moment | None
    is_current: bool
    is_overdue: bool
    author: str
    organisation: str
    is_signed: bool
    ended: str
    summary: str
    actions: tuple[str, ...]
    goals: tuple[str, ...]
    problems: tuple[str, ...]
    form: str
    content: str
    content_type: str
    provenance: Provenance

    @property
    def is_for_emergencies(self) -> bool:
        """Whether it is one of the plans that the ambulance service looks for."""
        return bool(self.pointer)

    @property
    def decision(self) -> str:
        """The first thing that a plan signed here decides, without its full stop."""
        return self.summary.partition(". ")[0].rstrip(".") if self.is_signed else ""


def care_plans(record: Record) -> Section[CarePlan]:
    """Current plans for emergencies first, then other current ones, then those that are over."""
    told = [each for each in record.resources_of(*TOLD_AS) if _is_plan(record, each)]
    found = [_plan(record, each) for each in told]
    newest = newest_first(lambda each: each.made)
    found.sort(key=lambda each: (not each.is_current, not each.is_for_emergencies, newest(each)))
    return section(record, "care-plans", found, told)


def emergency_plans(record: Record) -> tuple[CarePlan, ...]:
    """The current plans that the ambulance service looks for: how far treatment goes first, each group newest first."""
    found = [each for each in record.once(care_plans).items if each.is_current and each.is_for_emergencies]
    return tuple(sorted(found, key=lambda each: each.pointer not in FIRST_FOR_A_CREW))


def wishes(record: Record) -> Section[Mark]:
    """Concerns, expectations and wishes: preferred place of care and death, resuscitation, what matters."""
    found, told = marks(record, "wishes", "Observation", "QuestionnaireResponse", "Consent", "Flag")
    return section(record, "wishes", found, told)


def ceilings_of_treatment(record: Record) -> tuple[Mark, ...]:
    """Current decisions on resuscitation and on how far treatment goes, wherever they are recorded."""
    places = ("wishes", "legal", "alerts", "consent")
    found = [mark for slug in places for mark in marks(record, slug)[0]]
    return tuple(each for each in found if each.is_current and _is_ceiling(each))


def disagreement_on_resuscitation(record: Record) -> str:
    """A sentence when what is in force says both that resuscitation is to be attempted and that it is not."""
    told = [each for each in record.resources_of("Flag", "Observation", "Consent") if _holds(each)]
    said = {code for each in told for code in _decided(each)}
    said |= {code for each in _answers_in_force(record) for code in _chosen_codes(each)}
    return DISAGREE if {FOR_RESUSCITATION, NOT_FOR_RESUSCITATION} <= said else ""


def _holds(resource: Resource) -> bool:
    return resource.get("status") not in {"inactive", "cancelled", "rejected", "completed"}


def _decided(resource: Resource) -> set[str]:
    return codes(resource.get("code")) | codes(resource.get("valueCodeableConcept"))


def _answers_in_force(record: Record) -> Iterator[Mapping[str, Any]]:
    for plan in emergency_plans(record):
        yield from filter(None, [record.find({"reference": plan.form})] if plan.form else ())


def _chosen_codes(element: Mapping[str, Any]) -> Iterator[str]:
    for item in listed(element.get("item")):
        yield from (
            text_of(first(each.get("valueCoding")).get("code")) for each in listed(item.get("answer"))
        )
        yield from _chosen_codes(item)


def _is_ceiling(mark: Mark) -> bool:
    said = f"{mark.title} {mark.kind}".lower()
    return any(word in said for word in CEILING)


def _is_plan(record: Record, resource: Resource) -> bool:
    return resource.section == "care-plans" and not is_pointer_to_a_plan(record, resource)


def _plan(record: Record, resource: Resource) -> CarePlan:
    told = codes(resource.get("category")) | codes(resource.get("type")) | codes(resource.get("code"))
    pointer = next((code for code in PLAN_POINTERS if code in told), "")
    since, until = period_of(resource)
    status = text_of(resource.get("status"))
    attachment = attachment_of(resource)
    is_current = status not in OVER and (until is None or until.last_instant >= record.at)
    review = moment(extension(resource, "/review-due"))
    is_signed = _form(resource).startswith(PLAN_FORMS)
    return CarePlan(
        title=_title(resource, attachment) or PLAN_POINTERS.get(pointer, "Care plan"),
        kind=PLAN_POINTERS.get(pointer, "") or words(resource.get("category")),
        pointer=pointer,
        status=status,
        made=since or when(resource, "created", "date", "authoredOn"),
        until=until,
        review=review,
        is_current=is_current,
        is_overdue=is_current and review is not None and review.last_instant < record.at,
        author=record.author_of(resource),
        organisation=record.source_named(resource.source),
        is_signed=is_signed,
        ended=text_of(extension(resource, "/plan-ended")),
        summary=_summary(resource),
        actions=tuple(_actions(record, resource)),
        goals=tuple(filter(None, (_goal(record, each, resource) for each in listed(resource.get("goal"))))),
        problems=tuple(
            filter(None, (record.name_of(each, resource) for each in listed(resource.get("addresses"))))
        ),
        form=text_of(first(resource.get("supportingInfo")).get("reference")) if is_signed else "",
        content=text_of(attachment.get("url")),
        content_type=text_of(attachment.get("contentType")),
        provenance=record.provenance(resource, "created"),
    )


def _form(resource: Resource) -> str:
    """The canonical address of the Questionnaire that the plan was written with."""
    told = resource.get("instantiatesCanonical")
    return text_of(told[0]) if isinstance(told, list) and told else ""


def _summary(resource: Resource) -> str:
    return text_of(resource.get("description")) or " ".join(notes(resource)) or narrative(resource)


def _title(resource: Resource, attachment: dict) -> str:
    said = text_of(resource.get("title")) or text_of(attachment.get("title"))
    return said or words(resource.get("category")) or words(resource.get("type"))


def _actions(record: Record, resource: Resource) -> Iterator[str]:
    for activity in listed(resource.get("activity")):
        detail = first(activity.get("detail"))
        said = text_of(detail.get("description")) or words(detail.get("code"))
        said = (
            said
            or record.name_of(activity.get("reference"), resource)
            or words(activity.get("outcomeCodeableConcept"))
        )
        if said:
            yield said
    for part in listed(resource.get("section")):
        if said := narrative(part):
            yield ": ".join(filter(None, (text_of(part.get("title")), said)))


def _goal(record: Record, reference: dict, plan: Resource) -> str:
    target = record.find(reference, plan) or {}
    return words(target.get("description")) or record.name_of(reference, plan)
