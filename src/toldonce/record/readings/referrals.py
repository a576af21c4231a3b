"""Referrals: who asked whom for what, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import first, listed, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.organisations import organisation_code
from toldonce.record.readings.record import Provenance, Record, Resource, Section


@dataclass(frozen=True, slots=True)
class Referral:
    """One request for a service."""

    service: str
    reason: str
    priority: str
    status: str
    made: Moment | None
    wanted_by: Moment | None
    requester: str
    performer: str
    performer_codes: tuple[str, ...]
    notes: str
    provenance: Provenance

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to act on it."""
        return self.status in ("active", "on-hold", "draft")


def referrals(record: Record) -> Section[Referral]:
    """Referrals and requests for services, newest first."""
    told = [each for each in record.resources_of("ServiceRequest") if each.section != "results"]
    found = [_referral(record, each) for each in told]
    return section(record, "referrals", sorted(found, key=newest_first(lambda each: each.made)), told)


def _referral(record: Record, resource: Resource) -> Referral:
    performers = listed(resource.get("performer"))
    coded = (organisation_code(record, each) for each in performers)
    return Referral(
        service=words(resource.get("code"))
        or words(resource.get("performerType"))
        or words(resource.get("category")),
        reason=words(resource.get("reasonCode"))
        or record.name_of(first(resource.get("reasonReference")), resource),
        priority=text_of(resource.get("priority")),
        status=text_of(resource.get("status")),
        made=when(resource, "authoredOn"),
        wanted_by=when(resource, "occurrenceDateTime", "occurrencePeriod"),
        requester=record.name_of(resource.get("requester"), resource),
        performer=", ".join(filter(None, (record.name_of(each, resource) for each in performers))),
        performer_codes=tuple(filter(None, coded)),
        notes=" ".join(text_of(each.get("text")) for each in listed(resource.get("note"))),
        provenance=record.provenance(resource),
    )
