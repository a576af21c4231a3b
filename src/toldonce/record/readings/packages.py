"""Services and care: packages of social care, and equipment."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import chosen, first, listed, notes, period_of, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

OVER = {"completed", "revoked", "cancelled", "inactive", "stopped", "entered-in-error"}
PERIODS = ("period", "timingPeriod", "occurrencePeriod")
PACKAGE, EQUIPMENT, PAYMENT, HOME = "package of care", "equipment", "direct payment", "care home"
TOLD_AS = {
    "CarePlan": PACKAGE,
    "ServiceRequest": PACKAGE,
    "Device": EQUIPMENT,
    "DeviceRequest": EQUIPMENT,
    "DeviceUseStatement": EQUIPMENT,
    "SupplyRequest": EQUIPMENT,
    "SupplyDelivery": EQUIPMENT,
}


@dataclass(frozen=True, slots=True)
class Package:
    """One service that the person receives, or one thing that helps them."""

    kind: str
    title: str
    details: tuple[str, ...]
    provider: str
    status: str
    since: Moment | None
    until: Moment | None
    is_current: bool
    provenance: Provenance


def packages(record: Record) -> Section[Package]:
    """What goes on first, each group newest first."""
    told = [each for each in record.resources_of(*TOLD_AS) if each.section == "packages"]
    found = [_package(record, each) for each in told]
    found.sort(
        key=lambda each: (not each.is_current, each.kind == EQUIPMENT, newest_first(lambda o: o.since)(each))
    )
    return section(record, "packages", found, told)


def _package(record: Record, resource: Resource) -> Package:
    since, until = period_of(resource, next((name for name in PERIODS if name in resource), "period"))
    since = since or when(
        resource, "occurrencePeriod", "occurrenceDateTime", "authoredOn", "timingPeriod", "recordedOn"
    )
    status = text_of(resource.get("status"))
    return Package(
        kind=_kind(resource),
        title=_title(record, resource),
        details=tuple(_details(record, resource)),
        provider=_provider(record, resource),
        status=status,
        since=since,
        until=until,
        is_current=status not in OVER and (until is None or until.last_instant >= record.at),
        provenance=record.provenance(resource, "period"),
    )


def _kind(resource: Resource) -> str:
    """What sort of help it is: of a plan, by what it calls itself."""
    kind = TOLD_AS[resource.rtype]
    said = f"{words(resource.get('category'))} {text_of(resource.get('title'))}".lower()
    if kind == PACKAGE and PAYMENT in said:
        return PAYMENT
    return HOME if kind == PACKAGE and ("care home" in said or "residential placement" in said) else kind


def _title(record: Record, resource: Resource) -> str:
    said = (
        text_of(resource.get("title"))
        or words(resource.get("code"))
        or words(resource.get("codeCodeableConcept"))
    )
    named = text_of(first(resource.get("deviceName")).get("name")) or words(
        resource.get("itemCodeableConcept")
    )
    supplied = words(first(resource.get("suppliedItem")).get("itemCodeableConcept"))
    lent = record.name_of(resource.get("device") or resource.get("codeReference"), resource)
    return (
        said
        or named
        or supplied
        or lent
        or words(resource.get("type"))
        or words(resource.get("category"))
        or "Care"
    )


def _provider(record: Record, resource: Resource) -> str:
    for name in ("performer", "supplier", "contributor", "author", "owner", "requester"):
        named = (record.name_of(each, resource) for each in listed(resource.get(name)))
        if said := next(filter(None, named), ""):
            return said
    for activity in listed(resource.get("activity")):
        for each in listed(first(activity.get("detail")).get("performer")):
            if said := record.name_of(each, resource):
                return said
    return record.source_named(resource.source)


def _details(record: Record, resource: Resource):
    if said := text_of(resource.get("description")):
        yield said
    for activity in listed(resource.get("activity")):
        detail = first(activity.get("detail"))
        said = text_of(detail.get("description")) or words(detail.get("code"))
        timing = chosen(detail, "scheduled")[1]
        often = text_of(timing) or words(first(timing).get("code")) if isinstance(timing, (str, dict)) else ""
        if said or often:
            yield ", ".join(filter(None, (said, often)))
        elif said := record.name_of(activity.get("reference"), resource):
            yield said
    yield from notes(resource)
