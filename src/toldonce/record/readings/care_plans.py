"""Care plans: the plans that matter in an emergency first, then the others; wishes and ceilings of treatment."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.documents import attachment_of
from toldonce.record.readings.elements import (
    codes,
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
from toldonce.record.readings.kinds import PLAN_POINTERS
from toldonce.record.readings.moments import Moment, newest_first
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


@dataclass(frozen=True, slots=True)
class CarePlan:
    """One plan: what it is for, what it says, and until when it is to be followed."""

    title: str
    kind: str
    pointer: str
    status: str
    made: Moment | None
    review: Moment | None
    is_current: bool
    author: str
    summary: str
    actions: tuple[str, ...]
    goals: tuple[str, ...]
    problems: tuple[str, ...]
    content: str
    content_type: str
    provenance: Provenance

    @property
    def is_for_emergencies(self) -> bool:
        """Whether it is one of the plans that the ambulance service looks for."""
        return bool(self.pointer)


def care_plans(record: Record) -> Section[CarePlan]:
    """Current plans for emergencies first, then other current ones, then those that are over."""
    told = [each for each in record.resources_of(*TOLD_AS) if each.section == "care-plans"]
    found = [_plan(record, each) for each in told]
    newest = newest_first(lambda each: each.made)
    found.sort(key=lambda each: (not each.is_current, not each.is_for_emergencies, newest(each)))
    return section(record, "care-plans", found, told)


def emergency_plans(record: Record) -> tuple[CarePlan, ...]:
    """The current plans that the ambulance service looks for, newest first."""
    return tuple(
        each for each in record.once(care_plans).items if each.is_current and each.is_for_emergencies
    )


def wishes(record: Record) -> Section[Mark]:
    """Concerns, expectations and wishes: preferred place of care and death, resuscitation, what matters."""
    found, told = marks(record, "wishes", "Observation", "QuestionnaireResponse", "Consent", "Flag")
    return section(record, "wishes", found, told)


def ceilings_of_treatment(record: Record) -> tuple[Mark, ...]:
    """Current decisions on resuscitation and on how far treatment goes, wherever they are recorded."""
    places = ("wishes", "legal", "alerts", "consent")
    found = [mark for slug in places for mark in marks(record, slug)[0]]
    return tuple(each for each in found if each.is_current and _is_ceiling(each))


def _is_ceiling(mark: Mark) -> bool:
    said = f"{mark.title} {mark.kind}".lower()
    return any(word in said for word in CEILING)


def _plan(record: Record, resource: Resource) -> CarePlan:
    told = codes(resource.get("category")) | codes(resource.get("type")) | codes(resource.get("code"))
    pointer = next((code for code in PLAN_POINTERS if code in told), "")
    since, until = period_of(resource)
    status = text_of(resource.get("status"))
    attachment = attachment_of(resource)
    return CarePlan(
        title=_title(resource, attachment) or PLAN_POINTERS.get(pointer, "Care plan"),
        kind=PLAN_POINTERS.get(pointer, "") or words(resource.get("category")),
        pointer=pointer,
        status=status,
        made=since or when(resource, "created", "date", "authoredOn"),
        review=until,
        is_current=status not in OVER and (until is None or until.last_instant >= record.at),
        author=record.author_of(resource),
        summary=text_of(resource.get("description")) or " ".join(notes(resource)) or narrative(resource),
        actions=tuple(_actions(record, resource)),
        goals=tuple(filter(None, (_goal(record, each, resource) for each in listed(resource.get("goal"))))),
        problems=tuple(
            filter(None, (record.name_of(each, resource) for each in listed(resource.get("addresses"))))
        ),
        content=text_of(attachment.get("url")),
        content_type=text_of(attachment.get("contentType")),
        provenance=record.provenance(resource, "created"),
    )


def _title(resource: Resource, attachment: dict) -> str:
    said = text_of(resource.get("title")) or text_of(attachment.get("title"))
    return said or words(resource.get("category")) or words(resource.get("type"))


def _actions(record: Record, resource: Resource):
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
