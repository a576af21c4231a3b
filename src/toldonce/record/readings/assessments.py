"""Assessments: scores, questionnaires, examination findings and risks."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.answers import answers_of
from toldonce.record.readings.elements import first, listed, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.measurements import measurement
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

TOLD_AS = ("Observation", "QuestionnaireResponse", "ClinicalImpression", "RiskAssessment", "List")


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment with its finding and, of a questionnaire, the answers."""

    title: str
    finding: str
    date: Moment | None
    answers: tuple[tuple[str, str], ...]
    provenance: Provenance


def assessments(record: Record) -> Section[Assessment]:
    """Assessments newest first."""
    told = [each for each in record.resources_of(*TOLD_AS) if each.section == "assessments"]
    found = [_assessment(record, each) for each in told]
    return section(record, "assessments", sorted(found, key=newest_first(lambda each: each.date)), told)


def _assessment(record: Record, resource: Resource) -> Assessment:
    return Assessment(
        title=_title(record, resource),
        finding=_finding(record, resource),
        date=when(
            resource,
            "effectiveDateTime",
            "effectivePeriod",
            "authored",
            "date",
            "occurrenceDateTime",
            "issued",
        ),
        answers=answers_of(resource),
        provenance=record.provenance(resource, "authored"),
    )


def _title(record: Record, resource: Resource) -> str:
    said = (
        words(resource.get("code")) or text_of(resource.get("title")) or text_of(resource.get("description"))
    )
    return said or words(resource.get("method")) or "Assessment"


def _finding(record: Record, resource: Resource) -> str:
    if resource.rtype == "Observation":
        found = measurement(record, resource)
        return f"{found.words} {found.unit}".strip()
    if resource.rtype == "RiskAssessment":
        prediction = first(resource.get("prediction"))
        return words(prediction.get("qualitativeRisk")) or words(prediction.get("outcome"))
    if resource.rtype == "List":
        return ", ".join(
            filter(
                None, (record.name_of(each.get("item"), resource) for each in listed(resource.get("entry")))
            )
        )
    return text_of(resource.get("summary"))
