"""What is asked of the drafts and the reviews."""

from __future__ import annotations

from datetime import date

from toldonce.care.plans.models import Draft, Review
from toldonce.directory.actors import Actor
from toldonce.record.readings.record import Record, Resource


def drafts_of(reader: Actor, record: Record) -> list[Draft]:
    """The drafts about this person that the reader's organisation has, the last saved first."""
    mine = Draft.objects.filter(pid__in=record.pids, organisation=reader.organisation)
    return list(mine.order_by("-saved"))


def draft_of(reader: Actor, record: Record, number: int) -> Draft | None:
    """One of them."""
    return next((each for each in drafts_of(reader, record) if each.pk == number), None)


def due_by(organisation: str, day: date) -> list[Review]:
    """The plans of an organisation to be reviewed by a day, the longest overdue first."""
    return list(Review.objects.filter(organisation=organisation, due__lte=day).order_by("due", "plan"))


def own_patient(by: Actor, record: Record) -> Resource:
    """The Patient of the writer's own organisation where it has one, so that the plan lies with its own papers."""
    patients = record.resources_of("Patient")
    return next((each for each in patients if each.source == by.organisation), patients[0])
