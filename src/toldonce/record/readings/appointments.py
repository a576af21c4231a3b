"""Appointments to come and appointments that were."""

from __future__ import annotations

from dataclasses import dataclass, replace

from toldonce.record.readings.elements import first, listed, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment, moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

NOT_COMING = {"cancelled", "noshow", "entered-in-error"}


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment, or a visit that is planned."""

    service: str
    reason: str
    status: str
    start: Moment | None
    end: Moment | None
    place: str
    with_whom: tuple[str, ...]
    how: str
    why_cancelled: str
    is_to_come: bool
    provenance: Provenance


def appointments(record: Record) -> Section[Appointment]:
    """Those to come first, the next one first; then those that were, newest first."""
    booked = record.resources_of("Appointment")
    planned = [each for each in record.resources_of("Encounter") if each.get("status") == "planned"]
    found = [
        *(_of_appointment(record, each) for each in booked),
        *(_of_visit(record, each) for each in planned),
    ]
    to_come = sorted((each for each in found if each.is_to_come), key=_soonest)
    past = sorted((each for each in found if not each.is_to_come), key=newest_first(lambda each: each.start))
    return section(record, "appointments", [*to_come, *past], [*booked, *planned])


def appointments_to_come(record: Record) -> Section[Appointment]:
    """What is booked, the next one first."""
    whole = record.once(appointments)
    items = tuple(each for each in whole.items if each.is_to_come)
    return replace(whole, items=items) if items else section(record, "appointments", ())


def _soonest(appointment: Appointment) -> float:
    return appointment.start.at.timestamp() if appointment.start else float("inf")


def _is_to_come(record: Record, status: str, start: Moment | None) -> bool:
    if status in NOT_COMING or status in ("fulfilled", "arrived", "checked-in"):
        return False
    return start is not None and start.last_instant >= record.at


def _of_appointment(record: Record, resource: Resource) -> Appointment:
    status, start = text_of(resource.get("status")), moment(resource.get("start"))
    actors = [first(each.get("actor")) for each in listed(resource.get("participant"))]
    places = [each for each in actors if _is_place(each)]
    others = [each for each in actors if each not in places and not _is_patient(each)]
    return Appointment(
        service=words(resource.get("serviceType"))
        or words(resource.get("specialty"))
        or _described(resource),
        reason=words(resource.get("reasonCode")) or _described(resource),
        status=status,
        start=start,
        end=moment(resource.get("end")),
        place=next(filter(None, (record.name_of(each, resource) for each in places)), ""),
        with_whom=tuple(filter(None, (record.name_of(each, resource) for each in others))),
        how=words(resource.get("appointmentType")),
        why_cancelled=words(resource.get("cancelationReason")),
        is_to_come=_is_to_come(record, status, start),
        provenance=record.provenance(resource, "created"),
    )


def _described(resource: Resource) -> str:
    return text_of(resource.get("description")) or text_of(resource.get("comment"))


def _is_place(actor: dict) -> bool:
    """Whether an actor is a place, by its reference or, where it is known by name alone, by its type."""
    return text_of(actor.get("reference")).startswith("Location/") or text_of(actor.get("type")) == "Location"


def _is_patient(actor: dict) -> bool:
    return text_of(actor.get("reference")).startswith("Patient/")


def _of_visit(record: Record, resource: Resource) -> Appointment:
    start = when(resource, "period")
    place = first(first(resource.get("location")).get("location"))
    return Appointment(
        service=words(resource.get("serviceType")) or words(resource.get("type")),
        reason=words(resource.get("reasonCode")),
        status="planned",
        start=start,
        end=None,
        place=record.name_of(place, resource) or record.name_of(resource.get("serviceProvider"), resource),
        with_whom=(),
        how=text_of(first(resource.get("class")).get("display")),
        why_cancelled="",
        is_to_come=_is_to_come(record, "planned", start),
        provenance=record.provenance(resource),
    )
