"""The professionals and teams around the person, and on whose caseload the person is."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import first, listed, period_of, text_of, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.organisations import organisation_code
from toldonce.record.readings.record import Provenance, Record, Resource, Section
from toldonce.record.readings.registration import is_registration

OVER = {"inactive", "finished", "cancelled", "completed", "revoked", "entered-in-error"}


@dataclass(frozen=True, slots=True)
class Professional:
    """One person or team with a part in the care."""

    name: str
    role: str
    organisation: str
    organisation_code: str
    phone: str
    since: Moment | None
    until: Moment | None
    is_coordinator: bool
    is_current: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Caseload:
    """A team's episode of care with this person."""

    team: str
    kind: str
    organisation_code: str
    since: Moment | None
    until: Moment | None
    is_current: bool
    provenance: Provenance


def care_team(record: Record) -> Section[Professional]:
    """Current professionals first, the named coordinator before all."""
    told = record.resources_of("CareTeam")
    found = [member for team in told for member in _members(record, team)]
    found.sort(
        key=lambda each: (not each.is_current, not each.is_coordinator, newest_first(lambda o: o.since)(each))
    )
    return section(record, "care-team", found, told)


def caseloads(record: Record) -> Section[Caseload]:
    """The teams on whose caseload the person is or was, registration at a practice apart."""
    episodes = [each for each in record.resources_of("EpisodeOfCare") if not is_registration(record, each)]
    found = [_of_episode(record, each) for each in episodes]
    found.sort(key=lambda each: (not each.is_current, newest_first(lambda one: one.since)(each)))
    return section(record, "care-team", found, episodes)


def caring_organisations(record: Record) -> frozenset[str]:
    """The codes of the organisations with the person on a caseload, in a care team or in a care plan now."""
    codes = {each.organisation_code for each in record.once(caseloads).items if each.is_current}
    codes |= {each.organisation_code for each in record.once(care_team).items if each.is_current}
    for team in record.resources_of("CareTeam"):
        if _is_current(record, team):
            codes |= {organisation_code(record, each) for each in listed(team.get("managingOrganization"))}
    for plan in record.resources_of("CarePlan"):
        if plan.get("status") == "active" and _is_current(record, plan):
            told = [*listed(plan.get("author")), *listed(plan.get("contributor"))]
            codes |= {organisation_code(record, each) for each in told}
    return frozenset(codes - {""})


def _members(record: Record, team: Resource):
    is_current = _is_current(record, team)
    for each in listed(team.get("participant")):
        member, owner = first(each.get("member")), first(each.get("onBehalfOf"))
        since, until = period_of(each) if each.get("period") else period_of(team)
        role = words(each.get("role"))
        code = organisation_code(record, owner) or organisation_code(record, member)
        if text_of(member.get("reference")).startswith("Patient/"):
            continue
        yield Professional(
            name=record.name_of(member, team) or text_of(team.get("name")),
            role=role or words(team.get("category")),
            organisation=record.name_of(owner, team) or (record.source_named(code) if code else ""),
            organisation_code=code,
            phone=_phone(record, member, team),
            since=since,
            until=until,
            is_coordinator="coordinator" in role.lower().replace("-", ""),
            is_current=is_current and (until is None or until.last_instant >= record.at),
            provenance=record.provenance(team, "period"),
        )


def _phone(record: Record, member: dict, team: Resource) -> str:
    told = [*listed((record.find(member, team) or {}).get("telecom")), *listed(team.get("telecom"))]
    return next((text_of(each.get("value")) for each in told if each.get("system") == "phone"), "")


def _of_episode(record: Record, episode: Resource) -> Caseload:
    since, until = period_of(episode)
    owner = episode.get("managingOrganization")
    code = organisation_code(record, owner)
    team = record.name_of(first(episode.get("team")), episode)
    return Caseload(
        team=team or record.name_of(owner, episode) or record.source_named(code),
        kind=words(episode.get("type")),
        organisation_code=code,
        since=since,
        until=until,
        is_current=_is_current(record, episode),
        provenance=record.provenance(episode, "period"),
    )


def _is_current(record: Record, resource: Resource) -> bool:
    _, until = period_of(resource)
    return resource.get("status") not in OVER and (until is None or until.last_instant >= record.at)
