"""Stays and attendances: each once though several sources tell it, and where the person is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from toldonce.record.readings.elements import (
    coding_words,
    extensions,
    first,
    listed,
    period_of,
    status_code,
    text_of,
    words,
)
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.merging import newest_told
from toldonce.record.readings.moments import Moment, earliest, latest, moment, newest_first
from toldonce.record.readings.organisations import organisation_code
from toldonce.record.readings.record import Provenance, Record, Resource, Section

STAY, EMERGENCY, CONTACT = "stay", "emergency attendance", "contact"
KIND_OF_CLASS = {
    **dict.fromkeys(("IMP", "ACUTE", "NONAC", "SS", "OBSENC", "inpatient"), STAY),
    **dict.fromkeys(("EMER", "emergency"), EMERGENCY),
}
GOING_ON = {"arrived", "triaged", "in-progress", "onleave"}
PLANNED = {"planned"}
NOT_COUNTED = {"cancelled", "entered-in-error"}
SAME_VISIT = timedelta(hours=4)
LATELY = timedelta(days=60)  # longer than anything that is derived from a visit lasts


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a building: ward, room or bay, and bed, from when to when."""

    name: str
    kind: str
    reference: str
    since: Moment | None
    until: Moment | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay, an emergency attendance or another contact."""

    kind: str
    status: str
    title: str
    specialty: str
    provider: str
    provider_code: str
    start: Moment | None
    end: Moment | None
    end_is_untold: bool
    reasons: tuple[str, ...]
    places: tuple[Place, ...]
    expected_discharge: Moment | None
    admitted_from: str
    discharged_to: str
    clinicians: tuple[str, ...]
    ids: tuple[str, ...]
    told_by: tuple[Provenance, ...]

    @property
    def is_going_on(self) -> bool:
        """Whether the person is there now."""
        return self.status in GOING_ON

    @property
    def ward(self) -> str:
        """The ward of now or of last, empty when it was not told."""
        return self._place("wa", "ward")

    @property
    def bed(self) -> str:
        """The bed of now or of last, empty when it was not told."""
        return self._place("bd", "bed")

    def _place(self, code: str, word: str) -> str:
        said = (each.name for each in self.places if each.kind == code)
        return next(said, "") or next((each.name for each in self.places if word in each.name.lower()), "")

    @property
    def nights(self) -> int | None:
        """Nights of a finished stay; None where either end is not told."""
        return (self.end.day - self.start.day).days if self.start and self.end else None


def stays(record: Record) -> Section[Visit]:
    """Hospital stays, newest first."""
    return _of_kind(record, STAY)


def attendances(record: Record) -> Section[Visit]:
    """Emergency attendances, newest first."""
    return _of_kind(record, EMERGENCY)


def contacts_with_services(record: Record) -> Section[Visit]:
    """Outpatient, surgery, home and telephone contacts, newest first."""
    return _of_kind(record, CONTACT)


def visits(record: Record) -> Section[Visit]:
    """Every stay, attendance and contact that took or takes place, newest first."""
    told = _took_place(record)
    return section(record, "stays", _visits_of(record, told), told)


def visits_lately(record: Record) -> list[Visit]:
    """Every stay, and what else was not over 60 days ago, newest first: the visits that decide about now.

    Most of a long record are contacts of long ago. Of a kind of which something began then and is not over all are
    looked at, as of stays: another source, or a later one, may have closed it.
    """
    since = record.at - LATELY
    told = _took_place(record)
    whole = {STAY} | {kind_of_encounter(each) for each in told if _lasted_until(each, since)}
    return _visits_of(
        record, [each for each in told if kind_of_encounter(each) in whole or not _was_over(each, since)]
    )


def _took_place(record: Record) -> list[Resource]:
    return [
        each for each in record.resources_of("Encounter") if each.get("status") not in NOT_COUNTED | PLANNED
    ]


def _lasted_until(resource: Resource, since: datetime) -> bool:
    """Whether it began before a moment, or so soon after that it may be one visit with another, and was not over."""
    start, end = period_of(resource)
    begun = earliest(start, end)
    is_left_open = end is None and resource.get("status") in GOING_ON
    return (
        begun is not None
        and begun.at < since + timedelta(days=1)
        and (is_left_open or not _was_over(resource, since))
    )


def _was_over(resource: Resource, since: datetime) -> bool:
    """Whether all that it tells of its time lies before a moment."""
    last = latest(*period_of(resource))
    return last is not None and last.last_instant < since


def _visits_of(record: Record, told: Sequence[Resource]) -> list[Visit]:
    merged = [_merged(record, group) for group in _same_visits(record, told)]
    merged.sort(key=newest_first(lambda each: each.start or each.end))
    return _closed_by_later_ones(merged)


def stay_now(record: Record) -> Visit | None:
    """The stay or attendance that goes on now; the newest, when an old one was never closed."""
    person_is_dead = any(
        each.get("deceasedBoolean") is True or each.get("deceasedDateTime")
        for each in record.resources_of("Patient")
    )
    if person_is_dead:
        return None
    going_on = [each for each in record.once(visits_lately) if each.is_going_on and each.kind != CONTACT]
    return next((each for each in going_on if each.kind == STAY), next(iter(going_on), None))


def _of_kind(record: Record, kind: str) -> Section[Visit]:
    whole = record.once(visits)
    items = [each for each in whole.items if each.kind == kind]
    told = [each for each in record.resources_of("Encounter") if kind_of_encounter(each) == kind]
    return section(record, "stays", items, told)


def kind_of_encounter(resource: Resource) -> str:
    """Stay, emergency attendance or contact, by the class."""
    return KIND_OF_CLASS.get(text_of(first(resource.get("class")).get("code")), CONTACT)


def _same_visits(record: Record, told: Sequence[Resource]) -> list[list[Resource]]:
    """Groups of encounters of one kind at one provider that begin within four hours of each other."""
    groups: dict[tuple[str, str], list[list[Resource]]] = {}
    for each in sorted(told, key=newest_first(_start)):
        key = (kind_of_encounter(each), organisation_code(record, each.get("serviceProvider")) or each.source)
        known = groups.setdefault(key, [])
        if known and _near(known[-1][-1], each) and _another_source_or_same(known[-1], each):
            known[-1].append(each)
        else:
            known.append([each])
    return [group for known in groups.values() for group in known]


def _another_source_or_same(group: Sequence[Resource], resource: Resource) -> bool:
    """Two encounters of one source on one day are two visits, unless they begin at the same instant."""
    return all(each.source != resource.source or _start(each) == _start(resource) for each in group)


def _near(one: Resource, other: Resource) -> bool:
    begun, also = _start(one), _start(other)
    if begun is None or also is None:
        return False
    if begun.precision != also.precision:
        return begun.day == also.day
    return abs(begun.at - also.at) <= SAME_VISIT


def _start(resource: Resource) -> Moment | None:
    start, end = period_of(resource)
    return start or end


def _merged(record: Record, group: Sequence[Resource]) -> Visit:
    told = newest_told(record, group, "period")
    resources = sorted(group, key=lambda each: (_status(each, record) in GOING_ON, -len(each)))
    fullest = max(group, key=len)
    ends = [period_of(each)[1] for each in group]
    return Visit(
        kind=kind_of_encounter(fullest),
        status=_status(resources[0], record),
        title=_first_said(resources, _title),
        specialty=_first_said(resources, lambda each: words(each.get("serviceType"))),
        provider=_first_said(resources, lambda each: _provider(record, each)),
        provider_code=_first_said(
            resources, lambda each: organisation_code(record, each.get("serviceProvider"))
        ),
        start=earliest(*(period_of(each)[0] for each in group)),
        end=None if _status(resources[0], record) in GOING_ON else latest(*ends),
        end_is_untold=not any(ends),
        reasons=tuple(dict.fromkeys(said for each in resources for said in _reasons(record, each))),
        places=tuple(_places(record, fullest)),
        expected_discharge=next(
            (found for each in group if (found := expected_discharge(each, record))), None
        ),
        admitted_from=_first_said(resources, lambda each: words(_hospital(each).get("admitSource"))),
        discharged_to=_first_said(resources, lambda each: words(_hospital(each).get("dischargeDisposition"))),
        clinicians=tuple(dict.fromkeys(name for each in resources for name in _clinicians(record, each))),
        ids=tuple(text_of(each.get("id")) for each in group),
        told_by=tuple(provenance for _, provenance in told),
    )


def _first_said(resources: Sequence[Resource], said_in) -> str:
    return next((said for each in resources if (said := said_in(each))), "")


def _status(resource: Resource, record: Record) -> str:
    """The told status; a stay whose end has passed is over whatever its status says."""
    told = text_of(resource.get("status")) or "unknown"
    end = period_of(resource)[1]
    if told in GOING_ON and end and end.last_instant < record.at:
        return "finished"
    return told


def _closed_by_later_ones(newest: list[Visit]) -> list[Visit]:
    """A stay that was never closed is over once the same provider tells a later one, or another's goes on."""
    closed: list[Visit] = []
    for visit in newest:
        later = [each for each in closed if each.kind == STAY]
        is_over = any(each.is_going_on or each.provider_code == visit.provider_code for each in later)
        if visit.kind == STAY and visit.is_going_on and is_over:
            visit = replace(visit, status="finished", end=None, end_is_untold=True)
        closed.append(visit)
    return closed


