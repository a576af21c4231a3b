"""Appointments: booked, moved, cancelled, missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from toldonce.exchange.hl7v2.people import entity_of
from toldonce.exchange.hl7v2.state import Address, State
from toldonce.exchange.hl7v2.things.elements import (
    CannotBeApplied,
    Setting,
    Telling,
    fields_of,
    resource,
    said,
    subject_of,
)

MINUTES = {"min": 1.0, "h": 60.0, "s": 1 / 60}
OVER = {"cancelled", "noshow", "entered-in-error"}


def tell(patient: Address, telling: Telling) -> None:
    """Take the appointment of a message; what the message does to it goes before the status that it repeats."""
    schedule = telling.message.first("SCH")
    if schedule is None:
        raise CannotBeApplied(
            "The message about an appointment has no SCH segment: nothing can be read of it."
        )
    number = entity_of(schedule.part(2)) or entity_of(schedule.part(1))
    if not number:
        raise CannotBeApplied("The appointment has no number (SCH-1, SCH-2): it could not be known again.")
    names = {table.name for table in telling.reader.mapping.about("appointment")}
    fields = fields_of([each for each in telling.message.segments if each.name in names], telling.reader)
    act = telling.kind.appointment
    if act in OVER:
        fields["+status"] = act
    elif act == "booked" and not fields.get("+status"):
        fields["+status"] = "booked"
    fields["+patient"] = list(patient)
    telling.fact((f"feed:{telling.reader.feed.code}", "appointment", number), fields)


def render(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as an Appointment."""
    made = said(state)
    status = state.told("+status") or "booked"
    start = state.told("+start") or state.told("+start_of_service")
    end = state.told("+end") or _after(start, state)
    if start and end and datetime.fromisoformat(end) < datetime.fromisoformat(start):
        end = _after(start, state)
    if not (start and end) and status not in ("proposed", "cancelled", "waitlist", "entered-in-error"):
        status, start, end = "proposed", None, None  # FHIR knows no booked appointment without its time
    if start and end:
        made |= {"start": start, "end": end}
    if status == "cancelled" and state.told("+event_reason"):
        made["cancelationReason"] = state.told("+event_reason")
    made["status"] = status
    made["participant"] = [{"actor": subject_of(state), "status": "accepted"}, *made.get("participant", [])]
    return [resource("Appointment", address, made)]


def _after(start: str | None, state: State) -> str | None:
    """The end by the duration; where none is said, the appointment ends as it begins."""
    if not start:
        return None
    length = state.told("+duration") or state.told("+duration_of_service") or 0
    minutes = length * MINUTES[state.told("+unit") or "min"]
    return (datetime.fromisoformat(start) + timedelta(minutes=min(minutes, 60 * 24 * 30))).isoformat()
