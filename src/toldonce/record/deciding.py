"""As much of many people's records as is needed to decide who may read what of them: a few queries for all.

What decides is of few types: registrations, visits, referrals and caseloads make a relationship, consents and seals
withhold. Whether one resource is withheld as sensitive hangs on itself and on what it refers to, not on the rest.

A change here leaks if: a reading that `access` asks for a reason to withhold looks at a type that is not in DECIDING.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.record import store
from toldonce.record.gathering import neighbours, resources_of
from toldonce.record.identity import pids_of_all
from toldonce.record.readings.assembly import whole_record
from toldonce.record.readings.record import Record, Resource
from toldonce.record.store import Stored

DECIDING = (
    *("Patient", "EpisodeOfCare", "CareTeam", "CarePlan", "Encounter", "ServiceRequest"),
    *("Consent", "Flag"),
)
BESIDE_PEOPLE = (
    *("Organization", "Practitioner", "PractitionerRole", "Location", "Medication"),
    *("HealthcareService", "Endpoint"),
)
REFERENCE = re.compile(rb'"([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})"')
Address = tuple[str, str]


def records_to_decide(persons: Iterable[int], about: Iterable[Stored] = ()) -> dict[int, Record]:
    """Each person's record as far as it decides on what is asked about, whose present version is in it; unfiltered."""
    pids = pids_of_all(set(persons))
    person_of = {pid: person for person, theirs in pids.items() for pid in theirs}
    stored = [*store.compartment(list(person_of), DECIDING), *_asked_and_referred_to(about)]
    stored = [each for each in stored if each.pid in person_of]
    told = resources_of(stored)
    beside = neighbours([each.body for each in stored if each.body], told)
    theirs: dict[int, list[Resource]] = {person: [] for person in pids}
    for each in told:
        theirs[person_of[each.pid]].append(each)
    return {
        person: whole_record(theirs[person], person=person, pids=tuple(pids[person]), neighbours=beside)
        for person in pids
    }


def present_versions(addresses: Iterable[Address]) -> list[Stored]:
    """The present versions of those (type, id) that are there and not deleted; large attachments stay marks."""
    wanted = sorted(set(addresses))
    return store.read_many(wanted, inline=False) if wanted else []


def _asked_and_referred_to(about: Iterable[Stored]) -> list[Stored]:
    """What is asked about, as it is now, and what it refers to: what refers to something may repeat what it says."""
    wanted: set[Address] = set()
    for each in about:
        wanted.add((each.rtype, each.id))
        wanted |= {(rtype.decode(), id.decode()) for rtype, id in REFERENCE.findall(each.body or b"")}
    elsewhere = {*DECIDING, *BESIDE_PEOPLE}
    return present_versions(each for each in wanted if each[0] in RTYPE and each[0] not in elsewhere)