def _title(resource: Resource) -> str:
    return words(resource.get("type")) or coding_words(resource.get("class"))


def _provider(record: Record, resource: Resource) -> str:
    return record.name_of(resource.get("serviceProvider"), resource) or record.source_named(resource.source)


def _reasons(record: Record, resource: Resource):
    for each in listed(resource.get("reasonCode")):
        if said := words(each):
            yield said
    for each in listed(resource.get("diagnosis")):
        if said := record.name_of(each.get("condition"), resource):
            yield said


def _hospital(resource: Resource) -> dict:
    return first(resource.get("hospitalization"))


def _clinicians(record: Record, resource: Resource):
    for each in listed(resource.get("participant")):
        if name := record.name_of(each.get("individual"), resource):
            yield name


def _places(record: Record, resource: Resource):
    """Where the person lay, newest first."""
    told = [(*period_of(each), each) for each in listed(resource.get("location"))]
    current = sorted(told, key=lambda each: (each[1] is not None, newest_first(lambda one: one[0])(each)))
    for since, until, each in current:
        reference = first(each.get("location"))
        target = record.find(reference, resource) or {}
        kind = status_code(each.get("physicalType")) or status_code(target.get("physicalType"))
        literal = text_of(reference.get("reference"))
        yield Place(record.name_of(reference, resource) or literal, kind, literal, since, until)


def expected_discharge(resource: Resource, record: Record) -> Moment | None:
    """The day on which the hospital expects the person to leave."""
    for url, value in extensions(resource):
        if "expect" in url.lower() and "discharge" in url.lower() and (told := moment(value)):
            return told
    end = period_of(resource)[1]
    return end if end and end.at > record.at else None
