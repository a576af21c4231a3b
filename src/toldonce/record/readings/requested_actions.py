"""Plan and requested actions: what somebody asked somebody else to do for the person."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import first, period_of, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

OVER = {"completed", "cancelled", "rejected", "failed", "entered-in-error"}


@dataclass(frozen=True, slots=True)
class RequestedAction:
    """One thing to be done, by whom and until when."""

    title: str
    status: str
    owner: str
    asked_by: str
    asked: Moment | None
    due: Moment | None
    is_open: bool
    is_overdue: bool
    provenance: Provenance


def requested_actions(record: Record) -> Section[RequestedAction]:
    """What is still to be done, the most urgent first; then what is over, newest first."""
    told = record.resources_of("Task")
    found = [_action(record, each) for each in told]
    to_do = sorted((each for each in found if each.is_open), key=_soonest)
    over = sorted((each for each in found if not each.is_open), key=newest_first(lambda each: each.asked))
    return section(record, "care-plans", [*to_do, *over], told)


def _soonest(action: RequestedAction) -> float:
    return action.due.at.timestamp() if action.due else float("inf")


def _action(record: Record, resource: Resource) -> RequestedAction:
    status = text_of(resource.get("status"))
    due = period_of(first(resource.get("restriction")))[1] or period_of(resource, "executionPeriod")[1]
    is_open = status not in OVER
    return RequestedAction(
        title=text_of(resource.get("description")) or words(resource.get("code")) or "Action without words",
        status=status,
        owner=record.name_of(resource.get("owner"), resource),
        asked_by=record.name_of(resource.get("requester"), resource),
        asked=when(resource, "authoredOn", "lastModified"),
        due=due,
        is_open=is_open,
        is_overdue=is_open and due is not None and due.last_instant < record.at,
        provenance=record.provenance(resource),
    )
