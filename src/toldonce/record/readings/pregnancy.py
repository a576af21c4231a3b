"""Pregnancy: whether there is one now, its dates, and what was recorded of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from toldonce.record.readings.elements import codes, status_code, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.measurements import measurement
from toldonce.record.readings.moments import Moment, moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

PREGNANT = {"77386006", "LA15173-0", "72892002"}
LONGEST = timedelta(days=301)


@dataclass(frozen=True, slots=True)
class PregnancyNote:
    """One thing that was recorded of a pregnancy."""

    title: str
    words: str
    recorded: Moment | None
    expected_delivery: Moment | None
    says_pregnant: bool
    provenance: Provenance


def pregnancy(record: Record) -> Section[PregnancyNote]:
    """What is recorded of pregnancies, newest first."""
    told = [*record.resources_of("Condition"), *record.resources_of("Observation")]
    told = [each for each in told if each.section == "pregnancy" or _is_pregnancy_condition(each)]
    found = [_note(record, each) for each in told]
    return section(record, "pregnancy", sorted(found, key=newest_first(lambda each: each.recorded)), told)


def is_pregnant(record: Record) -> PregnancyNote | None:
    """The newest note that says so and is not yet ten months old, unless a newer one says that it is over."""
    for note in record.once(pregnancy).items:
        if note.recorded is None or record.at - note.recorded.at > LONGEST:
            return None
        return note if note.says_pregnant else None
    return None


def _is_pregnancy_condition(resource: Resource) -> bool:
    return resource.rtype == "Condition" and not codes(resource.get("code")).isdisjoint(PREGNANT)


def _note(record: Record, resource: Resource) -> PregnancyNote:
    told = codes(resource.get("code")) | codes(resource.get("valueCodeableConcept"))
    over = status_code(resource.get("clinicalStatus")) in ("inactive", "resolved", "remission")
    expected = moment(resource.get("valueDateTime"))
    return PregnancyNote(
        title=words(resource.get("code")) or "Pregnancy",
        words=measurement(record, resource).words if resource.rtype == "Observation" else "",
        recorded=when(resource, "effectiveDateTime", "onsetDateTime", "recordedDate", "issued"),
        expected_delivery=expected,
        says_pregnant=(not told.isdisjoint(PREGNANT) and not over)
        or bool(expected and expected.at > record.at),
        provenance=record.provenance(resource),
    )
